"""The notice of a critical finding, which does not wait for the report."""

from dataclasses import dataclass
from datetime import datetime, timedelta

NOTICE_WITHIN = timedelta(hours=24)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class NoticeClock:
    """found_at: when the finding was held to be critical."""

    found_at: datetime

    @property
    def due_at(self) -> datetime:
        return self.found_at + NOTICE_WITHIN

    def late(self, at: datetime) -> bool:
        return at > self.due_at

    def hours(self, at: datetime) -> int:
        """Whole hours left, or begun hours late."""
        return (self.due_at - at) // HOUR if not self.late(at) else -((self.due_at - at) // HOUR)
