"""The document list: what planner and lead ask for, and what the team says of what came."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import asked_of
from supplier_portal.domain.checklist.version import Checkpoint, Text
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.trail.operations import record_event
from supplier_portal.visits.default_documents import defaults_for, wanted_by
from supplier_portal.visits.models import ASKED, INSUFFICIENT, READ, DocumentRequest
from supplier_portal.visits.operations.agenda import check_prepared
from supplier_portal.visits.operations.wording import faults_of_texts
from supplier_portal.visits.queries import reached_audit
from supplier_portal.visits.queries.documents import WITH_TEAM, document_of, documents_of, files_of

LONGEST = {"title_en": 300, "title_zh": 300, "why": 2000}
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class AskDocument:
    """request_id: None for a new one; title in one language at least; checkpoints: codes it is for."""

    audit_id: int
    title_en: str
    title_zh: str
    why: str
    checkpoints: tuple[str, ...]
    due_on: date | None
    request_id: int | None = None


@dataclass(frozen=True)
class ProposeDocuments:
    """chosen: (code of a checkpoint, place of one of its evidence texts); nothing chosen means the default list."""

    audit_id: int
    chosen: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class JudgeDocument:
    """verdict: read, or insufficient with a note that the supplier reads."""

    audit_id: int
    request_id: int
    verdict: str
    note: str


def ask_document(session: Session, actor: Actor, command: AskDocument, moment: Moment) -> DocumentRequest:
    """Ask for one more document, or put one in other words. Raises Missing, Conflict, Invalid with every fault."""
    audit = _asking(session, actor, command.audit_id)
    request = DocumentRequest(audit_id=audit.id, asked_by=actor.account_id, asked_at=moment.at)
    if command.request_id is not None:
        request = document_of(session, actor, audit.id, command.request_id)
    asked = asked_checkpoints(session, audit)
    if faults := list(_faults(command, audit, asked, earliest=min(request.due_on or moment.day, moment.day))):
        raise Invalid(faults)
    for name in LONGEST:
        setattr(request, name, getattr(command, name).strip())
    request.checkpoints = [code for code in asked if code in command.checkpoints]
    request.due_on = command.due_on or moment.day
    session.add(request)
    session.flush()
    record_event(session, actor, moment, "ask_document", audit=audit.id, document=request.id)
    return request


def propose_documents(
    session: Session, actor: Actor, command: ProposeDocuments, moment: Moment
) -> list[DocumentRequest]:
    """Ask for all that was chosen and is not asked for yet. Raises Missing, Conflict, Invalid at `chosen`."""
    audit = _asking(session, actor, command.audit_id)
    wanted = _wanted(command.chosen, asked_checkpoints(session, audit))
    if not wanted:
        raise Invalid([Fault("visits.nothing_chosen", "chosen")])
    known = {shown.request.title_en for shown in documents_of(session, actor, audit.id)}
    requests = [
        DocumentRequest(
            audit_id=audit.id, title_en=title.en[:300], title_zh=title.zh[:300], checkpoints=list(codes),
            due_on=wanted_by(audit.starts_on, moment.day), asked_by=actor.account_id, asked_at=moment.at,
        )
        for title, codes in wanted
        if title.en[:300] not in known
    ]  # fmt: skip
    session.add_all(requests)
    session.flush()
    record_event(session, actor, moment, "propose_documents", audit=audit.id, count=len(requests))
    return requests


def withdraw_document(session: Session, actor: Actor, audit_id: int, request_id: int, moment: Moment) -> None:
    """Take a document off the list. Raises Missing, Conflict where the supplier answered already."""
    audit = _asking(session, actor, audit_id)
    request = document_of(session, actor, audit.id, request_id)
    if request.state != ASKED or files_of(session, actor, request.id):
        raise Conflict("visits.document_answered")
    session.delete(request)
    session.flush()
    record_event(session, actor, moment, "withdraw_document", audit=audit.id, document=request_id)


def judge_document(session: Session, actor: Actor, command: JudgeDocument, moment: Moment) -> DocumentRequest:
    """Say what the document is worth. Raises Missing, Conflict where nothing waits to be read, Invalid."""
    audit = reached_audit(session, actor, Permission.VISITS_DOCUMENT_JUDGE, command.audit_id, locked=True)
    request = document_of(session, actor, audit.id, command.request_id)
    if request.state not in WITH_TEAM:
        raise Conflict("visits.nothing_to_read", state=f"document_state.{request.state}")
    faults = list(faults_of_texts({"note": command.note}, {"note": LONGEST_NOTE}))
    if command.verdict not in {READ, INSUFFICIENT}:
        faults.append(Fault("form.unknown_choice", "verdict"))
    if command.verdict == INSUFFICIENT and not command.note.strip():
        faults.append(Fault("visits.note_needed", "note"))
    if faults:
        raise Invalid(faults)
    request.state, request.note = command.verdict, command.note.strip()
    request.judged_by, request.judged_at = actor.account_id, moment.at
    session.flush()
    record_event(session, actor, moment, "judge_document", audit=audit.id, document=request.id, verdict=command.verdict)
    return request


def asked_checkpoints(session: Session, audit: Audit) -> dict[str, Checkpoint]:
    """The checkpoints of an audit that apply to its supplier, by code, in their order."""
    return {one.code: one for one in asked_of(audit, checklists_of(session, audit).by_code.values())}


def _asking(session: Session, actor: Actor, audit_id: int) -> Audit:
    audit = reached_audit(session, actor, Permission.VISITS_DOCUMENT_ASK, audit_id, locked=True)
    check_prepared(audit)
    return audit


def _wanted(chosen: Collection[tuple[str, int]], asked: Mapping[str, Checkpoint]) -> list[tuple[Text, tuple[str, ...]]]:
    if not chosen:
        return [(one.title, one.checkpoints) for one in defaults_for(asked)]
    return [
        (text, (code,))
        for code, checkpoint in asked.items()
        for place, text in enumerate(checkpoint.evidence)
        if (code, place) in chosen
    ]


def _faults(command: AskDocument, audit: Audit, asked: Collection[str], *, earliest: date) -> Iterator[Fault]:
    if not (command.title_en.strip() or command.title_zh.strip()):
        yield Fault("form.required", "title_zh")
    yield from faults_of_texts({name: getattr(command, name) for name in LONGEST}, LONGEST)
    if not set(command.checkpoints) <= set(asked):
        yield Fault("form.unknown_choice", "checkpoints")
    if command.due_on is None:
        yield Fault("form.required", "due_on")
    elif not earliest <= command.due_on <= audit.ends_on:
        yield Fault("visits.due_day", "due_on", facts={"first": str(earliest), "last": str(audit.ends_on)})
