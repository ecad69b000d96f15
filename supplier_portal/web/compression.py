"""Pages leave compressed: a table of scorecards is an eighth of its size then."""

import gzip
import secrets
from io import BytesIO

from flask import Flask, Response, request

KINDS = frozenset({"text/html", "application/json"})
WORTH = 1_000
"""Bytes below which compressing saves nothing."""
LEVEL = 5
MOST_RANDOM = 100


def compress(response: Response) -> Response:
    """Compress what is worth it, for those who take it.

    A name of random length in gzip's own header hides how well a page compresses: from its size nobody learns whether
    something they put into the address stands in it again (BREACH).
    """
    if not _worth(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0:
        made = BytesIO()
        name = "a" * secrets.randbelow(MOST_RANDOM)
        with gzip.GzipFile(name, "wb", LEVEL, made, mtime=0) as file:
            file.write(response.get_data())
        response.set_data(made.getvalue())
        response.headers["Content-Encoding"] = "gzip"
    return response


def _worth(response: Response) -> bool:
    whole = not response.direct_passthrough and not response.is_streamed and "Content-Encoding" not in response.headers
    return whole and response.mimetype in KINDS and (response.content_length or 0) >= WORTH


def install(app: Flask) -> None:
    app.after_request(compress)
