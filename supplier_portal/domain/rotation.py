"""Rotation of auditors: how many times in a row a person audits one supplier (domain.md, "Roles").

Audits of different sites of a supplier that begin within a month of one another are one round: a company with four
sites is one visit to its books, not four.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MOST_IN_A_ROW = 3
ROUND = timedelta(days=31)


@dataclass(frozen=True)
class Turn:
    """One audit of a supplier that took place or is to: where, from which day, by whom (account ids)."""

    site_id: int | None
    starts_on: date
    team: frozenset[int]


def times_in_a_row(past: Iterable[Turn], planned: Turn, person: int) -> int:
    """How many rounds in a row the person is on, around and with the planned audit; past: the supplier's others."""
    rounds = _rounds([*past, planned])
    here = next(place for place, turns in enumerate(rounds) if any(turn is planned for turn in turns))
    times = 1
    for neighbours in (reversed(rounds[:here]), rounds[here + 1 :]):
        for turns in neighbours:
            if not any(person in turn.team for turn in turns):
                break
            times += 1
    return times


def _rounds(turns: Sequence[Turn]) -> list[list[Turn]]:
    """Put the turns in order of days, those of one round together."""
    rounds: list[list[Turn]] = []
    for turn in sorted(turns, key=lambda turn: turn.starts_on):
        last = rounds[-1] if rounds else []
        again = any(turn.site_id == other.site_id for other in last)
        if last and not again and turn.starts_on - last[0].starts_on <= ROUND:
            last.append(turn)
        else:
            rounds.append([turn])
    return rounds
