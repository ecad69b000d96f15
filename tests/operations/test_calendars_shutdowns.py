"""Shutdowns: declared ahead, agreed or refused, withdrawn before they begin; every act by every role."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from supplier_portal.calendars.merging import MERGE_MOVES
from supplier_portal.calendars.models import AGREED, REFUSED, WITHDRAWN, Shutdown
from supplier_portal.calendars.operations import (
    DecideShutdown,
    DeclareShutdown,
    decide_shutdown,
    declare_shutdown,
    withdraw_shutdown,
)
from supplier_portal.calendars.queries import standing_days, visible
from supplier_portal.calendars.queries.shutdowns import count_shutdowns, found_shutdown, list_shutdowns
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.models import Event
from tests.cast import ADA, EVERYBODY, FANG, HE, HUILING, LIN, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, TODAY, YAN, ZHOU

REASON = "The plating line is overhauled."
STATES = (None, AGREED, REFUSED, WITHDRAWN)


def at(month, day):
    return Moment(datetime(2024, month, day, 8, tzinfo=UTC), date(2024, month, day))


def declared(session, first=date(2024, 4, 8), last=date(2024, 4, 12), person=TAN, moment=NOW):
    return declare_shutdown(session, person.actor, DeclareShutdown(first, last, REASON), moment)


def in_state(session, state, person=TAN):
    shutdown = declared(session, person=person)
    shutdown.decision = state
    session.flush()
    return shutdown


def decided(session, shutdown, decision=AGREED, answer="", person=PAN, moment=NOW):
    return decide_shutdown(session, person.actor, DecideShutdown(shutdown.id, decision, answer), moment)


def test_a_supplier_declares_a_shutdown_and_it_waits(session):
    shutdown = declared(session)
    assert (shutdown.supplier_id, shutdown.reason, shutdown.decision) == (HUILING, REASON, None)
    assert (shutdown.declared_by, shutdown.declared_at) == (TAN.number, NOW.at)
    assert not standing_days(session, [HUILING])[HUILING].standing


def test_agreed_days_stand_still_from_then_on_for_this_supplier_alone(session):
    decided(session, declared(session), answer="Fine.")
    known = standing_days(session, [HUILING, MINGYAN])
    assert list(known[HUILING].standing) == [date(2024, 4, day) for day in range(8, 13)]
    assert not known[MINGYAN].standing


def test_refusing_needs_a_reason_and_leaves_the_days_counting(session):
    shutdown = declared(session)
    with pytest.raises(Invalid, match=r"answer: form.required"):
        decided(session, shutdown, REFUSED, " ")
    assert decided(session, shutdown, REFUSED, "The audit is that week.").answer == "The audit is that week."
    assert not standing_days(session, [HUILING])[HUILING].standing


DECLARE = {person: person in (TAN, HE, RIVAL) for person in EVERYBODY}
DECIDE = {person: person is PAN for person in EVERYBODY}


@pytest.mark.parametrize("person", DECLARE, ids=lambda person: person.name)
def test_only_people_of_a_supplier_declare(session, person):
    if DECLARE[person]:
        assert declared(session, person=person).supplier_id == person.supplier_id
        return
    with pytest.raises(Missing):
        declared(session, person=person)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("decision", [AGREED, REFUSED])
@pytest.mark.parametrize("person", DECIDE, ids=lambda person: person.name)
def test_only_a_planner_decides_and_only_what_waits(session, person, decision, state):
    shutdown = in_state(session, state)
    if not DECIDE[person]:
        with pytest.raises(Missing):
            decided(session, shutdown, decision, "why", person)
    elif state is not None:
        with pytest.raises(Conflict, match=r"calendars.decided_already"):
            decided(session, shutdown, decision, "why", person)
    else:
        assert decided(session, shutdown, decision, "why", person).decision == decision
        return
    assert (shutdown.decision, shutdown.answer) == (state, "")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.name)
def test_only_its_supplier_withdraws_and_only_what_stands_or_waits(session, person, state):
    shutdown = in_state(session, state)
    if person not in (TAN, HE):
        with pytest.raises(Missing):
            withdraw_shutdown(session, person.actor, shutdown.id, NOW)
    elif state in (REFUSED, WITHDRAWN):
        with pytest.raises(Conflict, match=r"calendars.decided_already"):
            withdraw_shutdown(session, person.actor, shutdown.id, NOW)
    else:
        assert withdraw_shutdown(session, person.actor, shutdown.id, NOW).decision == WITHDRAWN
        return
    assert shutdown.decision == state


def test_an_unknown_decision_is_refused(session):
    with pytest.raises(Invalid, match=r"decision: form.unknown_choice"):
        decided(session, declared(session), WITHDRAWN)


@pytest.mark.parametrize(
    ("state", "change"),
    [
        (AGREED, {"last_on": date(2024, 4, 20)}),
        (None, {"reason": "Another one"}),
        (REFUSED, {"decision": AGREED}),
        (WITHDRAWN, {"decision": None}),
    ],
)
def test_the_database_itself_refuses_to_change_what_was_declared_or_ended(session, state, change):
    shutdown = in_state(session, state)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(Shutdown).where(Shutdown.id == shutdown.id).values(change))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(delete(Shutdown))


def test_every_act_is_told_with_the_supplier_and_no_words(session):
    shutdown = declared(session)
    decided(session, shutdown, answer="Secret words")
    withdraw_shutdown(session, TAN.actor, shutdown.id, NOW)
    told = session.scalars(select(Event.body).order_by(Event.id)).all()
    assert [body.split('"act":"')[1].split('"')[0] for body in told] == [
        "shutdown_declared",
        "shutdown_decided",
        "shutdown_withdrawn",
    ]
    assert all(f'"supplier":{HUILING}' in body for body in told)
    assert '"decision":"agreed"' in told[1]
    assert "words" not in "".join(told)
    assert "plating" not in "".join(told)


@pytest.mark.parametrize(("state", "person"), [(None, TAN), (AGREED, HE)])
def test_a_shutdown_that_has_begun_where_the_supplier_is_can_no_longer_be_withdrawn(session, state, person):
    shutdown = in_state(session, state)
    evening = Moment(datetime(2024, 4, 7, 16, 30, tzinfo=UTC), date(2024, 4, 7))
    with pytest.raises(Conflict, match=r"calendars.has_begun"):
        withdraw_shutdown(session, person.actor, shutdown.id, evening)  # the 8th in Shanghai
    session.execute(update(Supplier).values(time_zone="America/Mexico_City"))
    session.expire_all()
    assert withdraw_shutdown(session, person.actor, shutdown.id, evening).decision == WITHDRAWN


def test_ahead_of_time_is_counted_from_the_day_it_is_where_the_supplier_is(session):
    evening = Moment(datetime(2024, 4, 7, 16, 30, tzinfo=UTC), date(2024, 4, 7))
    with pytest.raises(Invalid, match=r"first_on: calendars.begun_already"):
        declared(session, moment=evening)
    session.execute(update(Supplier).values(time_zone="America/Mexico_City"))
    session.expire_all()
    assert declared(session, moment=evening).first_on == date(2024, 4, 8)


def test_every_fault_is_named_at_its_field_in_one_run(session):
    command = DeclareShutdown(TODAY, date(2024, 3, 30), "\x00" + "x" * 1001)
    with pytest.raises(Invalid) as refused:
        declare_shutdown(session, TAN.actor, command, NOW)
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [
        ("first_on", "calendars.begun_already"),
        ("last_on", "calendars.not_in_order"),
        ("reason", "form.too_long"),
        ("reason", "audits.control_character"),
    ]
    assert not session.scalars(select(Shutdown)).all()


@pytest.mark.parametrize(("state", "overlaps"), [(None, True), (AGREED, True), (REFUSED, False), (WITHDRAWN, False)])
def test_no_shutdown_overlaps_another_that_stands_but_the_rivals_do_not_matter(session, state, overlaps):
    in_state(session, state)
    declared(session, person=RIVAL)
    if overlaps:
        with pytest.raises(Invalid, match=r"first_on: calendars.overlaps"):
            declared(session, date(2024, 4, 12), date(2024, 4, 13))
    else:
        assert declared(session, date(2024, 4, 12), date(2024, 4, 13)).id


def test_no_more_days_are_agreed_than_a_year_may_hold(session):
    for first, last in ((date(2024, 4, 1), date(2024, 4, 30)), (date(2024, 5, 1), date(2024, 5, 14))):
        decided(session, declared(session, first, last))
    both = [declared(session, date(2024, month, 1), date(2024, month, 1)) for month in (6, 7)]
    decided(session, both[0])
    with pytest.raises(Conflict, match=r"calendars.too_many_agreed"):
        decided(session, both[1])
    assert decided(session, both[1], REFUSED, "None are left.").decision == REFUSED
    with pytest.raises(Invalid, match=r"last_on: calendars.too_many_days"):
        declared(session, date(2024, 8, 1), date(2024, 8, 1))
    assert declared(session, date(2025, 8, 1), date(2025, 8, 1)).id
    withdraw_shutdown(session, TAN.actor, both[0].id, NOW)
    assert declared(session, date(2024, 8, 1), date(2024, 8, 1)).id


def test_a_shutdown_agreed_late_moves_nothing_that_was_due_before_its_first_day(session):
    shutdown = declared(session)
    before = standing_days(session, [HUILING])[HUILING]
    decided(session, shutdown, moment=at(5, 20))
    after = standing_days(session, [HUILING])[HUILING]
    given = date(2024, 3, 1)
    assert [after.nth_counted_day(given, days) for days in (7, 14, 30, 37)] == [
        before.nth_counted_day(given, days) for days in (7, 14, 30, 37)
    ]
    assert before.nth_counted_day(given, 38) == date(2024, 4, 8)
    assert after.nth_counted_day(given, 38) == date(2024, 4, 13)


SEES = {PAN: 2, FANG: 2, MO: 2, TAN: 1, HE: 1, RIVAL: 1}


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.name)
def test_a_supplier_sees_its_own_the_offices_all_and_nobody_else_any(session, person):
    own, other = declared(session), declared(session, person=RIVAL)
    if person in (ADA, ZHOU, LUO, LIN, YAN) or person not in SEES:
        with pytest.raises(Missing):
            visible(person.actor)
        return
    assert len(session.scalars(visible(person.actor)).all()) == SEES[person]
    if person.supplier_id is not None:
        with pytest.raises(Missing):
            found_shutdown(session, person.actor, own.id if person is RIVAL else other.id)


def test_those_that_wait_come_first_by_the_day_they_begin(session):
    old = decided(session, declared(session, date(2024, 4, 1), date(2024, 4, 2)))
    new = decided(session, declared(session, date(2024, 7, 1), date(2024, 7, 2)), REFUSED, "no")
    later = declared(session, date(2024, 6, 1), date(2024, 6, 2), RIVAL)
    soon = declared(session, date(2024, 5, 1), date(2024, 5, 2))
    listed = list_shutdowns(session, PAN.actor)
    assert [one.shutdown.id for one in listed] == [soon.id, later.id, new.id, old.id]
    assert count_shutdowns(session, PAN.actor) == {"waiting": 2, "agreed": 1, "refused": 1, "withdrawn": 0}
    assert [one.shutdown.id for one in list_shutdowns(session, PAN.actor, "agreed")] == [old.id]
    assert [one.shutdown.id for one in list_shutdowns(session, RIVAL.actor)] == [later.id]


def test_shutdowns_of_a_duplicate_go_over_to_the_supplier_it_is_merged_into(session):
    kept, moved = declared(session), declared(session, person=RIVAL)
    (move,) = MERGE_MOVES
    assert move.count(session, MINGYAN, HUILING) == 1
    move.move(session, MINGYAN, HUILING)
    owners = session.execute(select(Shutdown.id, Shutdown.supplier_id).order_by(Shutdown.id)).all()
    assert owners == [(kept.id, HUILING), (moved.id, HUILING)]


def at_once(*acts):
    barrier, outcomes = Barrier(len(acts)), []

    def run(act):
        barrier.wait()
        try:
            outcomes.append(act())
        except (Conflict, Invalid) as error:
            outcomes.append(type(error).__name__)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_two_who_declare_the_same_days_at_once_get_one_shutdown(database):
    def declaring(person):
        def act():
            with database.unit_of_work(person.actor) as session:
                declared(session, person=person)
            return "declared"

        return act

    assert sorted(at_once(declaring(TAN), declaring(HE))) == ["Invalid", "declared"]


def test_a_planner_who_agrees_while_the_supplier_withdraws_is_told_or_wins_once(database):
    with database.unit_of_work(TAN.actor) as session:
        shutdown = declared(session)

    def agree():
        with database.unit_of_work(PAN.actor) as session:
            decided(session, shutdown)
        return "agreed"

    def refuse():
        with database.unit_of_work(PAN.actor) as session:
            decided(session, shutdown, REFUSED, "no")
        return "refused"

    outcomes = at_once(agree, refuse)
    assert "Conflict" in outcomes
    (won,) = set(outcomes) - {"Conflict"}
    with database.reading(PAN.actor) as session:
        assert session.get_one(Shutdown, shutdown.id).decision == won


def test_two_agreed_at_once_never_hold_more_days_than_a_year_may(database):
    with database.unit_of_work(TAN.actor) as session:
        both = [declared(session, date(2024, month, 1), date(2024, month, 28)) for month in (5, 6)]

    def agreeing(shutdown):
        def act():
            with database.unit_of_work(PAN.actor) as session:
                decided(session, shutdown)
            return "agreed"

        return act

    assert sorted(at_once(*map(agreeing, both))) == ["Conflict", "agreed"]
