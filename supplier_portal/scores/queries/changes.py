"""A supplier's published ratings with what changed from one to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.domain.findings.rules import NONCONFORMITY
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN
from supplier_portal.findings.models import Finding, FindingMove, ReRating
from supplier_portal.scores.changes import (
    Change,
    FindingStep,
    History,
    IssuedAudit,
    JudgedLift,
    PublishedInputs,
    changes_between,
)
from supplier_portal.scores.models import Policy, Rating
from supplier_portal.scores.queries import visible
from supplier_portal.scores.queries.audited import issued_of
from supplier_portal.scores.queries.history import PublishedRating
from supplier_portal.suppliers.models import Site


@dataclass(frozen=True)
class HistoryEntry:
    """One published day. changes: since the entry before; gain: of the rating since then, None for the first one.

    mark: number of the entry in the picture, None where no input changed.
    """

    published: PublishedRating
    changes: Sequence[Change]
    gain: Decimal | None
    mark: int | None


def known_beside(session: Session, supplier_id: int, audits: Sequence[IssuedAudit]) -> History:
    """Read what a supplier's findings did to its ratings, in two statements."""
    return History(audits, _steps(session, supplier_id), _lifts(session, supplier_id))


def history_with_changes(
    session: Session, actor: Actor, history: Sequence[PublishedRating], known: History
) -> list[HistoryEntry]:
    """Tell what changed between the ratings of a supplier, oldest first, in one statement."""
    if not history:
        return []
    inputs = _inputs(session, actor, [one.id for one in history])
    entries = [HistoryEntry(history[0], (), None, None)]
    marks = 0
    for before, after in pairwise(history):
        changes = changes_between(inputs[before.id], inputs[after.id], known)
        told = any(change.code != "aged" for change in changes)
        marks += told
        entries.append(HistoryEntry(after, changes, after.rating - before.rating, marks if told else None))
    return entries


def changes_since(
    session: Session, supplier_id: int, before: PublishedInputs, after: PublishedInputs
) -> Sequence[Change]:
    """Tell what changed between two states of a supplier's inputs, published or not, in three statements."""
    return changes_between(before, after, known_beside(session, supplier_id, issued_of(session, supplier_id)))


def _inputs(session: Session, actor: Actor, rating_ids: Sequence[int]) -> Mapping[int, PublishedInputs]:
    rows = session.execute(
        visible(actor)
        .join(Policy, Policy.sha256 == Rating.policy_sha256)
        .where(Rating.id.in_(rating_ids))
        .with_only_columns(Rating.id, Rating.inputs, Rating.published, Rating.published_at, Policy.version)
    )
    return {
        row.id: PublishedInputs(row.inputs, row.version, str(row.published["effective_audit"]), row.published_at)
        for row in rows
    }


def _steps(session: Session, supplier_id: int) -> list[FindingStep]:
    """Find the moves by which a non-conformity began to count, or ceased to, in their order."""
    moves = (
        select(Finding.number, Finding.severity, FindingMove.origin, FindingMove.target, FindingMove.at)
        .join(FindingMove, FindingMove.finding_id == Finding.id)
        .where(Finding.supplier_id == supplier_id, Finding.kind == NONCONFORMITY)
        .order_by(FindingMove.at, FindingMove.id)
    )
    return [
        FindingStep(row.number, row.severity, row.target, row.at)
        for row in session.execute(moves)
        if (row.origin in COUNTS_AS_OPEN) != (row.target in COUNTS_AS_OPEN)
    ]


def _lifts(session: Session, supplier_id: int) -> list[JudgedLift]:
    """Find the levels that were judged when findings were verified, in their order."""
    judged = (
        select(Finding.id, Finding.number, Site.name_en, ReRating.checkpoint, ReRating.level)
        .add_columns(ReRating.judged_at, ReRating.undone_at, ReRating.reason)
        .join(Finding, Finding.id == ReRating.finding_id)
        .join(Site, Site.id == Finding.site_id)
        .where(Finding.supplier_id == supplier_id)
        .order_by(ReRating.judged_at, ReRating.id)
    )
    return [JudgedLift(*row) for row in session.execute(judged)]
