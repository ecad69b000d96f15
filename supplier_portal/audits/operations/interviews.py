"""Who was asked at a checkpoint: the function for both sides, the name for the buyer's alone."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.interviews import visible_interviews
from supplier_portal.audits.models import Audit, Interview
from supplier_portal.audits.operations.answer_statements import ANSWERED_IN
from supplier_portal.audits.operations.answers import no_longer
from supplier_portal.audits.operations.evidence import awaits_evidence
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.trail.operations import record_event

LONGEST = 120


@dataclass(frozen=True)
class NoteInterview:
    """function: what the person does there, such as "Shift leader"; person: the name, which may be left out."""

    audit_id: int
    checkpoint: str
    function: str
    person: str = ""


def note_interview(session: Session, actor: Actor, command: NoteInterview, moment: Moment) -> Interview:
    """Keep who was asked. Raises Missing, Conflict where answers no longer change, Invalid with every fault."""
    reach_of(actor, Permission.AUDITS_ANSWER_WRITE)
    audit = awaits_evidence(session, actor, command.audit_id, command.checkpoint)
    if faults := _faults(command):
        raise Invalid(faults)
    _hold(session, actor, audit)
    interview = Interview(
        audit_id=audit.id,
        checkpoint=command.checkpoint,
        function=command.function.strip(),
        person=command.person.strip(),
        noted_by=actor.account_id,
        noted_at=moment.at,
    )
    session.add(interview)
    session.flush()
    record_event(session, actor, moment, "note_interview", audit=audit.id, interview=interview.id)
    return interview


def strike_interview(session: Session, actor: Actor, audit_id: int, interview_id: int, moment: Moment) -> str:
    """Take it out again; gives the checkpoint. Raises Missing, Conflict where answers no longer change."""
    reach_of(actor, Permission.AUDITS_ANSWER_WRITE)
    asked = visible_interviews(actor).where(Interview.id == min(interview_id, MOST_ID), Interview.audit_id == audit_id)
    interview = session.scalar(asked)
    if interview is None:
        raise Missing
    audit = awaits_evidence(session, actor, audit_id, interview.checkpoint)
    _hold(session, actor, audit)
    session.delete(interview)
    session.flush()
    record_event(session, actor, moment, "strike_interview", audit=audit.id, interview=interview_id)
    return interview.checkpoint


def _hold(session: Session, actor: Actor, audit: Audit) -> None:
    """Keep the audit where it stands until the transaction ends."""
    state = session.scalar(select(Audit.state).where(Audit.id == audit.id).with_for_update(read=True))
    if state != ANSWERED_IN:
        raise no_longer(state or audit.state, actor)


def _faults(command: NoteInterview) -> list[Fault]:
    faults = [] if command.function.strip() else [Fault("form.required", "function")]
    for place, text in (("function", command.function), ("person", command.person)):
        if len(text) > LONGEST:
            faults.append(Fault("form.too_long", place, facts={"most": LONGEST, "length": len(text)}))
        if not readable(text):
            faults.append(Fault("audits.control_character", place))
    return faults
