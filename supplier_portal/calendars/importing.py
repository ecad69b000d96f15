"""Years of calendars by file: one row a day unlike others.

A file says all of each year it names: days that stand in the portal and not in the file go. It is taken in whole or
not at all, so that a mistyped day never makes a year shorter. Taking it back restores the years as they were.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.calendars.models import HOLIDAY, WORKING
from supplier_portal.calendars.operations.taking_in import FIRST_YEAR, LAST_YEAR, remove_years, take_in_years
from supplier_portal.calendars.years import Day, Year, known_years
from supplier_portal.domain.calendars import SATURDAY
from supplier_portal.domain.errors import Fault
from supplier_portal.domain.moment import Moment
from supplier_portal.intake.importing import ImportColumn, Importer, ImportRow, PlannedRow, WrittenRow

KIND_WORDS = {
    HOLIDAY: ("holiday", "节假日", "public holiday", "day off", "放假", "休息", "假日"),
    WORKING: ("working", "调休上班", "working day", "worked", "workday", "上班", "工作日", "补班"),
}
COLUMNS = (
    ImportColumn(
        "calendar", "country", ("Calendar", "日历", "Country", "国家", "国家或地区"), required=True, example="CN"
    ),
    ImportColumn("day", "date", ("Day", "日期", "Date"), required=True, example="2024-02-10"),
    ImportColumn(
        "kind",
        "choice",
        ("Kind", "类型", "Type"),
        required=True,
        choices=KIND_WORDS,
        example="holiday",
        note_en="Working: a weekend day that is worked instead of another day.",
        note_zh="调休上班：周末调休上班的日子。",
    ),
    ImportColumn(
        "name_en", "text", ("Name in English", "英文名称", "Name", "name_en"), most=120, example="Spring Festival"
    ),
    ImportColumn("name_zh", "text", ("Name in Chinese", "中文名称", "名称", "name_zh"), most=120, example="春节"),
    ImportColumn(
        "announced",
        "boolean",
        ("Announced", "已公布", "Published"),
        example="yes",
        note_en="Whether the year was announced; yes where nothing is said.",
        note_zh="该年度是否已公布；未填视为已公布。",
    ),
    ImportColumn("source", "text", ("Source", "来源", "出处"), most=200),
)  # fmt: skip
MOST_ROWS = 5_000

Name = tuple[str, int]
"""Calendar and year."""


@dataclass(frozen=True)
class PlannedDay(PlannedRow):
    """A row that is new or changed brings the whole year it belongs to."""

    year: Year | None = None


def plan(session: Session, actor: Actor, rows: Sequence[ImportRow], _: Moment) -> list[PlannedRow]:
    """Decide rows year by year, in two statements. Raises Missing for who may not."""
    reach_of(actor, Permission.CALENDARS_CALENDAR_LOAD)
    faults = [list(_faults(row, at)) for at, row in enumerate(rows)]
    _find_twice(rows, faults)
    names = [_name(row) for row in rows]
    by_year: dict[Name, list[ImportRow]] = {}
    for row, name in zip(rows, names, strict=True):
        by_year.setdefault(name, []).append(row)
    years = {name: _year(name, own) for name, own in by_year.items()}
    known = known_years(session, years)
    planned: list[PlannedRow] = []
    told: set[Name] = set()
    for row, name, wrong in zip(rows, names, faults, strict=True):
        if wrong:
            planned.append(PlannedRow(row, "refused", tuple(wrong), label=_label(row)))
            continue
        changes = dict(_changes(row, known.get(name)))
        if name not in told:
            changes |= _year_changes(years[name], known.get(name))
        told.add(name)
        planned.append(_planned(row, changes, years[name], known.get(name)))
    return planned


def write(session: Session, actor: Actor, rows: Sequence[PlannedRow], moment: Moment) -> list[WrittenRow]:
    """Replace the years the rows belong to, each in one act; one row written is one year, before and after."""
    years = sorted(
        {row.year for row in rows if isinstance(row, PlannedDay) and row.year is not None},
        key=lambda year: (year.calendar, year.year),
    )
    known = known_years(session, [(year.calendar, year.year) for year in years])
    before = {name: year.document() for name, year in known.items()}
    return [
        WrittenRow("calendar_year", year.year, before.get((year.calendar, year.year)), year.document())
        for year in take_in_years(session, actor, years, moment)
    ]


def undo(session: Session, actor: Actor, rows: Sequence[WrittenRow], moment: Moment) -> list[Fault]:
    """Put years back as they were; a year that was taken in anew since stays."""
    after = [Year.of(row.after) for row in rows]
    known = known_years(session, [(year.calendar, year.year) for year in after])
    kept = [year for year in after if known.get((year.calendar, year.year)) != year]
    undone = [row for row, year in zip(rows, after, strict=True) if year not in kept]
    take_in_years(session, actor, [Year.of(row.before) for row in undone if row.before is not None], moment)
    gone = [(str(row.after["calendar"]), row.id) for row in undone if row.before is None]
    remove_years(session, actor, gone, moment)
    return [Fault("suppliers.undo_changed", f"{year.calendar} {year.year}") for year in kept]


def _faults(row: ImportRow, at: int) -> Iterator[Fault]:
    day = _day(row)
    if at >= MOST_ROWS:
        yield Fault("calendars.too_many_rows", row.places["day"], facts={"most": MOST_ROWS})
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        yield Fault("calendars.no_such_year", row.places["day"], facts={"first": FIRST_YEAR, "last": LAST_YEAR})
    if row.values["kind"] == WORKING and day.weekday() < SATURDAY:
        yield Fault("calendars.no_weekend_day", row.places["day"], facts={"day": day.isoformat()})
    if not (row.values.get("name_en") or row.values.get("name_zh")):
        yield Fault("calendars.day_without_name", row.places["day"])


def _find_twice(rows: Sequence[ImportRow], faults: Sequence[list[Fault]]) -> None:
    """Name days that stand twice, and years of which two rows say different things."""
    days: dict[tuple[object, date], str] = {}
    said: dict[tuple[Name, str], tuple[object, str]] = {}
    for row, wrong in zip(rows, faults, strict=True):
        first = days.setdefault((row.values["calendar"], _day(row)), row.places["day"])
        if first != row.places["day"]:
            wrong.append(Fault("calendars.day_twice", row.places["day"], facts={"first": first}))
        for column, value in _of_year(row).items():
            place = row.places.get(column, "")
            known, where = said.setdefault((_name(row), column), (value, place))
            if known != value:
                wrong.append(Fault("calendars.year_says_two", place, facts={"first": where}))


def _of_year(row: ImportRow) -> dict[str, object]:
    announced = row.values.get("announced")
    return {"announced": announced is not False, "source": row.values.get("source") or ""}


def _day(row: ImportRow) -> date:
    day = row.values["day"]
    if not isinstance(day, date):
        raise TypeError("a day is a date")
    return day


def _name(row: ImportRow) -> Name:
    return str(row.values["calendar"]), _day(row).year


def _value(row: ImportRow) -> Day:
    """A day told in one language only is called so in English too."""
    english, chinese = (str(row.values.get(name) or "") for name in ("name_en", "name_zh"))
    return Day(_day(row), str(row.values["kind"]), english or chinese, chinese)


def _year(name: Name, rows: Sequence[ImportRow]) -> Year:
    of_year = _of_year(rows[0])
    days = tuple(sorted(_value(row) for row in rows))
    return Year(*name, days, announced=bool(of_year["announced"]), source=str(of_year["source"]))


def _changes(row: ImportRow, known: Year | None) -> Iterator[tuple[str, tuple[str, str]]]:
    """What the row alone changes: column → (old, new)."""
    value = _value(row)
    former = next((day for day in known.days if day.day == value.day), None) if known else None
    for column in ("day", "kind", "name_en", "name_zh"):
        new = str(getattr(value, column))
        old = str(getattr(former, column)) if former else ""
        if new != old:
            yield column, (old, new)


def _year_changes(year: Year, known: Year | None) -> Mapping[str, tuple[str, str]]:
    """What becomes of the year besides its rows: days that go, and what is said of all of it."""
    if known is None:
        return {}
    kept = {day.day for day in year.days}
    gone = [day.day.isoformat() for day in known.days if day.day not in kept]
    changes = {"day": (", ".join(gone), "")} if gone else {}
    for column in ("announced", "source"):
        old, new = str(getattr(known, column)), str(getattr(year, column))
        if old != new:
            changes[column] = (old, new)
    return changes


def _planned(row: ImportRow, changes: Mapping[str, tuple[str, str]], year: Year, known: Year | None) -> PlannedRow:
    if not changes:
        return PlannedRow(row, "same", label=_label(row))
    there = known is not None and any(day.day == _day(row) for day in known.days)
    return PlannedDay(row, "changed" if there else "new", label=_label(row), changes=changes, year=year)


def _label(row: ImportRow) -> str:
    return f"{row.values['calendar']} {_day(row).isoformat()}"


IMPORTERS = (
    Importer(
        code="calendars.days",
        title_en="Holiday calendars",
        title_zh="节假日日历",
        permission=Permission.CALENDARS_CALENDAR_LOAD,
        columns=COLUMNS,
        key=("calendar", "day"),
        plan=plan,
        write=write,
        undo=undo,
        about_en="One row for each public holiday and each weekend day worked instead. A year is replaced as a whole.",
        about_zh="每个节假日、每个调休上班日一行。所含年度整体替换。",
        whole=True,
    ),
)
