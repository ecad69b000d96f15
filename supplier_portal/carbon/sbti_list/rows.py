"""Rows of a table to the companies of the list. A row that cannot be taken is named and stops no other."""

import re
from collections.abc import Callable, Mapping, Sequence

from supplier_portal.carbon.sbti_list.columns import columns_in
from supplier_portal.carbon.sbti_list.companies import STATUSES, ListedCompany, SbtiList
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.identifiers import as_registered, is_isin, is_lei

LONGEST = {"sbti_id": 40, "company_name": 300, "location": 80, "near_term_status": 60}
MOST_UNKNOWN_STATUSES = 20

Row = Sequence[object]
Place = Callable[[int, int], str]
"""The reader's name of a cell, by row and column from 0."""

_YEAR = re.compile(r"(?:FY\s?)?((?:19|20|21)[0-9]{2})", re.IGNORECASE)


def read_rows(rows: Sequence[Row], place: Place) -> SbtiList:
    """Read the head row, which is the first that holds anything, and the rows below it.

    Raises Invalid where columns are missing or no company is left.
    """
    start = next((at for at, row in enumerate(rows) if _holds_anything(row)), None)
    if start is None:
        raise Invalid([Fault("sheet.empty")])
    reader = _Reader(columns_in(rows[start]), place)
    for at in range(start + 1, len(rows)):
        if _holds_anything(rows[at]):
            reader.take(at, rows[at])
    if not reader.companies:
        raise Invalid(reader.left_out or [Fault("sheet.empty")])
    return reader.list()


def _holds_anything(row: Row) -> bool:
    return any(str(cell).strip() for cell in row)


class _Reader:
    """Takes rows one by one and counts what could not be read in them."""

    def __init__(self, columns: Mapping[str, int], place: Place) -> None:
        self.companies: list[ListedCompany] = []
        self.left_out: list[Fault] = []
        self._columns = columns
        self._place = place
        self._wrong_leis = self._wrong_isins = self._unread_years = 0
        self._unknown_statuses: dict[str, None] = {}

    def take(self, at: int, row: Row) -> None:
        """Keep the row's company, or the reason why it is left out."""
        texts = {name: str(row[column]).strip() if column < len(row) else "" for name, column in self._columns.items()}
        if fault := self._fault(at, texts):
            self.left_out.append(fault)
            return
        self.companies.append(
            ListedCompany(
                texts["sbti_id"],
                texts["company_name"],
                texts["location"],
                self._lei(texts["lei"]),
                self._isin(texts["isin"]),
                self._status(texts["near_term_status"]),
                self._year(texts["near_term_target_year"]),
            )
        )

    def list(self) -> SbtiList:
        return SbtiList(
            tuple(self.companies),
            tuple(self.left_out),
            self._wrong_leis,
            self._wrong_isins,
            self._unread_years,
            tuple(self._unknown_statuses),
        )

    def _fault(self, at: int, texts: Mapping[str, str]) -> Fault | None:
        if not texts["company_name"]:
            return Fault("carbon.no_company_name", self._place(at, self._columns["company_name"]))
        for name, most in LONGEST.items():
            if len(texts[name]) > most:
                return Fault("carbon.cell_too_long", self._place(at, self._columns[name]), facts={"most": most})
        return None

    def _lei(self, text: str) -> str | None:
        code = as_registered(text)
        if is_lei(code):
            return code
        self._wrong_leis += bool(code)
        return None

    def _isin(self, text: str) -> str | None:
        code = as_registered(text)
        if is_isin(code):
            return code
        self._wrong_isins += bool(code)
        return None

    def _status(self, text: str) -> str:
        known = " ".join(text.split()).casefold() in STATUSES
        if text and not known and len(self._unknown_statuses) < MOST_UNKNOWN_STATUSES:
            self._unknown_statuses[text] = None
        return text

    def _year(self, text: str) -> int | None:
        """`FY2030` is 2030; what is neither is counted, never guessed."""
        if match := _YEAR.fullmatch(text):
            return int(match[1])
        self._unread_years += bool(text)
        return None
