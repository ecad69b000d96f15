"""A person's word on whether a company of the list is a supplier, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.carbon.finding import PERSON
from supplier_portal.carbon.models import SbtiCompany, SbtiDecision, SbtiSnapshot, SupplierTarget
from supplier_portal.carbon.operations.match_rows import close, hold
from supplier_portal.carbon.queries.decisions import ACCEPTED, REJECTED, company_key, visible_decisions
from supplier_portal.carbon.queries.options import ids_of, options_of, settled
from supplier_portal.carbon.queries.snapshots import DECIDED, snapshot_in_force, visible
from supplier_portal.carbon.sbti_list.companies import status_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import locked_supplier
from supplier_portal.trail.operations import record_event

LONGEST_NOTE = 500


@dataclass(frozen=True)
class DecideMatch:
    """company_id: the company that is the supplier, None for "none of these"; offered: the companies one chose from."""

    supplier_id: int
    company_id: int | None
    offered: tuple[int, ...]
    note: str = ""


def decide_match(session: Session, actor: Actor, command: DecideMatch, moment: Moment) -> list[SbtiDecision]:
    """Take the company for the supplier from today on, or set all that are offered aside for good.

    Raises Missing for a supplier or list that is not there, Invalid for a note that is too long or a company that was
    not offered, Conflict `carbon.options_changed` where there is something else to choose from by now.
    """
    reach_of(actor, Permission.CARBON_MATCH_DECIDE)
    supplier = locked_supplier(session, actor, command.supplier_id)
    in_force = visible(actor).where(SbtiSnapshot.id == snapshot_in_force(moment.day).scalar_subquery())
    snapshot = session.scalar(in_force)
    if snapshot is None:
        raise Missing
    _check_words(command)
    companies = _open_companies(session, actor, snapshot, supplier, moment)
    if set(command.offered) != companies.keys():
        raise Conflict("carbon.options_changed")
    chosen = [companies[command.company_id]] if command.company_id is not None else list(companies.values())
    verdict = REJECTED if command.company_id is None else ACCEPTED
    decisions = [_decision(actor, command, company, verdict, moment) for company in chosen]
    session.add_all(decisions)
    _flush(session)
    if verdict == ACCEPTED:
        _apply(session, supplier.id, snapshot, chosen[0], moment)
    for company in chosen:
        about = {"supplier": supplier.id, "company": company.id}
        record_event(session, actor, moment, "sbti_match_decided", verdict=verdict, **about)
    return decisions


@dataclass(frozen=True)
class UndoDecision:
    decision_id: int


def undo_decision(session: Session, actor: Actor, command: UndoDecision, moment: Moment) -> SbtiDecision:
    """Take a decision back from today on; what it made count on days before stays.

    Raises Missing, or Conflict `carbon.undone_already`.
    """
    reach_of(actor, Permission.CARBON_MATCH_DECIDE)
    found = session.execute(visible_decisions(actor).where(SbtiDecision.id == command.decision_id)).first()
    if found is None:
        raise Missing
    decision: SbtiDecision = found[0]
    session.refresh(decision, with_for_update=True)
    if decision.undone_on is not None:
        raise Conflict("carbon.undone_already")
    decision.undone_by, decision.undone_at = actor.account_id, moment.at
    decision.undone_on = max(moment.day, decision.decided_on)
    if decision.verdict == ACCEPTED:
        _withdraw(session, decision.supplier_id, moment)
    session.flush()
    facts = {"supplier": decision.supplier_id, "company": decision.company_id}
    record_event(session, actor, moment, "sbti_decision_undone", **facts)
    return decision


def _check_words(command: DecideMatch) -> None:
    faults = []
    if (length := len(command.note)) > LONGEST_NOTE:
        faults.append(Fault("form.too_long", place="note", facts={"most": LONGEST_NOTE, "length": length}))
    if command.company_id is not None and command.company_id not in command.offered:
        faults.append(Fault("form.unknown_choice", place="company"))
    if faults:
        raise Invalid(faults)


def _open_companies(
    session: Session, actor: Actor, snapshot: SbtiSnapshot, supplier: Supplier, moment: Moment
) -> dict[int, SbtiCompany]:
    """Return what there is to choose from, by row id. Raises Conflict where nothing is, or somebody chose."""
    found = options_of(session, actor, snapshot.id, {supplier.id: supplier.country}, moment.day)
    options = found.get(supplier.id, [])
    is_settled = settled(snapshot.id, moment.day).where(SupplierTarget.supplier_id == supplier.id)
    if not options or session.scalar(is_settled.limit(1)) is not None:
        raise Conflict("carbon.options_changed")
    return dict(zip(ids_of(options), (option.company for option in options), strict=True))


def _decision(actor: Actor, command: DecideMatch, company: SbtiCompany, verdict: str, moment: Moment) -> SbtiDecision:
    return SbtiDecision(
        supplier_id=command.supplier_id,
        company_id=company.id,
        sbti_id=company.sbti_id,
        company_key=company_key(company.name, company.country),
        verdict=verdict,
        note=command.note.strip(),
        decided_by=actor.account_id,
        decided_at=moment.at,
        decided_on=moment.day,
    )


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("carbon.options_changed") from error


def _apply(session: Session, supplier_id: int, snapshot: SbtiSnapshot, company: SbtiCompany, moment: Moment) -> None:
    """Let the company count from today on; lists that count from a later day are matched again by the worker."""
    of_supplier = SupplierTarget.supplier_id == supplier_id
    known: Sequence[SupplierTarget] = session.scalars(
        select(SupplierTarget).where(SupplierTarget.snapshot_id == snapshot.id, of_supplier)
    ).all()
    row = SupplierTarget(
        snapshot_id=snapshot.id,
        supplier_id=supplier_id,
        company_id=company.id,
        verdict=DECIDED,
        matched_by=PERSON,
        status=status_of(company.near_term_status),
        target_year=company.target_year,
        counts_from=max(moment.day, snapshot.as_of),
    )
    hold(session, known, row)
    session.flush()


def _withdraw(session: Session, supplier_id: int, moment: Moment) -> None:
    of_person = (SupplierTarget.supplier_id == supplier_id, SupplierTarget.verdict == DECIDED)
    standing = select(SupplierTarget).where(*of_person, SupplierTarget.counts_until.is_(None))
    for row in session.scalars(standing):
        close(row, moment.day)
