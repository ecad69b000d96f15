"""The checklists an audit answers: its own, and the add-ons chosen beside it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select
from sqlalchemy.orm import Session, defer

from supplier_portal.access.actor import Actor
from supplier_portal.audits.models import Answer, Audit, AuditModule, ChecklistChange
from supplier_portal.audits.queries import visible as visible_audits
from supplier_portal.checklists.draft_document import version_numbers
from supplier_portal.checklists.models import ChecklistVersion as StoredVersion
from supplier_portal.checklists.queries import checklist_of, checklist_with, order_of
from supplier_portal.checklists.queries import visible as visible_versions
from supplier_portal.domain.answering import Content
from supplier_portal.domain.checklist.version import ChecklistVersion, Checkpoint
from supplier_portal.domain.errors import Missing

WITHOUT_DOCUMENT = defer(StoredVersion.document)
"""A version's document has hundreds of kilobytes, and its checklist is in memory once it was read."""


@dataclass(frozen=True)
class AuditChecklists:
    """main: what the audit is scored by; modules: add-ons, scored beside it. No two have a checkpoint's code alike."""

    main: ChecklistVersion
    modules: tuple[ChecklistVersion, ...] = ()

    @property
    def all(self) -> tuple[ChecklistVersion, ...]:
        return (self.main, *self.modules)

    @cached_property
    def by_code(self) -> Mapping[str, Checkpoint]:
        """Every checkpoint, the main checklist's first."""
        return {code: checkpoint for checklist in self.all for code, checkpoint in checklist.by_code.items()}


def modules_by_audit(session: Session, audit_ids: Collection[int]) -> dict[int, tuple[ChecklistVersion, ...]]:
    """The add-ons of each audit that has any, in one statement for any number of audits."""
    asked = (
        select(AuditModule.audit_id, StoredVersion.sha256)
        .join(StoredVersion, StoredVersion.id == AuditModule.checklist_version_id)
        .where(AuditModule.audit_id.in_(audit_ids))
        .order_by(AuditModule.audit_id, StoredVersion.code)
    )
    found: dict[int, tuple[ChecklistVersion, ...]] = {}
    for audit_id, sha256 in session.execute(asked).all():
        found[audit_id] = (*found.get(audit_id, ()), checklist_with(session, sha256))
    return found


def stored_modules(session: Session, audit_id: int) -> list[StoredVersion]:
    """The add-ons of an audit as stored versions."""
    of_audit = select(AuditModule.checklist_version_id).where(AuditModule.audit_id == audit_id)
    return list(
        session.scalars(select(StoredVersion).where(StoredVersion.id.in_(of_audit)).order_by(StoredVersion.code))
    )


def checklists_with(session: Session, placed: Sequence[tuple[int, str]]) -> dict[int, AuditChecklists]:
    """All checklists of several audits, given with the SHA-256 of their main one, in one statement."""
    modules = modules_by_audit(session, [audit_id for audit_id, _ in placed])
    return {
        audit_id: AuditChecklists(checklist_with(session, sha256), modules.get(audit_id, ()))
        for audit_id, sha256 in placed
    }


def stored_version(session: Session, audit: Audit) -> StoredVersion:
    """The version an audit is pinned to; its document is read only where it is asked for."""
    return session.get_one(StoredVersion, audit.checklist_version_id, options=[WITHOUT_DOCUMENT])


def checklists_of(session: Session, audit: Audit) -> AuditChecklists:
    """All checklists of an audit, in one statement."""
    named = {"audit": audit.id, "main": audit.checklist_version_id}
    main, *modules = [checklist_with(session, sha256) for sha256 in session.scalars(_OF_AUDIT, named).all()]
    return AuditChecklists(main, tuple(modules))


_MAIN = StoredVersion.id == bindparam("main")
_OF_AUDIT = (
    select(StoredVersion.sha256)
    .where(
        or_(
            _MAIN,
            StoredVersion.id.in_(
                select(AuditModule.checklist_version_id).where(AuditModule.audit_id == bindparam("audit"))
            ),
        )
    )
    .order_by(case((_MAIN, 0), else_=1), StoredVersion.code)
)


