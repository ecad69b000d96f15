"""Years of calendars: what is published, what ships, taking a year in as a whole, and whose days stand still."""

import csv
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.calendars.cli import calendars
from supplier_portal.calendars.importing import IMPORTERS
from supplier_portal.calendars.loading import FOLDER, load_shipped, read_years
from supplier_portal.calendars.models import AGREED, REFUSED, WITHDRAWN, CalendarDay, CalendarYear, Shutdown
from supplier_portal.calendars.operations import take_in_years
from supplier_portal.calendars.published import published_years
from supplier_portal.calendars.queries import MOST_NAMED, buyer_calendar, standing_days
from supplier_portal.calendars.years import Day, Year, known_years
from supplier_portal.cli.house import database as database_commands
from supplier_portal.config import PREFIX
from supplier_portal.domain.calendars import DaySet, Span
from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.models import Event
from tests.cast import ADA, FANG, HUILING, LIN, MINGYAN, MO, NOW, PAN, TAN, ZHOU
from tests.taking_in import faults, plan, run_batch, undo_whole, verdicts, write
from tests.web.statements import statements_of

DAYS = IMPORTERS[0]
LATER = Moment(datetime(2024, 4, 1, 8, tzinfo=UTC), date(2024, 4, 1))
HEAD = "calendar,day,kind,name_en,name_zh\n"
SHORT = HEAD + "CN,2024-02-10,holiday,Spring Festival,春节\nCN,2024-02-11,holiday,Spring Festival,春节\n"

