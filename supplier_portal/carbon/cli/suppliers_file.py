"""A file of suppliers to look up: its rows as they are, and what of them is looked up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from supplier_portal.carbon.matching import Sought, country_code
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.identifiers import as_registered, is_isin, is_lei
from supplier_portal.output.sheets import ReadLimits, ReadSheet, address, read_table

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": (
        *("name", "companyname", "suppliername", "company", "supplier", "nameen", "nameinenglish"),
        *("名称", "公司名称", "供应商名称", "企业名称"),
    ),
    "country": ("country", "countrycode", "countryregion", "location", "国家", "国家地区", "国别"),
    "lei": ("lei", "leicode", "lei码"),
    "isin": ("isin", "isincode", "isin码"),
}  # fmt: skip
"""Column → headings it is known by, the one that is preferred first, without case, spaces and punctuation."""
ROWS_LOOKED_AT = 30
MOST_FAULTS = 20

_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class SuppliersFile:
    """head and rows: all cells as texts, as wide as the widest row; sought: what each row asks for."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sought: tuple[Sought, ...]


def read_suppliers(data: bytes) -> SuppliersFile:
    """Read the first sheet with a column of names. Raises Invalid, naming every place."""
    sheets = read_table(data, limits=ReadLimits())
    for sheet in sheets:
        start = _head_row(sheet)
        if start is not None:
            return _read_sheet(sheet, start)
    first = next((str(cell) for row in sheets[0].rows for cell in row if str(cell).strip()), "")
    raise Invalid([Fault("carbon.no_name_column", place=sheets[0].name, facts={"found": first[:60]})])


def _head_row(sheet: ReadSheet) -> int | None:
    """Return the row that names the most columns and a name; titles may stand above it."""
    rows = sheet.rows[:ROWS_LOOKED_AT]
    named = {at: columns for at, row in enumerate(rows) if "name" in (columns := _columns(row))}
    return max(named, key=lambda at: (len(named[at]), -at), default=None)


def _columns(row: Sequence[object]) -> dict[str, int]:
    headings = [_key(cell) for cell in row]
    found = {name: next((known for known in HEADINGS[name] if known in headings), None) for name in HEADINGS}
    return {name: headings.index(heading) for name, heading in found.items() if heading is not None}


def _read_sheet(sheet: ReadSheet, start: int) -> SuppliersFile:
    columns = _columns(sheet.rows[start])
    faults = list(_twice(sheet, start, columns))
    filled = [at for at in range(start + 1, len(sheet.rows)) if any(str(cell).strip() for cell in sheet.rows[at])]
    width = len(sheet.rows[start])
    too_long = [at for at in filled if any(str(cell).strip() for cell in sheet.rows[at][width:])]
    faults += [Fault("carbon.row_too_long", place=_place(sheet, at, width)) for at in too_long]
    if faults:
        raise Invalid(faults[:MOST_FAULTS])
    rows = tuple(_widened(sheet.rows[at], width) for at in filled)
    return SuppliersFile(_widened(sheet.rows[start], width), rows, tuple(_sought(row, columns) for row in rows))


def _twice(sheet: ReadSheet, start: int, columns: Mapping[str, int]) -> Iterator[Fault]:
    headings = [_key(cell) for cell in sheet.rows[start]]
    for name, at in columns.items():
        if headings.count(headings[at]) > 1:
            yield Fault("carbon.column_twice", place=name)


def _widened(row: Sequence[object], width: int) -> tuple[str, ...]:
    return tuple(str(cell) for cell in row[:width]) + ("",) * (width - len(row))


def _place(sheet: ReadSheet, row: int, column: int) -> str:
    return f"{sheet.name}!{address(row, column)}" if sheet.name else address(row, column)


def _sought(row: Sequence[str], columns: Mapping[str, int]) -> Sought:
    """A wrong identifier counts as none: the row is looked up by its name then."""
    texts = {name: row[at].strip() for name, at in columns.items()}
    lei, isin = as_registered(texts.get("lei", "")), as_registered(texts.get("isin", ""))
    return Sought(
        (texts["name"],) if texts["name"] else (),
        country_code(texts.get("country", "")),
        lei if is_lei(lei) else None,
        isin if is_isin(isin) else None,
    )


def _key(heading: object) -> str:
    return _BETWEEN.sub("", as_registered(str(heading)).casefold())
