"""How much a request may send: with files up to their limit, words alone far less."""

from flask import Flask, request

MOST_OF_WORDS = 1_000_000
"""Bytes of a form without files: it is taken apart all at once, into as many fields as it names."""


def limit_words() -> None:
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = MOST_OF_WORDS


def install(app: Flask) -> None:
    app.before_request(limit_words)
