"""Handing out files: as attachments, never guessed at by the browser; pictures the platform made, within a page."""

import re
import unicodedata
from urllib.parse import quote

from flask import Response, request

LONGEST_NAME = 150
SUFFIXES = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (".xlsx",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
}
"""How names of such files end: by a name's end the reader's machine chooses the program that opens it."""

_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)


def attachment(data: bytes, name: str, media_type: str) -> Response:
    """A response that downloads. The name keeps its letters in any script and ends as what the file is."""
    response, kept = Response(data, mimetype=media_type), _ended(clean_name(name), media_type)
    names = {"filename": kept} if kept.isascii() else {"filename": _plain(kept), "filename*": _encoded(kept)}
    response.headers.set("Content-Disposition", "attachment", **names)
    return response


def inline_picture(data: bytes) -> Response:
    """A JPEG the platform made itself, to be shown within a page."""
    return Response(data, mimetype="image/jpeg")


def kept_by_browser(response: Response) -> Response:
    """What has a digest never changes; the browser keeps it, and no proxy does."""
    response.headers["Cache-Control"] = "private, max-age=3600, immutable"
    return response


def asked_again(response: Response, digest: str) -> Response:
    """What may change under the same address: the browser keeps it, and asks each time whether it is still this."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(digest)
    response.make_conditional(request)
    return response


def clean_name(name: str) -> str:
    """The last part of a path, printable, of bearable length, and no device's, option's or hidden file's name."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")[-1]
    kept = "".join(character for character in last if character.isprintable())
    plain = _NOT_IN_NAMES.sub("_", kept).strip(". ").lstrip("-. ")[:LONGEST_NAME].strip(". ")
    return f"_{plain}" if _DEVICES.match(plain) else plain or "file"


def _plain(name: str) -> str:
    """The name without the letters that cannot stand in a header: for programs that read no other."""
    stem, dot, suffix = name.rpartition(".")
    plain = unicodedata.normalize("NFKD", stem if dot else name).encode("ascii", "ignore").decode().strip(" .-_")
    ending = suffix.encode("ascii", "ignore").decode() if dot else ""
    return f"{plain or 'file'}.{ending}" if ending else plain or "file"


def _encoded(name: str) -> str:
    """The whole name, as RFC 8187 writes it."""
    return f"UTF-8''{quote(name, safe='')}"


def _ended(name: str, media_type: str) -> str:
    suffixes = SUFFIXES.get(media_type)
    return name if suffixes is None or name.lower().endswith(suffixes) else name + suffixes[0]
