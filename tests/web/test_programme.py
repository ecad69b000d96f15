"""The audit programme through its pages: the grid, lines, many at once, from a line to an audit."""

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.programme.models import Programme, ProgrammeLine
from supplier_portal.suppliers.models import Site, Supplier
from tests import scored
from tests.audit_story import published
from tests.cast import (
    ADA,
    FANG,
    HE,
    HUILING,
    HUIZHOU_SITE,
    KUNSHAN_SITE,
    LIN,
    LUO,
    MO,
    NOW,
    PAN,
    RIVAL,
    TAN,
    YAN,
    ZHOU,
)
from tests.programme_story import APRIL, lined, made, of_rival
from tests.web.statements import statements

PLAN = {"type": "periodic", "mode": "on_site", "starts_on": "2024-04-15", "ends_on": "2024-04-16"}


@pytest.fixture
def world(database):
    """The programme of 2024 with Huiling's line in April and Mingyan's in May; ids by name."""
    with database.unit_of_work(SYSTEM) as session:
        scored.add_policy(session)
        programme = made(session)
        rows = {"programme": programme, "line": lined(session, programme), "other": of_rival(session, programme)}
        rows["version"] = published(session)
        return {name: row.id for name, row in rows.items()}


def grid(world, rest=""):
    return f"/programmes/{world['programme']}{rest}"


def line(world, rest="", name="line"):
    return grid(world, f"/lines/{world[name]}{rest}")


def rows_of(database, model):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(model).order_by(model.id)).all()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_without_a_programme_the_page_says_what_to_do_first(as_person, language):
    page = as_person(PAN).speaking(language).page("/programmes")
    assert "/programmes/new" in page
    assert "/programmes/new" not in as_person(MO).speaking(language).page("/programmes")


def test_a_planner_makes_the_year_and_comes_to_its_grid(as_person, database):
    pan = as_person(PAN)
    assert 'value="2024"' in pan.page("/programmes/new")
    answer = pan.post("/programmes/new", {"year": "2024", "title": "Audits 2024", "criteria": "ISO 14064-1"})
    [programme] = rows_of(database, Programme)
    assert answer.headers["Location"] == f"/programmes/{programme.id}"
    assert "No audits planned for 2024" in pan.page(f"/programmes/{programme.id}")
    assert pan.get("/programmes").headers["Location"] == f"/programmes/{programme.id}"


def test_a_wrong_year_keeps_what_was_typed(as_person, world):
    pan = as_person(PAN)
    pan.page("/programmes/new")
    answer = pan.post("/programmes/new", {"year": "2024", "title": "Second", "scope": "All of it"})
    assert answer.status_code == 422
    assert "There is a programme of 2024 already." in answer.text
    assert "All of it" in answer.text


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("person", [PAN, FANG, MO])
def test_the_grid_shows_suppliers_months_states_and_counts(as_person, world, person, language):
    page = as_person(person).speaking(language).page(grid(world))
    planned = {"en": "To plan", "zh": "待安排"}[language]
    assert page.count(f">{planned}</a>") == 2
    said = {"en": "April: 1 lines, 0 done, 0 behind plan", "zh": "4月：1 项，已完成 0 项，落后于计划 0 项"}[language]
    assert said in page
    assert ("Add many" in page or "批量添加" in page) is (person is PAN)


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("q=huiling", "Huiling", "Mingyan"),
        ("lead=Yan+Lead", "Mingyan", "Huiling"),
        ("month=5", "Mingyan", "Huiling"),
        ("state=done", "No line fits the filter.", "Huiling"),
        ("category=optical", "No line fits the filter.", "Huiling"),
        ("q=%00&month=x&state=%00&page=9&size=x", "Year grid", "nothing like it"),
    ],
)
def test_the_grid_is_narrowed_by_the_address(as_person, world, query, there, gone):
    page = as_person(PAN).page(grid(world, f"?{query}"))
    assert there in page
    assert gone not in page


@pytest.mark.safety(2)
def test_an_auditor_finds_the_own_line_alone(as_person, world):
    zhou = as_person(ZHOU)
    page = zhou.page(grid(world))
    assert "Huiling" in page
    assert "Mingyan" not in page
    assert "Load of the auditors" not in page
    assert zhou.get(line(world)).status_code == 200
    assert zhou.get(line(world, name="other")).status_code == zhou.get(grid(world, "/lines/987654")).status_code == 404
    assert "Huiling" not in as_person(LUO).page(grid(world))


