"""How long an audit still counts (scoring.md 1), as tables and scorecards say it."""

from dataclasses import dataclass
from datetime import date, timedelta

FULL, AGEING, SOON, EXPIRED, NONE = "full", "ageing", "soon", "expired", "none"
STATES = (FULL, AGEING, SOON, EXPIRED, NONE)
EXPIRING = "expiring"
"""Expired, or within so many days: what a filter asks for, no state of its own."""
SOON_DAYS = 90
MOVED_DAYS = 92
"""How long a grade's move is told: a quarter."""


@dataclass(frozen=True)
class Validity:
    """issued_on, expires_on: issue and last valid day of the audit that stays valid longest; None without one."""

    issued_on: date | None
    expires_on: date | None
    day: date
    full_days: int

    @property
    def state(self) -> str:
        """Give full, ageing, soon (ageing, with 90 days left at most), expired or none."""
        if self.issued_on is None or self.expires_on is None:
            return NONE
        if self.expires_on < self.day:
            return EXPIRED
        if self.day <= self.issued_on + timedelta(days=self.full_days):
            return FULL
        return SOON if self.days_left <= SOON_DAYS else AGEING

    @property
    def days_left(self) -> int:
        """Count the days to the last valid one; 0 without an audit."""
        return (self.expires_on - self.day).days if self.expires_on else 0


def moved_within_a_quarter(moved_on: date | None, day: date) -> bool:
    """Tell whether a grade's last move is recent enough to be told."""
    return moved_on is not None and moved_on > day - timedelta(days=MOVED_DAYS)
