"""Opening freezes the data: whatever changes afterwards, the evaluation is byte for byte the same (scoring.md 4)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit
from supplier_portal.carbon.models import CdpScore, DataQuality, SbtiCompany, SbtiSnapshot, SupplierTarget
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring import canonical_json
from supplier_portal.findings.models import Finding
from supplier_portal.language.speech import Speech
from supplier_portal.scores.models import ModuleScore, Rating, Waiver
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.scores.receipts import recompute
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.tenders.gates import gates_read
from supplier_portal.tenders.models import Bid, Bidder, Opening, Tender
from supplier_portal.tenders.operations import AddBidder, EnterBid, add_bidder, evaluate_tender
from supplier_portal.tenders.queries import evaluation_of
from supplier_portal.tenders.record import record_of
from tests import tenders_story as story
from tests.cast import HUILING, HUIZHOU_SITE, LIN, NOW, PAN
from tests.scored import MODULES, add_carbon, add_finding, add_modules, add_scored_audit

pytestmark = pytest.mark.safety(39)

LATER = Moment(NOW.at + timedelta(days=40), NOW.day + timedelta(days=40))
CRITERIA = (
    story.RULES.criteria[0],
    replace(story.RULES.criteria[1], weight=Decimal(10)),
    story.Criterion("sustainability", Decimal(10), "sustainability"),
    story.Criterion("rating", Decimal(10), "rating"),
    story.Criterion("audit", Decimal(10), "audit"),
)


def opened(session: Session) -> Tender:
    """A tender that takes every published figure; Huiling bids with audit, finding, modules, CDP and inventory."""
    tender = story.drafted(session, story.terms(criteria=CRITERIA))
    result = add_scored_audit(session, HUILING, HUIZHOU_SITE, 2, {"S3.4": 0})
    add_finding(session, result.audit_id, "major")
    add_modules(session, HUILING, MODULES)
    add_carbon(session, HUILING)
    own = add_bidder(session, LIN.actor, AddBidder(tender.id, HUILING), NOW)
    story.go_on(session, tender, "draft", "bids")
    bid = EnterBid(tender.id, own.id, Decimal(980000), story.HANDED_IN, {"technical": Decimal(81)})
    story.enter_bid(session, LIN.actor, bid, NOW, story.AFTER)
    return story.go_on(session, tender, "bids", "opened")


def a_new_name_number_and_spend(session: Session) -> None:
    session.execute(update(Supplier).values(name_en="Renamed", staff=9999, annual_spend=Decimal(1), category="other"))
    session.execute(update(Supplier).where(Supplier.id == HUILING).values(number="S-RENUMBERED"))
    session.execute(update(Site).values(spend_share=Decimal("0.1")))


def new_findings(session: Session) -> None:
    audit = session.scalars(select(Audit.id).where(Audit.supplier_id == HUILING)).first()
    assert audit is not None
    add_finding(session, audit, "critical")
    for _ in range(3):
        add_finding(session, audit, "major")


def closed_findings(session: Session) -> None:
    session.execute(update(Finding).values(state="closed"))


def a_refused_audit(session: Session) -> None:
    story.refuse_audit(session, HUILING)


def a_refusal_made_good(session: Session) -> None:
    session.execute(update(Audit).where(Audit.state == "refused").values(state="cancelled"))


def a_better_audit(session: Session) -> None:
    add_scored_audit(session, HUILING, HUIZHOU_SITE, 4, {}, starts_on=NOW.day, ends_on=NOW.day)


def a_second_revision(session: Session) -> None:
    first = session.scalars(select(Audit).where(Audit.supplier_id == HUILING, Audit.state == "issued")).first()
    assert first is not None
    add_scored_audit(session, HUILING, HUIZHOU_SITE, 0, {}, number="A-R2", revision=2, revises_id=first.id)
    first.state = "amended"


def a_target(session: Session) -> None:
    snapshot = SbtiSnapshot(as_of=NOW.day, file_digest="0" * 64, companies=1, report={}, imported_at=NOW.at)
    session.add(snapshot)
    session.flush()
    company = SbtiCompany(
        snapshot_id=snapshot.id, sbti_id="", name="H", country="CN", near_term_status="", at_parent=False
    )
    session.add(company)
    session.flush()
    session.add(
        SupplierTarget(
            snapshot_id=snapshot.id, supplier_id=HUILING, company_id=company.id, verdict="sure", matched_by="lei",
            status="validated", target_year=2030, counts_from=date(2024, 1, 1),
        )
    )  # fmt: skip


def a_waiver(session: Session) -> None:
    for supplier_id in session.scalars(select(Supplier.id)):
        for gate in ("G4", "G5", "G6"):
            session.add(
                Waiver(
                    supplier_id=supplier_id, gate=gate, reason="Agreed", until=LATER.day, granted_by=PAN.number,
                    granted_at=NOW.at,
                )
            )  # fmt: skip


def other_module_scores(session: Session) -> None:
    session.execute(update(ModuleScore).values(value=Decimal(1)))
    add_modules(session, HUILING, dict.fromkeys(MODULES, "99"), date(2024, 4, 30))


def other_carbon(session: Session) -> None:
    session.execute(update(CdpScore).values(score="A"))
    session.execute(delete(DataQuality))


def another_policy(session: Session) -> None:
    story.hold_policy(
        session, NOW.day, version="2.0.0", gates=[], grades=[["A", "1"], ["B", "0.5"], ["C", "0.2"], ["D", "0"]]
    )


def ratings_published_anew(session: Session) -> None:
    publish_ratings(session, PAN.actor, list(session.scalars(select(Supplier.id))), LATER, "month_end")


CHANGES: tuple[Callable[[Session], None], ...] = (
    a_new_name_number_and_spend,
    new_findings,
    closed_findings,
    a_refused_audit,
    a_refusal_made_good,
    a_better_audit,
    a_second_revision,
    a_target,
    a_waiver,
    other_module_scores,
    other_carbon,
    another_policy,
    ratings_published_anew,
)


def evaluated(session: Session, tender: Tender, moment: Moment = NOW) -> bytes:
    return canonical_json(evaluate_tender(session, LIN.actor, tender.id, moment).receipt)


def as_if_nothing_changed(session: Session, tender: Tender) -> bytes:
    """The receipt as it is worked out right after the opening, and forgotten again."""
    trial = session.begin_nested()
    receipt = evaluated(session, tender)
    trial.rollback()
    session.expire_all()
    return receipt


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_after_the_opening_changes_no_evaluation(session: Session, change: Callable[[Session], None]) -> None:
    tender = opened(session)
    untouched = as_if_nothing_changed(session, tender)
    change(session)
    session.flush()
    ratings_published_anew(session)
    assert evaluated(session, tender, LATER) == untouched


def test_all_changes_together_change_no_evaluation_and_no_record(session: Session) -> None:
    tender = opened(session)
    untouched = as_if_nothing_changed(session, tender)
    assert evaluated(session, tender) == untouched
    evaluation = evaluation_of(session, tender.id)
    assert evaluation is not None
    before = figures(session, tender)
    for change in CHANGES:
        change(session)
        session.flush()
    session.expire_all()
    assert canonical_json(evaluation.receipt) == untouched
    assert recompute(evaluation.receipt).differences == ()
    assert figures(session, tender) == before
    assert any(read.changed for read in gates_read(session, tender, LATER.day))


def figures(session: Session, tender: Tender) -> list[tuple[Any, ...]]:
    """What the record shows of each bid, but for names of suppliers, which are as they are called today."""
    evaluation = evaluation_of(session, tender.id)
    assert evaluation is not None
    record = record_of(session, tender, evaluation, Speech("en", story.ZONE))
    return [
        (row.rank, row.bidder.code, row.grade, row.price, row.figures, row.total, row.why, row.reasons, row.gates)
        for row in record.rows
    ]


def test_a_change_before_the_opening_does_count(session: Session) -> None:
    """The other side of the freeze: else a test of it could not fail."""
    changed = {}
    for change in (None, new_findings, other_module_scores, other_carbon, a_second_revision, a_target):
        trial = session.begin_nested()
        tender = story.drafted(session, story.terms(criteria=CRITERIA))
        result = add_scored_audit(session, HUILING, HUIZHOU_SITE, 2, {})
        assert result.audit_id
        add_modules(session, HUILING, MODULES)
        add_carbon(session, HUILING)
        own = add_bidder(session, LIN.actor, AddBidder(tender.id, HUILING), NOW)
        story.go_on(session, tender, "draft", "bids")
        bid = EnterBid(tender.id, own.id, Decimal(980000), story.HANDED_IN, {"technical": Decimal(81)})
        story.enter_bid(session, LIN.actor, bid, NOW, story.AFTER)
        if change is not None:
            change(session)
            session.flush()
        story.go_on(session, tender, "bids", "opened")
        changed[change] = evaluated(session, tender)
        trial.rollback()
        session.expire_all()
    assert len(set(changed.values())) == len(changed)


@pytest.mark.parametrize("state", ["opened", "evaluated"])
@pytest.mark.parametrize(
    "change",
    [
        update(Bid).values(price=Decimal(1)),
        delete(Bid),
        update(Bidder).values(rating_at_opening=None),
        update(Bidder).values(code="Q"),
        delete(Bidder),
        update(Rating).values(published={}),
        delete(Rating),
        update(Opening).values(sha256="0" * 64),
        delete(Opening),
        update(Tender).values(bids_sha256="0" * 64),
        update(Tender).values(rules={}),
        update(Tender).values(policy_sha256=None),
        delete(Tender),
    ],
    ids=lambda change: str(change).split(" SET ")[0],
)
def test_the_database_refuses_to_change_what_is_opened(session: Session, state: str, change: Any) -> None:
    tender = opened(session)
    if state == "evaluated":
        evaluated(session, tender)
    session.flush()
    with pytest.raises(IntegrityError, match=r"frozen|FOREIGN KEY|foreign key"), session.begin_nested():
        session.execute(change)
