"""Programmes and lines an actor may see, and what a line shows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import LEAD, Audit, AuditMember
from supplier_portal.domain.errors import Missing
from supplier_portal.programme.line_states import FELL_THROUGH, line_state
from supplier_portal.programme.models import LineChange, Programme, ProgrammeLine
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers


@dataclass(frozen=True)
class Entry:
    """A line as pages show it; state: one of LINE_STATES on the day asked."""

    line: ProgrammeLine
    supplier: Supplier
    site: Site
    audit: Audit | None
    lead: str | None
    state: str

    @property
    def open(self) -> bool:
        """Whether an audit can be planned from it."""
        return self.audit is None or self.audit.state in FELL_THROUGH


def visible(actor: Actor) -> Select[Programme]:
    """Give the years' programmes to all who read any line of them."""
    allowed = decide(actor, Permission.PROGRAMME_PLAN_READ).allowed
    return select(Programme) if allowed else select(Programme).where(false())


def visible_lines(actor: Actor) -> Select[ProgrammeLine]:
    """Give the offices all lines that were not dropped, an auditor those one audits or is meant to plan the lead of."""
    return select(ProgrammeLine).where(ProgrammeLine.dropped_at.is_(None), _within(actor))


def _within(actor: Actor) -> ColumnElement[bool]:
    reach = decide(actor, Permission.PROGRAMME_PLAN_READ).reach
    if reach is Reach.ALL:
        return ProgrammeLine.id.is_not(None)
    if reach is not Reach.OWN_AUDITS:
        return false()
    own = select(AuditMember.audit_id).where(AuditMember.account_id == actor.account_id)
    meant = and_(ProgrammeLine.lead_id == actor.account_id, ProgrammeLine.audit_id.is_(None))
    return or_(meant, ProgrammeLine.audit_id.in_(own))


def find_programme(session: Session, actor: Actor, programme_id: int, *, locked: bool = False) -> Programme:
    """Load a programme, with `locked` held for writing. Raises Missing."""
    asked = visible(actor).where(Programme.id == programme_id)
    held = asked.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(held if locked else asked)
    if found is None:
        raise Missing
    return found


def find_line(session: Session, actor: Actor, line_id: int) -> ProgrammeLine:
    """Load a line that was not dropped, held for writing. Raises Missing."""
    line = session.scalar(visible_lines(actor).where(ProgrammeLine.id == line_id).with_for_update())
    if line is None:
        raise Missing
    return line


def programmes_of_years(session: Session, actor: Actor) -> Sequence[Programme]:
    """All programmes, the latest year first."""
    return session.scalars(visible(actor).order_by(Programme.year.desc())).all()


def entries_of(session: Session, actor: Actor, programme: Programme, day: date) -> list[Entry]:
    """The lines of a programme by supplier, month and site: one statement."""
    return _entries(session, _shown(actor).where(ProgrammeLine.programme_id == programme.id), programme.year, day)


def entry_of(session: Session, actor: Actor, programme: Programme, line_id: int, day: date) -> Entry:
    """One line of this programme. Raises Missing for another's."""
    asked = _shown(actor).where(ProgrammeLine.programme_id == programme.id, ProgrammeLine.id == line_id)
    found = _entries(session, asked, programme.year, day)
    if not found:
        raise Missing
    return found[0]


def line_of_audit(session: Session, actor: Actor, audit_id: int) -> tuple[ProgrammeLine, Programme] | None:
    """The line an audit was planned from, with its programme."""
    asked = (
        visible_lines(actor)
        .join(Programme, Programme.id == ProgrammeLine.programme_id)
        .where(ProgrammeLine.audit_id == audit_id)
        .add_columns(Programme)
    )
    found = session.execute(asked).first()
    return (found[0], found[1]) if found else None


def changes_of(session: Session, actor: Actor, line_id: int) -> list[tuple[LineChange, str]]:
    """What was changed of a line and by whom, the latest first."""
    seen = visible_lines(actor).with_only_columns(ProgrammeLine.id).where(ProgrammeLine.id == line_id)
    asked = select(LineChange, Account.name).join(Account, Account.id == LineChange.changed_by)
    rows = session.execute(asked.where(LineChange.line_id.in_(seen)).order_by(LineChange.id.desc()))
    return [(change, name) for change, name in rows]


def sites_of(session: Session, actor: Actor, site_ids: Collection[int]) -> dict[int, Site]:
    """Sites of the suppliers the actor sees, by id."""
    seen = visible_suppliers(actor).with_only_columns(Supplier.id)
    found = session.scalars(select(Site).where(Site.id.in_(site_ids), Site.supplier_id.in_(seen)))
    return {site.id: site for site in found}


def lines_by_month(session: Session, programme_id: int) -> dict[int, int]:
    """How many lines each month has."""
    counted = select(ProgrammeLine.month, func.count()).where(
        ProgrammeLine.programme_id == programme_id, ProgrammeLine.dropped_at.is_(None)
    )
    return dict(session.execute(counted.group_by(ProgrammeLine.month)).all())


def _shown(actor: Actor) -> Select[ProgrammeLine, Supplier, Site, Audit, str]:
    lead, takes_place = aliased(Account), Audit.state.not_in(FELL_THROUGH)
    return (
        visible_lines(actor)
        .join(Supplier, Supplier.id == ProgrammeLine.supplier_id)
        .join(Site, Site.id == ProgrammeLine.site_id)
        .outerjoin(Audit, Audit.id == ProgrammeLine.audit_id)
        .outerjoin(AuditMember, and_(AuditMember.audit_id == Audit.id, AuditMember.role == LEAD, takes_place))
        .outerjoin(lead, lead.id == func.coalesce(AuditMember.account_id, ProgrammeLine.lead_id))
        .add_columns(Supplier, Site, Audit, lead.name)
        .order_by(Supplier.name_en, Supplier.id, ProgrammeLine.month, ProgrammeLine.id)
    )


def _entries(
    session: Session, asked: Select[ProgrammeLine, Supplier, Site, Audit, str], year: int, day: date
) -> list[Entry]:
    return [
        Entry(line, supplier, site, audit, lead, line_state(year, line.month, audit.state if audit else None, day))
        for line, supplier, site, audit, lead in session.execute(asked)
    ]
