"""Revisions of an audit with what made them, and what an amendment would score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.audits.queries import profile_of
from supplier_portal.audits.revisions import revisions_of
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.reports.figures import Preview, gated, newly_to_agree, preview_of, scored_checkpoints
from supplier_portal.reports.models import Amendment
from supplier_portal.reports.queries import draft_of
from supplier_portal.reports.report import Report
from supplier_portal.scores.models import AuditResult


@dataclass(frozen=True)
class Revision:
    """One revision; made_by: what made it and who agreed, None for the first."""

    audit: Audit
    amendment: Amendment | None
    agreed_by: str


@dataclass(frozen=True)
class Effect:
    """What other levels change: the figures before and after, each also under the report's gates with its grade.

    to_agree: steps that come to be not applicable for more than half of their weight, with that share.
    """

    before: Preview
    after: Preview
    gated_before: tuple[Decimal, str] | None
    gated_after: tuple[Decimal, str] | None
    to_agree: Mapping[int, Fraction]


def history_of(session: Session, audit: Audit) -> list[Revision]:
    """All revisions of an audit the actor sees, the first one first; empty where there is but one."""
    if audit.revises_id is None and audit.state != "amended":
        return []
    revisions = revisions_of(session, audit)
    rows = session.execute(
        select(Amendment, Account.name)
        .join(Account, Account.id == Amendment.account_id)
        .where(Amendment.audit_id.in_([one.id for one in revisions]))
    ).all()
    made = {amendment.audit_id: (amendment, name) for amendment, name in rows}
    return [Revision(one, *made.get(one.id, (None, ""))) for one in revisions]


def amendable(session: Session, actor: Actor, audit_id: int, day: date) -> Report:
    """The issued report a reviewer would amend.

    Raises Missing for others, Conflict where the audit is not issued or was amended already.
    """
    if not decide(actor, Permission.REPORTS_AUDIT_AMEND).allowed:
        raise Missing
    report = draft_of(session, actor, audit_id, day)
    AUDIT.find(report.audit.state, "amended", actor.role)
    return report


def effect_of(report: Report, levels: Mapping[str, str]) -> Effect:
    """What the audit would score with these levels in place of its own."""
    answers = {rated.checkpoint.code: rated.answer for rated in report.rated if rated.answer is not None}
    amended = {code: Answer(rating=levels[code]) if code in levels else answer for code, answer in answers.items()}
    checklist, profile = report.checklist, profile_of(report.audit)
    after = preview_of(scored_checkpoints(checklist, profile, amended), report.rules, report.audit.mode)
    return _effect(report, report.preview, after, newly_to_agree(checklist, profile, answers, levels))


def effect_of_revision(session: Session, report: Report) -> Effect | None:
    """What this revision scores beside the one before it; None for the first."""
    if report.audit.revises_id is None:
        return None
    entries = select(AuditResult.checkpoints).where(AuditResult.audit_id == report.audit.revises_id)
    before = preview_of(session.scalars(entries).one(), report.rules, report.audit.mode)
    return _effect(report, before, report.preview, {})


def _effect(report: Report, before: Preview, after: Preview, to_agree: Mapping[int, Fraction]) -> Effect:
    gated_before, gated_after = (gated(one, report.gates, report.rules) for one in (before, after))
    return Effect(before, after, gated_before, gated_after, to_agree)


def changes_in(report: Report, levels: Mapping[str, str]) -> Sequence[tuple[object, str | None, str]]:
    """The checkpoints whose level would change, with the level before and after."""
    return [
        (rated.checkpoint, rated.rating, levels[rated.checkpoint.code])
        for rated in report.everything
        if rated.checkpoint.code in levels and rated.rating != levels[rated.checkpoint.code]
    ]
