"""Saving an answer: read and checked outside the write turn, then a few statements inside it.

The audit's row is held FOR SHARE while its answer changes and FOR UPDATE while the audit moves on, so that no
answer slips in behind an issue. A save on a stale base overwrites nothing: it is kept as a rival revision.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.accounts.models import Account
from supplier_portal.audits.checklists import checkpoint_of, was_set_aside
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.audits.operations.answer_statements import (
    ANSWERED_IN,
    CHANGE,
    FIELDS,
    FIRST,
    REVISION,
    asked_by,
)
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.checklists.queries import checklist_with
from supplier_portal.domain.answering import Content, Proposal, faults_of, proposal_of
from supplier_portal.domain.checklist.profile import Profile, applies
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring.canonical import sha256_of
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.trail.operations import record_event

_COLUMNS = tuple(getattr(Answer, name) for name in FIELDS)


@dataclass(frozen=True)
class SaveAnswer:
    """base_version: the version the change was made on, 0 where there was no answer; change_uuid: the client's own."""

    audit_id: int
    checkpoint: str
    base_version: int
    rating: str | None
    note: str
    population: int | None
    sampled: int | None
    conforming: int | None
    number: Decimal | None
    claimed: Decimal | None
    reperformed: Decimal | None
    change_uuid: str
    on_track: bool | None = None

    @property
    def content(self) -> Content:
        return Content(**{name: getattr(self, name) for name in FIELDS})


@dataclass(frozen=True)
class PreparedAnswer:
    """A change found right by the checklist version of this id.

    version: what stood when it was read; known: this UUID was taken before.
    """

    command: SaveAnswer
    checklist_version_id: int
    version: int
    known: bool
    proposal: Proposal | None


@dataclass(frozen=True)
class SavedAnswer:
    """version: of the answer as it stands now; rival: the change came on a stale base and was put beside it.

    receipt: SHA-256 of the canonical form of `content`, what was sent; current: what stands, of `current_by`.
    """

    version: int
    rival: bool
    receipt: str
    content: dict[str, object]
    current: dict[str, object]
    current_by: str
    saved_at: datetime
    proposal: Proposal | None


def save_answer(session: Session, actor: Actor, command: SaveAnswer, moment: Moment) -> SavedAnswer:
    """Check and store in one session; pages check in their reading session and store in the write turn."""
    return store_answer(session, actor, prepare_answer(session, actor, command), moment)


def prepare_answer(session: Session, actor: Actor, command: SaveAnswer) -> PreparedAnswer:
    """Check the change against audit, team and checklist: one statement.

    Raises Missing for an audit the actor is not on or a checkpoint that is not in its checklist, Conflict where
    answers no longer change, Invalid with the faults of the content.
    """
    reach_of(actor, Permission.AUDITS_ANSWER_WRITE)
    found = _read(session, actor, command)
    checkpoint = _checkpoint(session, found.sha256, command)
    proposal = None
    if found.known is None:
        if found.state != ANSWERED_IN:
            raise no_longer(found.state, actor)
        proposal = _checked(checkpoint, command.content, Profile(**found.profile))
        command = replace(command, note=command.note.replace("\r\n", "\n"))
    known = found.known is not None
    return PreparedAnswer(command, found.checklist_version_id, found.version or 0, known, proposal)


def _checkpoint(session: Session, sha256: str, command: SaveAnswer) -> Checkpoint:
    """Raises Conflict where an earlier version of the audit's checklist had it: what was typed is not simply lost."""
    try:
        return checkpoint_of(session, command.audit_id, checklist_with(session, sha256), command.checkpoint)
    except Missing:
        if was_set_aside(session, command.audit_id, command.checkpoint):
            raise Conflict("audits.checkpoint_set_aside", checkpoint=command.checkpoint) from None
        raise


