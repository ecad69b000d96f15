"""Documents asked for with what came for them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.models import Evidence
from supplier_portal.visits.models import ASKED, INSUFFICIENT, NOT_AVAILABLE, PROVIDED, DocumentFile, DocumentRequest
from supplier_portal.visits.queries import one_of, visible_documents, visible_files

WITH_SUPPLIER = (ASKED, INSUFFICIENT)
WITH_TEAM = (PROVIDED, NOT_AVAILABLE)


@dataclass(frozen=True)
class ShownDocument:
    """A document with its files in the order they came."""

    request: DocumentRequest
    files: list[DocumentFile]


def documents_of(session: Session, actor: Actor, audit_id: int) -> list[ShownDocument]:
    """The document list by due day, in two statements."""
    asked = visible_documents(actor).where(DocumentRequest.audit_id == audit_id)
    requests = session.scalars(asked.order_by(DocumentRequest.due_on, DocumentRequest.id)).all()
    wanted = visible_files(actor).where(DocumentFile.request_id.in_([request.id for request in requests]))
    files: dict[int, list[DocumentFile]] = {}
    for file in session.scalars(wanted.order_by(DocumentFile.id)):
        files.setdefault(file.request_id, []).append(file)
    return [ShownDocument(request, files.get(request.id, [])) for request in requests]


def document_of(session: Session, actor: Actor, audit_id: int, request_id: int) -> DocumentRequest:
    """One document of the audit. Raises Missing."""
    here = (DocumentRequest.audit_id == audit_id, DocumentRequest.id == request_id)
    return one_of(session, visible_documents(actor), audit_id, *here)


def files_of(session: Session, actor: Actor, request_id: int) -> list[DocumentFile]:
    """The files that came for one document."""
    asked = visible_files(actor).where(DocumentFile.request_id == request_id)
    return list(session.scalars(asked.order_by(DocumentFile.id)))


def file_of(session: Session, actor: Actor, request_id: int, file_id: int) -> DocumentFile:
    """One file of a document. Raises Missing."""
    here = (DocumentFile.request_id == request_id, DocumentFile.id == file_id)
    return one_of(session, visible_files(actor), request_id, *here)


def document_bytes(session: Session, audit_id: int) -> int:
    """How much the files sent before an audit take together."""
    of_audit = select(DocumentRequest.id).where(DocumentRequest.audit_id == audit_id)
    return session.scalar(select(func.sum(DocumentFile.size)).where(DocumentFile.request_id.in_(of_audit))) or 0


def taken_over(session: Session, audit_id: int, digests: Collection[str]) -> dict[str, list[str]]:
    """Codes of the checkpoints that have these files as evidence, by digest."""
    asked = select(Evidence.digest, Evidence.checkpoint).where(
        Evidence.audit_id == audit_id, Evidence.digest.in_(digests)
    )
    found: dict[str, list[str]] = {}
    for digest, checkpoint in session.execute(asked.distinct().order_by(Evidence.checkpoint)):
        found.setdefault(digest, []).append(checkpoint)
    return found
