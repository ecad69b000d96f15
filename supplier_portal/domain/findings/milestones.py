"""The stages in which a finding may close: which one is due next, and when (checklist.md)."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from supplier_portal.domain.checklist.version import Milestone


def code_of(stage: Milestone) -> str:
    """A stage is known by its days, of which no other stage of the checkpoint has as many."""
    return str(stage.days)


def days_before(stages: Sequence[Milestone], stage: Milestone) -> int:
    """Days by which a stage lies before the last one, which ends on the closing day."""
    return stages[-1].days - stage.days


def due_on(stages: Sequence[Milestone], stage: Milestone, close_due_on: date) -> date:
    """The day of a stage; it moves with the day by which the finding is to be closed."""
    return close_due_on - timedelta(days=days_before(stages, stage))


def next_before(stages: Sequence[Milestone], met: Collection[str]) -> int | None:
    """`days_before` of the first stage that is not met; None where none is left."""
    return next((days_before(stages, stage) for stage in stages if code_of(stage) not in met), None)
