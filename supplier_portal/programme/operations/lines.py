"""Lines of a programme: added, changed, moved to another month, dropped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.accounts.queries import people_with
from supplier_portal.audits.models import MODES, TYPES, Audit
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.programme.line_states import FELL_THROUGH, month_is_over
from supplier_portal.programme.models import LineChange, Programme, ProgrammeLine
from supplier_portal.programme.operations.texts import faults_of_reason, faults_of_text
from supplier_portal.programme.queries import find_line, find_programme
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.trail.operations import record_event

LONGEST_NOTE, LAST_MONTH = 1000, 12


@dataclass(frozen=True)
class AddLine:
    """month: 1 to 12, not over yet; lead_id: who is meant to lead, None while open."""

    programme_id: int
    site_id: int | None
    month: int | None
    type: str = "periodic"
    mode: str = "on_site"
    lead_id: int | None = None
    note: str = ""


@dataclass(frozen=True)
class ChangeLine:
    """Everything of a line but its month, which is moved."""

    line_id: int
    type: str
    mode: str
    lead_id: int | None
    note: str


@dataclass(frozen=True)
class MoveLine:
    """reason: needed once the programme is agreed."""

    line_id: int
    month: int | None
    reason: str = ""


@dataclass(frozen=True)
class DropLine:
    """reason: needed once the programme is agreed."""

    line_id: int
    reason: str = ""


def add_line(session: Session, actor: Actor, command: AddLine, moment: Moment) -> ProgrammeLine:
    """Add one line. Raises Missing, and Invalid with every fault at its field."""
    reach_of(actor, Permission.PROGRAMME_PLAN_WRITE)
    programme = find_programme(session, actor, command.programme_id, locked=True)
    [added] = _added(session, actor, programme, [command], moment)
    return added


def add_lines(
    session: Session, actor: Actor, programme_id: int, commands: Sequence[AddLine], moment: Moment
) -> list[ProgrammeLine]:
    """Add many lines of one programme, all or none; a fault of one of them stands at `lines-<n>-<field>`."""
    reach_of(actor, Permission.PROGRAMME_PLAN_WRITE)
    programme = find_programme(session, actor, programme_id, locked=True)
    if not commands:
        raise Invalid([Fault("programme.no_site_chosen", "lines")])
    return _added(session, actor, programme, commands, moment, "lines-{}-{}")


def _added(
    session: Session,
    actor: Actor,
    programme: Programme,
    commands: Sequence[AddLine],
    moment: Moment,
    places: str = "{1}",
) -> list[ProgrammeLine]:
    suppliers = _suppliers_of(session, actor, [one.site_id for one in commands])
    taken, leads = _taken(session, programme), _leads(session)
    faults: list[Fault] = []
    for number, one in enumerate(commands):
        if one.site_id not in suppliers:
            faults.append(Fault("programme.no_such_site", places.format(number, "site_id")))
        found = [
            *_faults_of_month(programme, one.month, moment),
            *_faults_of_kind(one.type, one.mode, one.lead_id, leads),
        ]
        found += faults_of_text("note", one.note, LONGEST_NOTE)
        if (one.site_id, one.month, one.type) in taken:
            found.append(Fault("programme.line_there", "month"))
        taken.add((one.site_id, one.month, one.type))
        faults += [replace(fault, place=places.format(number, fault.place)) for fault in found]
    if faults:
        raise Invalid(faults)
    rows = [_row(programme, suppliers, one, actor, moment) for one in commands]
    session.add_all(rows)
    session.flush()
    record_event(session, actor, moment, "add_lines", programme=programme.id, lines=[str(row.id) for row in rows])
    return rows


def _row(
    programme: Programme, suppliers: dict[int, int], command: AddLine, actor: Actor, moment: Moment
) -> ProgrammeLine:
    return ProgrammeLine(
        programme_id=programme.id,
        supplier_id=suppliers[command.site_id or 0],
        site_id=command.site_id,
        month=command.month,
        type=command.type,
        mode=command.mode,
        lead_id=command.lead_id,
        note=command.note.strip(),
        added_by=actor.account_id,
        added_at=moment.at,
    )


def change_line(session: Session, actor: Actor, command: ChangeLine, moment: Moment) -> ProgrammeLine:
    """Change kind, lead and note while no audit is planned. Raises Missing, Conflict and Invalid."""
    reach_of(actor, Permission.PROGRAMME_PLAN_WRITE)
    line = find_line(session, actor, command.line_id)
    check_open(session, line)
    programme = find_programme(session, actor, line.programme_id, locked=True)
    faults = [*_faults_of_kind(command.type, command.mode, command.lead_id, _leads(session))]
    faults += faults_of_text("note", command.note, LONGEST_NOTE)
    if command.type != line.type and (line.site_id, line.month, command.type) in _taken(session, programme):
        faults.append(Fault("programme.line_there", "type"))
    if faults:
        raise Invalid(faults)
    line.type, line.mode, line.lead_id, line.note = command.type, command.mode, command.lead_id, command.note.strip()
    session.flush()
    record_event(session, actor, moment, "change_line", line=line.id)
    return line


def move_line(session: Session, actor: Actor, command: MoveLine, moment: Moment) -> ProgrammeLine:
    """Move a line to another month of its year; an audit that is planned keeps its days.

    Raises Missing, Conflict where its audit is done, Invalid at `month` and `reason`.
    """
    reach_of(actor, Permission.PROGRAMME_PLAN_WRITE)
    line = find_line(session, actor, command.line_id)
    programme = find_programme(session, actor, line.programme_id, locked=True)
    audit = session.get(Audit, line.audit_id) if line.audit_id else None
    if audit is not None and audit.issued_on is not None:
        raise Conflict("programme.line_done", number=audit.number)
    faults = [*_faults_of_month(programme, command.month, moment)]
    if command.month == line.month:
        faults.append(Fault("programme.same_month", "month"))
    elif (line.site_id, command.month, line.type) in _taken(session, programme):
        faults.append(Fault("programme.line_there", "month"))
    _change(session, actor, line, command, moment, faults)
    return line


def drop_line(session: Session, actor: Actor, command: DropLine, moment: Moment) -> ProgrammeLine:
    """Take a line out of the programme; it stays on record with the reason.

    Raises Missing, Conflict where an audit of it is planned or done, Invalid at `reason`.
    """
    reach_of(actor, Permission.PROGRAMME_PLAN_WRITE)
    line = find_line(session, actor, command.line_id)
    check_open(session, line)
    _change(session, actor, line, MoveLine(line.id, None, command.reason), moment, [])
    line.dropped_at = moment.at
    session.flush()
    return line


def check_open(session: Session, line: ProgrammeLine) -> None:
    """Raise Conflict where the line has an audit that has not fallen through."""
    audit = session.get(Audit, line.audit_id) if line.audit_id else None
    if audit is not None and audit.state not in FELL_THROUGH:
        raise Conflict("programme.line_has_audit", number=audit.number)


def _change(
    session: Session, actor: Actor, line: ProgrammeLine, command: MoveLine, moment: Moment, faults: list[Fault]
) -> None:
    """Keep the move, to no month where the line is dropped. Raises Invalid with the faults given and the reason's."""
    agreed = find_programme(session, actor, line.programme_id, locked=True).state == "agreed"
    faults += faults_of_reason(command.reason, needed=agreed)
    if faults:
        raise Invalid(faults)
    kept = {"from_month": line.month, "to_month": command.month, "reason": command.reason.strip()}
    session.add(LineChange(line_id=line.id, changed_by=actor.account_id, at=moment.at, **kept))
    line.month = command.month or line.month
    session.flush()
    record_event(session, actor, moment, "move_line" if command.month else "drop_line", line=line.id)


