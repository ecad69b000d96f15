"""The supplier's self-assessment: saved in pieces, handed in once, handed back by the lead with a reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import profile_of
from supplier_portal.domain.answering import Content, faults_of
from supplier_portal.domain.checklist.profile import applies
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.trail.operations import record_event
from supplier_portal.visits.models import SelfAssessment, SelfAssessmentEntry
from supplier_portal.visits.operations.wording import faults_of_needed
from supplier_portal.visits.queries import account_of, names_of, reached_audit
from supplier_portal.visits.queries.assessments import WRITTEN_WHILE, assessment_of, entries_of, unrated

LONGEST_REASON = 2000


@dataclass(frozen=True)
class OwnRating:
    """base_version: the version the change was made on, 0 where there was no entry."""

    checkpoint: str
    rating: str | None
    note: str
    base_version: int


@dataclass(frozen=True)
class SaveSelfAssessment:
    """ratings: of one checkpoint or of several; faults name `<code>-rating` and `<code>-note`."""

    audit_id: int
    ratings: tuple[OwnRating, ...]


@dataclass(frozen=True)
class HandBack:
    audit_id: int
    reason: str


def save_self_assessment(
    session: Session, actor: Actor, command: SaveSelfAssessment, moment: Moment
) -> list[SelfAssessmentEntry]:
    """Save all that changed, or nothing. Returns the entries that were written.

    Raises Missing, Conflict once it is handed in or the visit is over, Invalid with every fault; a colleague who was
    quicker at a checkpoint is a fault there.
    """
    audit = _writing(session, actor, command.audit_id)
    checkpoints = checklists_of(session, audit).by_code
    known = entries_of(session, actor, audit.id)
    changed = [one for one in command.ratings if _differs(one, known.get(one.checkpoint))]
    faults = [fault for one in changed for fault in _faults(one, checkpoints.get(one.checkpoint), audit)]
    faults += _faults_of_colleagues(session, changed, known)
    if faults:
        raise Invalid(faults)
    written = [_entry(audit, one, known) for one in changed]
    for entry in written:
        entry.saved_by, entry.saved_at = account_of(actor), moment.at
    if written:
        session.add_all([_begun(session, actor, audit), *written])
        session.flush()
        codes = [entry.checkpoint for entry in written]
        record_event(session, actor, moment, "save_self_assessment", audit=audit.id, checkpoints=codes)
    return written


def hand_in(session: Session, actor: Actor, audit_id: int, moment: Moment) -> SelfAssessment:
    """Hand it in: the team reads it from now on, and nobody changes it.

    Raises Missing, Conflict where checkpoints have no level yet, where it is handed in already or the visit is over.
    """
    audit = _writing(session, actor, audit_id)
    left = unrated(audit, checklists_of(session, audit).by_code.values(), entries_of(session, actor, audit.id))
    if left:
        raise Conflict("visits.not_all_rated", count=len(left), checkpoints=left)
    assessment = _begun(session, actor, audit)
    assessment.handed_in_by, assessment.handed_in_at = actor.account_id, moment.at
    session.add(assessment)
    session.flush()
    record_event(session, actor, moment, "hand_in_self_assessment", audit=audit.id)
    return assessment


def hand_back(session: Session, actor: Actor, command: HandBack, moment: Moment) -> SelfAssessment:
    """Give it back to the supplier to change. Raises Missing, Conflict where it is not handed in, Invalid."""
    audit = reached_audit(session, actor, Permission.VISITS_SELF_ASSESSMENT_RETURN, command.audit_id, locked=True)
    assessment = assessment_of(session, actor, audit.id)
    if assessment is None or assessment.handed_in_at is None:
        raise Conflict("visits.not_handed_in")
    _check_while(audit)
    if faults := list(faults_of_needed({"reason": command.reason}, {"reason": LONGEST_REASON})):
        raise Invalid(faults)
    assessment.handed_in_at = assessment.handed_in_by = None
    assessment.handed_back_by, assessment.handed_back_at = actor.account_id, moment.at
    assessment.handed_back_reason = command.reason.strip()
    session.flush()
    record_event(session, actor, moment, "hand_back_self_assessment", audit=audit.id)
    return assessment


def _writing(session: Session, actor: Actor, audit_id: int) -> Audit:
    """The audit under a lock: nothing is saved behind a hand-in."""
    audit = reached_audit(session, actor, Permission.VISITS_SELF_ASSESSMENT_WRITE, audit_id, locked=True)
    _check_while(audit)
    assessment = assessment_of(session, actor, audit.id)
    if assessment is not None and assessment.handed_in_at is not None:
        raise Conflict("visits.handed_in")
    return audit


def _check_while(audit: Audit) -> None:
    if audit.state not in WRITTEN_WHILE:
        possible = [AUDIT.word(state) for state in WRITTEN_WHILE]
        raise Conflict("visits.assessment_over", state=AUDIT.word(audit.state), possible=possible)


def _begun(session: Session, actor: Actor, audit: Audit) -> SelfAssessment:
    return assessment_of(session, actor, audit.id) or SelfAssessment(audit_id=audit.id)


def _note(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _differs(one: OwnRating, known: SelfAssessmentEntry | None) -> bool:
    if known is None:
        return one.rating is not None or bool(_note(one.note))
    return (one.rating, _note(one.note)) != (known.rating, known.note)


def _faults(one: OwnRating, checkpoint: Checkpoint | None, audit: Audit) -> Iterator[Fault]:
    """What an answer of the auditors may not hold, this may not either."""
    if checkpoint is None or not applies(checkpoint, profile_of(audit)):
        yield Fault("audits.out_of_profile", f"{one.checkpoint}-rating")
        return
    for fault in faults_of(checkpoint, Content(rating=one.rating, note=one.note)):
        yield Fault(fault.code, f"{one.checkpoint}-{fault.place}", facts=fault.facts)


def _faults_of_colleagues(
    session: Session, changed: list[OwnRating], known: Mapping[str, SelfAssessmentEntry]
) -> Iterator[Fault]:
    quicker = [
        entry
        for one in changed
        if (entry := known.get(one.checkpoint)) is not None and entry.version != one.base_version
    ]
    names = names_of(session, {entry.saved_by for entry in quicker}) if quicker else {}
    for entry in quicker:
        facts = {"name": names[entry.saved_by], "rating": entry.rating or "–", "note": entry.note or "–"}
        yield Fault("visits.colleague_quicker", f"{entry.checkpoint}-rating", facts=facts)


def _entry(audit: Audit, one: OwnRating, known: Mapping[str, SelfAssessmentEntry]) -> SelfAssessmentEntry:
    """The entry as it is to stand: the known one, or a first."""
    entry = known.get(one.checkpoint) or SelfAssessmentEntry(audit_id=audit.id, checkpoint=one.checkpoint, version=0)
    entry.rating, entry.note, entry.version = one.rating, _note(one.note), entry.version + 1
    return entry
