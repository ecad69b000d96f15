"""The table of scorecards: what a filter leaves, in which order, and what is counted of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.moment import Moment
from supplier_portal.scores.models import RatingNow
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.scores.queries.history import recent_ratings
from supplier_portal.scores.queries.peers import FEWEST_PEERS, Quartiles, peers_of
from supplier_portal.scores.queries.table import ScorecardTable, Whole
from supplier_portal.scores.table_state import TableFilter
from supplier_portal.scores.validity import STATES, Validity
from supplier_portal.suppliers.models import Supplier
from tests import scored
from tests.cast import HUILING, LIN, LUO, MINGYAN, NOW, RIVAL, TAN, TODAY

FULL_DAYS = 365
UNRATED = 500


@pytest.fixture
def world(session):
    scored.add_scored_world(session)
    ids = scored.add_suppliers(session, 4, category="optical")
    session.add(
        Supplier(id=UNRATED, number="S-0500", name_en="Unrated 100% Castings", country="DE", category="thermal")
    )
    session.flush()
    publish_ratings(session, SYSTEM, [HUILING, MINGYAN, *ids], NOW, "month_end")
    return session


def found(session, person=LIN, sort="name", **wanted):
    table = ScorecardTable(person.actor, TableFilter(**wanted), TODAY, FULL_DAYS)
    return [supplier.id for supplier, _ in session.execute(table.rows(sort))]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({}, {HUILING, MINGYAN, 100, 101, 102, 103, UNRATED}),
        ({"text": "huiling"}, {HUILING}),
        ({"text": "惠岭"}, {HUILING}),
        ({"text": "S-0002"}, {MINGYAN}),
        ({"text": "100%"}, {UNRATED}),
        ({"text": "%"}, {UNRATED}),
        ({"category": "optical"}, {100, 101, 102, 103}),
        ({"gate": "blocked"}, {MINGYAN}),
        ({"gate": "G1"}, {MINGYAN}),
        ({"gate": "G"}, set()),
        ({"gate": "any"}, {MINGYAN}),
        ({"gate": "no"}, {HUILING, 100, 101, 102, 103}),
        ({"target": "none"}, {HUILING, MINGYAN, 100, 101, 102, 103}),
        ({"target": "validated"}, set()),
        ({"grade": "D"}, {MINGYAN, 100, 101, 102}),
        ({"validity": "full"}, {HUILING, MINGYAN, 100, 101, 102, 103}),
        ({"validity": "nonsense"}, set()),
        ({"category": "optical", "gate": "any"}, set()),
        ({"core": "yes"}, {HUILING, MINGYAN}),
        ({"cdp": "leadership"}, {MINGYAN}),
        ({"cdp": "management"}, {HUILING, 100, 101, 102, 103}),
        ({"cdp": "B"}, {HUILING, 100, 101, 102, 103}),
        ({"cdp": "none"}, set()),
        ({"spend": "200"}, {HUILING, MINGYAN}),
        ({"spend": "0.1015"}, {HUILING, MINGYAN, 102, 103}),
        ({"spend": "many"}, set()),
        ({"spend": "NaN"}, set()),
        ({"spend": "-1"}, set()),
        ({"spend": "1e30"}, set()),
        ({"provisional": "yes"}, set()),
        ({"validity": "expiring"}, set()),
        ({"moved": "any"}, set()),
    ],
    ids=str,
)
def test_a_filter_leaves_the_suppliers_that_fit(world, wanted, ids):
    assert set(found(world, **wanted)) == ids


@pytest.mark.parametrize("days", [0, 364, 365, 366, 500, 640, 641, 730, 731, 900, None])
def test_the_filter_by_validity_says_what_the_row_says(world, days):
    row = world.get_one(RatingNow, HUILING)
    row.issued_on = None if days is None else TODAY - timedelta(days=days)
    row.expires_on = None if days is None else row.issued_on + timedelta(days=730)
    world.flush()
    state = Validity(row.issued_on, row.expires_on, TODAY, FULL_DAYS).state
    assert [one for one in STATES if HUILING in found(world, validity=one)] == [state]


@pytest.mark.parametrize(("days", "expiring"), [(600, False), (639, False), (640, True), (730, True), (900, True)])
def test_what_expires_within_90_days_or_has_expired_is_expiring(world, days, expiring):
    row = world.get_one(RatingNow, HUILING)
    row.issued_on = TODAY - timedelta(days=days)
    row.expires_on = row.issued_on + timedelta(days=730)
    world.flush()
    assert (HUILING in found(world, validity="expiring")) is expiring


MOVES = [(0, "A", "B", ("any", "up")), (91, "C", "B", ("any", "down")), (92, "A", "B", ()), (0, None, None, ())]


@pytest.mark.parametrize(("days", "grade", "before", "directions"), MOVES, ids=str)
def test_a_grade_that_moved_within_a_quarter_is_found_by_its_direction(world, days, grade, before, directions):
    row = world.get_one(RatingNow, HUILING)
    row.grade, row.grade_before = grade or row.grade, before
    row.moved_on = TODAY - timedelta(days=days) if before else None
    world.flush()
    assert {one for one in ("any", "up", "down") if found(world, moved=one) == [HUILING]} == set(directions)
    counts = ScorecardTable(LIN.actor, TableFilter(), TODAY, FULL_DAYS).counts(world)
    assert (counts.up, counts.down) == (int("up" in directions), int("down" in directions))


def test_a_rating_keeps_the_last_move_of_its_grade(world):
    said = []
    for days, gate_waived in ((1, True), (2, True), (3, False), (3, True), (4, False)):
        if gate_waived:
            scored.add_waiver(world, MINGYAN, "G1", TODAY + timedelta(days=days))
        publish_ratings(world, SYSTEM, [MINGYAN], Moment(NOW.at, TODAY + timedelta(days=days)), "input")
        world.expire_all()
        row = world.get_one(RatingNow, MINGYAN)
        said.append((row.grade, row.grade_before, row.moved_on and (row.moved_on - TODAY).days))
    assert said == [("C", "D", 1), ("C", "D", 1), ("D", "C", 3), ("C", None, None), ("D", "C", 4)]


def test_without_each_field_of_a_filter_that_leaves_nothing_it_says_how_many_there_would_be(world):
    table = ScorecardTable(LIN.actor, TableFilter(category="optical", gate="blocked"), TODAY, FULL_DAYS)
    assert table.left_without(world) == {"category": 1, "gate": 4}
    assert ScorecardTable(LIN.actor, TableFilter(), TODAY, FULL_DAYS).left_without(world) == {}


def test_views_are_counted_with_the_whole_in_one_statement(world):
    table = ScorecardTable(LIN.actor, TableFilter(text="nobody"), TODAY, FULL_DAYS)
    views = [TableFilter(), TableFilter(gate="blocked"), TableFilter(category="optical", gate="no")]
    with scored.Statements(world.get_bind()) as statements:
        whole = table.whole(world, views)
    assert (whole.suppliers, list(whole.views), len(statements)) == (7, [7, 1, 4], 1)


def test_figures_sort_both_ways_and_unrated_suppliers_come_last(world):
    rising, falling = found(world, sort="rating"), found(world, sort="-rating")
    assert rising[-1] == falling[-1] == UNRATED
    ratings = [world.get_one(RatingNow, number).rating for number in rising[:-1]]
    assert ratings == sorted(ratings)
    assert [world.get_one(RatingNow, number).rating for number in falling[:-1]] == sorted(ratings, reverse=True)


def test_an_unknown_sort_falls_back_to_the_greatest_spend(world):
    assert found(world, sort="password_hash")[:3] == [HUILING, MINGYAN, 103]


def test_counts_are_those_of_the_rows(world):
    table = ScorecardTable(LIN.actor, TableFilter(), TODAY, FULL_DAYS)
    counts = table.counts(world)
    assert (counts.suppliers, counts.gated, counts.blocked, counts.provisional) == (7, 1, 1, 0)
    assert sum(counts.grades.values()) == 6
    narrowed = ScorecardTable(LIN.actor, TableFilter(text="Mingyan"), TODAY, FULL_DAYS)
    assert narrowed.counts(world).grades == {"D": 1}
    assert narrowed.counts(world).spend == Decimal("286400000.00")
    assert narrowed.whole(world).suppliers == 7


def test_a_supplier_and_a_stranger_to_ratings_find_no_others(world):
    assert found(world, TAN) == [HUILING]
    assert found(world, RIVAL) == [MINGYAN]
    assert found(world, LUO) == []
    nobody = ScorecardTable(LUO.actor, TableFilter(), TODAY, FULL_DAYS)
    assert (nobody.counts(world).suppliers, nobody.whole(world)) == (0, Whole(0, Decimal(0), []))


def test_history_keeps_the_last_rating_of_each_of_the_last_days(world):
    for back in (1, 2, 3):
        publish_ratings(world, SYSTEM, [HUILING, MINGYAN], Moment(NOW.at, TODAY - timedelta(days=back)), "input")
    again = publish_ratings(world, SYSTEM, [HUILING], NOW, "lock")[0]
    history = recent_ratings(world, LIN.actor, [HUILING, UNRATED], 3)
    assert list(history) == [HUILING]
    assert [one.as_of for one in history[HUILING]] == [date(2024, 3, 29), date(2024, 3, 30), date(2024, 3, 31)]
    assert history[HUILING][-1].id == again.id
    assert recent_ratings(world, TAN.actor, [HUILING, MINGYAN], 3).keys() == {HUILING}


@pytest.mark.parametrize(("peers", "shown"), [(FEWEST_PEERS - 1, False), (FEWEST_PEERS, True)])
def test_medians_need_five_audited_peers(session, peers, shown):
    scored.add_policy(session)
    ids = scored.add_suppliers(session, peers + 1, category="connectors")
    others = scored.add_suppliers(session, 6, first=200, category="optical")
    unaudited = Supplier(id=300, number="S-0300", name_en="No audit", country="CN", category="connectors")
    session.add(unaudited)
    session.flush()
    publish_ratings(session, SYSTEM, [*ids, *others, unaudited.id], NOW, "month_end")
    found = peers_of(session, session.get_one(Supplier, ids[0]))
    assert bool(found.quartiles) is bool(found.dimensions) is bool(found.steps) is shown


def test_a_median_is_that_of_the_others_figures(session):
    scored.add_policy(session)
    ids = scored.add_suppliers(session, 7)  # levels 0 to 4, then 0 and 1 again
    publish_ratings(session, SYSTEM, ids, NOW, "month_end")
    of_the_first = peers_of(session, session.get_one(Supplier, ids[0]))
    assert of_the_first.count == 6
    assert set(of_the_first.dimensions.values()) == {Decimal("37.50")}  # 25 50 75 100 0 25
    assert of_the_first.steps[4] == Decimal("37.50")
    assert of_the_first.quartiles["S"] == Quartiles(Decimal(25), Decimal(38), Decimal(69))  # at 25, 37.50, 68.75


@pytest.mark.parametrize(("value", "quarter"), [("69.00", 1), ("68.99", 2), ("38.00", 2), ("6.00", 3), ("5.99", 4)])
def test_a_figure_lies_in_a_quarter_of_its_peers(value, quarter):
    assert Quartiles(Decimal(6), Decimal(38), Decimal(69)).quarter_of(Decimal(value)) == quarter
