"""A move to a newer version of an audit's checklist, before it is made: what differs, what becomes of the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.accounts.models import Account
from supplier_portal.audits.checklists import content_of, newer_versions, stored_version
from supplier_portal.audits.models import LEAD, Answer, Audit, AuditMember, ChecklistChange
from supplier_portal.audits.operations.changing import CHANGED_WHILE
from supplier_portal.audits.queries import answers_of, find_audit, profile_of
from supplier_portal.checklists.models import ChecklistVersion as StoredVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.checklist.difference import Differences, differences
from supplier_portal.domain.checklist.moving import MovedAnswers, moved_answers
from supplier_portal.domain.checklist.version import ChecklistVersion
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.scoring import Policy
from supplier_portal.reports.figures import Preview, preview_of, scored_checkpoints
from supplier_portal.scores.queries import policy_on, rules_of


@dataclass(frozen=True)
class Choice:
    """open: whether the audit's checklist may still change; newer: the versions there are to move to; past: moves."""

    audit: Audit
    stored: StoredVersion
    open: bool
    newer: Sequence[StoredVersion]
    past: Sequence[tuple[ChecklistChange, str, str, str]]


@dataclass(frozen=True)
class Proposed:
    """before, after: what the audit would score under both versions, with the answers as they stand."""

    stored: StoredVersion
    old: ChecklistVersion
    new: ChecklistVersion
    differences: Differences
    moved: MovedAnswers
    answers: Mapping[str, Answer]
    before: Preview
    after: Preview


def choice_of(session: Session, actor: Actor, audit_id: int) -> Choice:
    """What the audit's lead may choose from. Raises Missing for anybody else."""
    audit = find_audit(session, actor, audit_id)
    member = session.get(AuditMember, (audit.id, actor.account_id)) if actor.account_id else None
    if member is None or member.role != LEAD:
        raise Missing
    stored = stored_version(session, audit)
    newer = newer_versions(session, actor, audit)
    return Choice(audit, stored, audit.state in CHANGED_WHILE, newer, _past(session, audit))


def proposed(session: Session, choice: Choice, version_id: int, day: date) -> Proposed | None:
    """Work out the move to a version; None where it is none to move to."""
    stored = next((version for version in choice.newer if version.id == version_id), None)
    if stored is None:
        return None
    audit, old, new = choice.audit, checklist_of(choice.stored), checklist_of(stored)
    answers = answers_of(session, audit.id)
    moved = moved_answers(old, new, profile_of(audit), {code: content_of(answer) for code, answer in answers.items()})
    rules = rules_of(policy_on(session, day))
    kept = {code: answers[code] for code in moved.kept}
    return Proposed(
        stored,
        old,
        new,
        differences(old, new),
        moved,
        answers,
        before=_scored(audit, old, answers, rules),
        after=_scored(audit, new, kept, rules),
    )


def _scored(audit: Audit, checklist: ChecklistVersion, answers: Mapping[str, Answer], rules: Policy) -> Preview:
    return preview_of(scored_checkpoints(checklist, profile_of(audit), answers), rules, audit.mode)


def _past(session: Session, audit: Audit) -> list[tuple[ChecklistChange, str, str, str]]:
    """Moves made, the last first: each with both version numbers and who made it."""
    changes = session.execute(
        select(ChecklistChange, Account.name)
        .join(Account, Account.id == ChecklistChange.account_id)
        .where(ChecklistChange.audit_id == audit.id)
        .order_by(ChecklistChange.id.desc())
    ).all()
    ids = {number for change, _ in changes for number in (change.from_version_id, change.to_version_id)}
    asked = select(StoredVersion.id, StoredVersion.version).where(StoredVersion.id.in_(ids))
    versions: dict[int, str] = dict(session.execute(asked).all())
    return [
        (change, versions[change.from_version_id], versions[change.to_version_id], name) for change, name in changes
    ]
