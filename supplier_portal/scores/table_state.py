"""What a reader asked of the table of scorecards: filter, order and columns, as the address has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

ANY, NO, BLOCKED = "any", "no", "blocked"
UP, DOWN = "up", "down"
YES = "yes"
LEADERSHIP, MANAGEMENT, LOWER = "leadership", "management", "lower"
LONGEST = 200
FIRST_SORT = "-spend"


@dataclass(frozen=True)
class TableColumn:
    """One column. sort: the key it sorts by, if any; begins: a line stands left of it; shown: unless chosen otherwise.

    numeric: figures at the right edge; key: also the end of its words' codes.
    """

    key: str
    sort: str = ""
    numeric: bool = False
    begins: bool = False
    shown: bool = True


COLUMNS = (
    TableColumn("category", "category"),
    TableColumn("spend", "spend", numeric=True),
    TableColumn("grade", "grade", begins=True),
    TableColumn("was", "moved"),
    TableColumn("rating", "rating", numeric=True),
    TableColumn("line"),
    TableColumn("sustainability", "sustainability", numeric=True, begins=True),
    TableColumn("audit", "audit", numeric=True),
    TableColumn("dimensions"),
    TableColumn("validity", "validity"),
    TableColumn("cdp", "cdp", begins=True),
    TableColumn("target", "target"),
    TableColumn("critical", "critical", numeric=True, begins=True),
    TableColumn("major", "major", numeric=True),
    TableColumn("minor", "minor", numeric=True),
    TableColumn("gates"),
    TableColumn("number", "number", shown=False),
    TableColumn("country", "country", shown=False),
    TableColumn("core", "core", shown=False),
    TableColumn("moved_on", "moved", shown=False),
    TableColumn("expires_on", "validity", shown=False),
    TableColumn("provisional", shown=False),
    TableColumn("as_of", "as_of", shown=False),
    TableColumn("receipt", shown=False),
)
BY_KEY = {column.key: column for column in COLUMNS}
USUAL = tuple(column.key for column in COLUMNS if column.shown)


@dataclass(frozen=True)
class TableFilter:
    """What a reader narrowed the table to; an empty text asks for all.

    gate: a code, `any`, `no` or `blocked`; validity: full, ageing, soon, expired, none, or expiring (expired or within
    90 days); target: as in `RatingNow.sbt`; cdp: a score, `none`, or a band: leadership, management, lower; moved: up,
    down or any, within a quarter; core, provisional: yes; spend: at least so many million CNY.
    """

    text: str = ""
    category: str = ""
    grade: str = ""
    gate: str = ""
    validity: str = ""
    target: str = ""
    cdp: str = ""
    moved: str = ""
    core: str = ""
    provisional: str = ""
    spend: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "TableFilter":
        """Read the fields from an address, a form or a job's arguments; what else stands there is left alone."""
        written = {one.name: str(given.get(one.name, "")) for one in fields(cls)}
        return cls(**{name: text.replace("\0", "").strip()[:LONGEST] for name, text in written.items()})

    def filled(self) -> dict[str, str]:
        """Give what is asked for, by name."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}

    def without(self, name: str) -> "TableFilter":
        """Give the filter without one of its fields."""
        return replace(self, **{name: ""})


@dataclass(frozen=True)
class TableState:
    """Filter, order and the chosen columns, from left to right."""

    wanted: TableFilter = field(default_factory=TableFilter)
    sort: str = FIRST_SORT
    columns: tuple[str, ...] = USUAL

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "TableState":
        """Read the state; an order or columns that are not known fall back to the usual ones."""
        sort = str(given.get("sort", ""))[:LONGEST]
        known = sort.removeprefix("-") in SORTS
        return cls(TableFilter.of(given), sort if known else FIRST_SORT, chosen_columns(str(given.get("columns", ""))))

    def parameters(self) -> dict[str, str]:
        """Write the state as an address has it; what is usual is left out."""
        told = self.wanted.filled()
        if self.sort != FIRST_SORT:
            told["sort"] = self.sort
        if self.columns != USUAL:
            told["columns"] = ",".join(self.columns)
        return told


SORTS = frozenset({column.sort for column in COLUMNS if column.sort} | {"name"})


def chosen_columns(written: str) -> tuple[str, ...]:
    """Read columns written with commas between them; unknown and repeated ones are left out, none: the usual ones."""
    keys = dict.fromkeys(key for key in written.split(",") if key in BY_KEY)
    return tuple(keys) or USUAL


@dataclass(frozen=True)
class GivenView:
    """A view everybody has; its name is the word of `score_view.<code>`."""

    code: str
    state: TableState


GIVEN_VIEWS = (
    GivenView("all", TableState()),
    GivenView("blocked", TableState(TableFilter(gate=BLOCKED))),
    GivenView("expiring", TableState(TableFilter(validity="expiring"), "validity")),
    GivenView("moved", TableState(TableFilter(moved=ANY), "-moved")),
    GivenView("core", TableState(TableFilter(core=YES))),
)
