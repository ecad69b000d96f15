"""What suppliers ask of the buyer besides their findings: appeals, shutdowns, and data to be taken over."""

from collections.abc import Iterator

from sqlalchemy import null, or_
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.appeals.models import Appeal
from supplier_portal.appeals.queries import visible as visible_appeals
from supplier_portal.calendars.models import Shutdown
from supplier_portal.calendars.queries import visible as visible_shutdowns
from supplier_portal.declarations.models import Declaration
from supplier_portal.declarations.queries import visible as visible_declarations
from supplier_portal.desk.queries import own_audits
from supplier_portal.desk.queries.dues import APPEAL, DECLARATION, MOST, SHUTDOWN, Days, Due
from supplier_portal.domain.appeals import DECIDED_WITHIN
from supplier_portal.domain.workflow.appeal import OPEN
from supplier_portal.findings.queries import local_day
from supplier_portal.suppliers.models import Supplier


def asked_besides(session: Session, actor: Actor, days: Days) -> Iterator[Due]:
    """What the actor may decide of it: a reviewer appeals, a planner shutdowns and declared data."""
    if decide(actor, Permission.APPEALS_APPEAL_DECIDE).allowed:
        yield from _appeals(session, actor, days)
    if decide(actor, Permission.CALENDARS_SHUTDOWN_DECIDE).allowed:
        yield from _shutdowns(session, actor, days)
    if decide(actor, Permission.DECLARATIONS_DECLARATION_DECIDE).allowed:
        yield from _declarations(session, actor, days)


_OF_SUPPLIER = (Supplier.number, Supplier.name_en, Supplier.name_zh)
_NOTHING = tuple(null().label(name) for name in ("severity", "title", "handler"))


def _appeals(session: Session, actor: Actor, days: Days) -> Iterator[Due]:
    """Appeals against scores that are to be decided by who was not on the audit's team."""
    asked = (
        visible_appeals(actor)
        .join(Supplier, Supplier.id == Appeal.supplier_id)
        .where(Appeal.state.in_(OPEN), or_(Appeal.audit_id.is_(None), Appeal.audit_id.not_in(own_audits(actor))))
        .with_only_columns(
            Appeal.id, Appeal.number, Appeal.filed_at, Supplier.name_en, Supplier.name_zh, Supplier.time_zone, *_NOTHING
        )
        .order_by(Appeal.filed_at, Appeal.id)
        .limit(MOST)
    )
    for row in session.execute(asked):
        filed_on = local_day(row.filed_at, row.time_zone)
        yield days.until(APPEAL, row, days.buyer.working_days_after(filed_on, DECIDED_WITHIN), working=True)


def _shutdowns(session: Session, actor: Actor, days: Days) -> Iterator[Due]:
    """Shutdowns that wait; a supplier wants to know before the first day."""
    asked = (
        visible_shutdowns(actor)
        .join(Supplier, Supplier.id == Shutdown.supplier_id)
        .where(Shutdown.decision.is_(None))
        .with_only_columns(Shutdown.id, Shutdown.first_on, *_OF_SUPPLIER, *_NOTHING)
        .order_by(Shutdown.first_on, Shutdown.id)
        .limit(MOST)
    )
    for row in session.execute(asked):
        yield days.until(SHUTDOWN, row, row.first_on)


def _declarations(session: Session, actor: Actor, days: Days) -> Iterator[Due]:
    """Data that suppliers declared, the oldest first; no day is set for it."""
    asked = (
        visible_declarations(actor)
        .join(Supplier, Supplier.id == Declaration.supplier_id)
        .where(Declaration.decision.is_(None))
        .with_only_columns(Declaration.id, *_OF_SUPPLIER, *_NOTHING)
        .order_by(Declaration.id)
        .limit(MOST)
    )
    for row in session.execute(asked):
        yield days.until(DECLARATION, row, None)