@pytest.mark.parametrize("person", [ADA, LIN, TAN, HE, RIVAL])
def test_others_find_no_programme(as_person, world, person):
    browser = as_person(person)
    assert [browser.get(address).status_code for address in ("/programmes", grid(world), line(world))] == [404] * 3


@pytest.mark.parametrize("person", [YAN, FANG, MO])
def test_only_planners_change_it(as_person, world, person):
    browser = as_person(person)
    browser.page(grid(world))
    for rest in ("/agree", "/carry", "/adopt", "/edit"):
        assert browser.post(grid(world, rest)).status_code == 404
    for rest in ("/move", "/drop", "/change", "/plan"):
        assert browser.post(line(world, rest, "other")).status_code == 404


@pytest.mark.safety(5)
def test_a_line_under_another_programme_is_not_there(as_person, database, world):
    with database.unit_of_work(SYSTEM) as session:
        other = made(session, year=2025).id
    pan = as_person(PAN)
    for rest in ("", "/plan"):
        assert pan.get(f"/programmes/{other}/lines/{world['line']}{rest}").status_code == 404
    pan.page(grid(world))
    assert pan.post(f"/programmes/{other}/lines/{world['line']}/drop").status_code == 404


# --- lines ------------------------------------------------------------------------------------------------------------


def test_one_line_is_added_supplier_first(as_person, database, world):
    pan = as_person(PAN)
    page = pan.page(grid(world, "/lines/new?q=huiling"))
    assert f"supplier={HUILING}" in page
    assert "Mingyan" not in page
    page = pan.page(grid(world, f"/lines/new?supplier={HUILING}&month=6"))
    assert "Huizhou" in page
    assert "Kunshan" not in page
    given = {
        "supplier_id": HUILING,
        "site_id": HUIZHOU_SITE,
        "type": "follow_up",
        "mode": "remote",
        "note": "Call first",
    }
    answer = pan.post(grid(world, "/lines/new"), given | {"month": "1"})
    assert answer.status_code == 422
    assert "This month is over." in answer.text
    assert "Call first" in answer.text
    assert pan.post(grid(world, "/lines/new"), given | {"month": "6"}).status_code == 302
    assert [(one.site_id, one.month, one.mode) for one in rows_of(database, ProgrammeLine)][-1] == (1, 6, "remote")


def test_a_line_moves_with_its_reason_once_the_programme_is_agreed(as_person, database, world):
    pan = as_person(PAN)
    pan.page(grid(world))
    assert pan.post(grid(world, "/agree")).status_code == 302
    assert "Programme agreed" in pan.page(grid(world))
    answer = pan.post(line(world, "/move"), {"month": "6"})
    assert answer.status_code == 422
    assert "The programme is agreed: write why it changes." in answer.text
    assert pan.post(line(world, "/move"), {"month": "6", "reason": "Plant <shut>"}).status_code == 302
    page = pan.page(line(world))
    assert "from April to June" in page
    assert "Plant &lt;shut&gt;" in page
    assert pan.post(line(world, "/drop"), {"reason": "Sold"}).status_code == 302
    assert pan.get(line(world)).status_code == 404


def test_a_line_is_changed_and_a_wrong_kind_told_at_its_field(as_person, database, world):
    pan = as_person(PAN)
    pan.page(line(world))
    given = {"type": "initial", "mode": "desktop", "lead_id": YAN.number, "note": "By mail"}
    assert pan.post(line(world, "/change"), given | {"type": "odd"}).status_code == 422
    assert pan.post(line(world, "/change"), given).status_code == 302
    changed = rows_of(database, ProgrammeLine)[0]
    assert (changed.type, changed.mode, changed.lead_id, changed.note) == ("initial", "desktop", YAN.number, "By mail")


def test_many_sites_become_lines_in_the_months_proposed(as_person, database, world):
    with database.unit_of_work(SYSTEM) as session:
        session.add_all(Site(id=number, supplier_id=HUILING, name_en=f"Plant {number}") for number in (31, 32, 33))
    pan = as_person(PAN)
    page = pan.page(grid(world, "/lines/many"))
    assert all(f"Plant {number}" in page for number in (31, 32, 33))
    assert "Huizhou" not in page
    given = {"site": [31, 32], "month-31": "6", "month-32": "1", "month-33": "9", "type": "initial", "mode": "on_site"}
    answer = pan.post(grid(world, "/lines/many"), given)
    assert answer.status_code == 422
    assert answer.text.count("This month is over.") == 2
    assert "Plant 32: This month is over." in answer.text
    assert len(rows_of(database, ProgrammeLine)) == 2
    assert pan.post(grid(world, "/lines/many"), given | {"month-32": "7"}).status_code == 302
    assert [(one.site_id, one.month, one.type) for one in rows_of(database, ProgrammeLine)][2:] == [
        (31, 6, "initial"), (32, 7, "initial"),
    ]  # fmt: skip
    assert pan.post(grid(world, "/lines/many"), {"type": "initial", "mode": "on_site"}).status_code == 422


