"""Counting what a request asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect every statement sent while the block runs: sign-in, BEGIN and what tells the database the actor too."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    engine = app.extensions["portal"].database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def statements_of(bound) -> Iterator[list[str]]:
    """Collect every statement sent to an engine or a session's bind while the block runs."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    event.listen(bound, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(bound, "before_cursor_execute", note)