def checkpoint_of(session: Session, audit_id: int, main: ChecklistVersion, code: str) -> Checkpoint:
    """A checkpoint of an audit; the add-ons are asked for only where the main checklist has no such code.

    Raises Missing where none has it.
    """
    known = main.by_code.get(code)
    if known is None:
        modules = modules_by_audit(session, [audit_id]).get(audit_id, ())
        known = AuditChecklists(main, modules).by_code.get(code)
    if known is None:
        raise Missing
    return known


def was_set_aside(session: Session, audit_id: int, code: str) -> bool:
    """Whether a move to a newer version took this checkpoint out of the audit."""
    changes = session.scalars(select(ChecklistChange.set_aside).where(ChecklistChange.audit_id == audit_id))
    return any(code in set_aside for set_aside in changes)


def published_modules(session: Session, actor: Actor) -> list[StoredVersion]:
    """The newest version of each add-on, by name."""
    newest: dict[str, StoredVersion] = {}
    for version in sorted(session.scalars(visible_versions(actor).options(WITHOUT_DOCUMENT)), key=order_of):
        if version.published_at is not None and checklist_of(version).module:
            newest[version.code] = version
    return [newest[code] for code in sorted(newest)]


def newer_versions(session: Session, actor: Actor, audit: Audit) -> list[StoredVersion]:
    """Published versions of the audit's checklist that are newer than its own, the newest first."""
    own = stored_version(session, audit)
    published = visible_versions(actor).where(StoredVersion.code == own.code, StoredVersion.published_at.is_not(None))
    named = session.scalars(published.options(WITHOUT_DOCUMENT))
    newer = [version for version in named if order_of(version) > order_of(own)]
    return sorted(newer, key=order_of, reverse=True)


def finding_checkpoint(session: Session, audit_id: int, main: ChecklistVersion, code: str) -> Checkpoint:
    """The checkpoint of a finding, which may stand in a version that the audit has left. Raises Missing."""
    try:
        return checkpoint_of(session, audit_id, main, code)
    except Missing:
        left = select(ChecklistChange.from_version_id).where(ChecklistChange.audit_id == audit_id)
        versions = session.scalars(select(StoredVersion).where(StoredVersion.id.in_(left)))
        known = {code: one for version in versions for code, one in checklist_of(version).by_code.items()}
        if code not in known:
            raise
        return known[code]


def content_of(answer: Answer) -> Content:
    """What an answer holds, as rules read it."""
    return Content(**{field.name: getattr(answer, field.name) for field in fields(Content)})


def answers_version(version_id: int) -> ColumnElement[bool]:
    """Whether an audit answers this version, as its own or as an add-on."""
    beside = select(AuditModule.audit_id).where(AuditModule.checklist_version_id == version_id)
    return or_(Audit.checklist_version_id == version_id, Audit.id.in_(beside))


def versions_in_use(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Id and name with number of the versions that audits the actor sees answer, by name and number."""
    own = visible_audits(actor).with_only_columns(Audit.checklist_version_id)
    seen = visible_audits(actor).with_only_columns(Audit.id)
    beside = select(AuditModule.checklist_version_id).where(AuditModule.audit_id.in_(seen))
    columns = (StoredVersion.id, StoredVersion.code, StoredVersion.version)
    rows = session.execute(select(*columns).where(or_(StoredVersion.id.in_(own), StoredVersion.id.in_(beside)))).all()
    ordered = sorted(rows, key=lambda row: (row.code, version_numbers(row.version)), reverse=True)
    return [(row.id, f"{row.code} {row.version}") for row in ordered]


def counts_by_state(session: Session, actor: Actor, version_id: int) -> dict[str, int]:
    """How many of the audits the actor sees answer a version, by state."""
    seen = visible_audits(actor).where(answers_version(version_id)).with_only_columns(Audit.state, func.count())
    return dict(session.execute(seen.group_by(Audit.state)).all())
