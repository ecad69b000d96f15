"""Appeals as lists and pages show them: where they stand, whose turn it is, by when, and what is still to follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.appeals.models import Appeal
from supplier_portal.appeals.queries import visible
from supplier_portal.appeals.queries.appealable import figure_of
from supplier_portal.audits.models import Audit, AuditMember
from supplier_portal.audits.revisions import first_number
from supplier_portal.calendars.queries import buyer_calendar
from supplier_portal.domain.appeals import CHECKPOINT, DECIDED_WITHIN, FIGURE
from supplier_portal.domain.calendars import Calendar
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.appeal import OPEN
from supplier_portal.findings.queries import local_day
from supplier_portal.reports.models import APPEAL_GRANTED, Amendment
from supplier_portal.scores.inputs import gather
from supplier_portal.suppliers.models import Site, Supplier

AMENDMENT, CORRECTION = "amendment", "correction"


@dataclass(frozen=True)
class Listed:
    """An appeal as people see it on a day.

    audit, site: None for a figure; due_on: the buyer's last working day to decide it; owes: what a granted one still
    waits for, amendment or correction, else empty; follows: the revision its level was amended in; on_team: whether
    the reader was on the audit's team and leaves it to others.
    """

    appeal: Appeal
    supplier: Supplier
    audit: Audit | None
    site: Site | None
    filed_on: date
    due_on: date
    today: date
    owes: str
    follows: Audit | None
    on_team: bool
    days_used: int

    @property
    def open(self) -> bool:
        return self.appeal.state in OPEN

    @property
    def turn(self) -> str:
        """`buyer` while it is to be decided or a granted one is to be carried out, else `nobody`."""
        return "buyer" if self.open or self.owes else "nobody"

    @property
    def days_left(self) -> int:
        """Days to the last one for deciding; below 0 once the buyer is late."""
        return (self.due_on - self.today).days


def of_actor(actor: Actor) -> Select[Any]:
    """Visible appeals with supplier, audit and site: those to be decided first, the oldest before others."""
    done = case((Appeal.state.in_(OPEN), 0), else_=1)
    return (
        visible(actor)
        .join(Supplier, Supplier.id == Appeal.supplier_id)
        .outerjoin(Audit, Audit.id == Appeal.audit_id)
        .outerjoin(Site, Site.id == Audit.site_id)
        .add_columns(Supplier, Audit, Site)
        .order_by(done, case((Appeal.state.in_(OPEN), Appeal.id)), Appeal.id.desc())
    )


def listed(session: Session, actor: Actor, asked: Select[Any], moment: Moment) -> list[Listed]:
    """Read appeals selected from `of_actor`, in a fixed number of statements."""
    rows = session.execute(asked).all()
    calendar = buyer_calendar(session)
    followed = _revisions(session, [row for row in rows if _waits(row[0], CHECKPOINT)])
    figures = _figures(session, [row for row in rows if _waits(row[0], FIGURE)], moment)
    teams = _own_teams(session, actor, [audit.id for _, _, audit, _ in rows if audit])
    return [_listed(row, calendar, moment, (followed, figures, teams)) for row in rows]


def outstanding(several: Sequence[Listed]) -> list[Listed]:
    """Those with which the buyer still has something to do."""
    return [one for one in several if one.turn == "buyer"]


Beside = tuple[Mapping[int, Audit], Mapping[int, str], frozenset[int]]


def _listed(row: Any, calendar: Calendar, moment: Moment, beside: Beside) -> Listed:
    appeal, supplier, audit, site = row
    followed, figures, teams = beside
    filed_on, today = (local_day(at, supplier.time_zone) for at in (appeal.filed_at, moment.at))
    owes = ""
    if appeal.state == "granted" and appeal.subject == CHECKPOINT and appeal.id not in followed:
        owes = AMENDMENT
    elif appeal.id in figures and figures[appeal.id] == appeal.figure:
        owes = CORRECTION
    return Listed(
        appeal=appeal,
        supplier=supplier,
        audit=audit,
        site=site,
        filed_on=filed_on,
        due_on=calendar.working_days_after(filed_on, DECIDED_WITHIN),
        today=today,
        owes=owes,
        follows=followed.get(appeal.id),
        on_team=audit is not None and audit.id in teams,
        days_used=calendar.working_days(filed_on, today),
    )


def _waits(appeal: Appeal, subject: str) -> bool:
    return bool(appeal.state == "granted" and appeal.subject == subject)


def _revisions(session: Session, rows: Sequence[Any]) -> dict[int, Audit]:
    """By appeal the first later revision that was made because of a granted one, with another level there."""
    if not rows:
        return {}
    made = (
        select(Amendment, Audit)
        .join(Audit, Audit.id == Amendment.audit_id)
        .where(Audit.supplier_id.in_({supplier.id for _, supplier, _, _ in rows}), Amendment.ground == APPEAL_GRANTED)
        .order_by(Audit.revision)
    )
    amendments = session.execute(made).all()
    found: dict[int, Audit] = {}
    for appeal, _, audit, _ in rows:
        for amendment, later in amendments:
            of_audit = first_number(later.number) == first_number(audit.number) and later.revision > audit.revision
            if of_audit and appeal.code in amendment.changed and amendment.at >= appeal.decided_at:
                found.setdefault(appeal.id, later)
    return found


def _figures(session: Session, rows: Sequence[Any], moment: Moment) -> dict[int, str]:
    """By appeal the figure as it stands now."""
    suppliers = {supplier.id for _, supplier, _, _ in rows}
    inputs = gather(session, suppliers, moment.day) if suppliers else {}
    return {appeal.id: figure_of(inputs[supplier.id], appeal.code) for appeal, supplier, _, _ in rows}


def _own_teams(session: Session, actor: Actor, audit_ids: Sequence[int]) -> frozenset[int]:
    if not audit_ids or actor.account_id is None:
        return frozenset()
    own = select(AuditMember.audit_id).where(
        AuditMember.audit_id.in_(audit_ids), AuditMember.account_id == actor.account_id
    )
    return frozenset(session.scalars(own))


def count_visible(session: Session, actor: Actor) -> int:
    """How many appeals the actor sees."""
    return session.scalar(select(func.count()).select_from(visible(actor).with_only_columns(Appeal.id).subquery())) or 0
