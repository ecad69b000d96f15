"""What a bidder sees: the tenders it is invited to, as published, and its own figure; and its corrections."""

from datetime import datetime

from sqlalchemy import Select, exists, false, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.tenders.models import Bidder, Correction, Tender


def visible_invitations(actor: Actor) -> Select[Bidder]:
    """Give the actor's company as a bidder of tenders that were published; a draft tells nobody of itself."""
    if decide(actor, Permission.TENDERS_FIGURE_READ).reach is not Reach.OWN_COMPANY:
        return select(Bidder).where(false())
    published = select(Tender.id).where(Tender.policy_sha256.is_not(None))
    return select(Bidder).where(Bidder.supplier_id == actor.supplier_id, Bidder.tender_id.in_(published))


def count_invitations(session: Session, actor: Actor) -> int:
    return session.scalar(select(func.count()).select_from(visible_invitations(actor).subquery())) or 0


def invitation(session: Session, actor: Actor, bidder_id: int) -> tuple[Bidder, Tender] | None:
    bidder = session.scalar(visible_invitations(actor).where(Bidder.id == bidder_id))
    return None if bidder is None else (bidder, session.get_one(Tender, bidder.tender_id))


def invitations(session: Session, actor: Actor, first: int, size: int) -> list[tuple[Bidder, Tender]]:
    """Give a page of the actor's invitations with their tenders, the newest first."""
    shown = visible_invitations(actor).order_by(Bidder.id.desc()).offset(first).limit(size).subquery()
    rows = select(Bidder, Tender).join(Tender, Tender.id == Bidder.tender_id).join(shown, shown.c.id == Bidder.id)
    return [(row[0], row[1]) for row in session.execute(rows.order_by(Bidder.id.desc()))]


def corrections_of_bidder(session: Session, bidder_id: int) -> list[Correction]:
    """Give what a bidder has asked for, the latest first."""
    return list(
        session.scalars(select(Correction).where(Correction.bidder_id == bidder_id).order_by(Correction.id.desc()))
    )


def corrections_of(session: Session, tender_id: int) -> list[Correction]:
    """Give what the bidders of a tender have asked for, what waits for an answer first."""
    rows = select(Correction).join(Bidder, Bidder.id == Correction.bidder_id).where(Bidder.tender_id == tender_id)
    return list(session.scalars(rows.order_by(Correction.answered_at.is_not(None), Correction.id)))


def unanswered(session: Session, tender_id: int) -> int:
    """Count the corrections that wait for the team's answer."""
    rows = select(func.count()).select_from(Correction).join(Bidder, Bidder.id == Correction.bidder_id)
    return session.scalar(rows.where(Bidder.tender_id == tender_id, Correction.answered_at.is_(None))) or 0


def correctable(session: Session, actor: Actor, asked_from: datetime) -> list[tuple[Bidder, Tender]]:
    """Give the locked tenders whose figure the actor's company has not asked to correct, the nearest deadline first.

    asked_from: the earliest deadline that still leaves time to ask.
    """
    open_now = correctable_of(actor, asked_from).add_columns(Tender).order_by(Tender.deadline_at, Bidder.id)
    return [(row[0], row[1]) for row in session.execute(open_now)]


def correctable_of(actor: Actor, asked_from: datetime) -> Select[Bidder]:
    """Select the actor's company as a bidder of those tenders."""
    asked = exists().where(Correction.bidder_id == Bidder.id)
    rows = visible_invitations(actor).join(Tender, Tender.id == Bidder.tender_id)
    return rows.where(Tender.state == "locked", Tender.deadline_at >= asked_from, ~asked)
