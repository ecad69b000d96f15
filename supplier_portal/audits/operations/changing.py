"""Moving an audit to a newer version of its checklist: its lead auditor's explicit act, and nothing is lost."""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.checklists import content_of, newer_versions
from supplier_portal.audits.models import LEAD, Answer, Audit, AuditMember, AuditModule, ChecklistChange
from supplier_portal.audits.queries import answers_of, find_audit, profile_of
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.checklist.moving import moved_answers
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.trail.operations import record_event

CHANGED_WHILE = ("planned", "confirmed", "in_progress")


@dataclass(frozen=True)
class ChangeChecklist:
    """version_id: a published version of the same checklist, newer than the audit's."""

    audit_id: int
    version_id: int


def change_checklist(session: Session, actor: Actor, command: ChangeChecklist, moment: Moment) -> ChecklistChange:
    """Pin the audit to the newer version; answers that no longer fit are set aside with all they held.

    Their earlier contents, their evidence and their findings stay where they are. Raises Missing for anybody but the
    audit's lead auditor, Conflict once answers no longer change, Invalid at `version_id`.
    """
    reach_of(actor, Permission.AUDITS_CHECKLIST_CHANGE)
    audit = find_audit(session, actor, command.audit_id, locked=True)
    _check_lead(session, actor, audit)
    if audit.state not in CHANGED_WHILE:
        possible = [AUDIT.word(state) for state in CHANGED_WHILE]
        raise Conflict("audits.checklist_fixed", state=AUDIT.word(audit.state), possible=possible)
    version = _version(session, actor, audit, command.version_id)
    old = session.get_one(ChecklistVersion, audit.checklist_version_id)
    answers = answers_of(session, audit.id)
    contents = {code: content_of(answer) for code, answer in answers.items()}
    moved = moved_answers(checklist_of(old), checklist_of(version), profile_of(audit), contents)
    change = ChecklistChange(
        audit_id=audit.id,
        from_version_id=old.id,
        to_version_id=version.id,
        kept=list(moved.kept),
        set_aside={code: _kept_of(answers[code], why) for code, why in moved.set_aside.items()},
        account_id=actor.account_id,
        at=moment.at,
    )
    session.add(change)
    session.execute(delete(Answer).where(Answer.audit_id == audit.id, Answer.checkpoint.in_(moved.set_aside)))
    audit.checklist_version_id = version.id
    session.flush()
    record_event(
        session,
        actor,
        moment,
        "change_checklist",
        audit=audit.id,
        from_version=old.id,
        to_version=version.id,
        set_aside=sorted(moved.set_aside),
    )
    return change


def _check_lead(session: Session, actor: Actor, audit: Audit) -> None:
    """Raise Missing: the audit's own lead alone moves it, not any lead auditor of its team."""
    member = session.get(AuditMember, (audit.id, actor.account_id)) if actor.account_id else None
    if member is None or member.role != LEAD:
        raise Missing


def _version(session: Session, actor: Actor, audit: Audit, version_id: int) -> ChecklistVersion:
    version = next((one for one in newer_versions(session, actor, audit) if one.id == version_id), None)
    if version is None:
        raise Invalid([Fault("audits.version_not_newer", "version_id")])
    modules = select(ChecklistVersion).join(AuditModule, AuditModule.checklist_version_id == ChecklistVersion.id)
    of_modules = {
        code
        for module in session.scalars(modules.where(AuditModule.audit_id == audit.id))
        for code in checklist_of(module).by_code
    }
    if twice := sorted(of_modules & checklist_of(version).by_code.keys()):
        raise Invalid([Fault("audits.modules_overlap", "version_id", facts={"checkpoints": twice})])
    return version


def _kept_of(answer: Answer, why: str) -> dict[str, object]:
    """All an answer held, so that it can be read for good."""
    return {
        "why": why,
        "answer": content_of(answer).document(),
        "version": answer.version,
        "saved_by": answer.saved_by,
        "saved_at": answer.saved_at.isoformat(),
    }
