"""What rooms on the right declare about a person's work: how much of it is open, and how it goes over to a colleague.

A room exports `DUTIES` in its own `duties` module; they are declared once at the start.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Duty:
    """part: a word `duty.…`; count: what an account has open; hand_over: all of it, from one account to another."""

    part: str
    count: Callable[[Session, int], int]
    hand_over: Callable[[Session, int, int], None]


_DUTIES: dict[str, Duty] = {}


def declare_duty(duty: Duty) -> None:
    """Make a duty known; doing it again changes nothing."""
    _DUTIES[duty.part] = duty


def open_duties(session: Session, account_id: int) -> dict[str, int]:
    """How much of what this person has open, by part; what there is none of is left out."""
    counted = {part: duty.count(session, account_id) for part, duty in _DUTIES.items()}
    return {part: count for part, count in counted.items() if count}


def hand_over_duties(session: Session, from_id: int, to_id: int) -> None:
    """All that is open goes over."""
    for duty in _DUTIES.values():
        duty.hand_over(session, from_id, to_id)
