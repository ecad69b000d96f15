"""Levels to which a verified finding lifts its checkpoints, and their end when it is reopened."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.models import SCORED, Answer, Audit
from supplier_portal.domain.answering import NOT_APPLICABLE
from supplier_portal.domain.findings.lifting import Lifted
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import Finding, ReRating
from supplier_portal.findings.operations.milestones import keep_next_stage


def rated_checkpoints(session: Session, finding: Finding) -> dict[str, str]:
    """The checkpoints a finding covers that its audit rated for the score, each with its rating."""
    rated = (
        select(Answer.checkpoint, Answer.rating)
        .join(Audit, Audit.id == Answer.audit_id)
        .where(Audit.id == finding.audit_id, Audit.type.in_(SCORED), Answer.checkpoint.in_(finding.checkpoints))
        .where(Answer.rating.is_not(None), Answer.rating != NOT_APPLICABLE)
    )
    return {code: rating for code, rating in session.execute(rated) if rating is not None}


def lift(session: Session, actor: Actor, finding: Finding, lifts: Sequence[Lifted], moment: Moment) -> None:
    """Write the judged levels of a finding that was verified."""
    for one in lifts:
        session.add(
            ReRating(
                finding_id=finding.id,
                checkpoint=one.checkpoint,
                level=one.level,
                reason=one.reason.strip(),
                judged_by=actor.account_id,
                judged_at=moment.at,
            )
        )
    session.flush()


def begin_anew(session: Session, finding: Finding, moment: Moment) -> None:
    """What reopening a finding brings: its lifts are taken away, its stages are to be met again."""
    standing = ReRating.finding_id == finding.id, ReRating.undone_at.is_(None)
    session.execute(update(ReRating).where(*standing).values(undone_at=moment.at))
    keep_next_stage(session, finding, moment)
