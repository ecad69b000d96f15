"""What a bidder says is wrong with its figure at the lock, and the team's answer (scoring.md 4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.files.operations import Upload, remember_file
from supplier_portal.scores.operations import publish_rating
from supplier_portal.tenders.models import Bidder, Correction, Tender
from supplier_portal.tenders.operations.moving import checked_text
from supplier_portal.tenders.operations.reaching import only_in, reach_tender
from supplier_portal.tenders.queries import corrections_of_bidder, visible_invitations
from supplier_portal.trail.operations import record_event

ASKED_UNTIL = timedelta(days=5)
"""How long before the deadline the last correction can be asked for."""


@dataclass(frozen=True)
class AskCorrection:
    """upload, name: of the file that shows it, where the bidder has one."""

    bidder_id: int
    text: str
    upload: Upload | None = None
    name: str = ""


def asked_until(tender: Tender) -> datetime:
    """Give the last moment at which a bidder may ask for a correction, by the machine's clock."""
    return tender.deadline_at - ASKED_UNTIL


def awaits_correction(session: Session, actor: Actor, bidder_id: int, machine_now: datetime) -> Bidder:
    """Give the actor's company as a bidder that may ask now; its tender's row is locked until the transaction ends.

    Raises Missing for another company's, Conflict before the lock, after the closing, within five days of the deadline,
    and while an earlier one waits for its answer.
    """
    reach_of(actor, Permission.TENDERS_CORRECTION_ASK)
    bidder = session.scalar(visible_invitations(actor).where(Bidder.id == bidder_id))
    if bidder is None:
        raise Missing
    tender = session.scalars(select(Tender).where(Tender.id == bidder.tender_id).with_for_update()).one()
    session.refresh(tender)
    only_in(tender, "locked")
    if machine_now > asked_until(tender):
        raise Conflict("tenders.correction_too_late")
    if any(correction.answered_at is None for correction in corrections_of_bidder(session, bidder.id)):
        raise Conflict("tenders.correction_waits")
    return bidder


def ask_correction(
    session: Session, actor: Actor, command: AskCorrection, moment: Moment, machine_now: datetime
) -> Correction:
    """Ask the team to look at one's own figure again. Raises as `awaits_correction`, and Invalid without a text."""
    bidder = awaits_correction(session, actor, command.bidder_id, machine_now)
    text, upload = checked_text(command.text, "text"), command.upload
    correction = Correction(
        bidder_id=bidder.id,
        text=text,
        digest=remember_file(session, upload, moment.at) if upload else None,
        media_type=upload.media_type if upload else "",
        file_name=command.name if upload else "",
        asked_by=actor.account_id,
        asked_at=moment.at,
        rating_before=bidder.rating_at_lock,
    )
    session.add(correction)
    session.flush()
    record_event(
        session, actor, moment, "ask_correction", tender=bidder.tender_id, bidder=bidder.id, correction=correction.id
    )
    return correction


@dataclass(frozen=True)
class AnswerCorrection:
    """granted: the data are corrected, so that the rating is published again; else the answer says why not.

    None where neither was chosen.
    """

    tender_id: int
    correction_id: int
    granted: bool | None
    answer: str


def answer_correction(session: Session, actor: Actor, command: AnswerCorrection, moment: Moment) -> Correction:
    """Answer a bidder; what is granted publishes its rating of today, which is its figure at the lock from then on.

    Raises Conflict for one answered already and once the tender is closed, Invalid without an answer.
    """
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_WRITE, command.tender_id)
    of_tender = select(Correction).join(Bidder, Bidder.id == Correction.bidder_id)
    wanted = of_tender.where(Bidder.tender_id == tender.id, Correction.id == command.correction_id)
    correction = session.scalar(wanted)
    if correction is None:
        raise Missing
    only_in(tender, "locked")
    if correction.answered_at is not None:
        raise Conflict("tenders.correction_answered")
    if command.granted is None:
        raise Invalid([Fault("form.required", "granted")])
    answer = checked_text(command.answer, "answer")
    if command.granted:
        bidder = session.get_one(Bidder, correction.bidder_id)
        rating = publish_rating(session, actor, bidder.supplier_id, moment, "lock")
        bidder.rating_at_lock = correction.rating_after = rating.id
    correction.granted, correction.answer = command.granted, answer
    correction.answered_by, correction.answered_at = actor.account_id, moment.at
    session.flush()
    facts = {"tender": tender.id, "correction": correction.id, "granted": int(command.granted)}
    record_event(session, actor, moment, "answer_correction", **facts)
    return correction
