"""The evaluation and the award: figures of scoring.md 7 through the operations, frozen, recomputed, decided."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring import sha256_of
from supplier_portal.scores.models import ModuleScore, Rating
from supplier_portal.scores.operations import publish_rating
from supplier_portal.scores.receipts import recompute
from supplier_portal.tenders.gates import gates_read
from supplier_portal.tenders.models import Evaluation, Tender, TenderMove
from supplier_portal.tenders.operations import AwardTender, award_tender, evaluate_tender
from supplier_portal.tenders.queries import award_of, evaluation_of
from tests import tenders_story as story
from tests.cast import LIN, NOW, PAN, QU

LATER = Moment(NOW.at + timedelta(days=3), NOW.day + timedelta(days=3))
SOURCED = (*story.RULES.criteria[:2], replace(story.RULES.criteria[2], source="sustainability"))


def receipt(session: Session, tender: Tender) -> dict[str, Any]:
    evaluation = evaluation_of(session, tender.id)
    assert evaluation is not None
    found: dict[str, Any] = evaluation.receipt
    return found


def test_the_worked_tender_ranks_as_worked_out(session: Session) -> None:
    tender = story.brought_to(session, "evaluated")
    assert receipt(session, tender)["published"] == {
        "totals": {"Y": "60.0000", "X": "58.7300", "Z": "55.2000"},
        "ranking": ["Y", "X", "Z"],
        "excluded": {"W": ["blocked"]},
        "manual_tie_break": False,
        "price_of_one_sustainability_point": "1000.00",
        "price_to_draw_level": {"X": "991533.33", "Z": "1028000.00"},
        "winner_by_sustainability_weight": [
            {"from": "0.000000", "to": "0.186630", "winners": ["Y"]},
            {"from": "0.186630", "to": "0.240024", "winners": ["X"]},
            {"from": "0.240024", "to": "1.000000", "winners": ["Z"]},
        ],
    }


@pytest.mark.parametrize(
    ("method", "ranking"),
    [
        ("fictitious_discount", {"Z": "910000.00", "X": "950000.00", "Y": "960000.00"}),
        ("quality_price_ratio", {"X": "906860.13", "Y": "911731.84", "Z": "917515.27"}),
        ("carbon_adder", {"Y": "1008000.00", "X": "1048000.00", "Z": "1108000.00"}),
    ],
)
def test_the_other_methods_rank_the_same_bids(session: Session, method: str, ranking: dict[str, str]) -> None:
    tender = story.brought_to(session, "evaluated", story.terms(method=method))
    published = receipt(session, tender)["published"]
    assert (published["ranking"], published["totals"]) == ([*ranking], ranking)


@pytest.mark.safety(38)
@pytest.mark.parametrize("method", ["weighted_sum", "fictitious_discount", "quality_price_ratio", "carbon_adder"])
def test_the_stored_receipt_recomputes_and_has_its_form(session: Session, method: str) -> None:
    tender = story.brought_to(session, "evaluated", story.terms(method=method))
    evaluation = session.scalars(select(Evaluation)).one()
    assert recompute(evaluation.receipt).differences == ()
    assert evaluation.sha256 == sha256_of(evaluation.receipt)
    assert tender.state == "evaluated"


def test_grade_ceiling_and_gates_leave_out_each_with_its_reason(session: Session) -> None:
    tender = story.drafted(session, story.terms(min_grade="C", ceiling=Decimal(1000000)))
    good = story.bidder(session, tender, "Y").supplier_id
    for module in ("quality", "cost", "delivery", "technology"):
        row = {"module": module, "value": Decimal(90), "period_ends_on": date(2024, 3, 1), "source": "ERP"}
        session.add(ModuleScore(supplier_id=good, **row))
    story.go_on(session, tender, "draft", "evaluated")
    published = receipt(session, tender)["published"]
    assert published["ranking"] == ["Y"]
    assert published["excluded"] == {"W": ["blocked", "grade"], "X": ["grade"], "Z": ["grade", "ceiling"]}


@pytest.mark.safety(39)
def test_what_changes_after_the_opening_changes_no_evaluation(session: Session) -> None:
    tender = story.brought_to(session, "opened", story.terms(criteria=SOURCED))
    frozen = {code: _opened(session, tender, code).published["sustainability"] for code in story.BIDS}
    supplier_id = story.bidder(session, tender, "X").supplier_id
    story.refuse_audit(session, supplier_id)
    publish_rating(session, PAN.actor, supplier_id, LATER, "input")
    evaluate_tender(session, LIN.actor, tender.id, LATER)
    bids = {bid["bidder"]: bid for bid in receipt(session, tender)["bids"]}
    assert {code: bid["scores"]["sustainability"] for code, bid in bids.items()} == frozen
    assert bids["X"]["blocked"] is False


def _opened(session: Session, tender: Tender, code: str) -> Rating:
    return session.get_one(Rating, story.bidder(session, tender, code).rating_at_opening)


def test_criteria_take_the_figures_published_at_the_opening(session: Session) -> None:
    sources = (("sustainability", "sustainability"), ("rating", "rating"), ("audit", "effective_audit"))
    criteria = (
        story.RULES.criteria[0],
        *(
            story.Criterion(source, Decimal(weight), source)
            for (source, _), weight in zip(sources, (10, 10, 20), strict=True)
        ),
    )
    tender = story.brought_to(session, "evaluated", story.terms(criteria=criteria))
    published = _opened(session, tender, "Y").published
    bid = next(bid for bid in receipt(session, tender)["bids"] if bid["bidder"] == "Y")
    assert bid["scores"] == {source: published[figure] for source, figure in sources}
    assert (bid["grade"], bid["blocked"]) == (published["grade"], published["bid_blocked"])


def test_the_policy_of_the_publication_counts_to_the_end(session: Session) -> None:
    tender = story.brought_to(session, "published", story.terms(criteria=SOURCED))
    weights = {"audit": "0", "cdp": "10", "sbt": "10", "data": "10"}
    harsher = {**story.policy_document()["sustainability"], "weights": weights}
    story.hold_policy(session, NOW.day, version="2.0.0", sustainability=harsher)
    story.go_on(session, tender, "published", "evaluated")
    at_opening = _opened(session, tender, "Y")
    assert at_opening.policy_sha256 != tender.policy_sha256
    assert at_opening.published["sustainability"] == "0.00"
    bid = next(bid for bid in receipt(session, tender)["bids"] if bid["bidder"] == "Y")
    assert bid["scores"]["sustainability"] == "28.00"


@pytest.mark.safety(37)
@pytest.mark.parametrize("act", ["update", "delete"])
def test_an_evaluation_never_changes(session: Session, act: str) -> None:
    story.brought_to(session, "evaluated")
    evaluation = session.scalars(select(Evaluation)).one()
    if act == "delete":
        session.delete(evaluation)
    else:
        evaluation.receipt = {}
    with pytest.raises(IntegrityError, match="frozen"):
        session.flush()


def test_a_tender_is_evaluated_once(session: Session) -> None:
    tender = story.brought_to(session, "evaluated")
    with pytest.raises(Conflict, match=r"workflow\.not_now"):
        evaluate_tender(session, LIN.actor, tender.id, NOW)


def test_a_tender_is_not_evaluated_before_it_is_opened(session: Session) -> None:
    tender = story.brought_to(session, "bids")
    with pytest.raises(Conflict, match=r"workflow\.not_now"):
        evaluate_tender(session, LIN.actor, tender.id, NOW)


def award(session: Session, tender: Tender, code: str = "Y", reason: str = "Best value") -> Any:
    return award_tender(session, LIN.actor, AwardTender(tender.id, code, reason), LATER).award


def test_the_award_reads_the_gates_again_and_keeps_them(session: Session) -> None:
    tender = story.brought_to(session, "evaluated")
    award(session, tender)
    kept = award_of(session, tender.id)
    assert kept is not None
    assert (tender.state, kept.reason, kept.decided_by, kept.seconded_by) == ("awarded", "Best value", LIN.number, None)
    assert kept.gates_again == {"W": ["G4", "G5", "G6"], "X": ["G4", "G5"], "Y": ["G4", "G5"], "Z": ["G4", "G5"]}


@pytest.mark.parametrize("code", ["W", "S-0001", ""])
def test_only_a_ranked_bidder_wins(session: Session, code: str) -> None:
    tender = story.brought_to(session, "evaluated")
    with pytest.raises(Invalid) as caught:
        award(session, tender, code, " ")
    assert {fault.place: fault.code for fault in caught.value.faults} == {
        "code": "tenders.not_ranked",
        "reason": "workflow.needs_reason",
    }


def test_gates_are_compared_with_the_opening_not_with_the_lock(session: Session) -> None:
    tender = story.brought_to(session, "locked")
    story.refuse_audit(session, story.bidder(session, tender, "X").supplier_id)
    story.go_on(session, tender, "locked", "evaluated")
    assert [(read.code, read.blocked_then, read.changed) for read in gates_read(session, tender, NOW.day)] == [
        ("W", True, False),
        ("X", True, False),
        ("Y", False, False),
        ("Z", False, False),
    ]
    assert award(session, tender).seconded_by is None


def test_gates_are_read_under_the_tenders_policy(session: Session) -> None:
    tender = story.brought_to(session, "evaluated")
    story.hold_policy(session, NOW.day, version="2.0.0", gates=[])
    assert [read.now for read in gates_read(session, tender, NOW.day)] == [("G4", "G5", "G6")] + [("G4", "G5")] * 3


def test_the_moves_tell_who_made_them(session: Session) -> None:
    tender = story.brought_to(session, "evaluated")
    award(session, tender)
    moves = session.execute(
        select(TenderMove.origin, TenderMove.target, TenderMove.account_id).order_by(TenderMove.id)
    ).all()
    assert [tuple(move) for move in moves] == [
        ("draft", "published", LIN.number),
        ("published", "locked", LIN.number),
        ("locked", "closed", QU.number),
        ("closed", "opened", QU.number),
        ("opened", "evaluated", LIN.number),
        ("evaluated", "awarded", LIN.number),
    ]


@pytest.mark.safety(37)
def test_an_award_never_changes(session: Session) -> None:
    tender = story.brought_to(session, "evaluated")
    award(session, tender).reason = "Another"
    with pytest.raises(IntegrityError, match="frozen"):
        session.flush()
