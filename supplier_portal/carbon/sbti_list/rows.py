"""Rows of a table to the companies of the list. A row that cannot be taken is named and stops no other."""

import re
from collections.abc import Callable, Mapping, Sequence

from supplier_portal.carbon.sbti_list.columns import columns_in, head_of
from supplier_portal.carbon.sbti_list.companies import STATUSES, ListedCompany, SbtiList
from supplier_portal.carbon.sbti_list.folding import counts, fold, status_told
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.identifiers import as_registered, is_isin, is_lei

LONGEST = {"sbti_id": 40, "company_name": 300, "location": 80, "near_term_status": 60, "action": 60, "status": 60}
AT_PARENT = "parent company"
MOST_UNKNOWN_STATUSES = 20

Row = Sequence[object]
Place = Callable[[int, int], str]
"""The reader's name of a cell, by row and column from 0."""

_WHOLE_NUMBER = re.compile(r"^([0-9]+)\.0+$")
_YEAR = re.compile(r"(?:FY\s?)?((?:19|20|21)[0-9]{2})(?:\.0+)?", re.IGNORECASE)


def read_rows(rows: Sequence[Row], place: Place, required: Sequence[str]) -> SbtiList:
    """Read the head row, above which titles may stand, and the rows below it; a company's rows are folded into one.

    Raises Invalid where columns are missing or no company is left.
    """
    start = head_of(rows)
    if start is None:
        raise Invalid([Fault("sheet.empty")])
    reader = _Reader(columns_in(rows[start], required), place)
    for at in range(start + 1, len(rows)):
        if _holds_anything(rows[at]):
            reader.take(at, rows[at])
    if not reader.rows:
        raise Invalid(reader.left_out or [Fault("sheet.empty")])
    return reader.list()


def _holds_anything(row: Row) -> bool:
    return any(str(cell).strip() for cell in row)


class _Reader:
    """Takes rows one by one and counts what could not be read in them."""

    def __init__(self, columns: Mapping[str, int], place: Place) -> None:
        self.rows: list[ListedCompany] = []
        self.left_out: list[Fault] = []
        self._columns = columns
        self._place = place
        self._wrong_leis = self._wrong_isins = self._unread_years = 0
        self._unknown_statuses: dict[str, None] = {}

    def take(self, at: int, row: Row) -> None:
        """Keep the row, or the reason why it is left out."""
        texts = {name: str(row[column]).strip() if column < len(row) else "" for name, column in self._columns.items()}
        if fault := self._fault(at, texts):
            self.left_out.append(fault)
            return
        near_term = counts(texts.get("target", ""), texts.get("commitment_type", ""))
        self.rows.append(
            ListedCompany(
                _WHOLE_NUMBER.sub(r"\1", texts.get("sbti_id", "")),
                texts["company_name"],
                texts["location"],
                self._lei(texts["lei"]),
                self._isin(texts["isin"]),
                self._status(texts) if near_term else "",
                self._year(texts["near_term_target_year"]) if near_term else None,
                AT_PARENT in texts.get("reason", "").casefold(),
            )
        )

    def list(self) -> SbtiList:
        return SbtiList(
            fold(self.rows),
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
            if len(texts.get(name, "")) > most:
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

    def _status(self, texts: Mapping[str, str]) -> str:
        text = texts["near_term_status"]
        if "action" in texts and self._columns["near_term_status"] in (
            self._columns["action"],
            self._columns.get("status"),
        ):
            text = status_told(texts["action"], texts.get("status", ""))
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