# As announced by the State Council for each year; stretches that reach over the turn of a year stand in both.
CHINA = {
    2022: ["01-01–01-03", "01-31–02-06", "04-03–04-05", "04-30–05-04", "06-03–06-05", "09-10–09-12", "10-01–10-07",
           "12-31–12-31"],
    2023: ["01-01–01-02", "01-21–01-27", "04-05–04-05", "04-29–05-03", "06-22–06-24", "09-29–10-06", "12-30–12-31"],
    2024: ["01-01–01-01", "02-10–02-17", "04-04–04-06", "05-01–05-05", "06-08–06-10", "09-15–09-17", "10-01–10-07"],
    2025: ["01-01–01-01", "01-28–02-04", "04-04–04-06", "05-01–05-05", "05-31–06-02", "10-01–10-08"],
    2026: ["01-01–01-03", "02-15–02-23", "04-04–04-06", "05-01–05-05", "06-19–06-21", "09-25–09-27", "10-01–10-07"],
}  # fmt: skip
WORKED = {
    2022: "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
    2023: "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}


def stretches(year):
    spans = DaySet.of(day.day for day in year.days if day.kind == "holiday").spans()
    return [f"{span.first:%m-%d}–{span.last:%m-%d}" for span in spans]


@pytest.mark.parametrize("year", CHINA)
def test_chinas_years_are_as_they_were_announced_with_their_weekends_and_swapped_days(year):
    (found,) = published_years("CN", [year])
    assert found.announced
    assert stretches(found) == CHINA[year]
    assert " ".join(f"{day.day:%m-%d}" for day in found.days if day.kind == "working") == WORKED[year]


@pytest.mark.parametrize(
    ("country", "year", "announced"),
    [("CN", 2030, False), ("CN", 2024, True), ("VN", 2022, True), ("VN", 2030, False), ("DE", 2030, True)],
)
def test_a_year_whose_swapped_days_nobody_has_announced_is_worked_out_ahead(country, year, announced):
    assert published_years(country, [year])[0].announced is announced


def test_days_off_are_called_as_their_holiday_in_both_languages_where_the_package_has_them():
    (china,) = published_years("CN", [2024])
    names = {day.day: (day.name_en, day.name_zh) for day in china.days}
    assert names[date(2024, 2, 16)] == names[date(2024, 2, 17)] == ("Chinese New Year (Spring Festival)", "春节")
    assert names[date(2024, 9, 15)] == ("Mid-Autumn Festival", "中秋节")
    assert names[date(2024, 4, 7)] == ("Swapped working day", "调休上班")
    (germany,) = published_years("DE", [2024])
    assert germany.days[0] == Day(date(2024, 1, 1), "holiday", "New Year's Day", "")


def test_a_weekend_beside_a_holiday_stands_still_only_where_stretches_are_announced():
    (germany,) = published_years("DE", [2024])
    assert "03-29–03-29" in stretches(germany)  # Good Friday, and Easter Monday without the days between
    (vietnam,) = published_years("VN", [2024])
    assert "04-27–05-01" in stretches(vietnam)


def test_a_country_the_package_does_not_know_is_refused():
    with pytest.raises(Missing, match=r"calendars.not_published"):
        published_years("XX", [2024])


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_what_ships_is_sorted_whole_and_names_its_source(path):
    years = read_years(path)
    assert [year.year for year in years] == list(range(2022, 2028))
    assert {year.calendar for year in years} == {path.stem}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == sorted(rows, key=lambda row: row["day"])
    assert len({row["day"] for row in rows}) == len(rows)
    assert all(row["name_en"] and row["source"] for row in rows)


def test_what_ships_of_china_is_what_was_announced():
    years = {year.year: year for year in read_years(FOLDER / "CN.csv")}
    assert {year: stretches(years[year]) for year in CHINA} == CHINA
    assert [year for year, one in years.items() if not one.announced] == [2027]


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_loading_what_ships_again_changes_nothing(session):
    changed = load_shipped(session, SYSTEM, NOW)
    assert {year.calendar for year in changed} >= {"CN", "VN", "DE", "JP"}
    rows, events = count(session, CalendarDay), count(session, Event)
    assert load_shipped(session, SYSTEM, NOW) == []
    assert (count(session, CalendarDay), count(session, Event)) == (rows, events)


def test_what_somebody_took_in_stays_unless_it_was_worked_out_ahead_and_ships_announced(session):
    own = [Day(date(2024, 3, 8), "holiday", "Company day")]
    years = [Year("CN", 2024, tuple(own), announced=True, source="us"), Year("CN", 2026, (), False, "us")]
    take_in_years(session, PAN.actor, years, NOW)
    load_shipped(session, SYSTEM, NOW)
    known = known_years(session, [("CN", 2024), ("CN", 2026)])
    assert known["CN", 2024] == years[0]
    assert known["CN", 2026].announced
    assert len(known["CN", 2026].days) == 39


def test_taking_in_a_year_replaces_all_of_it_and_no_other_and_is_told_once(session):
    load_shipped(session, SYSTEM, NOW)
    day = Day(date(2024, 3, 8), "holiday", "Women's day", "妇女节")
    before = known_years(session, [("CN", 2023), ("CN", 2025), ("VN", 2024)])
    year = Year("CN", 2024, (day,), announced=True, source="the State Council")
    assert take_in_years(session, PAN.actor, [year], LATER) == [year]
    assert known_years(session, [("CN", 2024)]) == {("CN", 2024): year}
    assert known_years(session, before) == before
    assert take_in_years(session, PAN.actor, [year], LATER) == []
    told = session.scalars(select(Event.body).order_by(Event.id.desc())).first()
    assert '"act":"calendar_changed","calendar":"CN"' in told
    assert '"years":["2024"]' in told
    row = session.get_one(CalendarYear, ("CN", 2024))
    assert (row.taken_in_by, row.taken_in_at) == (PAN.number, LATER.at)


@pytest.mark.parametrize(
    ("year", "code"),
    [
        (Year("XX", 2024, (), True, ""), "calendars.no_such_calendar"),
        (Year("CN", 1900, (), True, ""), "calendars.no_such_year"),
        (Year("CN", 2024, (Day(date(2023, 1, 1), "holiday", "x"),), True, ""), "calendars.not_of_year"),
        (Year("CN", 2024, (Day(date(2024, 1, 1), "half", "x"),), True, ""), "calendars.not_of_year"),
    ],
)
def test_a_year_that_cannot_be_is_refused_whole(session, year, code):
    good = Year("CN", 2023, (), announced=True, source="")
    with pytest.raises(Invalid, match=code):
        take_in_years(session, PAN.actor, [good, year], NOW)
    assert count(session, CalendarYear) == 0


@pytest.mark.parametrize("person", [ZHOU, FANG, LIN, MO, TAN])
def test_only_planners_and_administrators_take_calendars_in(session, person):
    year = Year("CN", 2024, (), announced=True, source="")
    with pytest.raises(Missing):
        take_in_years(session, person.actor, [year], NOW)
    assert take_in_years(session, ADA.actor, [year], NOW)


def test_a_suppliers_days_are_its_countrys_holidays_and_its_agreed_shutdowns(session):
    load_shipped(session, SYSTEM, NOW)
    session.execute(update(Supplier).where(Supplier.id == MINGYAN).values(country="VN"))
    for decision, month in ((AGREED, 6), (REFUSED, 7), (WITHDRAWN, 8), (None, 9)):
        session.add(
            Shutdown(
                supplier_id=HUILING, first_on=date(2024, month, 12), last_on=date(2024, month, 14), reason="r",
                declared_by=TAN.number, declared_at=NOW.at, decision=decision,
            )
        )  # fmt: skip
    session.flush()
    with statements_of(session.get_bind()) as sent:
        known = standing_days(session, {HUILING, MINGYAN})
    assert len(sent) == 3
    still = known[HUILING].stands_still
    assert [still(date(2024, month, 13)) for month in (6, 7, 8, 9)] == [True, False, False, False]
    assert still(date(2024, 6, 10))  # the Dragon Boat Festival
    assert not known[MINGYAN].stands_still(date(2024, 6, 13))
    assert not known[MINGYAN].stands_still(date(2024, 6, 10))
    assert known[MINGYAN].stands_still(date(2024, 4, 30))


def test_any_number_of_suppliers_is_three_statements_and_those_without_a_calendar_have_none(session):
    load_shipped(session, SYSTEM, NOW)
    session.execute(update(Supplier).where(Supplier.id == MINGYAN).values(country="NO"))
    with statements_of(session.get_bind()) as sent:
        known = standing_days(session, range(1, MOST_NAMED + 2))
    assert len(sent) == 3
    assert set(known) == {HUILING, MINGYAN}
    assert not known[MINGYAN].standing
    assert standing_days(session, []) == {}


def test_the_buyers_calendar_is_that_of_the_settings_country(session):
    load_shipped(session, SYSTEM, NOW)
    assert buyer_calendar(session).stands_still(date(2024, 4, 5))
    session.info["country"] = "DE"
    assert not buyer_calendar(session).stands_still(date(2024, 4, 5))
    assert buyer_calendar(session).stands_still(date(2024, 5, 9))
    assert buyer_calendar(session, "CN").stands_still(date(2024, 4, 5))
    assert not buyer_calendar(session, "NO").standing


def test_a_file_replaces_the_year_it_names_and_the_same_file_changes_nothing(session):
    load_shipped(session, SYSTEM, NOW)
    planned = plan(session, DAYS, SHORT)
    assert verdicts(planned) == ["changed", "changed"]
    assert planned[0].changes["day"][0].startswith("2024-01-01, 2024-02-04, 2024-02-12")
    write(session, DAYS, SHORT)
    known = known_years(session, [("CN", 2024), ("CN", 2023)])
    assert [day.day for day in known["CN", 2024].days] == [date(2024, 2, 10), date(2024, 2, 11)]
    assert len(known["CN", 2023].days) == 35
    assert verdicts(plan(session, DAYS, SHORT)) == ["same", "same"]
    assert write(session, DAYS, SHORT) == []


def test_a_shipped_file_can_be_imported_by_hand_and_changes_nothing(session):
    load_shipped(session, SYSTEM, NOW)
    planned = plan(session, DAYS, (FOLDER / "CN.csv").read_text(encoding="utf-8"))
    assert set(verdicts(planned)) == {"same"}


def test_headings_and_kinds_are_read_in_chinese_too(session):
    text = "日历,日期,类型,中文名称\n中国,2024-02-10,放假,春节\nCN,2024-02-18,上班,调休\n"
    write(session, DAYS, text)
    year = known_years(session, [("CN", 2024)])["CN", 2024]
    assert [(day.kind, day.name_en, day.name_zh) for day in year.days] == [
        ("holiday", "春节", "春节"),
        ("working", "调休", "调休"),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("CN,2024-02-19,working,x,\n", ("B3", "calendars.no_weekend_day")),
        ("CN,2024-02-10,holiday,y,\n", ("B3", "calendars.day_twice")),
        ("CN,1900-02-10,holiday,y,\n", ("B3", "calendars.no_such_year")),
        ("CN,2024-02-19,holiday,,\n", ("B3", "calendars.day_without_name")),
        ("CN,2024-13-19,holiday,x,\n", ("B3", "intake.not_a_date")),
        ("Nowhere,2024-02-19,holiday,x,\n", ("A3", "intake.country_unknown")),
        ("CN,2024-02-19,perhaps,x,\n", ("C3", "intake.unknown_choice")),
    ],
)
def test_one_wrong_row_refuses_the_whole_file_and_is_named_at_its_cell(session, rows, expected):
    load_shipped(session, SYSTEM, NOW)
    planned = plan(session, DAYS, HEAD + "CN,2024-02-10,holiday,Spring Festival,春节\n" + rows)
    assert verdicts(planned) == ["refused", "refused"]
    assert faults(planned) == [("", "intake.others_refused"), expected]