def _suppliers_of(session: Session, actor: Actor, site_ids: Sequence[int | None]) -> dict[int, int]:
    """The supplier of each site the actor sees."""
    asked = visible_suppliers(actor).join(Site, Site.supplier_id == Supplier.id).where(Site.id.in_(set(site_ids)))
    return dict(session.execute(asked.with_only_columns(Site.id, Supplier.id)).all())


def _taken(session: Session, programme: Programme) -> set[tuple[int | None, int | None, str]]:
    columns = select(ProgrammeLine.site_id, ProgrammeLine.month, ProgrammeLine.type)
    here = (ProgrammeLine.programme_id == programme.id, ProgrammeLine.dropped_at.is_(None))
    return {(site_id, month, kind) for site_id, month, kind in session.execute(columns.where(*here))}


def _leads(session: Session) -> set[int]:
    return {person.id for person in people_with(session, Role.LEAD_AUDITOR)}


def _faults_of_month(programme: Programme, month: int | None, moment: Moment) -> Iterator[Fault]:
    if month is None or not 1 <= month <= LAST_MONTH:
        yield Fault("programme.month", "month")
    elif month_is_over(programme.year, month, moment.day):
        yield Fault("programme.month_over", "month")


def _faults_of_kind(kind: str, mode: str, lead_id: int | None, leads: set[int]) -> Iterator[Fault]:
    if kind not in TYPES:
        yield Fault("form.unknown_choice", "type")
    if mode not in MODES:
        yield Fault("form.unknown_choice", "mode")
    if lead_id is not None and lead_id not in leads:
        yield Fault("form.unknown_choice", "lead_id")
