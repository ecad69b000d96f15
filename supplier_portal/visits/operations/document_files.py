"""What the supplier answers to a document, and how the team takes it over as evidence."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.audits.models import Audit, Evidence
from supplier_portal.audits.operations import AddEvidence, add_evidence
from supplier_portal.audits.queries import evidence_bytes
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.files.operations import Room, Upload, remember_file
from supplier_portal.trail.operations import record_event
from supplier_portal.visits.models import ASKED, NOT_AVAILABLE, PROVIDED, READ, DocumentFile, DocumentRequest
from supplier_portal.visits.operations.agenda import check_prepared
from supplier_portal.visits.operations.wording import faults_of_needed
from supplier_portal.visits.queries import reached_audit
from supplier_portal.visits.queries.documents import document_of, file_of, files_of, taken_over

LONGEST_REASON, LONGEST_NAME, MOST_FILES = 2000, 200, 100


@dataclass(frozen=True)
class SendDocument:
    """name: the file's, as its owner called it."""

    audit_id: int
    request_id: int
    upload: Upload
    name: str


@dataclass(frozen=True)
class DeclareNotAvailable:
    audit_id: int
    request_id: int
    reason: str


@dataclass(frozen=True)
class TakeOverDocument:
    """checkpoint, caption, about_on: as of evidence that is added by hand; most: bytes of evidence of one audit."""

    audit_id: int
    request_id: int
    file_id: int
    checkpoint: str
    caption: str
    about_on: date | None
    most: int


def awaits_document(
    session: Session, actor: Actor, audit_id: int, request_id: int, *, locked: bool = False
) -> DocumentRequest:
    """The document where a file may come for it now: asked before the file is stored, `locked` when it comes.

    Raises Missing, Conflict once the visit is over or where it has all the files it takes.
    """
    request = _answered(session, actor, audit_id, request_id, locked=locked)[1]
    if len(files_of(session, actor, request.id)) >= MOST_FILES:
        raise Conflict("visits.files_enough", most=MOST_FILES)
    return request


def send_document(session: Session, actor: Actor, command: SendDocument, moment: Moment) -> DocumentFile:
    """Put a file to the document; it waits for the team then. Raises as `awaits_document`."""
    request = awaits_document(session, actor, command.audit_id, command.request_id, locked=True)
    upload = command.upload
    file = DocumentFile(
        request_id=request.id,
        digest=remember_file(session, upload, moment.at),
        shown_digest=upload.shown.digest if upload.shown else None,
        media_type=upload.media_type,
        size=upload.size,
        name=command.name[-LONGEST_NAME:],
        added_by=actor.account_id,
        added_at=moment.at,
    )
    session.add(file)
    request.state, request.reason = PROVIDED, ""
    request.answered_by, request.answered_at = actor.account_id, moment.at
    session.flush()
    record_event(
        session, actor, moment, "send_document", audit=request.audit_id, document=request.id, sha256=upload.digest
    )
    return file


def declare_not_available(
    session: Session, actor: Actor, command: DeclareNotAvailable, moment: Moment
) -> DocumentRequest:
    """Say that there is no such document, and why. Raises Missing, Conflict, Invalid at `reason`."""
    audit, request = _answered(session, actor, command.audit_id, command.request_id)
    if request.state in {PROVIDED, READ}:
        raise Conflict("visits.document_was_sent")
    if faults := list(faults_of_needed({"reason": command.reason}, {"reason": LONGEST_REASON})):
        raise Invalid(faults)
    request.state, request.reason = NOT_AVAILABLE, command.reason.strip()
    request.answered_by, request.answered_at = actor.account_id, moment.at
    session.flush()
    record_event(session, actor, moment, "declare_not_available", audit=audit.id, document=request.id)
    return request


def take_back_file(session: Session, actor: Actor, where: tuple[int, int, int], moment: Moment) -> None:
    """Take back a file sent by mistake; where: ids of audit, document and file.

    Raises Missing, Conflict where the team has read the document or taken the file over.
    """
    audit_id, request_id, file_id = where
    audit, request = _answered(session, actor, audit_id, request_id)
    file = file_of(session, actor, request.id, file_id)
    if request.state != PROVIDED or taken_over(session, audit.id, [file.digest]):
        raise Conflict("visits.file_was_read")
    session.delete(file)
    session.flush()
    if not files_of(session, actor, request.id):
        request.state = ASKED
    session.flush()
    record_event(session, actor, moment, "take_back_file", audit=audit.id, document=request.id, file=file_id)


def take_over_document(session: Session, actor: Actor, command: TakeOverDocument, moment: Moment) -> Evidence:
    """Make a file evidence of a checkpoint: one more row, and the same file in the store.

    Raises Missing, Conflict where answers do not change now, Invalid with faults at their fields.
    """
    audit = reached_audit(session, actor, Permission.AUDITS_EVIDENCE_ADD, command.audit_id, locked=True)
    request = document_of(session, actor, audit.id, command.request_id)
    file = file_of(session, actor, request.id, command.file_id)
    if command.checkpoint in taken_over(session, audit.id, [file.digest]).get(file.digest, ()):
        raise Invalid([Fault("visits.taken_over_already", "checkpoint", facts={"checkpoint": command.checkpoint})])
    room = Room(evidence_bytes(session, audit.id), command.most, "files.no_room_in_audit")
    room.check(file.size, "checkpoint")
    shown = Upload(file.shown_digest, 0, "image/jpeg") if file.shown_digest else None
    upload = Upload(file.digest, file.size, file.media_type, shown)
    added = AddEvidence(audit.id, command.checkpoint, upload, file.name, command.caption, command.about_on)
    evidence = add_evidence(session, actor, added, moment)
    record_event(session, actor, moment, "take_over_document", audit=audit.id, file=file.id, evidence=evidence.id)
    return evidence


def _answered(
    session: Session, actor: Actor, audit_id: int, request_id: int, *, locked: bool = True
) -> tuple[Audit, DocumentRequest]:
    """The document of an audit under a lock: of an answer and a verdict at one time, the second knows of the first."""
    audit = reached_audit(session, actor, Permission.VISITS_DOCUMENT_UPLOAD, audit_id, locked=locked)
    request = document_of(session, actor, audit.id, request_id)
    check_prepared(audit)
    return audit, request