def test_a_site_that_got_its_line_meanwhile_is_told_above_the_list(as_person, database, world):
    pan = as_person(PAN)
    pan.page(grid(world, "/lines/many"))
    given = {"site": [HUIZHOU_SITE], f"month-{HUIZHOU_SITE}": "4", "type": "periodic", "mode": "on_site"}
    answer = pan.post(grid(world, "/lines/many"), given)
    assert answer.status_code == 422
    assert "Huizhou: The programme has an audit of this kind and site in this month already." in answer.text
    assert len(rows_of(database, ProgrammeLine)) == 2


# --- from a line to its audit -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_plan_form_begins_with_what_the_line_and_the_programme_say(as_person, world, language):
    page = as_person(PAN).speaking(language).page(line(world, "/plan"))
    assert "Grade every core supplier" in page
    assert "ISO 14064-1" in page
    assert 'value="2024-04-01"' in page
    assert "Kunshan" not in page


def test_an_audit_planned_from_a_line_stands_in_the_grid(as_person, database, world):
    pan = as_person(PAN)
    pan.page(line(world, "/plan"))
    given = PLAN | {
        "supplier_id": HUILING, "site_id": HUIZHOU_SITE, "lead_id": ZHOU.number, "auditor_ids": [LUO.number],
        "checklist_version_id": world["version"],
    }  # fmt: skip
    wrong = pan.post(line(world, "/plan"), given | {"site_id": KUNSHAN_SITE, "scope": "Typed by hand"})
    assert wrong.status_code == 422
    assert "The line is for another site." in wrong.text
    assert "Typed by hand" in wrong.text
    answer = pan.post(line(world, "/plan"), given)
    [audit] = rows_of(database, Audit)
    assert answer.headers["Location"] == f"/audits/{audit.id}"
    assert "Audit programme 2024 · April" in pan.page(f"/audits/{audit.id}")
    assert ">Planned</a>" in pan.page(grid(world))
    assert audit.number in pan.page(line(world))
    assert pan.get(line(world, "/plan")).status_code == 409
    assert "Audit programme" not in as_person(TAN).page(f"/audits/{audit.id}")


def test_what_is_left_goes_into_the_next_year(as_person, database, world):
    pan = as_person(PAN)
    assert "Copy 2 lines without an audit to 2025" in pan.page(grid(world))
    answer = pan.post(grid(world, "/carry"))
    following = rows_of(database, Programme)[-1]
    assert (following.year, answer.headers["Location"]) == (2025, f"/programmes/{following.id}")
    page = pan.page(f"/programmes/{following.id}")
    assert page.count(">To plan</a>") == 2
    assert "without an audit to 2025" not in pan.page(grid(world))
    assert pan.post(grid(world, "/carry")).status_code == 409


# --- how much it asks of the database ---------------------------------------------------------------------------------


def test_three_hundred_lines_ask_no_more_than_two(app, as_person, database, world):
    pan = as_person(PAN)
    pan.page(grid(world))
    with statements(app) as few:
        pan.page(grid(world))
    with database.unit_of_work(SYSTEM) as session:
        for number in range(100, 400):
            session.add(
                Supplier(id=number, number=f"S-{number}", name_en=f"N {number}", country="CN", category="optical")
            )
        session.flush()
        session.add_all(Site(id=number, supplier_id=number, name_en="Main") for number in range(100, 400))
        session.flush()
        for number in range(100, 400):
            session.add(
                ProgrammeLine(
                    programme_id=world["programme"], supplier_id=number, site_id=number, month=APRIL + number % 2,
                    type="periodic", mode="on_site", added_by=PAN.number, added_at=NOW.at, lead_id=ZHOU.number,
                )
            )  # fmt: skip
    with statements(app) as many:
        page = pan.page(grid(world))
    assert "302" in page
    assert len(many) == len(few) < 15
    assert "N 399" not in page
