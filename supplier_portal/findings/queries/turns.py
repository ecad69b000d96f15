"""What a supplier's start page needs of its findings: whose turn, days used and left, for all of them in one go."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from supplier_portal.access.actor import Actor
from supplier_portal.domain.calendars import Calendar
from supplier_portal.domain.findings.clock import CLOSE, CONTAINMENT, PLAN, SUPPLIER, buyer_allowance
from supplier_portal.domain.findings.deadlines import NEEDS_CONTAINMENT, NEEDS_PLAN
from supplier_portal.domain.findings.policy import ClockRules
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN, TURN_OF_SUPPLIER, turn
from supplier_portal.findings.models import CorrectiveAction, CorrectiveActionPlan, Extension, Finding
from supplier_portal.findings.queries import local_day, visible
from supplier_portal.findings.queries.clocking import rules_by_policy
from supplier_portal.suppliers.models import Site, Supplier


@dataclass(frozen=True)
class Days:
    """Counted days of who holds the ball. left: below 0 when late; used, allowed: None where they are not counted."""

    due_on: date
    left: int
    used: int | None = None
    allowed: int | None = None
    working: bool = False


@dataclass(frozen=True)
class Turn:
    """A finding that is not settled. row: its kept columns with its site and what was done of its plan."""

    row: Any
    rules: ClockRules
    supplier_days: Calendar
    buyer_days: Calendar
    today: date

    @property
    def holder(self) -> str:
        """`supplier`, `buyer` or `nobody`."""
        return turn(self.row.state)

    @property
    def clock(self) -> str:
        """The clock of what the supplier owes next, or would owe were the ball there."""
        row = self.row
        if row.state in NEEDS_CONTAINMENT and row.contain_due_on is not None and not self.contained:
            return CONTAINMENT
        return PLAN if row.state in NEEDS_PLAN and row.plan_due_on is not None else CLOSE

    @property
    def contained(self) -> bool:
        """Whether containment was told since the clocks began."""
        told, begun = self.row.contained_at, self.row.clock_from
        return told is not None and (begun is None or told >= begun)

    @property
    def stage_on(self) -> date | None:
        """The day of the next milestone, where it comes before the closing day."""
        stage, close = self.row.stage_due_on, self.row.close_due_on
        return stage if stage is not None and close is not None and stage < close else None

    @property
    def days(self) -> Days | None:
        """The days of who holds the ball; None where nothing is due."""
        due = self.row.turn_due_on
        if due is None:
            return None
        if self.holder == SUPPLIER:
            left = _left(self.supplier_days.counted_days, self.today, due)
            allowed = self._allowed()
            return Days(due, left, None if allowed is None else min(max(allowed - left, 0), allowed), allowed)
        known = buyer_allowance(self.row.state, self.rules.buyer)
        working = known is not None and known[1]
        count = self.buyer_days.working_days if working else self.buyer_days.counted_days
        return Days(due, _left(count, self.today, due), working=working)

    @property
    def answer(self) -> Days | None:
        """The buyer's days for the extension that waits; None where none does."""
        if self.row.asked_at is None:
            return None
        asked_on = local_day(self.row.asked_at, self.row.time_zone)
        due = self.buyer_days.working_days_after(asked_on, self.rules.buyer.extension)
        return Days(due, _left(self.buyer_days.working_days, self.today, due), working=True)

    def _allowed(self) -> int | None:
        allowed, row = self.rules.allowed[self.row.severity], self.row
        close = row.close_days if row.close_days is not None and allowed.close is not None else allowed.close
        days, more = {
            CONTAINMENT: (allowed.containment, row.more_containment),
            PLAN: (allowed.plan, row.more_plan),
            CLOSE: (close, row.more_close),
        }[self.clock]
        return None if days is None else days + (more or 0)


