"""What both sides write each other, and what the buyer's people write among themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.findings.texts import LONGEST_REASON, text_faults
from supplier_portal.domain.moment import Moment
from supplier_portal.files.operations import Upload, remember_file
from supplier_portal.findings.models import Finding, Message, MessageFile, Note
from supplier_portal.findings.operations.redacting import shown_of
from supplier_portal.findings.queries import found
from supplier_portal.findings.telling import tell_message
from supplier_portal.trail.operations import record_event

MOST_FILES = 5
Sent = tuple[Upload, str]
"""A file sent with words, and its name as uploaded."""


@dataclass(frozen=True)
class WriteMessage:
    finding_id: int
    text: str
    files: tuple[Sent, ...] = ()


@dataclass(frozen=True)
class WriteNote:
    finding_id: int
    text: str


def awaits_message(session: Session, actor: Actor, finding_id: int) -> Finding:
    """The finding where both sides write each other: from its notice on. Raises Missing, Conflict for a draft."""
    reach_of(actor, Permission.FINDINGS_MESSAGE_WRITE)
    finding = found(session, actor, finding_id)
    if finding.notified_at is None:
        raise Conflict("findings.message_not_now")
    return finding


def message_faults(text: str, files: int) -> list[Fault]:
    """Faults of a message with so many files."""
    faults = text_faults("text", text, LONGEST_REASON)
    return (
        [*faults, Fault("findings.too_many_files", "files", facts={"most": MOST_FILES})]
        if files > MOST_FILES
        else faults
    )


def write_message(session: Session, actor: Actor, command: WriteMessage, moment: Moment) -> Message:
    """Write to the other side. Raises Missing, Conflict for a draft, Invalid."""
    finding = awaits_message(session, actor, command.finding_id)
    if faults := message_faults(command.text, len(command.files)):
        raise Invalid(faults)
    return message_row(session, actor, finding, command.text, command.files, moment)


def message_row(
    session: Session, actor: Actor, finding: Finding, text: str, files: Sequence[Sent], moment: Moment
) -> Message:
    """Write a message that was checked, with its files."""
    message = Message(finding_id=finding.id, text=text.strip(), written_by=actor.account_id, written_at=moment.at)
    session.add(message)
    session.flush()
    for upload, name in files:
        session.add(
            MessageFile(
                message_id=message.id,
                digest=remember_file(session, upload, moment.at),
                shown_digest=shown_of(session, actor, finding.id, upload),
                media_type=upload.media_type,
                size=upload.size,
                name=name[-200:],
            )
        )
    session.flush()
    record_event(session, actor, moment, "write_finding_message", finding=finding.id, message=message.id)
    tell_message(session, actor, finding, message.id, moment)
    return message


def write_note(session: Session, actor: Actor, command: WriteNote, moment: Moment) -> Note:
    """Write a note that only the buyer's people read. Raises Missing, Invalid."""
    reach_of(actor, Permission.FINDINGS_NOTE_WRITE)
    finding = found(session, actor, command.finding_id)
    if faults := text_faults("note", command.text, LONGEST_REASON):
        raise Invalid(faults)
    note = Note(finding_id=finding.id, text=command.text.strip(), written_by=actor.account_id, written_at=moment.at)
    session.add(note)
    session.flush()
    record_event(session, actor, moment, "write_finding_note", finding=finding.id, note=note.id)
    return note
