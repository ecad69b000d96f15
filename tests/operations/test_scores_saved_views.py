"""One's own views of the table: kept, named, ordered and deleted; what an address says of the table's state."""

import pytest
from sqlalchemy import select

from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.scores.models import SavedView
from supplier_portal.scores.operations import (
    SaveView,
    change_view,
    delete_view,
    lead_with_view,
    rename_view,
    save_view,
)
from supplier_portal.scores.operations.saved_views import MOST_VIEWS
from supplier_portal.scores.queries.saved_views import own_views
from supplier_portal.scores.table_state import GIVEN_VIEWS, USUAL, TableFilter, TableState
from tests.cast import LIN, LUO, NOW, PAN, TAN

STATE = TableState(TableFilter(grade="B", spend="20"), "-rating", ("rating", "grade"))


def saved(session, name="Mine", person=LIN, state=STATE, *, leading=False):
    return save_view(session, person.actor, SaveView(name, state, leading), NOW)


def names(session, person=LIN):
    return [view.name for view in own_views(session, person.actor)]


def test_a_view_keeps_filter_order_and_columns(session):
    view = saved(session)
    assert view.state == {"grade": "B", "spend": "20", "sort": "-rating", "columns": "rating,grade"}
    assert TableState.of(view.state) == STATE


def test_everybody_finds_their_own_views_alone(session):
    lins, pans = saved(session), saved(session, person=PAN)
    assert (names(session), names(session, PAN)) == (["Mine"], ["Mine"])
    for act in (
        lambda: rename_view(session, LIN.actor, pans.id, "Taken", NOW),
        lambda: change_view(session, LIN.actor, pans.id, TableState(), NOW),
        lambda: lead_with_view(session, LIN.actor, pans.id, NOW),
        lambda: delete_view(session, LIN.actor, pans.id, NOW),
    ):
        with pytest.raises(Missing):
            act()
    assert lins.name == pans.name == "Mine"


@pytest.mark.parametrize("person", [LUO, TAN], ids=lambda person: person.role)
def test_who_sees_no_table_saves_no_view(session, person):
    with pytest.raises(Missing):
        saved(session, person=person)
    assert names(session, person) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "form.required"), (" \t ", "form.required"), ("x" * 61, "form.too_long"), ("Mine", "scores.view_name_taken")],
    ids=["empty", "blank", "long", "taken"],
)
def test_a_name_that_will_not_do_is_told_at_its_field(session, name, code):
    saved(session)
    with pytest.raises(Invalid) as refused:
        saved(session, name)
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [("name", code)]


def test_a_name_is_tidied(session):
    assert saved(session, "  My   own\tview ").name == "My own view"


def test_there_is_an_end_to_views(session):
    for number in range(MOST_VIEWS):
        saved(session, f"View {number}")
    with pytest.raises(Invalid) as refused:
        saved(session, "One more")
    assert refused.value.faults[0].code == "scores.too_many_views"


def test_the_leading_view_comes_first_and_there_is_one(session):
    saved(session, "One", leading=True)
    two = saved(session, "Two")
    saved(session, "Three", leading=True)
    assert names(session) == ["Three", "One", "Two"]
    lead_with_view(session, LIN.actor, two.id, NOW)
    session.expire_all()
    assert names(session) == ["Two", "One", "Three"]
    assert [view.name for view in session.scalars(select(SavedView).where(SavedView.leading))] == ["Two"]


def test_a_view_is_renamed_changed_and_deleted(session):
    view = saved(session)
    rename_view(session, LIN.actor, view.id, "Others", NOW)
    change_view(session, LIN.actor, view.id, TableState(TableFilter(core="yes")), NOW)
    assert (names(session), view.state) == (["Others"], {"core": "yes"})
    assert delete_view(session, LIN.actor, view.id, NOW) == "Others"
    assert names(session) == []


@pytest.mark.parametrize(
    ("written", "columns"),
    [
        ("", USUAL),
        ("nonsense", USUAL),
        ("rating,grade", ("rating", "grade")),
        ("rating,password,rating,grade", ("rating", "grade")),
    ],
)
def test_columns_of_an_address_are_read_in_their_order(written, columns):
    assert TableState.of({"columns": written}).columns == columns


@pytest.mark.parametrize("sort", ["", "password", "--rating", "-"])
def test_an_unknown_order_is_the_usual_one(sort):
    assert TableState.of({"sort": sort}) == TableState()


@pytest.mark.parametrize("view", GIVEN_VIEWS, ids=lambda view: view.code)
def test_a_given_view_is_what_its_address_says(view):
    assert TableState.of(view.state.parameters()) == view.state


def test_a_text_no_database_takes_is_read_without_it():
    assert TableFilter.of({"text": " hui\0ling "}) == TableFilter(text="huiling")
