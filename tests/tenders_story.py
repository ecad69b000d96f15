"""A tender as tests need it: Lin's and Qu's, bidders X, Y, Z and W of scoring.md 7, brought to where a test begins."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Role
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import Audit
from supplier_portal.domain.moment import Moment
from supplier_portal.scores.models import Policy
from supplier_portal.scores.operations import publish_policy
from supplier_portal.shipped import SEED
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.tenders.models import Bidder, Tender
from supplier_portal.tenders.operations import (
    AddBidder,
    ConfirmOpening,
    EnterBid,
    Terms,
    add_bidder,
    close_tender,
    confirm_opening,
    create_tender,
    enter_bid,
    evaluate_tender,
    lock_tender,
    publish_tender,
)
from supplier_portal.tenders.queries import bidders_of, bids_file, bids_hash, bids_of
from supplier_portal.tenders.rules import Criterion, RulesTyped
from tests.audit_story import published as published_checklist
from tests.cast import LIN, NOW, PAN, QU, Person

SUN = Person(21, "Sun Procurement", Role.PROCUREMENT)
WEI = Person(22, "Wei Procurement", Role.PROCUREMENT)
"""Buyers of other tenders, who must find nothing of Lin's and Qu's."""

ZONE = ZoneInfo("Asia/Shanghai")
DEADLINE = datetime(2024, 3, 31, 8, 0, tzinfo=UTC)
BEFORE, AFTER = DEADLINE - timedelta(days=1), DEADLINE + timedelta(seconds=1)
HANDED_IN = DEADLINE - timedelta(hours=2)
BIDDERS = {
    "X": ("Linzhao Enclosures", "麟照机箱"), "Y": ("Ruochuan Enclosures", "若川机箱"),
    "Z": ("Aldervik Metalworks", ""), "W": ("Pengyao Sheet Metal", "芃曜钣金"),
}  # fmt: skip
BIDS = {
    "X": ("1000000", "80", "58.20"),
    "Y": ("960000", "78", "30"),
    "Z": ("1060000", "84", "88"),
    "W": ("900000", "70", "40"),
}
RULES = RulesTyped(
    method="weighted_sum",
    criteria=(
        Criterion("price", Decimal(60)),
        Criterion("technical", Decimal(25)),
        Criterion("sustainability", Decimal(15)),
    ),
    sustainability_criterion="sustainability",
    full_marks_at=Decimal(800000),
    zero_at=Decimal(1200000),
    reference_value=Decimal(1000000),
    discounts=[(Decimal(40), Decimal("0.05")), (Decimal(60), Decimal("0.10")), (Decimal(80), Decimal("0.15"))],
    vmax=Decimal("0.15"),
    carbon_price=Decimal(80),
    default_pcf=Decimal(600),
    pcf_basis="per piece, cradle to gate",
)
TERMS = Terms("T-2024-027", "Outdoor enclosures", (QU.number,), "CNY", "net", "DAP", DEADLINE, RULES)
WAY = ("draft", "published", "locked", "closed", "bids", "opened", "evaluated")


def policy_document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((SEED / "policies" / "default-1.0.0.json").read_text(encoding="utf-8"))
    return document


def hold_policy(session: Session, holds_from: date = date(2024, 1, 1), **changes: Any) -> Policy:
    return publish_policy(session, PAN.actor, policy_document() | changes, holds_from, NOW)


def add_buyers(session: Session) -> None:
    """Let Sun and Wei sign in as the cast does."""
    known = session.get_one(Account, LIN.number)
    for person in (SUN, WEI):
        session.add(
            Account(
                id=person.number, email=person.email, name=person.name, password_hash=known.password_hash,
                role=person.role.value, supplier_id=None, language="en", active=True, created_at=NOW.at,
            )
        )  # fmt: skip
    session.flush()


def add_suppliers(session: Session) -> dict[str, int]:
    """The four bidders' suppliers by number; W has refused an audit, so gate G6 blocks it."""
    ids = {}
    for number, (name_en, name_zh) in BIDDERS.items():
        supplier = Supplier(
            number=number, name_en=name_en, name_zh=name_zh, country="CN", category="electronics", staff=10
        )
        supplier.sites = [Site(name_en="Plant", name_zh="", spend_share=Decimal(1))]
        session.add(supplier)
        session.flush()
        ids[number] = supplier.id
    refuse_audit(session, ids["W"])
    return ids


