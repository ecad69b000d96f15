"""The table of scorecards as its readers set it: saved views, columns, chips, and what matches nothing."""

import re

import pytest
from sqlalchemy import select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.scores.models import RatingNow, SavedView
from supplier_portal.scores.operations import publish_ratings
from tests import scored
from tests.cast import FANG, HUILING, LIN, MINGYAN, NOW, PAN, TAN, TODAY
from tests.scored import Statements


@pytest.fixture
def world(database):
    with database.unit_of_work(SYSTEM) as session:
        scored.add_scored_world(session)
        ids = scored.add_suppliers(session, 3, category="optical")
        publish_ratings(session, SYSTEM, [HUILING, MINGYAN, *ids], NOW, "input")
        session.execute(update(RatingNow).where(RatingNow.supplier_id == 100).values(moved_on=TODAY, grade_before="A"))
    return database


@pytest.fixture
def lin(world, as_person):
    return as_person(LIN)


def names(page):
    return re.findall(r'<a href="/scorecards/\d+">([^<]+)</a>', page)


def heads(page):
    """The column heads, as they are read."""
    found = re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", page, re.DOTALL)
    return [re.sub(r"<[^>]*>|[▲▼]", "", head).strip() for head in found]


def tabs(page):
    nav = page.split('aria-label="Saved views">')[1].split("</nav>")[0]
    return re.findall(r'<a href="([^"]*)"( aria-current="page")?>([^<]*) <span>', nav)


def views(database):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(SavedView).order_by(SavedView.id)).all()


def save(browser, name, address="grade=D&sort=name", **more):
    browser.page(f"/scorecards/views/new?{address}")
    return browser.post(f"/scorecards/views/new?{address}", {"name": name, **more})


def test_the_views_everybody_has_show_how_many_they_hold(lin):
    page = lin.page("/scorecards?grade=B")
    assert [name.strip() for *_, name in tabs(page)] == ["All", "Blocked", "Expiring", "Moved", "Strategic core"]
    assert re.findall(r"<span>(\d+)</span></a>", page.split("views-acts")[0]) == ["5", "1", "0", "1", "2"]
    assert names(lin.page("/scorecards?moved=any&sort=-moved&view=moved")) == ["Supplier 100"]
    assert "▼ <span" in lin.page("/scorecards?moved=down")


def test_a_state_is_saved_under_a_name_and_opens_from_its_tab(world, lin):
    asked = "category=optical&sort=-rating&columns=rating,number"
    assert "Category: Optical" in lin.page(f"/scorecards/views/new?{asked}")
    answer = lin.post(f"/scorecards/views/new?{asked}", {"name": "Lenses"})
    assert answer.status_code == 303
    page = lin.page(answer.headers["Location"])
    assert "The view “Lenses” is saved" in page
    assert heads(page) == ["Choose", "Supplier", "Perf. rating", "Number"]
    (address, current, name) = tabs(page)[-1]
    assert (name.strip(), bool(current)) == ("Lenses", True)
    assert names(lin.page(address.replace("&amp;", "&"))) == [f"Supplier {number}" for number in (102, 101, 100)]
    assert views(world)[0].account_id == LIN.number


def test_a_name_that_is_taken_is_told_at_the_field_and_stays_typed(world, lin):
    save(lin, "Mine")
    answer = save(lin, "Mine", "grade=B")
    assert answer.status_code == 422
    assert "You have a view “Mine” already" in answer.text
    assert 'value="Mine"' in answer.text
    assert "Grade: B" in answer.text
    assert len(views(world)) == 1


def test_a_leading_view_opens_first_and_all_is_one_step_away(lin):
    assert lin.get("/scorecards").status_code == 200
    save(lin, "Worst", leading="y")
    opened = lin.get("/scorecards")
    assert opened.status_code == 302
    assert opened.headers["Location"].startswith("/scorecards?grade=D&sort=name&view=")
    page = lin.page(opened.headers["Location"])
    assert tabs(page)[0][2].strip() == "Worst"
    assert len(names(lin.page("/scorecards?view=all"))) == 5


def test_a_view_that_was_changed_says_so_and_keeps_the_new_state_when_asked(world, lin):
    save(lin, "Worst")
    number = views(world)[0].id
    assert "Keep in" not in lin.page(f"/scorecards?grade=D&sort=name&view={number}")
    assert "Keep in “Worst”" in lin.page(f"/scorecards?grade=D&sort=-name&view={number}")
    answer = lin.post(f"/scorecards/views/{number}/state", {"grade": "D", "sort": "-name"})
    assert answer.headers["Location"] == f"/scorecards?grade=D&sort=-name&view={number}"
    assert views(world)[0].state == {"grade": "D", "sort": "-name"}


