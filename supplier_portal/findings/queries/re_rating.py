"""To which levels verified findings lift their checkpoints (scoring.md 1)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from supplier_portal.audits.models import Audit
from supplier_portal.domain.findings.rules import NONCONFORMITY
from supplier_portal.findings.models import Finding, FindingCheckpoint, ReRating

VERIFIED = frozenset({"verified", "closed", "effective"})
NEVER_BLOCKS = VERIFIED | {"draft", "withdrawn"}


@dataclass(frozen=True)
class Lift:
    """A level judged when the last finding of a checkpoint was verified.

    audited_on: first day of the finding's audit; judged_at: when it was verified.

    A scored audit of the site that began later has judged the checkpoint anew: the lift no longer holds.
    """

    finding_id: int
    number: str
    checkpoint: str
    level: int
    reason: str
    audited_on: date
    judged_at: datetime


def lifts_of(session: Session, supplier_ids: Collection[int]) -> Mapping[int, list[Lift]]:
    """By site, one lift a checkpoint: the one judged last, where no finding of it waits to be verified.

    One statement for any number of suppliers.
    """
    judged = (
        select(Finding.site_id, Finding.id, Finding.number, ReRating, Audit.starts_on)
        .join(Finding, Finding.id == ReRating.finding_id)
        .join(Audit, Audit.id == Finding.audit_id)
        .where(Finding.supplier_id.in_(supplier_ids), Finding.state.in_(VERIFIED), ReRating.undone_at.is_(None))
        .where(~_another_waits())
        .order_by(ReRating.judged_at, ReRating.id)
    )
    latest: dict[tuple[int, str], Lift] = {}
    for site_id, finding_id, number, judgement, audited_on in session.execute(judged):
        latest[site_id, judgement.checkpoint] = Lift(
            finding_id, number, judgement.checkpoint, judgement.level, judgement.reason, audited_on, judgement.judged_at
        )
    by_site: dict[int, list[Lift]] = {}
    for (site_id, _), lift in latest.items():
        by_site.setdefault(site_id, []).append(lift)
    return by_site


def _another_waits() -> ColumnElement[bool]:
    """Whether a notified non-conformity of the site that is not verified covers the checkpoint too."""
    other = aliased(Finding)
    covers = and_(FindingCheckpoint.finding_id == other.id, FindingCheckpoint.checkpoint == ReRating.checkpoint)
    beside = select(FindingCheckpoint.finding_id).where(covers).correlate(other, ReRating).exists()
    of_site = and_(other.supplier_id == Finding.supplier_id, other.site_id == Finding.site_id)
    standing = (of_site, other.kind == NONCONFORMITY, other.state.not_in(NEVER_BLOCKS))
    waits = select(other.id).where(*standing, or_(other.checkpoint == ReRating.checkpoint, beside))
    return waits.correlate(Finding, ReRating).exists()
