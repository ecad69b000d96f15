"""Setting a tender up: its terms and rules, its team and its bidders."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.tenders.models import Bidder, Tender, TenderMember
from supplier_portal.tenders.operations.reaching import only_in, reach_bidder, reach_tender
from supplier_portal.tenders.queries import possible_members
from supplier_portal.tenders.rule_faults import faults_of
from supplier_portal.tenders.rules import RulesTyped, document_of
from supplier_portal.trail.operations import record_event

TAX_BASES = ("net", "gross")
DELIVERY_TERMS = ("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP")
SMALLEST_TEAM = 2
_CURRENCY = re.compile("[A-Z]{3}")
_LONGEST = {"number": 32, "title": 200}


@dataclass(frozen=True)
class Terms:
    """What a tender says of itself.

    team_ids: accounts of procurement besides the one who acts; currency: ISO 4217; tax_basis, delivery_term: one for
    all bids; deadline_at: by the machine's clock.
    """

    number: str
    title: str
    team_ids: tuple[int, ...]
    currency: str
    tax_basis: str
    delivery_term: str
    deadline_at: datetime
    rules: RulesTyped


def create_tender(session: Session, actor: Actor, command: Terms, moment: Moment) -> Tender:
    """Write a draft. Its team is the actor and those named. Raises Invalid with every fault at its field."""
    reach_of(actor, Permission.TENDERS_TENDER_WRITE)
    members = _checked(session, command, {actor.account_id}, None)
    tender = Tender(**_columns(command), state="draft", created_by=actor.account_id, created_at=moment.at)
    session.add(tender)
    session.flush()
    session.add_all(TenderMember(tender_id=tender.id, account_id=member) for member in members)
    record_event(session, actor, moment, "create_tender", tender=tender.id)
    return tender


def edit_tender(session: Session, actor: Actor, tender_id: int, command: Terms, moment: Moment) -> Tender:
    """Write a draft's terms anew; whoever created it stays in the team.

    Raises Conflict where the rules are published and so frozen, Invalid with every fault at its field.
    """
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_WRITE, tender_id)
    only_in(tender, "draft")
    members = _checked(session, command, {tender.created_by}, tender.id)
    for name, value in _columns(command).items():
        setattr(tender, name, value)
    session.execute(delete(TenderMember).where(TenderMember.tender_id == tender.id))
    session.add_all(TenderMember(tender_id=tender.id, account_id=member) for member in members)
    session.flush()
    record_event(session, actor, moment, "edit_tender", tender=tender.id)
    return tender


def _columns(command: Terms) -> dict[str, object]:
    return {
        "number": command.number.strip(),
        "title": command.title.strip(),
        "rules": document_of(command.rules),
        "currency": command.currency,
        "tax_basis": command.tax_basis,
        "delivery_term": command.delivery_term,
        "deadline_at": command.deadline_at,
    }


def _checked(session: Session, command: Terms, always: set[int | None], tender_id: int | None) -> list[int]:
    """Give the team's accounts. Raises Invalid with all that is wrong with the terms."""
    faults = [*_faults_of_terms(command), *faults_of(document_of(command.rules), complete=False)]
    taken = session.scalar(select(Tender.id).where(Tender.number == command.number.strip()))
    if taken not in {None, tender_id}:
        faults.append(Fault("tenders.number_taken", "number"))
    wanted = {member for member in (*always, *command.team_ids) if member is not None}
    if wanted - {person.id for person in possible_members(session)}:
        faults.append(Fault("form.unknown_choice", "team_ids"))
    elif len(wanted) < SMALLEST_TEAM:
        faults.append(Fault("tenders.team_of_one", "team_ids"))
    if faults:
        raise Invalid(faults)
    return sorted(wanted)


def _faults_of_terms(command: Terms) -> Iterable[Fault]:
    for name, most in _LONGEST.items():
        text = getattr(command, name).strip()
        if not text:
            yield Fault("form.required", name)
        elif len(text) > most:
            yield Fault("form.too_long", name, facts={"most": most, "length": len(text)})
    if not _CURRENCY.fullmatch(command.currency):
        yield Fault("tenders.currency", "currency")
    for name, known in (("tax_basis", TAX_BASES), ("delivery_term", DELIVERY_TERMS)):
        if getattr(command, name) not in known:
            yield Fault("form.unknown_choice", name)


@dataclass(frozen=True)
class AddBidder:
    tender_id: int
    supplier_id: int


def add_bidder(session: Session, actor: Actor, command: AddBidder, moment: Moment) -> Bidder:
    """Let a supplier bid, until the tender is locked; its number is its short name in the receipts.

    Raises Conflict where it is a bidder already.
    """
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_WRITE, command.tender_id)
    only_in(tender, "draft", "published")
    supplier = session.scalar(visible_suppliers(actor).where(Supplier.id == command.supplier_id))
    if supplier is None:
        raise Invalid([Fault("form.unknown_choice", "supplier_id")])
    if session.scalar(_bidders(tender.id).where(Bidder.supplier_id == supplier.id)):
        raise Conflict("tenders.bidder_already")
    bidder = Bidder(tender_id=tender.id, supplier_id=supplier.id, code=supplier.number)
    session.add(bidder)
    session.flush()
    record_event(session, actor, moment, "add_bidder", tender=tender.id, bidder=bidder.id)
    return bidder


@dataclass(frozen=True)
class RemoveBidder:
    tender_id: int
    bidder_id: int


def remove_bidder(session: Session, actor: Actor, command: RemoveBidder, moment: Moment) -> None:
    """Take a bidder out again, until the tender is locked."""
    tender = reach_tender(session, actor, Permission.TENDERS_TENDER_WRITE, command.tender_id)
    only_in(tender, "draft", "published")
    session.delete(reach_bidder(session, tender, command.bidder_id))
    session.flush()
    record_event(session, actor, moment, "remove_bidder", tender=tender.id, bidder=command.bidder_id)


def _bidders(tender_id: int) -> Select[int]:
    return select(Bidder.id).where(Bidder.tender_id == tender_id)
