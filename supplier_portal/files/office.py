"""Word and Excel files by the parts they hold: one of both, no macros or controls, no part outside, no bomb."""

import re
import zipfile
import zlib
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat

from supplier_portal.domain.errors import Fault, Invalid

WORKBOOK, DOCUMENT = "xl/workbook.xml", "word/document.xml"

MOST_PARTS, MOST_UNPACKED, MOST_OF_KINDS = 10_000, 1_000_000_000, 1_000_000
MOST_RATIO, SMALL_PART = 200, 1_000_000
_KINDS = "[content_types].xml"
_RUNS = re.compile(r"vbaproject|vbadata|(?:^|/)macrosheets/|(?:^|/)activex/|(?:^|/)customui/")
_KIND_RUNS = re.compile(r"macroenabled|vbaproject|macrosheet|activex")
_OUTSIDE = re.compile(r"^[/\\]|^[a-z]:|\\|(?:^|/)\.\.(?:/|$)")
_BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def main_part(data: bytes, place: str) -> str | None:
    """The part that makes a zip an Excel or a Word file; None where it has neither, or both.

    Raises Invalid at `place`: files.office_damaged, files.office_bomb, files.office_part_outside, files.office_runs.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {info.orig_filename.lower(): info for info in archive.infolist()}
            found = [part for part in (WORKBOOK, DOCUMENT) if part in parts]
            if len(found) != 1:
                return None
            _check_parts(archive.infolist(), place)
            if _KINDS not in parts or len(parts) < len(archive.infolist()):
                _refuse("files.office_damaged", place)
            _check_kinds(archive.read(parts[_KINDS]), place)
    except _BROKEN_ARCHIVE as error:
        raise Invalid([Fault("files.office_damaged", place)]) from error
    return found[0]


def _refuse(code: str, place: str, **facts: object) -> NoReturn:
    raise Invalid([Fault(code, place, facts=facts)])


def _check_parts(infos: list[zipfile.ZipInfo], place: str) -> None:
    """Look at the directory alone: nothing of the parts is unpacked."""
    swollen = any(info.file_size > max(SMALL_PART, MOST_RATIO * info.compress_size) for info in infos)
    if swollen or len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        _refuse("files.office_bomb", place)
    for info in infos:
        name = info.orig_filename.lower()
        if _OUTSIDE.search(name):
            _refuse("files.office_part_outside", place)
        if _RUNS.search(name):
            _refuse("files.office_runs", place)


def _check_kinds(content: bytes, place: str) -> None:
    """Read what the file says its parts are, as the programs do that open it."""
    if len(content) > MOST_OF_KINDS:
        _refuse("files.office_bomb", place)

    def element(_: str, attributes: dict[str, str]) -> None:
        if _KIND_RUNS.search(attributes.get("ContentType", "").lower()):
            _refuse("files.office_runs", place)

    def doctype(*_: object) -> None:
        _refuse("files.office_damaged", place)

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        _refuse("files.office_damaged", place)
