"""Merging a duplicate into the supplier it is. It cannot be taken apart again; the trail keeps what was done."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.merging import moves
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.operations.merge_plan import MergePlan, plan_merge
from supplier_portal.suppliers.operations.spend import show_latest_spend
from supplier_portal.suppliers.queries import visible
from supplier_portal.suppliers.queries.family import ancestors_of
from supplier_portal.trail.operations import record_event


@dataclass(frozen=True)
class MergeSuppliers:
    """rows: how many the reader was told go over; None asks for no comparison."""

    survivor_id: int
    duplicate_id: int
    rows: int | None = None


def merge_suppliers(session: Session, actor: Actor, command: MergeSuppliers, moment: Moment) -> Supplier:
    """Move what the duplicate has to the survivor, and leave the duplicate as a row that says where it went.

    Audits, findings and ratings stay recorded where they were. Raises Missing, or Invalid with all that stands
    against it: two companies' identifiers, work that still runs, or other rows than the reader was told of.
    """
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_MERGE)
    both = visible(actor).where(Supplier.id.in_([command.survivor_id, command.duplicate_id]))
    found = {row.id: row for row in session.scalars(both.order_by(Supplier.id).with_for_update())}
    if found.keys() != {command.survivor_id, command.duplicate_id} or len(found) != 2:  # noqa: PLR2004 one and another
        raise Missing
    plan = plan_merge(session, found[command.survivor_id], found[command.duplicate_id])
    faults = list(plan.faults)
    if command.rows is not None and command.rows != plan.rows:
        faults.append(Fault("suppliers.merge_changed", facts={"rows": plan.rows}))
    if faults:
        raise Invalid(faults)
    _move(session, plan, moment)
    survivor, duplicate = plan.survivor.id, plan.duplicate.id
    counts = [f"{part.removeprefix('merge_part.')}={count}" for part, count in plan.counts.items()]
    record_event(session, actor, moment, "suppliers_merged", supplier=survivor, duplicate=duplicate, moved=counts)
    return plan.survivor


def _move(session: Session, plan: MergePlan, moment: Moment) -> None:
    survivor, duplicate = plan.survivor, plan.duplicate
    _join_family(session, plan)
    duplicate.merged_into_id, duplicate.merged_at = survivor.id, moment.at
    session.flush()  # only now may another row have its identifiers
    for name in plan.identifiers:
        setattr(survivor, name, getattr(duplicate, name))
    every = {*survivor.further_categories, *duplicate.further_categories, duplicate.category}
    survivor.further_categories = sorted(every - {survivor.category})
    _move_sites(plan)
    _hand_over([*plan.names, *plan.contacts], survivor)
    for contact in plan.contacts:
        contact.main = contact.main and not plan.has_main_contact
    session.add_all(plan.new_names)
    _move_spend(session, plan)
    for move in moves():
        move.move(session, duplicate.id, survivor.id)
    session.execute(update(Supplier).where(Supplier.merged_into_id == duplicate.id).values(merged_into_id=survivor.id))
    session.flush()
    session.expire(survivor, ["sites"])
    session.expire(duplicate, ["sites"])


def _hand_over(rows: Iterable[object], survivor: Supplier) -> None:
    for row in rows:
        row.supplier_id = survivor.id  # type: ignore[attr-defined]  # rows of tables that have it


def _join_family(session: Session, plan: MergePlan) -> None:
    survivor, duplicate = plan.survivor, plan.duplicate
    for below in plan.subsidiaries:
        below.parent_id = survivor.id
    above = duplicate.parent_id if duplicate.parent_id != survivor.id else None
    free = survivor.parent_id is None and above is not None and survivor.id not in ancestors_of(session, above)
    if free or survivor.parent_id == duplicate.id:
        survivor.parent_id = above
    duplicate.parent_id = None


def _move_sites(plan: MergePlan) -> None:
    """A share was of the duplicate's spend: beside other sites it says nothing any more."""
    keeps_shares = not plan.survivor.sites
    for site in plan.sites:
        site.supplier_id = plan.survivor.id
        if not keeps_shares:
            site.spend_share = None


def _move_spend(session: Session, plan: MergePlan) -> None:
    survivor, duplicate = plan.survivor, plan.duplicate
    _hand_over(plan.spend, survivor)
    session.flush()
    if plan.spend:
        show_latest_spend(session, survivor)
    elif not survivor.annual_spend and survivor.spend_year is None and duplicate.spend_year is None:
        survivor.annual_spend = duplicate.annual_spend
