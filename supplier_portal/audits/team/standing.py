"""How people stand to one audit: qualified until when, in conflict, how many times in a row, how busy that month."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select, text
from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit, AuditMember, AuditorQualification, ConflictOfInterest
from supplier_portal.domain.rotation import Turn, times_in_a_row

FELL_THROUGH = ("cancelled", "refused", "aborted")
DECEMBER = 12
_LOCK = 732


@dataclass(frozen=True)
class Visit:
    """Where and when an audit takes place; audit_id: its own, left out of what is counted, None while planned."""

    supplier_id: int
    site_id: int | None
    starts_on: date
    ends_on: date
    audit_id: int | None = None


@dataclass(frozen=True)
class Standing:
    """One person beside one visit.

    qualified_until: last day of the qualification that reaches furthest, None without any; qualified: whether one
    holds on the visit's last day; conflict: whether one holds on any of its days; in_a_row: rounds of this supplier
    with this one; load: the person's other audits that begin in the same month.
    """

    qualified_until: date | None
    qualified: bool
    conflict: bool
    in_a_row: int
    load: int


def stand_in_line(session: Session) -> None:
    """Whatever makes a team waits for the others: no two plans get one number, and no two miss one another's people."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def standings(session: Session, people: Collection[int], visit: Visit) -> dict[int, Standing]:
    """How each of the people stands to the visit: four statements for any number of people."""
    ends = _qualified(session, people, visit.ends_on)
    conflicts = set(session.scalars(_conflicts(visit).where(ConflictOfInterest.account_id.in_(people))))
    loads = _loads(session, people, visit)
    turns = _turns(session, visit)
    found = {}
    for person in people:
        until, qualified = ends.get(person, (None, False))
        planned = Turn(visit.site_id, visit.starts_on, frozenset({person}))
        in_a_row = times_in_a_row(turns, planned, person)
        found[person] = Standing(until, qualified, person in conflicts, in_a_row, loads.get(person, 0))
    return found


def qualifications_kept(session: Session) -> bool:
    """Whether the buyer keeps qualifications at all: from the first one on, a lead needs one."""
    return session.scalar(select(AuditorQualification.id).limit(1)) is not None


def _qualified(session: Session, people: Collection[int], day: date) -> Mapping[int, tuple[date, bool]]:
    held = (
        select(AuditorQualification.account_id, func.max(AuditorQualification.valid_until))
        .where(AuditorQualification.account_id.in_(people), AuditorQualification.valid_from <= day)
        .group_by(AuditorQualification.account_id)
    )
    return {person: (until, until >= day) for person, until in session.execute(held)}


def _conflicts(visit: Visit) -> Select[int]:
    open_or_later = or_(ConflictOfInterest.holds_until.is_(None), ConflictOfInterest.holds_until >= visit.starts_on)
    return select(ConflictOfInterest.account_id).where(
        ConflictOfInterest.supplier_id == visit.supplier_id,
        ConflictOfInterest.holds_from <= visit.ends_on,
        open_or_later,
    )


def _others(visit: Visit) -> ColumnElement[bool]:
    """Audits that count beside this one: not fallen through, no second revision, not this one itself."""
    return (Audit.state.not_in(FELL_THROUGH)) & (Audit.revision == 1) & (Audit.id != (visit.audit_id or 0))


def _loads(session: Session, people: Collection[int], visit: Visit) -> dict[int, int]:
    first = visit.starts_on.replace(day=1)
    counted = (
        select(AuditMember.account_id, func.count())
        .join(Audit, Audit.id == AuditMember.audit_id)
        .where(AuditMember.account_id.in_(people), Audit.starts_on >= first, Audit.starts_on < month_after(first))
        .where(_others(visit))
        .group_by(AuditMember.account_id)
    )
    return dict(session.execute(counted).all())


def month_after(first: date) -> date:
    """First day of the month after the one that begins on `first`; the last month there is ends with its last day."""
    if first.month == DECEMBER:
        return date.max if first.year == date.max.year else date(first.year + 1, 1, 1)
    return first.replace(month=first.month + 1)


def _turns(session: Session, visit: Visit) -> list[Turn]:
    members = (
        select(Audit.id, Audit.site_id, Audit.starts_on, AuditMember.account_id)
        .join(AuditMember, AuditMember.audit_id == Audit.id)
        .where(Audit.supplier_id == visit.supplier_id, _others(visit))
        .order_by(Audit.starts_on, Audit.id)
    )
    places: dict[int, tuple[int, date]] = {}
    teams: dict[int, set[int]] = {}
    for audit_id, site_id, starts_on, account_id in session.execute(members):
        places[audit_id] = (site_id, starts_on)
        teams.setdefault(audit_id, set()).add(account_id)
    return [Turn(*place, frozenset(teams[audit_id])) for audit_id, place in places.items()]
