"""What a programme's year holds besides its lines, and what goes into the next year."""

from datetime import date

from sqlalchemy import ColumnElement, Select, extract, false, func, or_, select, true
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import Audit, AuditMember
from supplier_portal.programme.line_states import FELL_THROUGH
from supplier_portal.programme.models import Programme, ProgrammeLine
from supplier_portal.programme.queries import entries_of


def audits_outside(session: Session, actor: Actor, programme: Programme) -> list[Audit]:
    """Audits of the year that stand in no line of any programme, for those who see all of them.

    One that was refused or aborted is left out where its site has a line: that was planned anew, or can be.
    """
    return list(session.scalars(_outside(actor, programme).order_by(Audit.starts_on, Audit.id)))


def count_outside(session: Session, actor: Actor, programme: Programme) -> int:
    """How many of them there are."""
    asked = _outside(actor, programme).with_only_columns(Audit.id).subquery()
    return session.scalar(select(func.count()).select_from(asked)) or 0


def _outside(actor: Actor, programme: Programme) -> Select[Audit]:
    sees_all = decide(actor, Permission.AUDITS_AUDIT_READ).reach is Reach.ALL
    placed = select(ProgrammeLine.id).where(ProgrammeLine.audit_id == Audit.id).exists()
    here = (ProgrammeLine.programme_id == programme.id, ProgrammeLine.dropped_at.is_(None))
    lined = select(ProgrammeLine.id).where(ProgrammeLine.site_id == Audit.site_id, *here).exists()
    return select(Audit).where(
        true() if sees_all else false(),
        ~placed,
        Audit.revision == 1,
        Audit.state != "cancelled",
        or_(Audit.state.not_in(FELL_THROUGH), ~lined),
        *_of_year(programme.year),
    )


def lines_to_carry(session: Session, actor: Actor, programme: Programme, day: date) -> list[ProgrammeLine]:
    """Lines without an audit, or whose audit fell through, that the next year has no like of yet: two statements."""
    entries = entries_of(session, actor, programme, day)
    next_year = select(Programme.id).where(Programme.year == programme.year + 1).scalar_subquery()
    columns = (ProgrammeLine.carried_from_id, ProgrammeLine.site_id, ProgrammeLine.month, ProgrammeLine.type)
    carried, taken = set(), set()
    for origin, *place in session.execute(
        select(*columns, ProgrammeLine.dropped_at).where(ProgrammeLine.programme_id == next_year)
    ):
        carried.add(origin)
        if place.pop() is None:
            taken.add(tuple(place))
    open_lines = [entry.line for entry in entries if entry.open and entry.line.id not in carried]
    return [line for line in open_lines if (line.site_id, line.month, line.type) not in taken]


def audits_by_person(session: Session, year: int) -> list[tuple[int, str, int, int]]:
    """Account, name, month and number of the audits of the year that one is on and that did not fall through."""
    month = extract("month", Audit.starts_on)
    asked = (
        select(Account.id, Account.name, month, func.count())
        .join(AuditMember, AuditMember.account_id == Account.id)
        .join(Audit, Audit.id == AuditMember.audit_id)
        .where(Audit.state.not_in(FELL_THROUGH), Audit.revision == 1, *_of_year(year))
        .group_by(Account.id, Account.name, month)
    )
    return [(account_id, name, int(told), count) for account_id, name, told, count in session.execute(asked)]


def _of_year(year: int) -> tuple[ColumnElement[bool], ...]:
    return (Audit.starts_on >= date(year, 1, 1), Audit.starts_on <= date(year, 12, 31))
