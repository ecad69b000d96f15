"""Open findings by step, severity, age and turn, and how far a year's non-conformities have come."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from supplier_portal.dashboard.queries import KEPT, Scope
from supplier_portal.domain.findings.path import STOPS
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries.narrowing import band, buyer_is_late, is_late, is_open, notified_in
from supplier_portal.suppliers.models import Supplier

SEVERITIES = ("critical", "major", "minor", "observation")
ADD_ON = 0
"""The step of what only add-on checklists ask."""
_CODE = re.compile(r"([A-Z]+)(\d+)\.")


@dataclass(frozen=True)
class OpenFindings:
    """Findings that are alike. late: the supplier's turn, and what it owes next is past its day.

    late_buyer: the buyer is behind its own clock; since: from when on who holds the ball has held it longest.
    """

    step: int
    severity: str
    state: str
    band: str
    late: bool
    late_buyer: bool
    count: int
    since: datetime | None = None


class Open:
    """All open findings of a scope: strengths and drafts are none."""

    def __init__(self, groups: Sequence[OpenFindings]) -> None:
        self.groups = groups

    def count(self, chosen: Callable[[OpenFindings], bool] = lambda _: True) -> int:
        return sum(group.count for group in self.groups if chosen(group))

    def by(self, *names: str) -> Mapping[tuple[object, ...], int]:
        """Counts by the values of some fields."""
        counts: dict[tuple[object, ...], int] = {}
        for group in self.groups:
            key = tuple(getattr(group, name) for name in names)
            counts[key] = counts.get(key, 0) + group.count
        return counts

    @property
    def late(self) -> int:
        return self.count(lambda group: group.late)

    @property
    def late_buyer(self) -> int:
        return self.count(lambda group: group.late_buyer)

    @property
    def oldest_buyer(self) -> datetime | None:
        """Since when the buyer has held the one it has held longest, of those it is late with."""
        return min((group.since for group in self.groups if group.late_buyer and group.since), default=None)


def open_findings(session: Session, scope: Scope, prefixes: Iterable[str]) -> Open:
    """Count what stands open on the day, whatever year it is from, in one statement.

    prefixes: the letters that codes of the main checklist begin with; other codes are add-ons'.
    """
    own = frozenset(prefixes)
    return Open(
        [
            OpenFindings(step_of(code, own), severity, state, age, bool(is_late), bool(buyer), count, since)
            for code, severity, state, age, is_late, buyer, count, since in session.execute(_open_kinds(scope))
        ]
    )


@lru_cache(maxsize=KEPT)
def _open_kinds(scope: Scope) -> Select[*tuple[Any, ...]]:
    late, late_buyer = is_late(scope.moment.at), buyer_is_late(scope.moment.at)
    kinds = (
        Finding.checkpoint, Finding.severity, Finding.state, band(scope.day, scope.zone), case((late, 1), else_=0),
        case((late_buyer, 1), else_=0),
    )  # fmt: skip
    counted = select(*kinds, func.count(), func.min(Finding.turn_since)).where(is_open())
    return _of_category(counted, scope).group_by(*kinds)


@dataclass(frozen=True)
class Unnoticed:
    """Critical findings whose notice no reviewer has agreed yet. since: when the first of them was found."""

    count: int
    since: datetime | None


def unnoticed_findings(session: Session, scope: Scope) -> Unnoticed:
    """Count them, in one statement; their notice is due within a day."""
    return Unnoticed(*session.execute(_without_notice(scope)).one())


@lru_cache(maxsize=KEPT)
def _without_notice(scope: Scope) -> Select[*tuple[Any, ...]]:
    counted = select(func.count(), func.min(Finding.found_critical_at))
    return _of_category(counted.where(Finding.state == "draft", Finding.severity == "critical"), scope)


def step_of(code: str, prefixes: frozenset[str]) -> int:
    """The step of a checkpoint, which its code tells: S4.2 belongs to step 4."""
    told = _CODE.match(code)
    return int(told[2]) if told and told[1] in prefixes else ADD_ON


def _of_category(asked: Select[*tuple[Any, ...]], scope: Scope) -> Select[*tuple[Any, ...]]:
    if not scope.category:
        return asked
    return asked.join(Supplier, Supplier.id == Finding.supplier_id).where(Supplier.category == scope.category)


@dataclass(frozen=True)
class Stage:
    """A state on the way, how many came at least so far, and how many stand there now."""

    state: str
    reached: int
    standing: int


@dataclass(frozen=True)
class Funnel:
    """stages: from the notice to the effectiveness review; dropped: withdrawn or waived ones, counted in no stage."""

    stages: tuple[Stage, ...]
    dropped: int

    @property
    def notified(self) -> int:
        return self.stages[0].reached


_PLACE = {state: place for place, stop in enumerate(STOPS[1:]) for state in stop}
DROPPED = ("withdrawn", "waived")


def funnel_of_year(session: Session, scope: Scope) -> Funnel:
    """Count the non-conformities notified in the year by how far they are now, in one statement."""
    counts: dict[str, int] = dict(session.execute(_notified_by_state(scope)).all())
    standing = [0] * len(STOPS[1:])
    for state, count in counts.items():
        if state not in DROPPED and state in _PLACE:
            standing[_PLACE[state]] += count
    return Funnel(
        tuple(Stage(stop[0], sum(standing[place:]), standing[place]) for place, stop in enumerate(STOPS[1:])),
        sum(counts.get(state, 0) for state in DROPPED),
    )


@lru_cache(maxsize=KEPT)
def _notified_by_state(scope: Scope) -> Select[str, int]:
    notified = notified_in(scope.first, scope.last, scope.zone)
    counted = select(Finding.state, func.count()).where(*notified).group_by(Finding.state)
    return _of_category(counted, scope)