def refuse_audit(session: Session, supplier_id: int) -> None:
    site = session.scalars(select(Site).where(Site.supplier_id == supplier_id)).one()
    audit = Audit(
        number=f"A-{supplier_id}", supplier_id=supplier_id, site_id=site.id, type="initial", mode="on_site",
        state="refused", checklist_version_id=published_checklist(session).id,
        profile={"manufacturer": True, "large": False, "core": False}, starts_on=date(2024, 2, 1),
        ends_on=date(2024, 2, 1), planned_by=PAN.number, planned_at=NOW.at,
    )  # fmt: skip
    session.add(audit)
    session.flush()


def terms(**rules: Any) -> Terms:
    return replace(TERMS, rules=replace(RULES, **rules))


def drafted(session: Session, given: Terms = TERMS) -> Tender:
    """A draft with the four bidders, in a world that has a policy."""
    hold_policy(session)
    ids = add_suppliers(session)
    tender = create_tender(session, LIN.actor, given, NOW)
    for number in ids.values():
        add_bidder(session, LIN.actor, AddBidder(tender.id, number), NOW)
    return tender


def bidder(session: Session, tender: Tender, code: str) -> Bidder:
    return next(bidder for bidder, _ in bidders_of(session, tender.id) if bidder.code == code)


def bid_of(session: Session, tender: Tender, code: str, **changes: Any) -> EnterBid:
    """The bid of scoring.md 7, its scores as far as they are entered."""
    price, *points = BIDS[code]
    sources = [row["source"] for row in tender.rules["criteria"][1:]]  # type: ignore[index,attr-defined]
    names = [row["code"] for row in tender.rules["criteria"][1:]]  # type: ignore[index,attr-defined]
    given: dict[str, Any] = {
        "price": Decimal(price),
        "submitted_at": HANDED_IN,
        "scores": {
            name: Decimal(point)
            for name, source, point in zip(names, sources, points, strict=False)
            if source == "entered"
        },
    }
    if tender.rules["method"] == "carbon_adder":
        given["quantity"] = Decimal(1000)
    return EnterBid(tender.id, bidder(session, tender, code).id, **given | changes)


def enter(session: Session, tender: Tender, code: str, person: Person = LIN, **changes: Any) -> None:
    enter_bid(session, person.actor, bid_of(session, tender, code, **changes), NOW, AFTER)


def hash_of(session: Session, tender: Tender) -> str:
    return bids_hash(bids_file(tender, bidders_of(session, tender.id), bids_of(session, tender.id)))


def confirm(session: Session, tender: Tender, person: Person, sha256: str | None = None) -> None:
    confirm_opening(session, person.actor, ConfirmOpening(tender.id, sha256 or hash_of(session, tender)), NOW)


def brought_to(
    session: Session, state: str, given: Terms = TERMS, bids: Mapping[str, dict[str, Any]] | None = None
) -> Tender:
    """A new tender moved along its way; "bids" is closed with the bids entered. bids: what differs, by code."""
    return go_on(session, drafted(session, given), "draft", state, bids)


def go_on(
    session: Session, tender: Tender, origin: str, state: str, bids: Mapping[str, dict[str, Any]] | None = None
) -> Tender:
    """The tender moved from one place of its way to a later one."""
    for step in WAY[WAY.index(origin) + 1 : WAY.index(state) + 1]:
        if step == "published":
            publish_tender(session, LIN.actor, tender.id, Moment(BEFORE, NOW.day), BEFORE)
        elif step == "locked":
            lock_tender(session, LIN.actor, tender.id, NOW)
        elif step == "closed":
            close_tender(session, QU.actor, tender.id, NOW, AFTER)
        elif step == "bids":
            for code in BIDS:
                enter(session, tender, code, **(bids or {}).get(code, {}))
        elif step == "opened":
            confirm(session, tender, LIN)
            confirm(session, tender, QU)
        else:
            evaluate_tender(session, LIN.actor, tender.id, NOW)
    return tender


def waive_refusal(session: Session, supplier_id: int) -> None:
    """Make the refused audit good, so that the gate no longer holds."""
    session.execute(update(Audit).where(Audit.supplier_id == supplier_id).values(state="cancelled"))
