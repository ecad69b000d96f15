"""Factual comments: written by the supplier on a draft, answered by the lead auditor or a reviewer."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.models import Audit
from supplier_portal.audits.operations import apply_move
from supplier_portal.audits.operations.moves import LONGEST_REASON
from supplier_portal.audits.queries import MOST_ID, asked_of, find_audit
from supplier_portal.audits.telling import tell_comment_answered, tell_comment_written
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.files.operations import Upload, remember_file
from supplier_portal.findings.models import Finding
from supplier_portal.reports.comments import DECISIONS, GRANTED, WITH_SUPPLIER, draft_number, takes_comments
from supplier_portal.reports.models import FactualComment
from supplier_portal.reports.operations.refusals import refuse_elsewhere, refuse_team
from supplier_portal.reports.wording import faults_of_text
from supplier_portal.trail.operations import record_event

ANSWERED_WHILE = ("in_progress", "closing_held", "in_review", WITH_SUPPLIER)
LONGEST_NAME = 200


@dataclass(frozen=True)
class WriteComment:
    """checkpoint, finding_id: what it is about, both empty for the report as a whole; upload, name: what proves it."""

    audit_id: int
    text: str
    checkpoint: str = ""
    finding_id: int | None = None
    upload: Upload | None = None
    name: str = ""


@dataclass(frozen=True)
class AnswerComment:
    """decision: granted or declined; reason: the supplier reads it."""

    audit_id: int
    comment_id: int
    decision: str
    reason: str


def awaits_comment(session: Session, actor: Actor, audit_id: int, moment: Moment) -> Audit:
    """The audit where its supplier may comment now: asked before a file is stored.

    Raises Missing for anybody but the supplier, Conflict where no draft is with it or its days are over.
    """
    reach_of(actor, Permission.REPORTS_COMMENT_WRITE)
    audit = find_audit(session, actor, audit_id)
    if not takes_comments(session, audit, moment):
        raise Conflict("reports.comments_closed", state=AUDIT.word(audit.state))
    return audit


def faults_of_comment(session: Session, audit: Audit, command: WriteComment) -> list[Fault]:
    """What is wrong with a comment but for its file."""
    faults = faults_of_text(command.text, "text")
    checkpoints = checklists_of(session, audit).by_code.values()
    known = not command.checkpoint or command.checkpoint in {one.code for one in asked_of(audit, checkpoints)}
    if command.finding_id is not None:
        of_audit = select(Finding.id).where(
            Finding.id == min(command.finding_id, MOST_ID), Finding.audit_id == audit.id
        )
        known = known and session.scalar(of_audit) is not None
    return faults if known else [*faults, Fault("form.unknown_choice", "about")]


def write_comment(session: Session, actor: Actor, command: WriteComment, moment: Moment) -> FactualComment:
    """Keep the comment beside the draft; the report is not issued before it is answered.

    Raises Missing, Conflict where the days for it are over, Invalid at `about` and `text`.
    """
    awaits_comment(session, actor, command.audit_id, moment)
    audit = find_audit(session, actor, command.audit_id, locked=True)
    awaits_comment(session, actor, audit.id, moment)
    if faults := faults_of_comment(session, audit, command):
        raise Invalid(faults)
    upload = command.upload
    comment = FactualComment(
        audit_id=audit.id,
        draft=draft_number(session, audit.id),
        checkpoint=command.checkpoint,
        finding_id=command.finding_id,
        text=command.text.strip(),
        digest=remember_file(session, upload, moment.at) if upload else None,
        media_type=upload.media_type if upload else "",
        size=upload.size if upload else 0,
        name=command.name[-LONGEST_NAME:] if upload else "",
        written_by=actor.account_id,
        written_at=moment.at,
    )
    session.add(comment)
    session.flush()
    record_event(session, actor, moment, "write_comment", audit=audit.id, comment=comment.id)
    tell_comment_written(session, actor, audit, comment.id, moment)
    return comment


def answer_comment(session: Session, actor: Actor, command: AnswerComment, moment: Moment) -> FactualComment:
    """Grant or decline a comment, with a reason.

    A reviewer's granting takes a draft that is out back into review in the same act; after a lead auditor's, the issue
    waits until a reviewer does so. Raises Missing, Conflict where it is answered already, for a reviewer who was on the
    team and after the issue, Invalid at `decision` and `reason`.
    """
    reach_of(actor, Permission.REPORTS_COMMENT_ANSWER)
    audit = find_audit(session, actor, command.audit_id, locked=True)
    comment = _waiting(session, actor, audit, command.comment_id)
    faults = faults_of_text(command.reason, "reason", LONGEST_REASON)
    if command.decision not in DECISIONS:
        faults.append(Fault("form.unknown_choice", "decision"))
    if faults:
        raise Invalid(faults)
    comment.decision, comment.reason = command.decision, command.reason.strip()
    comment.decided_by, comment.decided_at = actor.account_id, moment.at
    if command.decision == GRANTED and audit.state == WITH_SUPPLIER:
        comment.back_from = draft_number(session, audit.id)
        if actor.role is Role.REVIEWER:
            apply_move(session, actor, audit, "in_review", moment, comment.reason)
    session.flush()
    record_event(
        session, actor, moment, "answer_comment", audit=audit.id, comment=comment.id, decision=command.decision
    )
    tell_comment_answered(session, actor, audit, comment.id, comment.written_by, moment)
    return comment


def _waiting(session: Session, actor: Actor, audit: Audit, comment_id: int) -> FactualComment:
    here = FactualComment.id == min(comment_id, MOST_ID), FactualComment.audit_id == audit.id
    comment = session.scalar(select(FactualComment).where(*here).execution_options(populate_existing=True))
    if comment is None:
        raise Missing
    if comment.decision is not None:
        raise Conflict("reports.comment_answered")
    refuse_elsewhere(audit, ANSWERED_WHILE)
    if actor.role is Role.REVIEWER:
        refuse_team(session, actor, audit)
    return comment
