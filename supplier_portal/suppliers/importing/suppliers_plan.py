"""Deciding the rows of a suppliers' file."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.moment import Moment
from supplier_portal.intake.importing import ImportRow, PlannedRow, Verdict
from supplier_portal.suppliers.importing.deciding import Decided, decide, number_of, told_codes
from supplier_portal.suppliers.importing.families import mark_families
from supplier_portal.suppliers.importing.known import Register, read_register


def plan_suppliers(session: Session, actor: Actor, rows: Sequence[ImportRow], moment: Moment) -> list[PlannedRow]:
    """Decide the rows against the register, in their order and in few statements. Raises Missing."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    register = register_for(session, rows)
    decided = decide(rows, register, moment.day.year)
    mark_families(decided, register)
    return [_planned(one) for one in decided]


def plan_again(session: Session, actor: Actor, rows: Sequence[ImportRow], moment: Moment) -> list[PlannedRow]:
    """Decide a chunk's rows anew as it is written; their parents may come with a later chunk. Raises Missing."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    return [_planned(one) for one in decide(rows, register_for(session, rows), moment.day.year)]


def register_for(session: Session, rows: Sequence[ImportRow]) -> Register:
    """Read what is known of the suppliers and identifiers the rows name."""
    parents = {str(parent) for row in rows if (parent := row.values.get("parent_number"))}
    return read_register(session, {number_of(row) for row in rows}, told_codes(rows), parents)


def _planned(one: Decided) -> PlannedRow:
    label = one.profile.name_en or one.number
    target = one.known.id if one.known else None
    if one.faults:
        return PlannedRow(one.row, "refused", tuple(one.faults), target, label)
    changes = one.changes()
    verdict: Verdict = "new" if one.known is None else "changed" if changes else "same"
    return PlannedRow(one.row, verdict, (), target, label, changes)
