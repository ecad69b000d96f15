"""Saving many answers of one audit together, by the rules of a single one, in a handful of statements.

For those who hold the whole audit at once; nothing is kept beside another's answer here: a stale base stops them all.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.audits.operations.answer_statements import ANSWERED_IN, FIELDS, REVISION
from supplier_portal.audits.operations.answers import SaveAnswer, no_longer
from supplier_portal.audits.queries import find_audit, profile_of
from supplier_portal.domain.answering import faults_of
from supplier_portal.domain.checklist.profile import applies
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.trail.operations import record_event

_NEW = insert(Answer)


def save_answers(session: Session, actor: Actor, audit_id: int, commands: Sequence[SaveAnswer], moment: Moment) -> None:
    """Write all these answers, or none.

    Raises Missing for an audit the actor is not on, a checkpoint that is not in its checklists or a command of another
    audit, Conflict where answers no longer change or one was changed since its base, Invalid with every fault, its
    place led by the checkpoint.
    """
    reach_of(actor, Permission.AUDITS_ANSWER_WRITE)
    audit = find_audit(session, actor, audit_id, locked=True)
    if audit.state != ANSWERED_IN:
        raise no_longer(audit.state, actor)
    if any(command.audit_id != audit_id for command in commands):
        raise Missing
    if faults := _faults(session, audit, commands):
        raise Invalid(faults)
    _refuse_stale(session, audit_id, commands)
    if not commands:
        return
    _store(session, actor, [replace(one, note=one.note.replace("\r\n", "\n")) for one in commands], moment)
    record_event(
        session, actor, moment, "save_answers", audit=audit_id, checkpoints=[one.checkpoint for one in commands]
    )


def _faults(session: Session, audit: Audit, commands: Sequence[SaveAnswer]) -> list[Fault]:
    known, profile = checklists_of(session, audit).by_code, profile_of(audit)
    faults = []
    for command in commands:
        if (checkpoint := known.get(command.checkpoint)) is None:
            raise Missing
        found = faults_of(checkpoint, command.content)
        if not applies(checkpoint, profile):
            found = [Fault("audits.out_of_profile", "checkpoint")]
        faults += [Fault(one.code, f"{command.checkpoint}: {one.place}", facts=one.facts) for one in found]
    return faults


def _refuse_stale(session: Session, audit_id: int, commands: Sequence[SaveAnswer]) -> None:
    """Raises Conflict naming the checkpoints whose answer is not at its base, or that are told twice."""
    stored = select(Answer.checkpoint, Answer.version).where(Answer.audit_id == audit_id)
    versions: Mapping[str, int] = dict(session.execute(stored).all())
    told = Counter(command.checkpoint for command in commands)
    stale = {
        command.checkpoint
        for command in commands
        if versions.get(command.checkpoint, 0) != command.base_version or told[command.checkpoint] > 1
    }
    if stale:
        raise Conflict("audits.changed_meanwhile", checkpoints=sorted(stale))


def _store(session: Session, actor: Actor, commands: Sequence[SaveAnswer], moment: Moment) -> None:
    """The answers, and a revision for each; the audit's row is locked, so nobody writes between."""
    connection, who = session.connection(), {"saved_by": actor.account_id, "saved_at": moment.at}
    rows = {command.checkpoint: _row(command) | who for command in commands}
    if new := [rows[command.checkpoint] for command in commands if command.base_version == 0]:
        connection.execute(_NEW, new)
    for command in commands:
        if command.base_version:
            of_answer = (Answer.audit_id == command.audit_id, Answer.checkpoint == command.checkpoint)
            connection.execute(update(Answer).where(*of_answer).values(rows[command.checkpoint]))
    connection.execute(
        REVISION,
        [
            {
                "audit_id": command.audit_id, "checkpoint": command.checkpoint, "base_version": command.base_version,
                "rival": False, "content": command.content.document(), "account_id": actor.account_id,
                "change_uuid": command.change_uuid, "received_at": moment.at,
            }
            for command in commands
        ],
    )  # fmt: skip


def _row(command: SaveAnswer) -> dict[str, object]:
    content = {name: getattr(command, name) for name in FIELDS}
    content["note"] = command.note.replace("\r\n", "\n")
    return {
        "audit_id": command.audit_id,
        "checkpoint": command.checkpoint,
        "version": command.base_version + 1,
    } | content
