"""What actions are to save and were measured to save in a year, and what a review must say of it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.findings.texts import figure_faults, length_faults, text_faults


class Effect(NamedTuple):
    """kWh and tonnes CO2e in a year; None where nothing is said."""

    kwh: Decimal | None
    tonnes: Decimal | None

    @property
    def empty(self) -> bool:
        return self.kwh is None and self.tonnes is None


class Measured(NamedTuple):
    """What one action was measured to save. how: by what it was measured."""

    action_id: int
    kwh: Decimal | None
    tonnes: Decimal | None
    how: str


def total(effects: Iterable[Effect]) -> Effect:
    """The sum of what is said; nothing where nobody says anything."""
    told = list(effects)
    kwh, tonnes = ([figure for figure in column if figure is not None] for column in _columns(told))
    return Effect(sum(kwh, Decimal(0)) if kwh else None, sum(tonnes, Decimal(0)) if tonnes else None)


def review_faults(conclusion: str, measured: Sequence[Measured], own: Collection[int]) -> Iterator[Fault]:
    """Faults of a review. own: the actions whose effect is counted with this finding."""
    yield from text_faults("conclusion", conclusion)
    for one in measured:
        place = f"effect-{one.action_id}"
        if one.action_id not in own:
            yield Fault("findings.effect_not_counted_here", f"{place}-kwh")
        yield from figure_faults(f"{place}-kwh", one.kwh)
        yield from figure_faults(f"{place}-tonnes", one.tonnes)
        told = one.kwh is not None or one.tonnes is not None
        yield from (text_faults if told else length_faults)(f"{place}-how", one.how)


def _columns(effects: Sequence[Effect]) -> tuple[list[Decimal | None], list[Decimal | None]]:
    return [one.kwh for one in effects], [one.tonnes for one in effects]
