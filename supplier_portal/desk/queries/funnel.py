"""How far non-conformities have come, from the notice to the review of their effect, and which dropped out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.desk.queries import reached as reached_by
from supplier_portal.domain.findings.path import STOPS
from supplier_portal.domain.findings.rules import NONCONFORMITY
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries.narrowing import notified_in

DROPPED = ("disputed", "withdrawn", "waived")
STAGES: Mapping[str, tuple[str, ...]] = {stop[0]: stop for stop in STOPS[1:]}
"""The states that stand at each stage, by its first one."""


def states_from(stage: str) -> tuple[str, ...]:
    """The states of findings that came so far at least; of the notice all that ever were notified."""
    names = list(STAGES)
    return tuple(state for name in names[names.index(stage) :] for state in STAGES[name])


@dataclass(frozen=True)
class Stage:
    """code: its first state; reached: how many came at least so far; standing: how many stand there now."""

    code: str
    reached: int
    standing: int


@dataclass(frozen=True)
class Funnel:
    """stages: in order, all that were notified in the first; dropped: disputed now, withdrawn or waived, by state."""

    stages: Sequence[Stage]
    dropped: Mapping[str, int]

    @property
    def notified(self) -> int:
        return self.stages[0].reached


def funnel_of(session: Session, actor: Actor, year: int | None, zone: ZoneInfo) -> Funnel:
    """Non-conformities notified in a year, or ever, by how far they are now, in one statement.

    A reopened one stands where its next plan is awaited. zone: the buyer's, where days begin.
    """
    asked = [Finding.kind == NONCONFORMITY, Finding.notified_at.is_not(None)]
    if year is not None:
        asked += notified_in(date(year, 1, 1), date(year, 12, 31), zone)
    seen = reached_by(actor, Permission.DESK_PAGE_READ).where(*asked)
    by_state = seen.with_only_columns(Finding.state, func.count()).group_by(Finding.state)
    counts: dict[str, int] = dict(session.execute(by_state).all())
    stages = [Stage(code, _sum(counts, states_from(code)), _sum(counts, states)) for code, states in STAGES.items()]
    return Funnel(stages, {state: counts.get(state, 0) for state in DROPPED})


def _sum(counts: Mapping[str, int], states: Sequence[str]) -> int:
    return sum(counts.get(state, 0) for state in states)
