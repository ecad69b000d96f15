"""The year grid: suppliers down, months across, and what is counted beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from supplier_portal.programme.line_states import BEHIND, DONE
from supplier_portal.programme.queries import Entry
from supplier_portal.suppliers.models import Supplier

MONTHS = range(1, 13)


@dataclass(frozen=True)
class GridFilter:
    """text: part of a supplier's name or number; the others: exactly so, empty for any."""

    text: str = ""
    category: str = ""
    lead: str = ""
    month: int | None = None
    state: str = ""

    def keeps(self, entry: Entry) -> bool:
        """Whether a line is shown."""
        supplier = entry.supplier
        named = f"{supplier.number} {supplier.name_en} {supplier.name_zh}".lower()
        return (
            self.text.lower() in named
            and self.category in {"", supplier.category}
            and self.lead in {"", entry.lead or ""}
            and self.month in {None, entry.line.month}
            and self.state in {"", entry.state}
        )


@dataclass(frozen=True)
class Row:
    """One supplier's lines by month."""

    supplier: Supplier
    cells: dict[int, list[Entry]]

    @property
    def lines(self) -> int:
        return sum(len(cell) for cell in self.cells.values())


@dataclass
class Count:
    """Lines of a month or a year: all, those done, those behind plan."""

    lines: int = 0
    done: int = 0
    behind: int = 0

    def add(self, state: str) -> None:
        self.lines += 1
        self.done += state == DONE
        self.behind += state == BEHIND


@dataclass
class Load:
    """Audits of a person by month, the lines one is meant to lead among them."""

    name: str
    months: dict[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.months.values())

    def add(self, month: int, audits: int = 1) -> None:
        self.months[month] = self.months.get(month, 0) + audits


def rows_of(entries: Iterable[Entry]) -> list[Row]:
    """One row a supplier, in the order of the entries."""
    rows: dict[int, Row] = {}
    for entry in entries:
        row = rows.setdefault(entry.supplier.id, Row(entry.supplier, {}))
        row.cells.setdefault(entry.line.month, []).append(entry)
    return list(rows.values())


def counts_of(entries: Iterable[Entry]) -> tuple[Count, dict[int, Count]]:
    """Counts of the year, and of each of its twelve months."""
    year, months = Count(), {month: Count() for month in MONTHS}
    for entry in entries:
        for count in (year, months[entry.line.month]):
            count.add(entry.state)
    return year, months


def loads_of(audits: Iterable[tuple[int, str, int, int]], entries: Sequence[Entry]) -> list[Load]:
    """Who is how busy in which month, the busiest first: audits planned, and lines still to be planned.

    audits: account, name, month, how many.
    """
    loads: dict[int, Load] = {}
    for account_id, name, month, count in audits:
        loads.setdefault(account_id, Load(name)).add(month, count)
    for entry in entries:
        if entry.open and entry.line.lead_id is not None and entry.lead is not None:
            loads.setdefault(entry.line.lead_id, Load(entry.lead)).add(entry.line.month)
    return sorted(loads.values(), key=lambda load: (-load.total, load.name))
