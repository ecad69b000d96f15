"""The award: gates are read once more, the evaluation stays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.tender import TENDER
from supplier_portal.tenders.gates import GatesRead, gates_read
from supplier_portal.tenders.models import Award, Tender
from supplier_portal.tenders.operations.moving import checked_reason
from supplier_portal.tenders.operations.reaching import move_tender, reach_tender
from supplier_portal.tenders.queries import bidders_of, evaluation_of, team_of
from supplier_portal.trail.operations import record_event


@dataclass(frozen=True)
class AwardTender:
    """code: the bidder's in the ranking; seconded_by: an account of the team, needed where a gate has changed."""

    tender_id: int
    code: str
    reason: str
    seconded_by: int | None = None


def award_tender(session: Session, actor: Actor, command: AwardTender, moment: Moment) -> Award:
    """Give the tender to a bidder of the ranking, with the reason.

    Raises Invalid: no bidder of the ranking, no reason, or a gate that changed since the opening and no second person.
    """
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_DECIDE, command.tender_id)
    TENDER.find(tender.state, "awarded", actor.role)
    gates = gates_read(session, tender, moment.day)
    published = published_of(session, tender)
    faults = [*_faults(session, actor, tender, command, gates)]
    if command.code not in published["ranking"]:
        faults.append(Fault("tenders.not_ranked", "code"))
    try:
        reason = checked_reason(command.reason)
    except Invalid as error:
        faults += error.faults
    if faults:
        raise Invalid(faults)
    chosen = next(bidder for bidder, _ in bidders_of(session, tender.id) if bidder.code == command.code)
    award = Award(
        tender_id=tender.id,
        bidder_id=chosen.id,
        reason=reason,
        gates_again={read.code: list(read.now) for read in gates},
        decided_by=actor.account_id,
        seconded_by=command.seconded_by,
        decided_at=moment.at,
    )
    session.add(award)
    move_tender(session, actor, tender, "awarded", moment, reason=reason)
    tie, changed = int(published["manual_tie_break"]), [read.code for read in gates if read.changed]
    facts: dict[str, int | list[str] | None] = {"manual_tie_break": tie, "gates_changed": changed}
    facts |= {"bidder": chosen.id, "seconded_by": command.seconded_by}
    record_event(session, actor, moment, "award_tender", tender=tender.id, **facts)
    return award


def published_of(session: Session, tender: Tender) -> Mapping[str, Any]:
    """Give what the evaluation published."""
    evaluation = evaluation_of(session, tender.id)
    receipt: Mapping[str, Any] = evaluation.receipt if evaluation else {}
    published: Mapping[str, Any] = receipt["published"]
    return published


def _faults(
    session: Session, actor: Actor, tender: Tender, command: AwardTender, gates: Iterable[GatesRead]
) -> Iterable[Fault]:
    others = {person.id for person in team_of(session, tender.id)} - {actor.account_id}
    if command.seconded_by is not None and command.seconded_by not in others:
        yield Fault("tenders.second_person", "seconded_by")
    elif command.seconded_by is None and any(read.changed for read in gates):
        yield Fault("tenders.gates_changed", "seconded_by")
