"""What a reviewer and the readers of a draft report look at."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.checklists import checklists_with
from supplier_portal.audits.models import Answer, Audit, AuditMember, Evidence
from supplier_portal.audits.queries import (
    MOST_ID,
    find_audit,
    may_read_answers,
    profile_of,
    unanswered,
    visible_answers,
    visible_evidence,
    visible_placed,
)
from supplier_portal.audits.revisions import revision_ids
from supplier_portal.domain.answering import Content, Proposal, proposal_of
from supplier_portal.domain.checklist.profile import applies
from supplier_portal.domain.checklist.version import ChecklistVersion, Checkpoint
from supplier_portal.domain.errors import Missing
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries.covering import whole
from supplier_portal.reports.figures import (
    Entry,
    acting_gates,
    add_on_of,
    gated,
    preview_of,
    scored_checkpoints,
    steps_to_agree,
)
from supplier_portal.reports.report import AddOn, Rated, Report
from supplier_portal.scores.queries import policy_holding, policy_on, rules_of
from supplier_portal.suppliers.models import Site, Supplier

REVIEWED = ("in_review", "draft_sent")
DRAFT_SHOWN = ("draft_sent", "issued", "closed", "amended")
PRINTED = ("in_review", *DRAFT_SHOWN)
FIGURES = ("number", "claimed", "reperformed")


def reviewable(actor: Actor) -> Select[Audit, Supplier, Site, str, str]:
    """Audits that wait for a reviewer, with supplier, site and checklist; what has waited longest first."""
    return visible_placed(actor).where(Audit.state.in_(REVIEWED)).order_by(Audit.ends_on, Audit.id)


def audited_by(session: Session, actor: Actor, audit_ids: Collection[int]) -> set[int]:
    """Those of the audits on whose team the actor was, and which somebody else reviews: one statement."""
    here = AuditMember.account_id == actor.account_id, AuditMember.audit_id.in_(audit_ids)
    return set(session.scalars(select(AuditMember.audit_id).where(*here)))


def review_of(session: Session, actor: Actor, audit_id: int, day: date) -> Report:
    """All of an audit that waits for a reviewer. Raises Missing for others and for audits that wait for nobody."""
    if not decide(actor, Permission.REPORTS_AUDIT_REVIEW).allowed:
        raise Missing
    return _report(session, actor, audit_id, day, REVIEWED)


def draft_of(session: Session, actor: Actor, audit_id: int, day: date) -> Report:
    """The draft report as its readers see it, once it was sent. Raises Missing."""
    return _report(session, actor, audit_id, day, DRAFT_SHOWN)


def may_print(actor: Actor, audit: Audit) -> bool:
    """Whether the actor may have the report as a PDF: a supplier from the draft on, the buyer from the review on."""
    states = DRAFT_SHOWN if actor.role in SUPPLIER_ROLES else PRINTED
    allowed = decide(actor, Permission.REPORTS_REPORT_PRINT).allowed
    return allowed and audit.state in states and may_read_answers(actor, audit)


def printable(session: Session, actor: Actor, audit_id: int) -> Audit:
    """The audit whose report the actor may have as a PDF. Raises Missing."""
    audit = find_audit(session, actor, audit_id)
    if not may_print(actor, audit):
        raise Missing
    return audit


def printed_of(session: Session, actor: Actor, audit_id: int, day: date) -> Report:
    """The report as it is printed for the actor. Raises Missing."""
    return _report(session, actor, printable(session, actor, audit_id).id, day, PRINTED)


def _report(session: Session, actor: Actor, audit_id: int, day: date, states: Sequence[str]) -> Report:
    asked = visible_placed(actor).where(Audit.id == min(audit_id, MOST_ID), Audit.state.in_(states))
    found = session.execute(asked).first()
    if found is None or not may_read_answers(actor, found[0]):
        raise Missing
    audit, supplier, site, version, sha256 = found
    checklists = checklists_with(session, [(audit.id, sha256)])[audit.id]
    answers = {
        answer.checkpoint: answer
        for answer in session.scalars(visible_answers(actor).where(Answer.audit_id == audit.id))
    }
    rated = _rated_of(session, actor, audit, answers)
    entries: list[Entry] = scored_checkpoints(checklists.main, profile_of(audit), answers)
    held = policy_holding(session, audit.issued_on) if audit.issued_on else None
    rules, findings = rules_of(held or policy_on(session, day)), findings_of(session, audit)
    preview, gates = preview_of(entries, rules, audit.mode), acting_gates(findings, rules)
    return Report(
        audit=audit,
        supplier=supplier,
        site=site,
        version=version,
        checklist=checklists.main,
        rated=[rated(one) for one in checklists.main.checkpoints],
        add_ons=[
            AddOn(one, [rated(asked) for asked in one.checkpoints], _add_on_score(one, audit, answers))
            for one in checklists.modules
        ],
        left=unanswered(audit, checklists.by_code.values(), answers),
        to_agree=steps_to_agree(entries),
        preview=preview,
        findings=findings,
        rules=rules,
        gates=gates,
        gated=gated(preview, gates, rules),
    )


def _add_on_score(checklist: ChecklistVersion, audit: Audit, answers: Mapping[str, Answer]) -> Decimal | None:
    return add_on_of(checklist, scored_checkpoints(checklist, profile_of(audit), answers))


def findings_of(session: Session, audit: Audit) -> Sequence[Finding]:
    """All findings of an audit whose report the reader holds, those of revisions before it too.

    A draft report shows them before their notice.
    """
    of_audit = Finding.audit_id.in_(revision_ids(session, audit))
    asked = select(Finding).where(of_audit).order_by(Finding.id).options(*whole())
    return session.scalars(asked).unique().all()


def _rated_of(
    session: Session, actor: Actor, audit: Audit, answers: Mapping[str, Answer]
) -> Callable[[Checkpoint], Rated]:
    """Put each checkpoint together with its answer and evidence, which is read once."""
    profile, evidence = profile_of(audit), defaultdict[str, list[Evidence]](list)
    for one in session.scalars(visible_evidence(actor).where(Evidence.audit_id == audit.id).order_by(Evidence.id)):
        evidence[one.checkpoint].append(one)

    def rated(checkpoint: Checkpoint) -> Rated:
        answer = answers.get(checkpoint.code)
        return Rated(
            checkpoint, applies(checkpoint, profile), answer, _proposal(checkpoint, answer), evidence[checkpoint.code]
        )

    return rated


def _proposal(checkpoint: Checkpoint, answer: Answer | None) -> Proposal | None:
    if answer is None or checkpoint.metric is None:
        return None
    figures = {name: getattr(answer, name) for name in FIGURES} | {"on_track": answer.on_track}
    return proposal_of(checkpoint, Content(**figures))
