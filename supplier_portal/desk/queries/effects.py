"""What actions are to save in a year and were measured to save, each measure counted once.

Counted are the actions of the accepted plan of a finding's present cycle, while the finding stands at its acceptance or
after it: withdrawn, waived and reopened ones are out, and with them plans that a later cycle took the place of. An
action that is the same measure as another one counts there. What was measured comes from the review that found the
finding effective. kWh and tonnes stay apart. An action belongs to the year it was due in, planned and measured alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, case, extract, func
from sqlalchemy.orm import InstrumentedAttribute, Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.desk.queries import reached
from supplier_portal.findings.models import (
    ActionEffect,
    CorrectiveAction,
    CorrectiveActionPlan,
    EffectivenessReview,
    Finding,
)
from supplier_portal.suppliers.models import Supplier

COUNTS = ("accepted", "implemented", "insufficient", "verified", "closed", "effective")


@dataclass(frozen=True)
class Saved:
    """Sums of actions that are alike. kwh, tonnes: planned; of_measured_*: planned of those that were measured.

    actions: how many promise or were measured to save something; measured: how many were measured.
    """

    category: str
    year: int
    actions: int
    measured: int
    kwh: Decimal
    tonnes: Decimal
    of_measured_kwh: Decimal
    of_measured_tonnes: Decimal
    measured_kwh: Decimal
    measured_tonnes: Decimal


_FIGURES = (
    "actions", "measured", "kwh", "tonnes", "of_measured_kwh", "of_measured_tonnes", "measured_kwh", "measured_tonnes",
)  # fmt: skip


def summed(rows: Sequence[Saved], category: str = "", year: int = 0) -> Saved:
    """Rows of one category, of one year or of all, put together."""
    chosen = [row for row in rows if category in {"", row.category} and year in {0, row.year}]
    return Saved(category, year, *(sum((getattr(row, name) for row in chosen), _zero(name)) for name in _FIGURES))


def _zero(name: str) -> Any:
    return 0 if name in {"actions", "measured"} else Decimal(0)


def savings(session: Session, actor: Actor) -> list[Saved]:
    """Sums by the supplier's category and by year, in one statement."""
    kinds = (Supplier.category, _year())
    kwh, tonnes = ActionEffect.measured_kwh, ActionEffect.measured_tonnes
    sums = (
        func.count(),
        func.count(ActionEffect.id),
        func.sum(CorrectiveAction.planned_kwh),
        func.sum(CorrectiveAction.planned_tonnes),
        func.sum(case((kwh.is_not(None), CorrectiveAction.planned_kwh))),
        func.sum(case((tonnes.is_not(None), CorrectiveAction.planned_tonnes))),
        func.sum(kwh),
        func.sum(tonnes),
    )
    asked = _counted(actor).with_only_columns(*kinds, *sums).group_by(*kinds).order_by(*kinds)
    return [
        Saved(category, int(year), actions, measured, *(figure or Decimal(0) for figure in figures))
        for category, year, actions, measured, *figures in session.execute(asked)
    ]


@dataclass(frozen=True)
class Behind:
    """One action behind the sums. effect: what was measured, None before it was."""

    finding: Finding
    supplier: Supplier
    action: CorrectiveAction
    effect: ActionEffect | None


def behind(session: Session, actor: Actor, category: str, year: int, part: tuple[int, int]) -> list[Behind]:
    """The actions of a category and year, each empty or 0 for all; part: the first one, and how many at most."""
    first, most = part
    rows = _of(_counted(actor), category, year).add_columns(Supplier, CorrectiveAction, ActionEffect)
    largest = (
        func.coalesce(CorrectiveAction.planned_tonnes, 0).desc(),
        func.coalesce(CorrectiveAction.planned_kwh, 0).desc(),
        CorrectiveAction.id,
    )
    return [Behind(*row) for row in session.execute(rows.order_by(*largest).offset(first).limit(most))]


def _of(asked: Select[Any], category: str, year: int) -> Select[Any]:
    if category:
        asked = asked.where(Supplier.category == category)
    return asked.where(_year() == year) if year else asked


def _year() -> Any:
    return extract("year", CorrectiveAction.due_on)


def _counted(actor: Actor) -> Select[Any]:
    """Findings of the actor's with each action that counts, and what was measured of it."""
    plan, action = CorrectiveActionPlan, CorrectiveAction
    review, effect = EffectivenessReview, ActionEffect
    found_effective = and_(
        review.finding_id == Finding.id, review.effective.is_(True), review.cycle == Finding.cycle,
        Finding.state == "effective",
    )  # fmt: skip
    says = [column.is_not(None) for column in _said()]
    return (
        reached(actor, Permission.DESK_PAGE_READ)
        .join(Supplier, Supplier.id == Finding.supplier_id)
        .join(plan, and_(plan.finding_id == Finding.id, plan.cycle == Finding.cycle, plan.decision == "accepted"))
        .join(action, and_(action.plan_id == plan.id, action.same_as_id.is_(None)))
        .outerjoin(review, found_effective)
        .outerjoin(effect, and_(effect.review_id == review.id, effect.action_id == action.id))
        .where(Finding.state.in_(COUNTS), says[0] | says[1] | says[2] | says[3])
    )


def _said() -> tuple[InstrumentedAttribute[Decimal | None], ...]:
    return (
        CorrectiveAction.planned_kwh, CorrectiveAction.planned_tonnes, ActionEffect.measured_kwh,
        ActionEffect.measured_tonnes,
    )  # fmt: skip
