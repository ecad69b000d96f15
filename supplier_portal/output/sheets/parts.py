"""A workbook's parts, looked through before anything reads them as a workbook.

A workbook may claim a cell at the far corner of its sheet, one long text in a million cells, or unpack to a thousand
times its size. So every part is unpacked and read here, within limits, and only a copy of the parts that passed goes
on: no macros, no links to other files, no pictures, and no second reading of the same archive.
"""

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TypeVar
from xml.parsers import expat

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.output.read_cells import address
from supplier_portal.output.sheets.markup import MisplacedError, PartLook

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_KEPT = re.compile(r"(?:\[content_types\]\.xml|_rels/\.rels|xl/(?!externallinks/|media/|embeddings/).+\.(?:xml|rels))")
_SMALL_PART = 1_000_000
_ENCRYPTED = 0x1
Found = TypeVar("Found")
_BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ArithmeticError,
    LookupError,
    ValueError,
)


@dataclass(frozen=True)
class ReadLimits:
    """What a file may ask for. `ratio` is unpacked to packed of one part; `cells` counts a sheet's area from A1."""

    file_bytes: int = 20_000_000
    unpacked_bytes: int = 100_000_000
    parts: int = 1_000
    ratio: int = 200
    cells: int = 1_000_000


@dataclass(frozen=True)
class CheckedCopy:
    """A workbook fit to be read; by sheet, row and column from 0, its formulas and what cells of type error say."""

    workbook: BytesIO
    error_values: dict[str, dict[tuple[int, int], str]]
    formulas: dict[str, set[tuple[int, int]]]


def checked_copy(data: bytes, limits: ReadLimits) -> CheckedCopy:
    """Return an uncompressed copy of the parts that make a workbook's cells, each looked through.

    Raises Invalid: sheet.damaged, sheet.encrypted, sheet.bomb, sheet.too_many_cells, sheet.forbidden_markup.
    """
    look = _Look(limits)
    copy = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(copy, "w") as kept:
            infos = archive.infolist()
            _check_directory(infos, limits)
            for info in infos:
                if _KEPT.fullmatch(info.filename.lower()):
                    content = _unpacked(archive, info)
                    look.through(info.filename, content)
                    kept.writestr(zipfile.ZipInfo(info.filename), content)
    except _BROKEN_ARCHIVE as error:
        raise Invalid([Fault("sheet.damaged")]) from error
    look.check_texts()
    copy.seek(0)
    return CheckedCopy(copy, look.by_sheet(look.errors), look.by_sheet(look.formulas))


def _check_directory(infos: list[zipfile.ZipInfo], limits: ReadLimits) -> None:
    names = [info.filename.lower() for info in infos]
    if _WORKBOOK not in names or len(set(names)) < len(names):
        raise Invalid([Fault("sheet.damaged")])
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise Invalid([Fault("sheet.encrypted")])
    swollen = any(
        info.file_size > max(_SMALL_PART, limits.ratio * info.compress_size) for info in infos if info.file_size
    )
    if swollen or len(infos) > limits.parts or sum(info.file_size for info in infos) > limits.unpacked_bytes:
        raise Invalid([Fault("sheet.bomb")])


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Unpack no more than the directory declares, which was checked."""
    with archive.open(info) as part:
        content = part.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise zipfile.BadZipFile
    return content


class _Look:
    """Reads parts and counts what a reader of the workbook will have to hold."""

    def __init__(self, limits: ReadLimits) -> None:
        self._limits = limits
        self._area = 0
        self._shared_lengths: list[int] = []
        self._shared_uses: Counter[int] = Counter()
        self._sheets: dict[str, str] = {}
        self._targets: dict[str, str] = {}
        self.errors: dict[str, dict[tuple[int, int], str]] = {}
        self.formulas: dict[str, set[tuple[int, int]]] = {}

    def through(self, name: str, content: bytes) -> None:
        part = PartLook()
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = part.start
        parser.EndElementHandler = part.end
        parser.CharacterDataHandler = part.text
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, MisplacedError) as error:
            raise Invalid([Fault("sheet.damaged", place=name)]) from error
        self._area += part.last_row * part.last_column
        self._shared_lengths += part.shared_lengths
        self._shared_uses.update(part.shared_uses)
        self.errors[name.lower()] = part.errors
        self.formulas[name.lower()] = part.formulas
        if name.lower() == _WORKBOOK:
            self._sheets = part.sheets
        elif name.lower() == _RELATIONS:
            self._targets = part.targets
        if self._area > self._limits.cells:
            corner = address(part.last_row - 1, part.last_column - 1)
            raise Invalid([Fault("sheet.too_many_cells", place=corner, facts={"limit": self._limits.cells})])

    def by_sheet(self, found: Mapping[str, Found]) -> dict[str, Found]:
        """What was found in parts, by the names of the sheets they are."""
        parts = {sheet: self._targets.get(relation, "").lower() for sheet, relation in self._sheets.items()}
        paths = {sheet: part[1:] if part.startswith("/") else f"xl/{part}" for sheet, part in parts.items()}
        return {sheet: found[path] for sheet, path in paths.items() if path in found}

    def check_texts(self) -> None:
        """Raise Invalid where shared texts, written out at every cell that uses them, exceed the unpacked size."""
        known = len(self._shared_lengths)
        written = sum(self._shared_lengths[at] * uses for at, uses in self._shared_uses.items() if at < known)
        if written > self._limits.unpacked_bytes:
            raise Invalid([Fault("sheet.bomb")])


def _refuse_doctype(*_: object) -> None:
    raise Invalid([Fault("sheet.forbidden_markup")])
