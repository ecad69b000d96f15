"""The award: gates are read once more, the evaluation stays; where a gate has changed, two people decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.tender import TENDER
from supplier_portal.scores.inputs import hold_inputs
from supplier_portal.tenders.gates import GatesRead, gates_read
from supplier_portal.tenders.models import Award, AwardProposal, AwardShare, Tender
from supplier_portal.tenders.operations.award_faults import faults_of_award
from supplier_portal.tenders.operations.moving import checked_reason
from supplier_portal.tenders.operations.reaching import move_tender, reach_tender
from supplier_portal.tenders.queries import bidders_of, bids_of, standing_proposal
from supplier_portal.tenders.rules import shares_of
from supplier_portal.trail.operations import record_event


@dataclass(frozen=True)
class AwardTender:
    """code: the bidder's in the ranking; further: those of the second and later shares, where the award is split."""

    tender_id: int
    code: str
    reason: str
    further: tuple[str, ...] = ()

    @property
    def codes(self) -> list[str]:
        return [self.code, *self.further]


@dataclass(frozen=True)
class Decided:
    """Exactly one of both: the award, or its proposal that waits for a second person."""

    award: Award | None = None
    proposal: AwardProposal | None = None


def award_tender(session: Session, actor: Actor, command: AwardTender, moment: Moment) -> Decided:
    """Give the tender to bidders of the ranking, with the reason; where a gate has changed, propose it.

    Raises Conflict while another proposal waits, Invalid at `code`, `further_0` … and `reason`.
    """
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_DECIDE, command.tender_id)
    TENDER.find(tender.state, "awarded", actor.role)
    if standing_proposal(session, tender.id):
        raise Conflict("tenders.proposal_waits")
    faults = list(faults_of_award(session, tender, command.codes))
    try:
        reason = checked_reason(command.reason)
    except Invalid as error:
        faults += error.faults
    if faults:
        raise Invalid(faults)
    gates = _gates_held(session, tender, moment)
    if not any(read.changed for read in gates):
        decision = _Decision(command.codes, reason, gates, actor.account_id)
        return Decided(award=_award(session, actor, tender, decision, moment))
    proposal = AwardProposal(
        tender_id=tender.id,
        codes=command.codes,
        reason=reason,
        gates_again=_read(gates),
        proposed_by=actor.account_id,
        proposed_at=moment.at,
    )
    session.add(proposal)
    session.flush()
    changed = [read.code for read in gates if read.changed]
    record_event(session, actor, moment, "propose_award", tender=tender.id, gates_changed=changed)
    return Decided(proposal=proposal)


@dataclass(frozen=True)
class ConfirmAward:
    tender_id: int
    proposal_id: int


def confirm_award(session: Session, actor: Actor, command: ConfirmAward, moment: Moment) -> Award:
    """Make a proposed award, as another person of the team than the one who proposed it.

    Raises Conflict for the proposer, and where gates have changed again since: then it is proposed anew.
    """
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_DECIDE, command.tender_id)
    TENDER.find(tender.state, "awarded", actor.role)
    proposal = _proposal(session, tender, command.proposal_id)
    if proposal.proposed_by == actor.account_id:
        raise Conflict("tenders.confirmed_by_another")
    gates = _gates_held(session, tender, moment)
    if _read(gates) != proposal.gates_again:
        raise Conflict("tenders.gates_changed_again")
    decision = _Decision(proposal.codes, proposal.reason, gates, proposal.proposed_by, actor.account_id)
    return _award(session, actor, tender, decision, moment)


@dataclass(frozen=True)
class WithdrawProposal:
    tender_id: int
    proposal_id: int
    reason: str


def withdraw_proposal(session: Session, actor: Actor, command: WithdrawProposal, moment: Moment) -> AwardProposal:
    """Take a proposed award back, as anyone of the team, with the reason; another can then be proposed."""
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_DECIDE, command.tender_id)
    TENDER.find(tender.state, "awarded", actor.role)
    proposal = _proposal(session, tender, command.proposal_id)
    proposal.withdrawn_reason = checked_reason(command.reason)
    proposal.withdrawn_by, proposal.withdrawn_at = actor.account_id, moment.at
    session.flush()
    record_event(session, actor, moment, "withdraw_proposal", tender=tender.id, proposal=proposal.id)
    return proposal


def _proposal(session: Session, tender: Tender, proposal_id: int) -> AwardProposal:
    """Give the tender's proposal. Raises Missing for another's, Conflict for one that waits no more."""
    proposal = session.get(AwardProposal, proposal_id)
    if proposal is None or proposal.tender_id != tender.id:
        raise Missing
    if proposal.withdrawn_at is not None:
        raise Conflict("tenders.proposal_gone")
    return proposal


@dataclass(frozen=True)
class _Decision:
    """To whom, why, on which gates, and by whom: decided_by and, where gates have changed, seconded_by."""

    codes: Sequence[str]
    reason: str
    gates: Sequence[GatesRead]
    decided_by: int | None
    seconded_by: int | None = None


def _award(session: Session, actor: Actor, tender: Tender, decision: _Decision, moment: Moment) -> Award:
    ids = {bidder.code: bidder.id for bidder, _ in bidders_of(session, tender.id)}
    people = {"decided_by": decision.decided_by, "seconded_by": decision.seconded_by}
    award = Award(
        tender_id=tender.id,
        bidder_id=ids[decision.codes[0]],
        reason=decision.reason,
        gates_again=_read(decision.gates),
        decided_at=moment.at,
        **people,
    )
    session.add(award)
    session.flush()
    shares = zip(decision.codes, shares_of(tender.rules), strict=False)
    session.add_all(
        AwardShare(award_id=award.id, rank=rank, bidder_id=ids[code], share=share)
        for rank, (code, share) in enumerate(shares, 1)
    )
    move_tender(session, actor, tender, "awarded", moment, reason=decision.reason)
    facts = {
        "bidders": [str(ids[code]) for code in decision.codes],
        "gates_changed": [read.code for read in decision.gates if read.changed],
    }
    record_event(session, actor, moment, "award_tender", tender=tender.id, **facts, **people)
    return award


def _gates_held(session: Session, tender: Tender, moment: Moment) -> list[GatesRead]:
    """Read the gates so that none changes between the reading and the award: a finding noticed now waits for it."""
    bids = bids_of(session, tender.id)
    hold_inputs(session, [bidder.supplier_id for bidder, _ in bidders_of(session, tender.id) if bidder.id in bids])
    return gates_read(session, tender, moment.day)


def _read(gates: Sequence[GatesRead]) -> dict[str, list[str]]:
    return {read.code: list(read.now) for read in gates}
