"""From a line to an audit, and from audits that stand in no line to lines."""

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.models import Audit
from supplier_portal.audits.operations import PlanAudit, plan_audit
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.programme.models import ProgrammeLine
from supplier_portal.programme.operations.lines import check_open
from supplier_portal.programme.queries import find_line, find_programme
from supplier_portal.programme.queries.of_year import audits_outside
from supplier_portal.trail.operations import record_event


def plan_line(session: Session, actor: Actor, line_id: int, command: PlanAudit, moment: Moment) -> Audit:
    """Plan the line's audit, which takes the place of one that fell through.

    Raises Missing, Conflict where the line has an audit, Invalid as `plan_audit` and for another site than the line's.
    """
    reach_of(actor, Permission.PROGRAMME_PLAN_WRITE)
    line = find_line(session, actor, line_id)
    check_open(session, line)
    if (command.supplier_id, command.site_id) != (line.supplier_id, line.site_id):
        raise Invalid([Fault("programme.other_site", "site_id")])
    audit = plan_audit(session, actor, command, moment)
    line.audit_id = audit.id
    session.flush()
    record_event(session, actor, moment, "plan_line", line=line.id, audit=audit.id)
    return audit


def adopt_audits(session: Session, actor: Actor, programme_id: int, moment: Moment) -> list[ProgrammeLine]:
    """Make a line of each audit of the year that stands in none, in the month it begins.

    Raises Missing, Conflict `programme.nothing_to_adopt`.
    """
    reach_of(actor, Permission.PROGRAMME_PLAN_WRITE)
    programme = find_programme(session, actor, programme_id, locked=True)
    lines = [
        ProgrammeLine(
            programme_id=programme.id,
            supplier_id=audit.supplier_id,
            site_id=audit.site_id,
            month=audit.starts_on.month,
            type=audit.type,
            mode=audit.mode,
            audit_id=audit.id,
            added_by=actor.account_id,
            added_at=moment.at,
        )
        for audit in audits_outside(session, actor, programme)
    ]
    if not lines:
        raise Conflict("programme.nothing_to_adopt")
    session.add_all(lines)
    session.flush()
    record_event(session, actor, moment, "adopt_audits", programme=programme.id, lines=len(lines))
    return lines
