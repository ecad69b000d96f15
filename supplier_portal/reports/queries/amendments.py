"""Revisions of an audit with what made them, and what an amendment would score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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
from supplier_portal.reports.figures import Preview, gated, preview_of, scored_checkpoints
from supplier_portal.reports.models import Amendment
from supplier_portal.reports.queries import draft_of
from supplier_portal.reports.report import Report


@dataclass(frozen=True)
class Revision:
    """One revision; made_by: what made it and who agreed, None for the first."""

    audit: Audit
    amendment: Amendment | None
    agreed_by: str


@dataclass(frozen=True)
class Effect:
    """What the levels would score: before and after, each with the figure under the audit's gates."""

    before: Preview
    after: Preview
    gated_before: tuple[object, str] | None
    gated_after: tuple[object, str] | None


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
    before, after = _scored(report, answers), _scored(report, amended)
    return Effect(before, after, gated(before, report.gates, report.rules), gated(after, report.gates, report.rules))


def _scored(report: Report, answers: Mapping[str, Answer]) -> Preview:
    entries = scored_checkpoints(report.checklist, profile_of(report.audit), answers)
    return preview_of(entries, report.rules, report.audit.mode)


def changes_in(report: Report, levels: Mapping[str, str]) -> Sequence[tuple[object, str | None, str]]:
    """The checkpoints whose level would change, with the level before and after."""
    return [
        (rated.checkpoint, rated.rating, levels[rated.checkpoint.code])
        for rated in report.everything
        if rated.checkpoint.code in levels and rated.rating != levels[rated.checkpoint.code]
    ]
