"""The issue: one act that freezes answers, score and receipt."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.checklists import stored_modules, stored_version
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.audits.operations import apply_move
from supplier_portal.audits.queries import answers_of, find_audit, profile_of
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.findings.operations import notify_findings
from supplier_portal.reports.comments import standing_comments, takes_comments
from supplier_portal.reports.figures import add_on_of, scored_checkpoints, steps_to_agree
from supplier_portal.reports.operations.sealing import seal_report
from supplier_portal.scores.operations import publish_rating, store_add_on_result, store_audit_result
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.operations import record_event


def issue_audit(
    session: Session,
    actor: Actor,
    audit_id: int,
    moment: Moment,
    agreed: Collection[int] = (),
    code: str | None = None,
) -> Audit:
    """Issue the report: answers freeze, the score's inputs are kept, findings are notified, the rating is published.

    agreed: steps whose share of "not applicable" the reviewer agrees with, where it is more than half. code: of the
    report's seal, 128 random bits drawn by the caller; without one the report is sealed when it is first printed.
    Raises Missing, Conflict where the table or a need of it says no or a comment waits, Invalid where a step waits for
    agreement.
    """
    reach_of(actor, Permission.REPORTS_AUDIT_REVIEW)
    audit = find_audit(session, actor, audit_id, locked=True)
    AUDIT.find(audit.state, "issued", actor.role)
    _check_comments(session, audit, moment)
    # Held, so that the session gives them to every step below: what nobody holds it reads again.
    held = stored_version(session, audit), session.get_one(Supplier, audit.supplier_id)
    answers = answers_of(session, audit.id)
    to_agree = steps_to_agree(scored_checkpoints(checklist_of(held[0]), profile_of(audit), answers))
    if waiting := to_agree.keys() - set(agreed):
        raise Invalid([Fault("reports.agree_not_applicable", "agreed", facts={"steps": sorted(waiting)})])
    apply_move(session, actor, audit, "issued", moment, issued_on=first_issued_on(session, audit, moment))
    freeze(session, audit, answers, moment)
    findings = notify_findings(session, actor, audit.id, moment)
    if code is not None:
        seal_report(session, audit, code, moment.day)
    publish_rating(session, actor, audit.supplier_id, moment, "input")
    told = {"findings": [finding.number for finding in findings], "agreed": [str(step) for step in sorted(agreed)]}
    record_event(session, actor, moment, "issue_audit", audit=audit.id, **told)
    return audit


def _check_comments(session: Session, audit: Audit, moment: Moment) -> None:
    """Raises Conflict while the supplier may comment, a comment is unanswered, or one granted has not been acted on."""
    if takes_comments(session, audit, moment):
        raise Conflict("audits.comments_open", until=str(audit.comments_until))
    standing = standing_comments(session, audit)
    if standing.unanswered:
        raise Conflict("reports.comments_unanswered", count=standing.unanswered)
    if standing.granted_on_draft:
        raise Conflict("reports.granted_waits", count=standing.granted_on_draft)


def freeze(session: Session, audit: Audit, answers: Mapping[str, Answer], moment: Moment) -> None:
    """Keep what the audit and each of its add-ons is scored by; no rating reads an add-on."""
    main, profile = checklist_of(stored_version(session, audit)), profile_of(audit)
    store_audit_result(session, audit, scored_checkpoints(main, profile, answers), moment)
    for stored in stored_modules(session, audit.id):
        checklist = checklist_of(stored)
        entries = scored_checkpoints(checklist, profile, answers)
        store_add_on_result(session, audit, stored, entries, add_on_of(checklist, entries), moment)


def first_issued_on(session: Session, audit: Audit, moment: Moment) -> date:
    """The business day; of a revision, the day the first one was issued (scoring.md 1)."""
    first = session.get_one(Audit, audit.revises_id) if audit.revises_id else None
    return first.issued_on if first and first.issued_on else moment.day
