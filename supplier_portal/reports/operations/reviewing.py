"""The review: comments to the team, sent back, sent to the supplier."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.models import Audit
from supplier_portal.audits.operations import MoveAudit, move_audit
from supplier_portal.audits.operations.moves import LONGEST_REASON
from supplier_portal.audits.queries import MOST_ID, find_audit
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.reports.comments import GRANTED, draft_number
from supplier_portal.reports.models import FactualComment, ReviewComment
from supplier_portal.reports.operations.refusals import refuse_elsewhere, refuse_team
from supplier_portal.reports.wording import faults_of_text
from supplier_portal.trail.operations import record_event

COMMENTED_WHILE = ("in_review",)
REPLIED_WHILE = ("in_progress", "closing_held", "in_review")


@dataclass(frozen=True)
class WriteReviewComment:
    """text: what the reviewer asks of the team at this checkpoint."""

    audit_id: int
    checkpoint: str
    text: str


@dataclass(frozen=True)
class ReplyToReview:
    audit_id: int
    review_comment_id: int
    reply: str


def write_review_comment(session: Session, actor: Actor, command: WriteReviewComment, moment: Moment) -> ReviewComment:
    """Ask the team something at a checkpoint of an audit in review; the supplier never reads it.

    Raises Missing, Conflict for a member of the team and where the audit is not in review, Invalid at `checkpoint` and
    `text`.
    """
    reach_of(actor, Permission.REPORTS_AUDIT_REVIEW)
    audit = find_audit(session, actor, command.audit_id, locked=True)
    refuse_elsewhere(audit, COMMENTED_WHILE)
    refuse_team(session, actor, audit)
    faults = faults_of_text(command.text, "text")
    if command.checkpoint not in checklists_of(session, audit).by_code:
        raise Missing
    if faults:
        raise Invalid(faults)
    comment = ReviewComment(
        audit_id=audit.id,
        checkpoint=command.checkpoint,
        text=command.text.strip(),
        written_by=actor.account_id,
        written_at=moment.at,
    )
    session.add(comment)
    session.flush()
    record_event(session, actor, moment, "write_review_comment", audit=audit.id, comment=comment.id)
    return comment


def reply_to_review(session: Session, actor: Actor, command: ReplyToReview, moment: Moment) -> ReviewComment:
    """Answer a reviewer's comment, as one of the team.

    Raises Missing, Conflict where it is answered already or the audit has gone on, Invalid at `reply`.
    """
    reach_of(actor, Permission.AUDITS_ANSWER_WRITE)
    audit = find_audit(session, actor, command.audit_id, locked=True)
    here = ReviewComment.id == min(command.review_comment_id, MOST_ID), ReviewComment.audit_id == audit.id
    comment = session.scalar(select(ReviewComment).where(*here))
    if comment is None:
        raise Missing
    refuse_elsewhere(audit, REPLIED_WHILE)
    if comment.replied_at is not None:
        raise Conflict("reports.comment_answered")
    if faults := faults_of_text(command.reply, "reply"):
        raise Invalid(faults)
    comment.reply, comment.replied_by, comment.replied_at = command.reply.strip(), actor.account_id, moment.at
    session.flush()
    record_event(session, actor, moment, "reply_to_review", audit=audit.id, comment=comment.id)
    return comment


def send_back(session: Session, actor: Actor, audit_id: int, reason: str, moment: Moment) -> Audit:
    """Give a reviewed audit back to its team, or take a draft back into review for a comment granted.

    Without a reason of its own, what is open at checkpoints is the reason, and what was said on granting comments.
    Raises Invalid without any, Conflict where the audit stands elsewhere.
    """
    reach_of(actor, Permission.REPORTS_AUDIT_REVIEW)
    audit = find_audit(session, actor, audit_id)
    target = "in_review" if audit.state == "draft_sent" else "in_progress"
    if not reason.strip():
        reason = _granted(session, audit) if target == "in_review" else _asked_at(session, audit)
    return move_audit(session, actor, MoveAudit(audit_id, target, reason), moment)


def _asked_at(session: Session, audit: Audit) -> str:
    """The checkpoints with a comment that is open: its text stays there, out of what others read of the move."""
    here = ReviewComment.audit_id == audit.id, ReviewComment.replied_at.is_(None)
    return ", ".join(sorted(set(session.scalars(select(ReviewComment.checkpoint).where(*here)))))


def _granted(session: Session, audit: Audit) -> str:
    here = FactualComment.audit_id == audit.id, FactualComment.decision == GRANTED
    of_draft = FactualComment.back_from == draft_number(session, audit.id)
    reasons = session.scalars(select(FactualComment.reason).where(*here, of_draft).order_by(FactualComment.id))
    return "\n".join(reasons)[:LONGEST_REASON]


def send_draft(session: Session, actor: Actor, audit_id: int, moment: Moment) -> Audit:
    """Show the draft report to the supplier; its working days for factual comments begin."""
    reach_of(actor, Permission.REPORTS_AUDIT_REVIEW)
    return move_audit(session, actor, MoveAudit(audit_id, "draft_sent"), moment)