def test_rows_of_a_year_say_one_thing_of_all_of_it(session):
    head = "calendar,day,kind,name_en,announced\n"
    planned = plan(session, DAYS, head + "CN,2024-01-01,holiday,x,yes\nCN,2024-01-02,holiday,x,no\n")
    assert ("E3", "calendars.year_says_two") in faults(planned)


def test_a_file_goes_through_preview_and_can_be_taken_back(database, config):
    with database.unit_of_work(SYSTEM) as session:
        load_shipped(session, SYSTEM, NOW)
        former = known_years(session, [("CN", 2024)])
    step = run_batch(database, config, DAYS, SHORT + "CN,2029-01-01,holiday,New Year,元旦\n")
    with database.reading(SYSTEM) as session:
        assert len(known_years(session, [("CN", 2024)])["CN", 2024].days) == 2
        assert ("CN", 2029) in known_years(session, [("CN", 2029)])
    undo_whole(step)
    with database.reading(SYSTEM) as session:
        assert known_years(session, [("CN", 2024), ("CN", 2029)]) == former


def test_a_file_longer_than_a_chunk_is_still_written_in_one_act(database, config):
    days = [date(year, 1, 1 + day).isoformat() for year in range(1990, 2024) for day in range(20)]
    run_batch(database, config, DAYS, HEAD + "".join(f"NO,{day},holiday,x,\n" for day in days))
    with database.reading(SYSTEM) as session:
        assert count(session, CalendarDay) == 680
        changed = session.scalars(select(Event.body).where(Event.body.like("%calendar_changed%"))).all()
    assert len(changed) == 1