def turns_of(
    session: Session, actor: Actor, calendars: tuple[Calendar, Calendar], today: date, most: int
) -> tuple[list[Turn], int]:
    """The actor's standing findings, the most urgent first, at most `most`, and how many there are in all.

    calendars: the supplier's and the buyer's; today: the day it is where the supplier is. Two statements.
    """
    rows = session.execute(_asked(actor).limit(most)).all()
    rules = rules_by_policy(session, {row.clock_policy for row in rows})
    turns = [Turn(row, rules[row.clock_policy], *calendars, today) for row in rows]
    return turns, rows[0].total if rows else 0


def count_of_supplier(actor: Actor) -> ScalarSelect[int]:
    """How much waits for the actor's company, as a part of a statement: findings, and own actions of them."""
    waiting = visible(actor).where(Finding.state.in_(TURN_OF_SUPPLIER), Finding.severity != "none")
    mine = case((_action(func.min(CorrectiveAction.due_on), _mine(actor)).is_not(None), 2), else_=1)
    return waiting.with_only_columns(func.coalesce(func.sum(mine), 0)).order_by(None).scalar_subquery()


_COLUMNS = (
    "id", "number", "checkpoint", "kind", "severity", "state", "title", "cycle", "contained_at", "clock_from",
    "clock_policy", "close_days", "contain_due_on", "plan_due_on", "close_due_on", "stage_due_on", "turn_due_on",
)  # fmt: skip


def _asked(actor: Actor) -> Select[*tuple[Any, ...]]:
    waiting = and_(Extension.finding_id == Finding.id, Extension.decision.is_(None))
    return (
        visible(actor)
        .where(Finding.state.in_(COUNTS_AS_OPEN), Finding.severity != "none")
        .join(Site, Site.id == Finding.site_id)
        .join(Supplier, Supplier.id == Finding.supplier_id)
        .outerjoin(Extension, waiting)
        .with_only_columns(
            *(getattr(Finding, name) for name in _COLUMNS),
            Site.name_en.label("site"),
            Supplier.time_zone,
            Extension.asked_at,
            func.count().over().label("total"),
            _action(func.count(CorrectiveAction.id)).label("actions"),
            _action(func.count(CorrectiveAction.done_on)).label("actions_done"),
            _action(func.min(CorrectiveAction.due_on), _mine(actor)).label("mine_due_on"),
            _rejected().label("reason"),
            *(_granted(clock).label(f"more_{clock}") for clock in (CONTAINMENT, PLAN, CLOSE)),
        )
        .order_by(Finding.turn_due_on.is_(None), Finding.turn_due_on, Finding.id)
    )


def _left(count: Callable[[date, date], int], today: date, due: date) -> int:
    return count(today, due) if due >= today else -count(due, today)


def _of_round() -> ColumnElement[bool]:
    same = CorrectiveActionPlan.finding_id == Finding.id, CorrectiveActionPlan.cycle == Finding.cycle
    return and_(*same)


def _action(told: ColumnElement[Any], *where: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Something of the actions of the accepted plan."""
    plans = select(told).join(CorrectiveActionPlan, CorrectiveActionPlan.id == CorrectiveAction.plan_id)
    accepted = plans.where(_of_round(), CorrectiveActionPlan.decision == "accepted", *where)
    return accepted.correlate(Finding).scalar_subquery()


def _mine(actor: Actor) -> ColumnElement[bool]:
    return and_(CorrectiveAction.owner_account_id == actor.account_id, CorrectiveAction.done_on.is_(None))


def _rejected() -> ScalarSelect[str]:
    """Why the last plan was sent back."""
    plans = select(CorrectiveActionPlan.reason).where(_of_round(), CorrectiveActionPlan.decision == "rejected")
    return plans.correlate(Finding).scalar_subquery()


def _granted(clock: str) -> ScalarSelect[int]:
    one = aliased(Extension)
    of_run = one.finding_id == Finding.id, one.clock == clock, one.asked_at >= Finding.clock_from
    granted = select(func.sum(one.granted_days)).where(*of_run)
    return granted.correlate(Finding).scalar_subquery()
