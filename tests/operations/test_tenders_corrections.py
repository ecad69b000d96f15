"""A bidder's own figure at the lock: shown to it alone, objected to in time, answered by the team."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.scores.models import ModuleScore, Rating
from supplier_portal.tenders.models import Correction, Tender
from supplier_portal.tenders.operations import (
    AddBidder,
    AnswerCorrection,
    AskCorrection,
    add_bidder,
    answer_correction,
    ask_correction,
    close_tender,
    create_tender,
)
from supplier_portal.tenders.operations.correcting import asked_until
from supplier_portal.tenders.queries import corrections_of, invitation, visible_invitations
from supplier_portal.trail.models import Event
from tests import tenders_story as story
from tests.cast import ADA, FANG, HUILING, LIN, MO, NOW, PAN, QU, RIVAL, TAN, ZHOU, Person

EARLY = story.DEADLINE - timedelta(days=6)
WORDS = "Our delivery figure of March is missing"


def locked(session: Session) -> Tender:
    """A tender of the four and of Huiling, its figures locked; Mingyan is in none."""
    tender = story.drafted(session)
    add_bidder(session, LIN.actor, AddBidder(tender.id, HUILING), NOW)
    return story.go_on(session, tender, "draft", "locked")


def ask(session: Session, tender: Tender, person: Person = TAN, now: datetime = EARLY, text: str = WORDS) -> Correction:
    own = story.bidder(session, tender, "S-0001")
    return ask_correction(session, person.actor, AskCorrection(own.id, text), NOW, now)


def answer(session: Session, correction: Correction, *, granted: bool | None, text: str = "Looked at") -> Correction:
    tender_id = session.scalars(select(Tender.id)).one()
    return answer_correction(session, QU.actor, AnswerCorrection(tender_id, correction.id, granted, text), NOW)


def test_a_bidder_finds_its_own_invitation_and_no_other(session: Session) -> None:
    tender = locked(session)
    theirs = story.bidder(session, tender, "X")
    assert [bidder.code for bidder in session.scalars(visible_invitations(TAN.actor))] == ["S-0001"]
    assert invitation(session, TAN.actor, theirs.id) is None
    for person in (RIVAL, LIN, PAN, ADA, MO, FANG, ZHOU):
        assert session.scalars(visible_invitations(person.actor)).all() == []


def test_a_draft_tells_no_bidder_of_itself(session: Session) -> None:
    tender = create_tender(session, LIN.actor, story.TERMS, NOW)
    add_bidder(session, LIN.actor, AddBidder(tender.id, HUILING), NOW)
    assert session.scalars(visible_invitations(TAN.actor)).all() == []


def test_granting_publishes_the_rating_again_as_the_figure_at_the_lock(session: Session) -> None:
    tender = locked(session)
    own = story.bidder(session, tender, "S-0001")
    before = own.rating_at_lock
    correction = ask(session, tender)
    row = {"module": "delivery", "value": Decimal(90), "period_ends_on": date(2024, 3, 1), "source": "ERP"}
    session.add(ModuleScore(supplier_id=HUILING, **row))
    session.flush()
    answer(session, correction, granted=True)
    after = session.get_one(Rating, own.rating_at_lock)
    assert (correction.rating_before, correction.rating_after) == (before, after.id)
    assert after.cause == "lock"
    assert after.published["rating"] != session.get_one(Rating, before).published["rating"]
    assert (correction.granted, correction.answer, correction.answered_by) == (True, "Looked at", QU.number)


def test_declining_leaves_the_figure_and_says_why(session: Session) -> None:
    tender = locked(session)
    before = story.bidder(session, tender, "S-0001").rating_at_lock
    correction = ask(session, tender)
    answer(session, correction, granted=False, text="The figure is of February")
    assert story.bidder(session, tender, "S-0001").rating_at_lock == before
    assert (correction.granted, correction.rating_after, correction.answer) == (
        False,
        None,
        "The figure is of February",
    )


def test_corrections_are_asked_for_until_five_days_before_the_deadline(session: Session) -> None:
    tender = locked(session)
    last = asked_until(tender)
    assert last == datetime(2024, 3, 26, 8, tzinfo=UTC)
    with pytest.raises(Conflict, match=r"tenders\.correction_too_late"):
        ask(session, tender, now=last + timedelta(seconds=1))
    assert ask(session, tender, now=last).asked_by == TAN.number


@pytest.mark.parametrize("state", ["published", "closed"])
def test_only_a_locked_figure_is_objected_to(session: Session, state: str) -> None:
    tender = story.drafted(session)
    add_bidder(session, LIN.actor, AddBidder(tender.id, HUILING), NOW)
    story.go_on(session, tender, "draft", state)
    with pytest.raises(Conflict, match=r"tenders\.not_in_state"):
        ask(session, tender)


def test_one_question_at_a_time(session: Session) -> None:
    tender = locked(session)
    first = ask(session, tender)
    with pytest.raises(Conflict, match=r"tenders\.correction_waits"):
        ask(session, tender)
    answer(session, first, granted=False)
    ask(session, tender)
    assert [one.answered_at is None for one in corrections_of(session, tender.id)] == [True, False]


def test_no_tender_closes_over_an_unanswered_bidder(session: Session) -> None:
    tender = locked(session)
    correction = ask(session, tender)
    with pytest.raises(Conflict, match=r"tenders\.corrections_open"):
        close_tender(session, LIN.actor, tender.id, NOW, story.AFTER)
    answer(session, correction, granted=False)
    close_tender(session, LIN.actor, tender.id, NOW, story.AFTER)
    assert tender.state == "closed"


@pytest.mark.parametrize(
    ("text", "granted", "place"), [("", True, "answer"), ("Yes", None, "granted"), ("x" * 2001, True, "answer")]
)
def test_an_answer_says_yes_or_no_and_why(session: Session, text: str, granted: bool | None, place: str) -> None:
    correction = ask(session, locked(session))
    with pytest.raises(Invalid) as caught:
        answer(session, correction, granted=granted, text=text)
    assert [fault.place for fault in caught.value.faults] == [place]
    assert correction.answered_at is None


def test_what_is_answered_is_answered(session: Session) -> None:
    correction = ask(session, locked(session))
    answer(session, correction, granted=False)
    with pytest.raises(Conflict, match=r"tenders\.correction_answered"):
        answer(session, correction, granted=True)


@pytest.mark.safety(37)
def test_the_database_keeps_what_was_asked_and_answered(session: Session) -> None:
    correction = ask(session, locked(session))
    answer(session, correction, granted=False)
    correction.answer = "Another"
    with pytest.raises(IntegrityError, match="frozen"):
        session.flush()


def test_nobody_asks_or_answers_for_another(session: Session) -> None:
    story.add_buyers(session)
    tender = locked(session)
    with pytest.raises(Missing):
        ask(session, tender, RIVAL)
    with pytest.raises(Missing):
        ask(session, tender, LIN)
    correction = ask(session, tender)
    elsewhere = create_tender(session, story.SUN.actor, story.replace(story.TERMS, number="T-2"), NOW)
    for person, number in ((story.SUN, tender.id), (TAN, tender.id), (story.SUN, elsewhere.id)):
        with pytest.raises(Missing):
            answer_correction(session, person.actor, AnswerCorrection(number, correction.id, True, "Yes"), NOW)


@pytest.mark.safety(36)
def test_the_log_holds_no_word_of_it(session: Session) -> None:
    correction = ask(session, locked(session))
    answer(session, correction, granted=True, text="Confidential answer")
    bodies = [event.body for event in session.scalars(select(Event))]
    assert sum("ask_correction" in body or "answer_correction" in body for body in bodies) == 2
    assert not [body for body in bodies if "delivery figure" in body or "Confidential" in body]


def test_a_colleague_of_the_bidder_asks_too(session: Session) -> None:
    tender = locked(session)
    he = Actor(Role.SUPPLIER_MEMBER, 10, HUILING, "He Member")
    own = story.bidder(session, tender, "S-0001")
    assert ask_correction(session, he, AskCorrection(own.id, WORDS), NOW, EARLY).asked_by == 10
