"""Sites that a year's programme should hold: never audited, expired, or expiring by a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.models import SCORED, Audit
from supplier_portal.audits.team.standing import month_after
from supplier_portal.domain.workflow.audit import BEFORE_ISSUE
from supplier_portal.programme.line_states import month_is_over
from supplier_portal.programme.models import Programme, ProgrammeLine
from supplier_portal.scores.models import AuditResult
from supplier_portal.scores.queries import policy_on, rules_of
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.suppliers.queries import visible as visible_suppliers

NO_VALID_AUDIT, EXPIRING = WHICH = ("no_valid_audit", "expiring")
MONTHS = range(1, 13)


@dataclass(frozen=True)
class Wanted:
    """which: one of WHICH; until_month: of the programme's year, for "expiring"; core: strategic core alone."""

    which: str = NO_VALID_AUDIT
    until_month: int = 12
    category: str = ""
    core: bool = True


@dataclass(frozen=True)
class Candidate:
    """A site with the last valid day of its audit, None where it has none, and the month proposed for the next."""

    supplier: Supplier
    site: Site
    expires_on: date | None
    month: int


def candidates_of(
    session: Session, actor: Actor, programme: Programme, wanted: Wanted, day: date, counts: dict[int, int]
) -> list[Candidate]:
    """Sites wanted that no line of the programme and no running scored audit has yet, by urgency.

    counts: lines by month, so that months proposed fill up evenly.
    """
    rows = session.execute(_open_sites(actor, programme, wanted)).all()
    valid_days = rules_of(policy_on(session, day)).validity.expires_after_days
    dated = [
        (supplier, site, _expiry(issued_on, extension, valid_days)) for supplier, site, issued_on, extension in rows
    ]
    kept = [one for one in dated if _is_wanted(one[2], programme.year, wanted, day)]
    kept.sort(key=lambda one: (one[2] or date.min, one[0].number, one[1].id))
    return _with_months(kept, programme.year, day, dict(counts))


def _open_sites(actor: Actor, programme: Programme, wanted: Wanted) -> Select[Any]:
    """Sites with the day and extension of their latest scored result."""
    order = (AuditResult.issued_on.desc(), AuditResult.revision.desc(), AuditResult.id.desc())
    place = func.row_number().over(partition_by=AuditResult.site_id, order_by=order).label("place")
    ranked = (
        select(AuditResult.site_id, AuditResult.issued_on, AuditResult.extension_days, place)
        .join(Audit, Audit.id == AuditResult.audit_id)
        .where(Audit.type.in_(SCORED))
        .subquery()
    )
    here = (ProgrammeLine.programme_id == programme.id, ProgrammeLine.dropped_at.is_(None))
    lined = select(ProgrammeLine.site_id).where(*here)
    running = select(Audit.site_id).where(Audit.state.in_(BEFORE_ISSUE), Audit.type.in_(SCORED))
    asked = (
        visible_suppliers(actor)
        .join(Site, Site.supplier_id == Supplier.id)
        .outerjoin(ranked, (ranked.c.site_id == Site.id) & (ranked.c.place == 1))
        .where(Site.id.not_in(lined), Site.id.not_in(running))
        .add_columns(Site, ranked.c.issued_on, ranked.c.extension_days)
    )
    if wanted.core:
        asked = asked.where(Supplier.strategic_core.is_(True))
    return asked.where(Supplier.category == wanted.category) if wanted.category else asked


def _expiry(issued_on: date | None, extension_days: int | None, valid_days: int) -> date | None:
    return issued_on + timedelta(days=valid_days + (extension_days or 0)) if issued_on else None


def _is_wanted(expires_on: date | None, year: int, wanted: Wanted, day: date) -> bool:
    expired = expires_on is None or expires_on < day
    if wanted.which == NO_VALID_AUDIT:
        return expired
    return not expired and expires_on is not None and expires_on < month_after(date(year, wanted.until_month, 1))


def _with_months(
    dated: Sequence[tuple[Supplier, Site, date | None]], year: int, day: date, counts: dict[int, int]
) -> list[Candidate]:
    """Propose the month before an audit expires, and for the others the months that have least."""
    left = [month for month in MONTHS if not month_is_over(year, month, day)] or [MONTHS[-1]]
    found = []
    for supplier, site, expires_on in dated:
        month = min(left, key=lambda one: (counts.get(one, 0), one))
        if expires_on is not None and expires_on >= day:
            before = expires_on.month - 1 if expires_on.year == year else left[0]
            month = max(before, left[0])
        counts[month] = counts.get(month, 0) + 1
        found.append(Candidate(supplier, site, expires_on, month))
    return found
