"""What a workbook that came back would change, cell by cell, and why a sheet of it is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.domain.errors import Fault, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.eight_d.cells import Cells, Company, company_of, plan_of, standing_cells
from supplier_portal.findings.eight_d.sheet_read import SheetRead
from supplier_portal.findings.models import Containment, Finding, PlanWorkbook
from supplier_portal.findings.operations.containing import containment_told, faults_of_containment
from supplier_portal.findings.operations.planning import faults_of_plan
from supplier_portal.findings.queries import found, possible_moves
from supplier_portal.findings.queries.company import measures_of, people_of
from supplier_portal.findings.queries.plans import plans_of

NOT_AWAITED = "eight_d.not_awaited"


@dataclass(frozen=True)
class Difference:
    """One cell. place: as spreadsheets name it; was, becomes: its texts; faults: why it is not taken over."""

    key: str
    place: str
    was: str
    becomes: str
    faults: Sequence[Fault] = ()


@dataclass(frozen=True)
class Compared:
    """A sheet beside what stands. refused: why none of it is taken, else None; then `finding` may be None."""

    sheet: SheetRead
    finding: Finding | None = None
    refused: Fault | None = None
    differences: Sequence[Difference] = ()
    stands: Cells = field(default_factory=dict)
    told: Containment | None = None
    company: Company = field(default_factory=lambda: Company({}, {}))

    @property
    def changed(self) -> list[str]:
        """Keys of the cells that say something else and can be read."""
        return [one.key for one in self.differences if one.was != one.becomes and one.key not in self.sheet.faults]

    @property
    def whole(self) -> bool:
        """Whether it can be taken over as a whole."""
        return self.refused is None and bool(self.changed) and not any(one.faults for one in self.differences)

    @property
    def same(self) -> bool:
        """Whether every cell says what stands."""
        cells, slots = self.sheet.cells, self.sheet.layout.slots
        return not self.sheet.faults and all(self.stands.get(key, "") == cells.get(key, "") for key in slots)

    def merged(self, keys: Sequence[str]) -> dict[str, str]:
        """What stands, with these cells as the sheet has them."""
        merged = dict(self.stands)
        for key in keys:
            merged[key] = self.sheet.cells.get(key, "")
        return merged


def compared(session: Session, actor: Actor, workbook: PlanWorkbook, moment: Moment) -> list[Compared]:
    """Each sheet of a workbook beside what stands now."""
    return [compare(session, actor, workbook, SheetRead.of(sheet), moment) for sheet in workbook.sheets]


def compare(session: Session, actor: Actor, workbook: PlanWorkbook, sheet: SheetRead, moment: Moment) -> Compared:
    """One sheet beside what stands now. A plan that was sent off is not refused where it says what stands."""
    finding, refused = _refused(session, actor, workbook, sheet)
    if finding is None or (refused is not None and refused.code != NOT_AWAITED):
        return Compared(sheet, finding, refused)
    plans, told = plans_of(session, finding), containment_told(session, finding)
    company = company_of(people_of(session, finding.supplier_id), measures_of(session, finding))
    stands = standing_cells(plans[0] if plans else None, told, company)
    beside = Compared(sheet, finding, None, (), stands, told, company)
    if refused is not None:
        return beside if plans and beside.same else Compared(sheet, finding, refused)
    faults = {**_faults(session, beside, finding, moment), **{key: [one] for key, one in sheet.faults.items()}}
    keys = [key for key in sheet.layout.slots if key in faults or stands.get(key, "") != sheet.cells.get(key, "")]
    differences = [_difference(beside, key, faults.get(key, ())) for key in keys]
    return Compared(sheet, finding, None, differences, stands, told, company)


def _refused(
    session: Session, actor: Actor, workbook: PlanWorkbook, sheet: SheetRead
) -> tuple[Finding | None, Fault | None]:
    """The finding, and why the sheet is not for it."""
    cell = sheet.layout.number_cell(sheet.name)
    try:
        finding = found(session, actor, sheet.finding_id)
    except Missing:
        return None, Fault("eight_d.not_yours", cell)
    if finding.number != sheet.number:
        return None, Fault("eight_d.other_finding", cell)
    if workbook.finding_id not in {None, finding.id}:
        wanted = found(session, actor, workbook.finding_id or 0)
        return finding, Fault("eight_d.not_of_finding", cell, facts={"number": wanted.number})
    if "cap_proposed" not in {move.target for move in possible_moves(finding, actor)}:
        return finding, Fault(NOT_AWAITED, cell, facts={"state": FINDING.word(finding.state)})
    if finding.cycle != sheet.cycle:
        return finding, Fault("eight_d.other_cycle", cell, facts={"found": sheet.cycle, "known": finding.cycle})
    return finding, None


def _faults(session: Session, beside: Compared, finding: Finding, moment: Moment) -> Mapping[str, list[Fault]]:
    """What the rules of plans say of the sheet as a whole, by key."""
    made = plan_of(finding.id, {**beside.sheet.cells}, beside.told, beside.company)
    faults = faults_of_plan(session, finding, made.command)
    if made.containment is not None:
        faults += faults_of_containment(session, finding, made.containment, moment)
    by_key: dict[str, list[Fault]] = {}
    for fault in faults:
        key = made.places.get(fault.place, "")
        by_key.setdefault(key, []).append(Fault(fault.code, _place(beside.sheet, key), facts=fault.facts))
    return by_key


def _place(sheet: SheetRead, key: str) -> str:
    return sheet.layout.name(sheet.name, key) if key in sheet.layout.slots else ""


def _difference(beside: Compared, key: str, faults: Sequence[Fault]) -> Difference:
    sheet = beside.sheet
    return Difference(key, _place(sheet, key), beside.stands.get(key, ""), sheet.cells.get(key, ""), tuple(faults))