def _read(session: Session, actor: Actor, command: SaveAnswer) -> Row[str, dict[str, bool], int, str, int, int]:
    given = {"of_audit": command.audit_id, "of_checkpoint": command.checkpoint, "uuid": command.change_uuid}
    found = session.connection().execute(asked_by(actor), given).first() if 0 < command.audit_id <= MOST_ID else None
    if found is None:
        raise Missing
    return found


def _checked(checkpoint: Checkpoint, content: Content, profile: Profile) -> Proposal | None:
    """Hold the content against its checkpoint, and tell what its figures propose. Raises Invalid."""
    if not applies(checkpoint, profile):
        raise Invalid([Fault("audits.out_of_profile", "checkpoint")])
    if faults := faults_of(checkpoint, content):
        raise Invalid(faults)
    return proposal_of(checkpoint, content)


def no_longer(state: str, actor: Actor) -> Conflict:
    """Answers and evidence change only while the audit is in progress; the sentence says what is possible."""
    possible = [AUDIT.word(row.target) for row in AUDIT.possible(state, actor.role)]
    return Conflict("audits.answers_closed", state=AUDIT.word(state), possible=possible)


def store_answer(session: Session, actor: Actor, prepared: PreparedAnswer, moment: Moment) -> SavedAnswer:
    """Write the answer where it still stands at its base and in its checklist, else a rival beside it.

    Raises Conflict where the audit moved on meanwhile, IntegrityError where the same UUID was taken meanwhile.
    """
    command = prepared.command
    content = command.content.document()
    saved = SavedAnswer(
        command.base_version + 1, False, sha256_of(content), content, content, actor.name, moment.at, prepared.proposal
    )
    if not _is_written(session, actor, prepared, moment):
        saved = _beside(session, actor, command, saved)
    revision = {
        "audit_id": command.audit_id, "checkpoint": command.checkpoint, "base_version": command.base_version,
        "rival": saved.rival, "content": content, "account_id": actor.account_id, "change_uuid": command.change_uuid,
        "received_at": moment.at,
    }  # fmt: skip
    session.connection().execute(REVISION, revision)
    act = "keep_rival_answer" if saved.rival else "save_answer"
    record_event(
        session, actor, moment, act, audit=command.audit_id, checkpoint=command.checkpoint, version=saved.version
    )
    return saved


def _is_written(session: Session, actor: Actor, prepared: PreparedAnswer, moment: Moment) -> bool:
    """Compare and set in one statement, which also holds the audit in progress."""
    command = prepared.command
    if command.base_version != prepared.version:
        return False
    given = {f"new_{name}": getattr(command, name) for name in FIELDS}
    given |= {"new_version": command.base_version + 1, "new_saved_by": actor.account_id, "new_saved_at": moment.at}
    given |= {"of_audit": command.audit_id, "of_checkpoint": command.checkpoint}
    given["of_checklist"] = prepared.checklist_version_id
    connection = session.connection()
    if command.base_version == 0:
        return connection.scalar(FIRST[connection.dialect.name], given) is not None
    return bool(connection.execute(CHANGE, given | {"base_version": command.base_version}).rowcount)


def _beside(session: Session, actor: Actor, command: SaveAnswer, saved: SavedAnswer) -> SavedAnswer:
    """Tell what stands instead of the change. Raises Conflict where the audit is no longer in progress."""
    asked = (
        select(Audit.state, Answer.version, Answer.saved_at, Account.name, *_COLUMNS)
        .outerjoin(Answer, (Answer.audit_id == Audit.id) & (Answer.checkpoint == command.checkpoint))
        .outerjoin(Account, Account.id == Answer.saved_by)
        .where(Audit.id == command.audit_id)
        .with_for_update(read=True, of=Audit)
    )
    stands = session.execute(asked).one()
    if stands.state != ANSWERED_IN:
        raise no_longer(stands.state, actor)
    current = Content(**{name: getattr(stands, name) for name in FIELDS}) if stands.version else Content()
    return replace(
        saved, rival=True, version=stands.version or 0, current=current.document(), current_by=stands.name or "",
        saved_at=stands.saved_at or saved.saved_at,
    )  # fmt: skip
