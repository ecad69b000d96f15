"""One supplier's scorecard: its latest published rating, taken apart, with what stands beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
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
from supplier_portal.scores.changes import JudgedLift
from supplier_portal.scores.models import AddOnResult, Rating, RatingNow
from supplier_portal.scores.queries import receipt_of, visible, visible_now
from supplier_portal.scores.queries.audited import AuditedSite, ScoredAudit, audits_of, issued_audits
from supplier_portal.scores.queries.changes import HistoryEntry, history_with_changes, known_beside
from supplier_portal.scores.queries.comparing import ChecklistBreak, add_ons_of, breaks_of
from supplier_portal.scores.queries.disclosure import Disclosure, disclosure_of
from supplier_portal.scores.queries.history import recent_ratings
from supplier_portal.scores.queries.holding import Holding, holding_of
from supplier_portal.scores.queries.peers import Peers, peers_of
from supplier_portal.scores.queries.waivers import KnownWaiver, waivers_of
from supplier_portal.scores.standings import GateStanding, SiteStanding, gate_standings, site_standings
from supplier_portal.scores.validity import Validity
from supplier_portal.scores.why import Part, account_for, mean_terms
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible_with_merged

SHOWN_LIFTS, SHOWN_DAYS = 5, 12


@dataclass(frozen=True)
class Scorecard:
    """What page and PDF show. sites: by name, as the receipt names them; history: oldest first.

    breaks: audits whose checklist does not compare with the one before; audits, add_ons, waivers: newest first;
    lifted: by site and checkpoint the verified finding whose level counts there.
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
    audits: Sequence[ScoredAudit]
    holding: Holding
    waivers: Sequence[KnownWaiver]
    disclosure: Disclosure
    peers: Peers
    history: Sequence[HistoryEntry]
    breaks: Sequence[ChecklistBreak]
    add_ons: Sequence[AddOnResult]
    lifted: Mapping[tuple[str, str], JudgedLift]

    @property
    def terms(self) -> str:
        """Give the sum by which the modules make the rating."""
        return mean_terms(self.account)

    @property
    def gates_by_code(self) -> dict[str, Gate]:
        """Give the policy's gates by code."""
        return {gate.code: gate for gate in self.rules.gates}

    @property
    def waived(self) -> dict[str, KnownWaiver]:
        """Give the waivers that count, by their gate."""
        return {known.waiver.gate: known for known in self.waivers if known.counts}

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
    sites, audits = audits_of(session, actor, supplier.id, inputs)
    known = known_beside(session, supplier.id, issued_audits(audits))
    history = recent_ratings(session, actor, [supplier.id], SHOWN_DAYS).get(supplier.id, [])
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
        sites=sites,
        audits=audits,
        holding=holding_of(session, supplier.id, inputs.as_of),
        waivers=waivers_of(session, supplier.id, inputs.as_of),
        disclosure=disclosure_of(session, supplier.id, inputs.as_of),
        peers=peers_of(session, supplier),
        history=history_with_changes(session, actor, history, known),
        breaks=breaks_of(session, supplier.id, rules),
        add_ons=add_ons_of(session, supplier.id),
        lifted=_lifted(inputs, known.lifts),
    )


def _lifted(inputs: RatingInput, judged: Sequence[JudgedLift]) -> dict[tuple[str, str], JudgedLift]:
    """Name the finding behind each level the receipt lifts; one that was reopened since is named no more."""
    receipt = {(audit.site, code): level for audit in inputs.audits for code, level in audit.re_rated.items()}
    standing = [one for one in judged if one.undone_at is None]
    return {(one.site, one.checkpoint): one for one in standing if receipt.get((one.site, one.checkpoint)) == one.level}


def _most_lifting(lifts: Sequence[CheckpointLift]) -> list[CheckpointLift]:
    """Pick those whose next level gains most; of equal ones the lowest level, which is cheapest to raise."""
    gaining = [lift for lift in lifts if lift.next_gain > 0]
    return sorted(gaining, key=lambda lift: -lift.next_gain)[:SHOWN_LIFTS]
