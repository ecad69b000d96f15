"""Reviewing an audit and issuing it: the one act that freezes answers, score and receipt."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.checklists import stored_modules
from supplier_portal.audits.models import Audit
from supplier_portal.audits.operations import MoveAudit, apply_move, move_audit
from supplier_portal.audits.queries import answers_of, find_audit, profile_of
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.findings.operations import notify_findings
from supplier_portal.reports.figures import Entry, add_on_of, scored_checkpoints, steps_to_agree
from supplier_portal.scores.operations import publish_rating, store_add_on_result, store_audit_result
from supplier_portal.trail.operations import record_event


def send_back(session: Session, actor: Actor, audit_id: int, reason: str, moment: Moment) -> Audit:
    """Give a reviewed audit back to its team, or take a draft back into review for a comment granted.

    Raises Invalid without a reason, Conflict where the audit stands elsewhere.
    """
    reach_of(actor, Permission.REPORTS_AUDIT_REVIEW)
    target = "in_review" if find_audit(session, actor, audit_id).state == "draft_sent" else "in_progress"
    return move_audit(session, actor, MoveAudit(audit_id, target, reason), moment)


def send_draft(session: Session, actor: Actor, audit_id: int, moment: Moment) -> Audit:
    """Show the draft report to the supplier; its working days for factual comments begin."""
    reach_of(actor, Permission.REPORTS_AUDIT_REVIEW)
    return move_audit(session, actor, MoveAudit(audit_id, "draft_sent"), moment)


def issue_audit(
    session: Session, actor: Actor, audit_id: int, moment: Moment, agreed: Collection[int] = frozenset()
) -> Audit:
    """Issue the report: answers freeze, the score's inputs are kept, findings are notified, the rating is published.

    agreed: steps whose share of "not applicable" the reviewer agrees with, where it is more than half.
    Raises Missing, Conflict where the table or a need of it says no, Invalid where a step waits for agreement.
    """
    reach_of(actor, Permission.REPORTS_AUDIT_REVIEW)
    audit = find_audit(session, actor, audit_id, locked=True)
    AUDIT.find(audit.state, "issued", actor.role)
    checkpoints = _checkpoints(session, audit)
    if waiting := sorted(steps_to_agree(checkpoints).keys() - set(agreed)):
        raise Invalid([Fault("reports.agree_not_applicable", "agreed", facts={"steps": waiting})])
    apply_move(session, actor, audit, "issued", moment, issued_on=_issued_on(session, audit, moment))
    store_audit_result(session, audit, checkpoints, moment)
    _store_add_ons(session, audit, moment)
    findings = notify_findings(session, actor, audit.id, moment)
    publish_rating(session, actor, audit.supplier_id, moment, "input")
    told = {"findings": [finding.number for finding in findings], "agreed": [str(step) for step in sorted(agreed)]}
    record_event(session, actor, moment, "issue_audit", audit=audit.id, **told)
    return audit


def _checkpoints(session: Session, audit: Audit) -> list[Entry]:
    checklist = checklist_of(session.get_one(ChecklistVersion, audit.checklist_version_id))
    return scored_checkpoints(checklist, profile_of(audit), answers_of(session, audit.id))


def _store_add_ons(session: Session, audit: Audit, moment: Moment) -> None:
    """Freeze what each add-on scores; no rating reads it."""
    answers = answers_of(session, audit.id)
    for stored in stored_modules(session, audit.id):
        checklist = checklist_of(stored)
        entries = scored_checkpoints(checklist, profile_of(audit), answers)
        store_add_on_result(session, audit, stored, entries, add_on_of(checklist, entries), moment)


def _issued_on(session: Session, audit: Audit, moment: Moment) -> date:
    """The business day; of a revision, the day the first one was issued (scoring.md 1)."""
    first = session.get_one(Audit, audit.revises_id) if audit.revises_id else None
    return first.issued_on if first and first.issued_on else moment.day
