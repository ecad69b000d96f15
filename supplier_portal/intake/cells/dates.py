"""Dates as people write them; whether day or month comes first is proven by the column or refused."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from supplier_portal.intake.cells.writing import Unreadable, half_width
from supplier_portal.output.read_cells import ReadCell

FIRST_YEAR, LAST_YEAR = 1900, 2199
SERIALS = range(32_874, 73_416)
"""Spreadsheet days from 1990 to 2100: a smaller or larger number in a column of dates is no date."""

_DAY_ZERO = date(1899, 12, 30)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_TIME = re.compile(r"[ tT]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
_CHINESE = re.compile(r"([0-9]{4}) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号]")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_DAY_AND_NAME = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[- .,/]*([a-z]+)[- .,/]+([0-9]{4})")
_NAME_AND_DAY = re.compile(r"([a-z]+)[- .]*([0-9]{1,2})(?:st|nd|rd|th)?[- .,/]+([0-9]{4})")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_MONTHS_A_YEAR = 12


def order_of(texts: Iterable[str]) -> str:
    """`day` or `month`: which of the two a column writes first, where its cells prove one and no other; else empty."""
    proven = set()
    for text in texts:
        found = _YEAR_LAST.fullmatch(_plain(text))
        if found:
            first, second = int(found[1]), int(found[3])
            proven |= {"day"} if first > _MONTHS_A_YEAR >= second else set()
            proven |= {"month"} if second > _MONTHS_A_YEAR >= first else set()
    return proven.pop() if len(proven) == 1 else ""


def read_date(cell: ReadCell, order: str) -> date:
    """The day of a cell, in a year from 1900 to 2199. Raises Unreadable: intake.not_a_date, intake.ambiguous_date."""
    parts = _typed_parts(cell, order)
    try:
        day = parts if isinstance(parts, date) else date(*parts) if parts else None
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable("intake.not_a_date", found=str(cell))
    return day


def _typed_parts(cell: ReadCell, order: str) -> tuple[int, int, int] | date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return None if isinstance(cell, bool) else _parts(_plain(cell), order, cell)


def _plain(text: str) -> str:
    return _TIME.sub("", half_width(text)).strip().casefold()


def _parts(text: str, order: str, written: str) -> tuple[int, int, int] | date | None:
    for pattern, places in ((_YEAR_FIRST, (1, 3, 4)), (_COMPACT, (1, 2, 3)), (_CHINESE, (1, 2, 3))):
        if found := pattern.fullmatch(text):
            year, month, day = (int(found[place]) for place in places)
            return year, month, day
    if found := _YEAR_LAST.fullmatch(text):
        return _in_order(int(found[1]), int(found[3]), int(found[4]), order, written)
    return _named(text) or _from_serial(text)


def _in_order(first: int, second: int, year: int, order: str, written: str) -> tuple[int, int, int]:
    if first <= _MONTHS_A_YEAR and second <= _MONTHS_A_YEAR and first != second and not order:
        raise Unreadable("intake.ambiguous_date", found=written)
    day_first = first > _MONTHS_A_YEAR or (second <= _MONTHS_A_YEAR and order == "day")
    return (year, second, first) if day_first else (year, first, second)


def _named(text: str) -> tuple[int, int, int] | None:
    if (found := _DAY_AND_NAME.fullmatch(text)) and found[2] in _MONTHS:
        return int(found[3]), _MONTHS[found[2]], int(found[1])
    if (found := _NAME_AND_DAY.fullmatch(text)) and found[1] in _MONTHS:
        return int(found[3]), _MONTHS[found[1]], int(found[2])
    return None


def _from_serial(text: str) -> date | None:
    found = _SERIAL.fullmatch(text)
    return _DAY_ZERO + timedelta(days=int(found[1])) if found and int(found[1]) in SERIALS else None
