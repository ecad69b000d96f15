"""Adding evidence to a checkpoint: the file is in the store already, checked and flushed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.models import Audit, Evidence
from supplier_portal.audits.operations.answer_statements import ANSWERED_IN
from supplier_portal.audits.operations.answers import no_longer
from supplier_portal.audits.queries import find_audit
from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.domain.evidence import faults_of_day
from supplier_portal.domain.moment import Moment
from supplier_portal.files.operations import Upload, remember_file
from supplier_portal.trail.operations import record_event

LONGEST_CAPTION, LONGEST_NAME = 300, 200


@dataclass(frozen=True)
class AddEvidence:
    """name: the file's, as its owner called it; about_on: the day the evidence is about, not the day it was added."""

    audit_id: int
    checkpoint: str
    upload: Upload
    name: str
    caption: str
    about_on: date | None


def awaits_evidence(session: Session, actor: Actor, audit_id: int, checkpoint: str) -> Audit:
    """The audit where the checkpoint takes evidence now: asked before a file is stored.

    Raises Missing, Conflict where answers no longer change.
    """
    reach_of(actor, Permission.AUDITS_EVIDENCE_ADD)
    audit = find_audit(session, actor, audit_id)
    if checkpoint not in checklists_of(session, audit).by_code:
        raise Missing
    if audit.state != ANSWERED_IN:
        raise no_longer(audit.state, actor)
    return audit


def add_evidence(session: Session, actor: Actor, command: AddEvidence, moment: Moment) -> Evidence:
    """Put the file beside the answer. Raises Missing, Conflict where answers no longer change, Invalid."""
    audit = awaits_evidence(session, actor, command.audit_id, command.checkpoint)
    if faults := faults_of_words(command.caption, command.about_on, audit, moment.day):
        raise Invalid(faults)
    state = session.scalar(select(Audit.state).where(Audit.id == audit.id).with_for_update(read=True))
    if state != ANSWERED_IN:
        raise no_longer(state or audit.state, actor)
    upload = command.upload
    evidence = Evidence(
        audit_id=audit.id,
        checkpoint=command.checkpoint,
        digest=remember_file(session, upload, moment.at),
        shown_digest=upload.shown.digest if upload.shown else None,
        media_type=upload.media_type,
        size=upload.size,
        name=_clean(command.name),
        caption=command.caption.strip(),
        about_on=command.about_on,
        added_by=actor.account_id,
        added_at=moment.at,
    )
    session.add(evidence)
    session.flush()
    record_event(session, actor, moment, "add_evidence", audit=audit.id, evidence=evidence.id, sha256=upload.digest)
    return evidence


def faults_of_words(caption: str, about_on: date | None, audit: Audit, today: date) -> list[Fault]:
    """Find what is wrong with the words told about a file, and with the day it is said to be about."""
    faults = []
    if len(caption) > LONGEST_CAPTION:
        faults.append(Fault("form.too_long", "caption", facts={"most": LONGEST_CAPTION, "length": len(caption)}))
    if not readable(caption):
        faults.append(Fault("audits.control_character", "caption"))
    return faults + faults_of_day(about_on, audit.ends_on, today)


def _clean(name: str) -> str:
    """Keep the last part of a path, without controls and marks that turn the direction of reading."""
    last = name.replace("\\", "/").split("/")[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[-LONGEST_NAME:] or "file"
