"""A supplier's score as its start page tells it, and what would lift it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from supplier_portal.domain.scoring import Change, Effect, Gate, RatingInput, effect_of, possible_changes
from supplier_portal.domain.scoring import Policy as Rules
from supplier_portal.domain.scoring import Rating as Figures
from supplier_portal.domain.scoring.answers import LIFTED_TO
from supplier_portal.domain.scoring.what_if import GATE, LEVEL, SBT, chosen
from supplier_portal.scores.models import RatingNow

NOTHING, VALIDATED = Decimal(0), "validated"


@dataclass(frozen=True)
class Lift:
    """A change with what it brings on its own."""

    change: Change
    effect: Effect

    @property
    def gains(self) -> bool:
        return self.effect.rating > NOTHING


@dataclass(frozen=True)
class Scored:
    """now: the row of tables; before: the rating published on the day before, None for the first one."""

    now: RatingNow
    inputs: RatingInput
    rules: Rules
    figures: Figures
    before: Decimal | None

    @property
    def move(self) -> Decimal | None:
        """How the rating has moved since the day published before."""
        return None if self.before is None else self.figures.rating - self.before

    @property
    def next_grade(self) -> tuple[str, Decimal] | None:
        """The next better grade by the figure alone, and how much is missing; None at the best."""
        better = [(grade, Decimal(str(least))) for grade, least in self.rules.grades if least > self.figures.rating]
        return (better[-1][0], better[-1][1] - self.figures.rating) if better else None

    @cached_property
    def gates(self) -> list[Gate]:
        """The gates that act, in the policy's order."""
        return [gate for gate in self.rules.gates if gate.code in self.figures.gates]

    @cached_property
    def possible(self) -> list[Change]:
        return list(possible_changes(self.inputs, self.rules))

    @cached_property
    def every(self) -> list[Lift]:
        """Each possible change on its own."""
        return [self._lift(change) for change in self.possible]

    def most(self, number: int) -> list[Lift]:
        """The changes that lift the rating most, one about each thing, and none of a gate."""
        near: dict[str, Change] = {}
        for change in self.possible:
            if _is_near(change):
                near.setdefault(change.about, change)
        lifts = [self._lift(change) for change in near.values()]
        return sorted((lift for lift in lifts if lift.gains), key=lambda lift: -lift.effect.rating)[:number]

    def together(self, keys: Collection[str]) -> tuple[list[Change], Effect | None]:
        """The changes that the keys name, and what they bring together; None where none is named."""
        found = chosen(keys, self.possible)
        return found, effect_of(found, self.inputs, self.rules, self.figures) if found else None

    def _lift(self, change: Change) -> Lift:
        return Lift(change, effect_of([change], self.inputs, self.rules, self.figures))


def _is_near(change: Change) -> bool:
    """Whether a start page tells it: levels as far as a finding lifts them or to the top, else the next value."""
    if change.kind == LEVEL:
        return int(change.to) == (LIFTED_TO if int(change.now) < LIFTED_TO else LIFTED_TO + 1)
    return change.kind not in {GATE, SBT} or change.to == VALIDATED


def by_thing(lifts: Sequence[Lift]) -> Mapping[str, list[Lift]]:
    """The lifts of each thing that may be changed, in the order they are told."""
    found: dict[str, list[Lift]] = {}
    for lift in lifts:
        found.setdefault(lift.change.about, []).append(lift)
    return found


def findings_at(turns: Sequence[Any]) -> dict[tuple[str, str], Any]:
    """The standing findings by site and checkpoint, the most urgent one of each."""
    return {(turn.row.site, turn.row.checkpoint): turn for turn in reversed(turns)}


HOLDS = {"open_critical": "critical", "open_major": "major", "overdue_major": "major"}
"""Severity of the findings behind a gate, by its condition."""


def behind(gate: Gate, turns: Sequence[Any]) -> list[Any]:
    """The findings that make a gate hold, as far as they are told."""
    severity = HOLDS.get(gate.when)
    return [turn for turn in turns if turn.row.severity == severity]
