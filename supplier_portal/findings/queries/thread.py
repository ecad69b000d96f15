"""What both sides wrote about a finding, and what the buyer's people wrote among themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.accounts.models import Account
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.errors import Missing
from supplier_portal.findings.models import Finding, Message, MessageFile, Note
from supplier_portal.findings.queries import visible


@dataclass(frozen=True)
class Written:
    """A message with who wrote it and what came with it."""

    message: Message
    author: Account
    files: Sequence[MessageFile]


def thread_of(session: Session, finding: Finding) -> list[Written]:
    """The messages of a finding the actor was seen to read, the oldest first; two statements."""
    written = select(Message, Account).join(Account, Account.id == Message.written_by)
    rows = session.execute(written.where(Message.finding_id == finding.id).order_by(Message.id)).all()
    files = session.scalars(
        select(MessageFile)
        .join(Message, Message.id == MessageFile.message_id)
        .where(Message.finding_id == finding.id)
        .order_by(MessageFile.id)
    ).all()
    return [Written(one, author, [file for file in files if file.message_id == one.id]) for one, author in rows]


def notes_of(session: Session, actor: Actor, finding: Finding) -> list[tuple[Note, Account]]:
    """The buyer's notes on a finding the actor was seen to read; for who may not read them no statement is sent."""
    if not decide(actor, Permission.FINDINGS_NOTE_READ).allowed:
        return []
    written = select(Note, Account).join(Account, Account.id == Note.written_by)
    return [(note, author) for note, author in session.execute(written.where(Note.finding_id == finding.id))]


def message_file(session: Session, actor: Actor, finding_id: int, file_id: int) -> tuple[MessageFile, int]:
    """A file of a message and who sent it. Raises Missing where it is not there for this actor."""
    seen = visible(actor).where(Finding.id == min(finding_id, MOST_ID)).with_only_columns(Finding.id)
    asked = (
        select(MessageFile, Message.written_by)
        .join(Message, Message.id == MessageFile.message_id)
        .where(MessageFile.id == min(file_id, MOST_ID), Message.finding_id.in_(seen))
    )
    row = session.execute(asked).first()
    if row is None:
        raise Missing
    file, sender = row
    return file, sender


def message_bytes(session: Session, finding_id: int) -> int:
    """How much the files of a finding's messages take together."""
    files = select(func.sum(MessageFile.size)).join(Message, Message.id == MessageFile.message_id)
    return session.scalar(files.where(Message.finding_id == finding_id)) or 0
