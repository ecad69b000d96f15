"""What becomes of a finding after its notice: a life is a row of moves, each some days after the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

SUPPLIER, TEAM, LEAD, REVIEWER, PLANNER, SYSTEM = "supplier", "auditor", "lead", "reviewer", "planner", "system"

Move = tuple[str, int, str]
"""State moved to, days after the move before, who."""

_PLAN: Sequence[Move] = (("cap_proposed", 9, SUPPLIER),)
_ACCEPTED: Sequence[Move] = (*_PLAN, ("accepted", 4, LEAD))
_DONE: Sequence[Move] = (*_ACCEPTED, ("implemented", 17, SUPPLIER))
_VERIFIED: Sequence[Move] = (*_DONE, ("verified", 8, TEAM))
_CLOSED: Sequence[Move] = (*_VERIFIED, ("closed", 2, LEAD))
_AGAIN: Sequence[Move] = (("cap_proposed", 8, SUPPLIER), ("accepted", 5, LEAD))
_TO_THE_END: Sequence[Move] = (
    ("implemented", 16, SUPPLIER), ("verified", 9, TEAM), ("closed", 2, LEAD), ("effective", 92, LEAD),
)  # fmt: skip

LIVES: Mapping[str, Sequence[Move]] = {
    "open_until_today": (),
    "idle": (),
    "cap_proposed": _PLAN,
    "accepted": _ACCEPTED,
    "implemented": _DONE,
    "verified": _VERIFIED,
    "closed": _CLOSED,
    "effective": (*_CLOSED, ("effective", 92, LEAD)),
    "rejected": (*_PLAN, ("rejected", 6, LEAD)),
    "second_plan": (*_PLAN, ("rejected", 5, LEAD), *_AGAIN, *_TO_THE_END),
    "insufficient": (*_DONE, ("insufficient", 9, TEAM)),
    "reopened": (*_CLOSED, ("reopened", 63, LEAD)),
    "disputed": (("disputed", 6, SUPPLIER),),
    "maintained": (("disputed", 5, SUPPLIER), ("open", 9, REVIEWER), *_AGAIN, *_TO_THE_END),
    "upheld": (("disputed", 5, SUPPLIER), ("open", 9, REVIEWER)),
    "withdrawn": (("disputed", 5, SUPPLIER), ("withdrawn", 8, REVIEWER)),
    "waived": (("waived", 12, PLANNER),),
    "waiver_over": (("waived", 14, REVIEWER), ("open", 120, SYSTEM), *_AGAIN, *_TO_THE_END),
}
LATER = 4  # days by which a move may come later than its life says
WAIVED_DAYS = 119


@dataclass(frozen=True)
class Act:
    """One move of a finding. number: its place in the life, from 1; until: the last day of a waiver."""

    number: int
    day: date
    target: str
    who: str
    until: date | None = None


def acts_of(life: str, noticed_on: date, today: date, chance: Random) -> list[Act]:
    """The moves of a life as far as they come before today. A waiver that ends does so on the day after its last."""
    acts: list[Act] = []
    day = noticed_on
    for number, (target, gap, who) in enumerate(LIVES[life], 1):
        day += timedelta(days=gap if who == SYSTEM else gap + chance.randrange(LATER))
        if day >= today:
            break
        until = day + timedelta(days=WAIVED_DAYS if life == "waiver_over" else 2 * WAIVED_DAYS)
        if target == "waived" and life == "waived":
            until = max(until, today + timedelta(days=WAIVED_DAYS))
        acts.append(Act(number, day, target, who, until if target == "waived" else None))
    return acts


def state_after(acts: Sequence[Act]) -> str:
    """Where a notified finding stands after these moves."""
    return acts[-1].target if acts else "open"
