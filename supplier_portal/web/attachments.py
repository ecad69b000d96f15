"""Handing out files: as attachments, never guessed at by the browser; pictures the platform made, within a page."""

from flask import Response
from werkzeug.utils import secure_filename

LONGEST_NAME = 150


def attachment(data: bytes, name: str, media_type: str) -> Response:
    """A response that downloads. The name keeps its letters in any script; paths and controls are dropped."""
    response = Response(data, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=clean_name(name))
    return response


def inline_picture(data: bytes) -> Response:
    """A JPEG the platform made itself, to be shown within a page."""
    return Response(data, mimetype="image/jpeg")


def clean_name(name: str) -> str:
    """The last part of a path, printable and of bearable length."""
    kept = "".join(character for character in name.replace("\\", "/").split("/")[-1] if character.isprintable())
    return kept.strip(". ")[:LONGEST_NAME] or secure_filename(name) or "file"