def test_a_year_taken_in_anew_since_stays_when_a_file_is_taken_back(database, config):
    step = run_batch(database, config, DAYS, SHORT)
    newer = Year("CN", 2024, (), announced=True, source="newer")
    with database.unit_of_work(PAN.actor) as session:
        take_in_years(session, PAN.actor, [newer], LATER)
    undo_whole(step)
    with database.reading(SYSTEM) as session:
        assert known_years(session, [("CN", 2024)]) == {("CN", 2024): newer}


def run(config, command, *arguments):
    settings = {
        "DATA_FOLDER": str(config.data_folder), "DATABASE": config.database, "SECRET_KEY": config.secret_key,
        "PINNED_DAY": "2024-03-31",
    }  # fmt: skip
    return CliRunner().invoke(command, arguments, env={PREFIX + name: value for name, value in settings.items()})


def test_the_command_loads_years_of_a_country_and_says_what_was_announced(config, database):
    told = run(config, calendars, "load", "cn", "2024", "2040")
    assert told.output == "CN 2024: 38 days, announced.\nCN 2040: 18 days, not announced yet: worked out ahead.\n"
    assert run(config, calendars, "load", "CN", "2024").output.startswith("Nothing to change")
    with database.reading(SYSTEM) as session:
        assert buyer_calendar(session).standing.spans()[1] == Span(date(2024, 2, 10), date(2024, 2, 17))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("load", "XX", "2024"), "no calendar of XX"),
        (("load", "CN"), "Name the years"),
        (("load", "CN", "1800"), "not in the range"),
    ],
)
def test_the_command_says_why_it_loads_nothing(config, database, arguments, says):
    told = run(config, calendars, *arguments)
    assert told.exit_code != 0
    assert says in told.output
    with database.reading(SYSTEM) as session:
        assert count(session, CalendarYear) == 0


def test_bringing_the_database_up_to_date_loads_the_calendars_that_ship(config, database):
    assert run(config, database_commands, "upgrade").exit_code == 0
    with database.reading(SYSTEM) as session:
        assert len(known_years(session, [("CN", year) for year in range(2022, 2028)])) == 6
    assert run(config, calendars, "load").output.startswith("Nothing to change")