def test_views_are_renamed_ordered_and_deleted_on_their_page(world, lin):
    save(lin, "One")
    save(lin, "Two")
    one, two = (view.id for view in views(world))
    assert "ordered by Supplier" in lin.page("/scorecards/views")
    lin.post(f"/scorecards/views/{one}/name", {"name": "First"})
    taken = lin.post(f"/scorecards/views/{two}/name", {"name": "First"})
    assert taken.status_code == 422
    assert f'id="name-{two}-error"' in taken.text
    lin.post(f"/scorecards/views/{two}/lead")
    lin.post(f"/scorecards/views/{one}/delete")
    page = lin.page("/scorecards/views")
    assert "opens first" in page
    assert [(view.name, view.leading) for view in views(world)] == [("Two", True)]


def test_nobody_finds_anothers_views(world, lin, as_person):
    save(lin, "Lin’s own")
    number = views(world)[0].id
    pan = as_person(PAN)
    assert "Lin’s own" not in pan.page("/scorecards") + pan.page("/scorecards/views")
    for act in ("name", "lead", "delete", "state"):
        assert pan.post(f"/scorecards/views/{number}/{act}", {"name": "Taken"}).status_code == 404
    assert as_person(TAN).get("/scorecards/views").status_code == 404


def test_ticked_columns_stand_in_the_order_of_their_places(lin):
    lin.page("/scorecards?grade=B")
    ticked = "column=rating&column=number&column=cdp&place.rating=3&place.number=1&place.cdp=2&place.grade=9"
    answer = lin.get(f"/scorecards/columns?grade=B&view=all&{ticked}")
    assert answer.headers["Location"] == "/scorecards?grade=B&columns=number,cdp,rating&view=all"
    page = lin.page(answer.headers["Location"])
    assert heads(page) == ["Choose", "Supplier", "Number", "CDP", "Perf. rating"]
    assert 'name="columns" value="number,cdp,rating"' in page, "the workbook takes them over"
    nothing = lin.get("/scorecards/columns?place.rating=x")
    assert nothing.headers["Location"] == "/scorecards?view=all"


def test_every_column_can_be_shown(lin):
    keys = re.findall(r'name="column"\s+value="(\w+)"', lin.page("/scorecards"))
    page = lin.page(f"/scorecards?columns={','.join(keys)}")
    assert len(keys) == 24
    assert len(heads(page)) == 26
    assert "S-0001" in page


def test_what_is_set_is_a_chip_that_takes_it_away(lin):
    page = lin.page("/scorecards?grade=D&core=yes&spend=20&sort=name&page=1")
    for said, left in (
        ("Grade: D", "/scorecards?core=yes&amp;spend=20&amp;sort=name"),
        ("Strategic core", "/scorecards?grade=D&amp;spend=20&amp;sort=name"),
        ("Spend from, m CNY: 20", "/scorecards?grade=D&amp;core=yes&amp;sort=name"),
    ):
        assert re.search(rf'class="chip chip-on"\s+href="{re.escape(left)}">{re.escape(said)} ', page), said
    assert "chip-on" not in lin.page("/scorecards?sort=name")


def test_where_nothing_matches_the_filter_to_clear_is_named(lin):
    page = lin.page("/scorecards?category=optical&gate=blocked&text=zzz")
    assert "No supplier is left by these filters" in page
    assert "Clear “" not in page, "no single one of them brings a supplier back"
    page = lin.page("/scorecards?category=optical&gate=blocked&sort=name")
    cleared = re.findall(r'<a href="([^"]*)">Clear “([^”]*)”</a>\s*<span class="hint">leaves (\d)', page)
    assert cleared == [
        ("/scorecards?category=optical&amp;sort=name", "Gates: bids blocked", "3"),
        ("/scorecards?gate=blocked&amp;sort=name", "Category: Optical", "1"),
    ]


@pytest.mark.parametrize("person", [LIN, FANG], ids=lambda person: person.role)
def test_rows_are_ticked_by_those_who_may_export(world, as_person, person):
    page = as_person(person).page("/scorecards")
    assert page.count('form="several"') == (5 if person is LIN else 0)
    assert ("PDF scorecards" in page) is (person is LIN)


@pytest.mark.parametrize(
    "address", ["/scorecards?view=all", "/scorecards?grade=A&cdp=F&text=x", "/scorecards?view=core&core=yes"]
)
def test_the_table_takes_few_statements_with_views_of_ones_own(world, lin, app, address):
    for number in range(6):
        save(lin, f"View {number}", f"grade=D&spend={number}&text=supplier")
    lin.page(address)
    with Statements(app.extensions["portal"].database.engine) as statements:
        lin.page(address)
    assert len(statements) <= 12, statements.seen
