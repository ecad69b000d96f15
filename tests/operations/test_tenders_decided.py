"""Decisions by people: ties, low bids asked about, split awards, and awards that need a second person."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.tenders.low_prices import limit_of
from supplier_portal.tenders.models import Award, AwardProposal, AwardShare, LowBidQuery, Tender, TieBreak
from supplier_portal.tenders.operations import (
    AnswerLowBid,
    AskLowBid,
    AwardTender,
    BreakTie,
    ConfirmAward,
    WithdrawProposal,
    answer_low_bid,
    ask_low_bid,
    award_tender,
    break_tie,
    confirm_award,
    create_tender,
    withdraw_proposal,
)
from supplier_portal.tenders.operations.awarding import Decided
from supplier_portal.tenders.queries import award_of, bids_of, evaluation_of, shares_awarded, standing_proposal
from supplier_portal.tenders.standing import equal_firsts
from supplier_portal.trail.models import Event
from tests import tenders_story as story
from tests.cast import LIN, NOW, PAN, QU, TAN, Person

SAME: dict[str, Any] = {
    "price": Decimal(900000),
    "scores": {"technical": Decimal(80), "sustainability": Decimal(50)},
}
LOW = {"low_share": Decimal("0.10")}
LOT = "Lot drawn before both bidders"


def award(session: Session, tender: Tender, code: str = "Y", *further: str, person: Person = LIN) -> Decided:
    return award_tender(session, person.actor, AwardTender(tender.id, code, "Best value", further), NOW)


def refused(session: Session, tender: Tender, code: str = "Y", *further: str) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        award(session, tender, code, *further)
    assert award_of(session, tender.id) is None
    return {fault.place: fault.code for fault in caught.value.faults}


def shares(session: Session, tender: Tender) -> list[tuple[int, str, Decimal]]:
    kept = award_of(session, tender.id)
    assert kept is not None
    codes = {story.bidder(session, tender, code).id: code for code in story.BIDS}
    return [(row.rank, codes[row.bidder_id], row.share) for row in shares_awarded(session, kept.id)]


# Ties


def test_a_tie_at_the_first_place_is_decided_before_the_award(session: Session) -> None:
    tender = story.brought_to(session, "evaluated", bids={"X": SAME, "Y": SAME})
    assert refused(session, tender, "Y") == {"code": "tenders.tie_undecided"}
    break_tie(session, QU.actor, BreakTie(tender.id, "Y", LOT), NOW)
    kept = session.scalars(select(TieBreak)).one()
    assert (kept.decided_by, kept.reason, kept.decided_at) == (QU.number, LOT, NOW.at)
    assert refused(session, tender, "X") == {"code": "tenders.tie_decided_otherwise"}
    award(session, tender, "Y")
    assert shares(session, tender) == [(1, "Y", Decimal(100))]


def test_who_is_less_than_equal_has_no_part_in_the_tie(session: Session) -> None:
    tender = story.brought_to(session, "evaluated", bids={"X": SAME, "Y": SAME})
    evaluation = tender_receipt(session, tender)
    assert equal_firsts(evaluation) == ("X", "Y")
    for code, reason, told in (("Z", LOT, {"code"}), ("W", LOT, {"code"}), ("X", " ", {"reason"})):
        with pytest.raises(Invalid) as caught:
            break_tie(session, LIN.actor, BreakTie(tender.id, code, reason), NOW)
        assert {fault.place for fault in caught.value.faults} == told


def tender_receipt(session: Session, tender: Tender) -> dict[str, Any]:
    evaluation = evaluation_of(session, tender.id)
    assert evaluation is not None
    return evaluation.receipt


def test_a_tie_is_decided_once_and_only_where_there_is_one(session: Session) -> None:
    plain = story.brought_to(session, "evaluated")
    with pytest.raises(Conflict, match=r"tenders\.no_tie"):
        break_tie(session, LIN.actor, BreakTie(plain.id, "Y", LOT), NOW)


def test_a_decided_tie_stays_decided(session: Session) -> None:
    tender = story.brought_to(session, "evaluated", bids={"X": SAME, "Y": SAME})
    break_tie(session, LIN.actor, BreakTie(tender.id, "Y", LOT), NOW)
    with pytest.raises(Conflict, match=r"tenders\.tie_decided"):
        break_tie(session, QU.actor, BreakTie(tender.id, "X", LOT), NOW)
    session.scalars(select(TieBreak)).one().reason = "Another"
    with pytest.raises(IntegrityError, match="frozen"):
        session.flush()


# Split awards


def test_a_split_award_gives_its_shares_by_rank(session: Session) -> None:
    tender = story.brought_to(session, "evaluated", story.terms(shares=[Decimal(60), Decimal(40)]))
    assert refused(session, tender, "Y") == {"further_0": "tenders.not_ranked"}
    assert refused(session, tender, "Y", "Y") == {"further_0": "tenders.shared_twice"}
    assert refused(session, tender, "Y", "W") == {"further_0": "tenders.not_ranked"}
    assert refused(session, tender, "Y", "X", "Z") == {"further_1": "tenders.not_ranked"}
    award(session, tender, "Y", "X")
    assert shares(session, tender) == [(1, "Y", Decimal(60)), (2, "X", Decimal(40))]
    session.scalars(select(AwardShare)).first().share = Decimal(99)  # type: ignore[union-attr]  # there are two
    with pytest.raises(IntegrityError, match="frozen"):
        session.flush()


def test_shares_without_a_bidder_are_not_awarded(session: Session) -> None:
    four = [Decimal(40), Decimal(30), Decimal(20), Decimal(10)]
    tender = story.brought_to(session, "evaluated", story.terms(shares=four))
    award(session, tender, "Y", "X", "Z")
    assert [share for _, _, share in shares(session, tender)] == four[:3]


def test_an_award_that_is_not_split_has_one_share(session: Session) -> None:
    tender = story.brought_to(session, "evaluated")
    assert refused(session, tender, "Y", "X") == {"further_0": "tenders.not_ranked"}
    award(session, tender)
    assert shares(session, tender) == [(1, "Y", Decimal(100))]


# Abnormally low bids


@pytest.mark.parametrize(
    ("low", "prices", "limit"),
    [
        (None, [1], None),
        ({"against": "median", "share": "0.2"}, [], None),
        ({"against": "median", "share": "0.2"}, [100, 300, 200], 160),
        ({"against": "median", "share": "0.2"}, [100, 200], 120),
        ({"against": "reference_value", "share": "0.25"}, [100, 200], 750),
    ],
)
def test_the_limit_is_below_what_the_rules_announced(
    low: dict[str, str] | None, prices: list[int], limit: int | None
) -> None:
    rules = {"low_price": low, "reference_value": "1000"}
    assert limit_of(rules, [Decimal(price) for price in prices]) == limit


def test_a_low_bid_is_asked_about_and_stays_in_the_ranking(session: Session) -> None:
    bids = {"Y": {"price": Decimal(800000)}}
    tender = story.brought_to(session, "evaluated", story.terms(**LOW), bids)
    assert tender_receipt(session, tender)["published"]["ranking"][0] == "Y"
    assert refused(session, tender, "Y") == {"code": "tenders.low_bid_unanswered"}
    low = story.bidder(session, tender, "Y").id
    ask_low_bid(session, LIN.actor, AskLowBid(tender.id, low, "How is the price made up?"), NOW)
    assert refused(session, tender, "Y") == {"code": "tenders.low_bid_unanswered"}
    answer_low_bid(session, QU.actor, AnswerLowBid(tender.id, low, "Own tooling, written off"), NOW)
    award(session, tender, "Y")
    kept = session.scalars(select(LowBidQuery)).one()
    assert (kept.question, kept.asked_by, kept.answer, kept.answered_by) == (
        "How is the price made up?",
        LIN.number,
        "Own tooling, written off",
        QU.number,
    )


def test_a_bid_at_the_limit_is_not_low(session: Session) -> None:
    given = story.terms(low_share=Decimal("0.04"), low_against="reference_value")
    tender = story.brought_to(session, "evaluated", given)
    assert len(bids_of(session, tender.id)) == 4
    award(session, tender, "Y")  # 960,000 of 1,000,000: exactly 4 % below


def test_another_bidder_is_awarded_while_the_low_one_keeps_silent(session: Session) -> None:
    tender = story.brought_to(session, "evaluated", story.terms(**LOW), {"Y": {"price": Decimal(800000)}})
    award(session, tender, "X")
    assert shares(session, tender) == [(1, "X", Decimal(100))]


def test_a_question_is_asked_once_answered_once_and_kept(session: Session) -> None:
    tender = story.brought_to(session, "evaluated", story.terms(**LOW))
    low = story.bidder(session, tender, "Y").id
    with pytest.raises(Conflict, match=r"tenders\.no_query_open"):
        answer_low_bid(session, LIN.actor, AnswerLowBid(tender.id, low, "Nobody asked"), NOW)
    with pytest.raises(Invalid):
        ask_low_bid(session, LIN.actor, AskLowBid(tender.id, low, " "), NOW)
    ask_low_bid(session, LIN.actor, AskLowBid(tender.id, low, "Why?"), NOW)
    with pytest.raises(Conflict, match=r"tenders\.query_already"):
        ask_low_bid(session, LIN.actor, AskLowBid(tender.id, low, "Why?"), NOW)
    answer_low_bid(session, LIN.actor, AnswerLowBid(tender.id, low, "Because"), NOW)
    session.scalars(select(LowBidQuery)).one().answer = "Another"
    with pytest.raises(IntegrityError, match="frozen"):
        session.flush()


@pytest.mark.parametrize("person", [story.SUN, PAN, TAN])
def test_only_the_team_asks_and_decides(session: Session, person: Person) -> None:
    story.add_buyers(session)
    tender = story.brought_to(session, "evaluated")
    low = story.bidder(session, tender, "Y").id
    for act, command in (
        (ask_low_bid, AskLowBid(tender.id, low, "Why?")),
        (answer_low_bid, AnswerLowBid(tender.id, low, "Because")),
        (break_tie, BreakTie(tender.id, "Y", LOT)),
        (award_tender, AwardTender(tender.id, "Y", "Best")),
        (confirm_award, ConfirmAward(tender.id, 1)),
        (withdraw_proposal, WithdrawProposal(tender.id, 1, "No")),
    ):
        with pytest.raises(Missing):
            act(session, person.actor, command, NOW)  # type: ignore[operator]  # each act with its own command


# Two people where gates have changed


def changed(session: Session, gates: str = "one more") -> Tender:
    tender = story.brought_to(session, "evaluated")
    if gates == "one more":
        story.refuse_audit(session, story.bidder(session, tender, "Y").supplier_id)
    else:
        story.waive_refusal(session, story.bidder(session, tender, "W").supplier_id)
    return tender


@pytest.mark.parametrize("gates", ["one more", "one less"])
def test_changed_gates_need_a_second_person_who_confirms(session: Session, gates: str) -> None:
    tender = changed(session, gates)
    decided = award(session, tender)
    assert (decided.award, tender.state) == (None, "evaluated")
    proposal = decided.proposal
    assert proposal is not None
    with pytest.raises(Conflict, match=r"tenders\.confirmed_by_another"):
        confirm_award(session, LIN.actor, ConfirmAward(tender.id, proposal.id), NOW)
    kept = confirm_award(session, QU.actor, ConfirmAward(tender.id, proposal.id), NOW)
    assert (tender.state, kept.decided_by, kept.seconded_by) == ("awarded", LIN.number, QU.number)
    assert kept.gates_again == proposal.gates_again
    events = [event.body for event in session.scalars(select(Event)) if "award_tender" in event.body]
    assert f'"gates_changed":["{"Y" if gates == "one more" else "W"}"]' in events[0]
    assert f'"seconded_by":{QU.number}' in events[0]


def test_one_award_is_proposed_at_a_time(session: Session) -> None:
    tender = changed(session)
    first = award(session, tender).proposal
    assert first is not None
    with pytest.raises(Conflict, match=r"tenders\.proposal_waits"):
        award(session, tender, "X", person=QU)
    with pytest.raises(Invalid):
        withdraw_proposal(session, QU.actor, WithdrawProposal(tender.id, first.id, ""), NOW)
    withdraw_proposal(session, QU.actor, WithdrawProposal(tender.id, first.id, "Y has refused an audit"), NOW)
    assert standing_proposal(session, tender.id) is None
    with pytest.raises(Conflict, match=r"tenders\.proposal_gone"):
        confirm_award(session, QU.actor, ConfirmAward(tender.id, first.id), NOW)
    second = award(session, tender, "X", person=QU).proposal
    assert second is not None
    confirm_award(session, LIN.actor, ConfirmAward(tender.id, second.id), NOW)
    assert shares(session, tender) == [(1, "X", Decimal(100))]


def test_gates_that_change_again_ask_for_a_new_proposal(session: Session) -> None:
    tender = changed(session)
    proposal = award(session, tender).proposal
    assert proposal is not None
    story.refuse_audit(session, story.bidder(session, tender, "X").supplier_id)
    with pytest.raises(Conflict, match=r"tenders\.gates_changed_again"):
        confirm_award(session, QU.actor, ConfirmAward(tender.id, proposal.id), Moment(NOW.at, NOW.day))
    assert session.scalar(select(Award.id)) is None


def test_a_proposal_of_another_tender_is_not_found_here(session: Session) -> None:
    tender = changed(session)
    proposal = award(session, tender).proposal
    assert proposal is not None
    other = create_tender(session, LIN.actor, replace(story.TERMS, number="T-2"), NOW)
    with pytest.raises(Conflict, match=r"workflow\.not_now"):
        confirm_award(session, QU.actor, ConfirmAward(other.id, proposal.id), NOW)
    session.scalars(select(AwardProposal)).one().codes = ["Z"]
    with pytest.raises(IntegrityError, match="frozen"):
        session.flush()
