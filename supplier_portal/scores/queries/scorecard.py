"""One supplier's scorecard: its latest published rating, taken apart, with what stands beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from supplier_portal.access.actor import Actor
from supplier_portal.audits.models import Audit, Evidence
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.checklist.version import ChecklistVersion as Checklist
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.scoring import (
    CheckpointLift,
    Gate,
    GateLift,
    RatingInput,
    rate,
    rating_input_from,
    what_lifts,
)
from supplier_portal.domain.scoring import Policy as PolicyRules
from supplier_portal.domain.scoring import Rating as Figures
from supplier_portal.scores.inputs import SCORED
from supplier_portal.scores.models import AddOnResult, AuditResult, Rating, RatingNow
from supplier_portal.scores.queries import receipt_of, visible, visible_now
from supplier_portal.scores.queries.comparing import ChecklistBreak, add_ons_of, breaks_of
from supplier_portal.scores.queries.history import Peers, PublishedRating, peers_of, recent_ratings
from supplier_portal.scores.standings import GateStanding, SiteStanding, gate_standings, site_standings
from supplier_portal.scores.validity import Validity
from supplier_portal.scores.why import Part, account_for
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.suppliers.queries import visible_with_merged

SHOWN_LIFTS, SHOWN_DAYS = 5, 12


@dataclass(frozen=True)
class AuditedSite:
    """The audit a site's figure rests on. evidence: pieces by checkpoint code, their number alone."""

    site: Site
    checklist: Checklist
    evidence: Mapping[str, int]


@dataclass(frozen=True)
class Scorecard:
    """What page and PDF show. sites: by name, as the receipt names them; history: oldest first.

    breaks: audits whose checklist does not compare with the one before; add_ons: newest first.
    """

    supplier: Supplier
    rating: Rating
    now: RatingNow
    inputs: RatingInput
    rules: PolicyRules
    figures: Figures
    account: Sequence[Part]
    gates: Sequence[GateStanding]
    standings: Sequence[SiteStanding]
    lifts: Sequence[CheckpointLift]
    gate_lifts: Sequence[GateLift]
    sites: Mapping[str, AuditedSite]
    peers: Peers
    history: Sequence[PublishedRating]
    breaks: Sequence[ChecklistBreak]
    add_ons: Sequence[AddOnResult]

    @property
    def gates_by_code(self) -> dict[str, Gate]:
        """Give the policy's gates by code."""
        return {gate.code: gate for gate in self.rules.gates}

    @property
    def now_validity(self) -> Validity:
        """Give the validity on the receipt's day of the audit that stays valid longest."""
        return Validity(self.now.issued_on, self.now.expires_on, self.inputs.as_of, self.rules.validity.full_days)


def find_supplier(session: Session, actor: Actor, supplier_id: int) -> Supplier:
    """Find a supplier whose scorecard the actor may see, a merged one with its history too. Raises Missing."""
    supplier = session.scalar(visible_with_merged(actor).where(Supplier.id == supplier_id))
    if supplier is None:
        raise Missing
    return supplier


def find_rating(session: Session, actor: Actor, supplier_id: int, rating_id: int) -> Rating:
    """Find a published rating of that supplier. Raises Missing."""
    rating = session.scalar(visible(actor).where(Rating.id == rating_id, Rating.supplier_id == supplier_id))
    if rating is None:
        raise Missing
    return rating


def scorecard_of(session: Session, actor: Actor, supplier: Supplier) -> Scorecard | None:
    """Put the scorecard of the latest published rating together, in a fixed number of statements; None without one."""
    now = session.scalar(visible_now(actor).where(RatingNow.supplier_id == supplier.id))
    if now is None:
        return None
    rating = find_rating(session, actor, supplier.id, now.rating_id)
    inputs, rules = rating_input_from(receipt_of(session, rating))
    figures = rate(inputs, rules)
    lifts = what_lifts(inputs, rules)
    return Scorecard(
        supplier=supplier,
        rating=rating,
        now=now,
        inputs=inputs,
        rules=rules,
        figures=figures,
        account=account_for(inputs, rules, figures),
        gates=gate_standings(inputs, rules, figures),
        standings=site_standings(inputs, rules, figures),
        lifts=_most_lifting(lifts.checkpoints),
        gate_lifts=lifts.gates,
        sites=_audited_sites(session, rating, inputs),
        peers=peers_of(session, supplier),
        history=recent_ratings(session, actor, [supplier.id], SHOWN_DAYS).get(supplier.id, []),
        breaks=breaks_of(session, supplier.id, rules),
        add_ons=add_ons_of(session, supplier.id),
    )


def _most_lifting(lifts: Sequence[CheckpointLift]) -> list[CheckpointLift]:
    """Pick those whose next level gains most; of equal ones the lowest level, which is cheapest to raise."""
    gaining = [lift for lift in lifts if lift.next_gain > 0]
    return sorted(gaining, key=lambda lift: -lift.next_gain)[:SHOWN_LIFTS]


def _audited_sites(session: Session, rating: Rating, inputs: RatingInput) -> dict[str, AuditedSite]:
    """Find the audits behind the receipt: of a site the newest revision issued on the day the receipt names."""
    days = {audit.site: audit.issued_on for audit in inputs.audits}
    rows = session.execute(
        select(AuditResult, Site, ChecklistVersion)
        .join(Site, Site.id == AuditResult.site_id)
        .join(Audit, Audit.id == AuditResult.audit_id)
        .join(ChecklistVersion, ChecklistVersion.id == Audit.checklist_version_id)
        .where(AuditResult.supplier_id == rating.supplier_id, Audit.type.in_(SCORED))
        .options(defer(AuditResult.checkpoints))
        .order_by(AuditResult.revision, AuditResult.id)
    ).all()
    audits = {
        site.name_en: (result.audit_id, site, version)
        for result, site, version in rows
        if result.issued_on == days.get(site.name_en)
    }
    counts = _evidence(session, [audit_id for audit_id, _, _ in audits.values()])
    return {
        name: AuditedSite(site, checklist_of(version), counts.get(audit_id, {}))
        for name, (audit_id, site, version) in audits.items()
    }


def _evidence(session: Session, audit_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    counted = select(Evidence.audit_id, Evidence.checkpoint, func.count()).where(Evidence.audit_id.in_(audit_ids))
    counts: dict[int, dict[str, int]] = {}
    for audit_id, checkpoint, count in session.execute(counted.group_by(Evidence.audit_id, Evidence.checkpoint)):
        counts.setdefault(audit_id, {})[checkpoint] = count
    return counts
