"""Taking over what a workbook says: the plan is proposed as by the form, by the same rules."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.eight_d.cells import CellPlan, plan_of
from supplier_portal.findings.eight_d.comparing import Compared, compare
from supplier_portal.findings.eight_d.sending import found_workbook
from supplier_portal.findings.eight_d.sheet_read import SheetRead
from supplier_portal.findings.models import CorrectiveActionPlan, PlanWorkbook
from supplier_portal.findings.operations.containing import report_containment
from supplier_portal.findings.operations.planning import propose_plan
from supplier_portal.findings.queries import found
from supplier_portal.trail.operations import record_event


@dataclass(frozen=True)
class TakeSheet:
    """keys: of the cells to take over, None for the sheet as a whole."""

    workbook_id: int
    finding_id: int
    keys: Collection[str] | None = None


def sheet_to_take(session: Session, actor: Actor, command: TakeSheet, moment: Moment) -> tuple[Compared, CellPlan]:
    """The sheet beside what stands, and the plan that its chosen cells make of it.

    Raises Missing, Conflict for a sheet without anything new, Invalid for one that is refused, for cells that cannot
    be read and where nothing was chosen.
    """
    reach_of(actor, Permission.FINDINGS_WORKBOOK_TAKE)
    workbook, sheet = _sheet(session, actor, command)
    beside = compare(session, actor, workbook, sheet, moment)
    if beside.refused is not None:
        raise Invalid([beside.refused])
    if command.keys is None and (left := list(beside.sheet.faults.values())):
        raise Invalid([Fault("eight_d.unreadable_left", fault.place) for fault in left])
    if not beside.changed:
        raise Conflict("eight_d.nothing_new")
    keys = [key for key in beside.changed if command.keys is None or key in command.keys]
    if not keys:
        raise Invalid([Fault("eight_d.nothing_chosen")])
    return beside, plan_of(command.finding_id, beside.merged(keys), beside.told, beside.company)


def take_sheet(session: Session, actor: Actor, command: TakeSheet, moment: Moment) -> CorrectiveActionPlan:
    """Propose the plan that a sheet makes, wholly or by chosen cells; containment with a day of its own is told first.

    Raises as `sheet_to_take`, and Invalid with every fault at its cell.
    """
    _sheet(session, actor, command)
    found(session, actor, command.finding_id, held=True)
    beside, made = sheet_to_take(session, actor, command, moment)
    try:
        if made.containment is not None:
            report_containment(session, actor, made.containment, moment)
        plan = propose_plan(session, actor, made.command, moment)
    except Invalid as error:
        raise Invalid([_at_cell(beside.sheet, made, fault) for fault in error.faults]) from error
    whole = command.keys is None
    record_event(
        session, actor, moment, "take_plan_workbook", workbook=command.workbook_id, finding=command.finding_id,
        plan=plan.id, whole=whole,
    )  # fmt: skip
    return plan


def _sheet(session: Session, actor: Actor, command: TakeSheet) -> tuple[PlanWorkbook, SheetRead]:
    workbook = found_workbook(session, actor, command.workbook_id)
    sheets = [sheet for one in workbook.sheets if (sheet := SheetRead.of(one)).finding_id == command.finding_id]
    if not sheets:
        raise Invalid([Fault("eight_d.no_finding")])
    return workbook, sheets[0]


def _at_cell(sheet: SheetRead, made: CellPlan, fault: Fault) -> Fault:
    key = made.places.get(fault.place, "")
    place = sheet.layout.name(sheet.name, key) if key in sheet.layout.slots else ""
    return Fault(fault.code, place, facts=fault.facts)
