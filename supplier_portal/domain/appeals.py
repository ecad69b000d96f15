"""What a supplier may appeal against, within which time, and how long the buyer has to decide (scoring.md 6)."""

from dataclasses import dataclass
from datetime import date, timedelta

CHECKPOINT, FIGURE, REFUSAL = SUBJECTS = ("checkpoint", "figure", "refusal")
"""A level of an issued audit; a figure of the rating from elsewhere; an audit told as refused or broken off."""

FIGURES = ("cdp", "sbt", "data", "quality", "cost", "delivery", "technology")
FILED_WITHIN = 90
"""Days after the issue of an audit, or after a refusal was recorded, on the last of which it may still be filed."""

DECIDED_WITHIN = 10
"""Working days of the buyer, as for the dispute of a finding."""


@dataclass(frozen=True)
class Thing:
    """What an appeal is about. code: of a checkpoint or a figure, empty for a refusal; audit_id: None for a figure."""

    subject: str
    code: str = ""
    audit_id: int | None = None

    @property
    def key(self) -> str:
        """As forms and addresses name it: checkpoint-12-S3.4, figure-cdp, refusal-12."""
        parts = (self.subject, None if self.audit_id is None else str(self.audit_id), self.code or None)
        return "-".join(part for part in parts if part is not None)


def thing_of(key: str) -> Thing | None:
    """Read what `Thing.key` writes; None for anything else."""
    subject, _, rest = key.partition("-")
    if subject == FIGURE:
        return Thing(subject, code=rest) if rest in FIGURES else None
    number, _, code = rest.partition("-")
    if subject not in SUBJECTS or not (number.isascii() and number.isdigit()) or bool(code) != (subject == CHECKPOINT):
        return None
    return Thing(subject, code, int(number))


def last_day(since: date) -> date:
    """The last day on which an appeal may be filed against what was told on `since`."""
    return since + timedelta(days=FILED_WITHIN)
