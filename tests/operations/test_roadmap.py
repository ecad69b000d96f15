"""The roadmap: what ships, what is refused, and that a version never changes."""

from decimal import Decimal

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from supplier_portal.access.actor import SYSTEM
from supplier_portal.dashboard import cli
from supplier_portal.dashboard.models import RoadmapGoal
from supplier_portal.dashboard.operations import SHIPPED, load_roadmap
from supplier_portal.dashboard.queries.targets import goals
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from tests.cast import LIN, NOW, PAN, TODAY

GOAL = '[[goals]]\nmeasure = "target_coverage"\nyear = 2040\nvalue = 80\n'


def written(version, body=GOAL):
    return f'version = "{version}"\n{body}'.encode()


def test_the_shipped_roadmap_says_what_the_sources_say(session):
    load_roadmap(session, SYSTEM, NOW)
    told = [(goal.measure, goal.year, goal.value, goal.baseline) for goal in goals(session)]
    assert told == [
        ("economic_intensity", 2030, Decimal("-52.00"), Decimal("9.4700")),
        ("target_coverage", 2040, Decimal("80.00"), None),
        ("target_coverage", 2050, Decimal("100.00"), None),
    ]
    assert all("8.975" in goal.note("en") and "897.5" in goal.note("zh") for goal in goals(session)[:1])


def test_loading_again_changes_nothing_and_other_goals_need_a_new_version(session):
    load_roadmap(session, SYSTEM, NOW, written("1"))
    load_roadmap(session, SYSTEM, NOW, written("1"))
    assert len(session.scalars(select(RoadmapGoal)).all()) == 1
    with pytest.raises(Conflict) as raised:
        load_roadmap(session, SYSTEM, NOW, written("1", GOAL.replace("80", "81")))
    assert raised.value.code == "dashboard.roadmap_taken"
    load_roadmap(session, SYSTEM, NOW, written("2", GOAL.replace("80", "81")))
    assert [goal.value for goal in goals(session)] == [Decimal(81)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", [("goals", "form.required")]),
        (GOAL.replace("target_coverage", "hope"), [("goals.0.measure", "form.unknown_choice")]),
        (GOAL.replace("2040", '"2040"'), [("goals.0.year", "dashboard.roadmap_year")]),
        (GOAL.replace("2040", "true"), [("goals.0.year", "dashboard.roadmap_year")]),
        (GOAL.replace("80", "101"), [("goals.0.value", "dashboard.roadmap_percent")]),
        (GOAL.replace("80", "nan"), [("goals.0.value", "dashboard.roadmap_percent")]),
        (GOAL.replace("80", "0.125"), [("goals.0.value", "dashboard.roadmap_percent")]),
        (GOAL + "baseline = -1\n", [("goals.0.baseline", "dashboard.roadmap_baseline")]),
        (GOAL + "note_en = 5\n", [("goals.0.note_en", "dashboard.roadmap_note")]),
        (GOAL + 'owner = "x"\n', [("goals.0.owner", "dashboard.roadmap_key")]),
        (GOAL + GOAL, [("goals.1", "scoring.twice")]),
        ("goals = [5]\n", [("goals.0", "form.required")]),
        ("goals = [", [("", "dashboard.roadmap_unreadable")]),
    ],
)
def test_every_fault_of_a_roadmap_is_told_at_its_place(session, body, expected):
    with pytest.raises(Invalid) as raised:
        load_roadmap(session, SYSTEM, NOW, written("1", body))
    assert [(fault.place, fault.code) for fault in raised.value.faults] == expected


@pytest.mark.parametrize("person", [LIN, PAN], ids=lambda person: person.name)
def test_a_roadmap_is_loaded_on_the_command_line_alone_or_by_who_imports_lists(session, person):
    if person is PAN:
        assert load_roadmap(session, person.actor, NOW)
        return
    with pytest.raises(Missing):
        load_roadmap(session, person.actor, NOW)


@pytest.mark.parametrize("statement", ["UPDATE roadmap_goal SET value = 0", "DELETE FROM roadmap_goal"])
def test_the_database_keeps_goals_as_they_are(session, statement):
    load_roadmap(session, SYSTEM, NOW)
    with pytest.raises(DBAPIError):
        session.execute(text(statement))


def test_the_command_tells_goals_and_faults(database, database_address, tmp_path, monkeypatch):
    monkeypatch.setenv("SUPPLIER_PORTAL_DATABASE", database_address)
    monkeypatch.setenv("SUPPLIER_PORTAL_DATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("SUPPLIER_PORTAL_PINNED_DAY", TODAY.isoformat())
    done = CliRunner().invoke(cli.roadmap, ["load"])
    assert done.exit_code == 0
    assert "1.0.0: target_coverage 2040, 80" in done.output
    wrong = tmp_path / "roadmap.toml"
    wrong.write_bytes(SHIPPED.read_bytes().replace(b"value = 80", b"value = 800"))
    refused = CliRunner().invoke(cli.roadmap, ["load", str(wrong)])
    assert refused.exit_code == 1
    assert "goals.1.value: Write a percentage" in refused.output
    with database.reading(SYSTEM) as session:
        assert len(goals(session)) == 3
