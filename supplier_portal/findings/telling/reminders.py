"""Reminders of who holds the ball: at half time, before the due day, on it, and weekly above their heads after it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.orm import Session

from supplier_portal.domain.findings.policy import ClockRules, Reminders
from supplier_portal.domain.findings.reminding import reminder_days
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN, turn
from supplier_portal.findings import kinds
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries.clocking import rules_by_policy
from supplier_portal.findings.telling.facts import path_of, side
from supplier_portal.findings.telling.hearers import Hearers, hearers_of
from supplier_portal.notices.kinds import Kind
from supplier_portal.notices.operations import GiveNotices, give_all
from supplier_portal.suppliers.models import Supplier

AT_ONCE = 5_000
"""Findings told in one transaction."""
LATE = "late"
OF_SUPPLIER = {"half": kinds.HALF, "before": kinds.BEFORE, "due": kinds.DUE, LATE: kinds.LATE}
OF_BUYER = {"before": kinds.BUYER_BEFORE, "due": kinds.BUYER_DUE, LATE: kinds.BUYER_LATE}
OPEN = (Finding.state.in_(COUNTS_AS_OPEN), Finding.severity != "none", Finding.turn_due_on.is_not(None))

Rules = Mapping[str | None, ClockRules]


@dataclass(frozen=True)
class Days:
    """Local days of suppliers in one time zone that are to be told: the first and the last one, both counted."""

    time_zone: str
    first: date
    last: date

    @property
    def each(self) -> list[date]:
        return [self.first + timedelta(days=passed) for passed in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Reminder:
    """moment: half, before, due or late; day: the one it falls on, be it missed; due_on: of who holds the ball."""

    moment: str
    day: date
    due_on: date

    @property
    def once(self) -> str:
        """What it is told under: a due day that changed makes another reminder."""
        weekly = f":{self.day.isoformat()}" if self.moment == LATE else ""
        return f"{self.moment}:{self.due_on.isoformat()}{weekly}"


def tell_reminders(session: Session, days: Days, after: int, moment: Moment) -> int | None:
    """Tell the reminders of the next findings after the id `after`: of each the last one that falls on these days.

    Returns the last id that was looked at; None where there was none. What was told is not told again.
    """
    rules = _rules(session)
    rows = _candidates(session, days, rules, after)
    if not rows:
        return None
    hearers = hearers_of(session, rows)
    commands = [command for row in rows for command in _commands(row, days, rules[row.clock_policy], hearers)]
    give_all(session, commands, moment)
    return int(rows[-1].id)


def reminder_of(row: Any, rules: Reminders, days: Days) -> Reminder | None:
    """The last reminder of a finding that falls on these days."""
    told = [one for one in reminder_days(row.turn_due_on, row.half_on, rules, days.last) if one[1] >= days.first]
    return Reminder(*told[-1], row.turn_due_on) if told else None


def _rules(session: Session) -> Rules:
    asked = select(Finding.clock_policy).where(*OPEN).distinct()
    return rules_by_policy(session, session.scalars(asked).all())


def _candidates(session: Session, days: Days, rules: Rules, after: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Findings whose kept days say that a reminder may fall on these days."""
    earliest = session.scalar(select(func.min(Finding.turn_due_on)).where(*OPEN))
    if earliest is None:
        return []
    columns = select(
        Finding.id, Finding.number, Finding.title, Finding.severity, Finding.state, Finding.supplier_id,
        Finding.audit_id, Finding.owner_id, Finding.handler_id, Finding.turn_due_on, Finding.half_on,
        Finding.clock_policy, Supplier.name_en, Supplier.name_zh,
    )  # fmt: skip
    asked = (
        columns.join(Supplier, Supplier.id == Finding.supplier_id)
        .where(*OPEN, Supplier.time_zone == days.time_zone, Finding.id > after)
        .where(or_(*_conditions(rules, days, earliest)))
        .order_by(Finding.id)
    )
    return session.execute(asked.limit(AT_ONCE)).all()


def _conditions(rules: Rules, days: Days, earliest: date) -> Iterator[ColumnElement[bool]]:
    for policy, own in rules.items():
        falls: ColumnElement[bool] = Finding.turn_due_on.in_(sorted(_due_days(own.reminders, days, earliest)))
        if own.reminders.half_time:
            falls = or_(falls, Finding.half_on.between(days.first, days.last))
        of_policy = Finding.clock_policy.is_(None) if policy is None else Finding.clock_policy == policy
        yield and_(of_policy, falls)


def _due_days(rules: Reminders, days: Days, earliest: date) -> set[date]:
    """The due days of which a reminder other than that of half time falls on these days."""
    due = set(days.each) if rules.on_the_day else set()
    due |= {day + timedelta(days=rules.before) for day in days.each if rules.before}
    for day in days.each:
        passed = (day - earliest).days // rules.then_every
        due |= {day - timedelta(days=rules.then_every * weeks) for weeks in range(1, passed + 1)}
    return due


def _commands(row: Row[*tuple[Any, ...]], days: Days, rules: ClockRules, hearers: Hearers) -> Iterator[GiveNotices]:
    reminder = reminder_of(row, rules.reminders, days)
    if reminder is None:
        return
    if turn(row.state) == "supplier":
        owners = hearers.owners(row)
        yield _command(OF_SUPPLIER[reminder.moment], row, reminder, owners, days)
        if reminder.moment == LATE:
            above = [number for number in hearers.above_owners(row) if number not in owners]
            yield _command(kinds.LATE_ABOVE, row, reminder, above, days)
    elif reminder.moment in OF_BUYER:
        readers = hearers.handlers(row)
        late = hearers.planners if reminder.moment == LATE else ()
        yield _command(OF_BUYER[reminder.moment], row, reminder, [*readers, *late], days)


def _command(
    kind: Kind, row: Row[*tuple[Any, ...]], reminder: Reminder, readers: Sequence[int], days: Days
) -> GiveNotices:
    holder = turn(row.state)
    of_supplier = holder == "supplier" and kind is not kinds.LATE_ABOVE
    return GiveNotices(
        kind,
        path_of(row.id),
        f"finding-reminder:{row.id}:{kind.name}:{reminder.once}",
        {
            "number": row.number,
            "title": row.title,
            "severity": {"word": f"severity.{row.severity}"},
            "supplier": {"en": row.name_en, "zh": row.name_zh},
            "state": {"word": f"finding_state.{row.state}"},
            "turn": side(holder),
            "until": row.turn_due_on,
            "days": abs((row.turn_due_on - days.last).days),
        },
        readers,
        buyer_webhooks=holder == "buyer",
        supplier_id=row.supplier_id if of_supplier else None,
    )
