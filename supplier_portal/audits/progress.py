"""How far an audit is: its steps, and each checkpoint with what was answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from supplier_portal.audits.checklists import AuditChecklists
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.audits.queries import profile_of
from supplier_portal.domain.checklist.profile import applies
from supplier_portal.domain.checklist.version import ChecklistVersion, Checkpoint, Dimension, Step, Text


@dataclass(frozen=True)
class Place:
    """One checkpoint in this audit. asked: whether it applies to the supplier."""

    checkpoint: Checkpoint
    asked: bool
    rating: str | None

    @property
    def rated(self) -> bool:
        return self.rating is not None


@dataclass(frozen=True)
class StepProgress:
    """A step with its checkpoints; answered of total, without those that do not apply.

    module: title of the add-on it belongs to, None for a step of the main checklist.
    """

    step: Step
    dimension: Dimension
    places: tuple[Place, ...]
    module: Text | None = None

    def holds(self, checkpoint: Checkpoint) -> bool:
        return any(place.checkpoint.code == checkpoint.code for place in self.places)

    @property
    def total(self) -> int:
        return sum(place.asked for place in self.places)

    @property
    def answered(self) -> int:
        return sum(place.asked and place.rated for place in self.places)


@dataclass(frozen=True)
class Progress:
    """All steps of an audit in the order of its checklists, the main one first."""

    steps: tuple[StepProgress, ...]

    @property
    def total(self) -> int:
        return sum(step.total for step in self.steps)

    @property
    def answered(self) -> int:
        return sum(step.answered for step in self.steps)

    @property
    def codes(self) -> list[str]:
        """The checkpoints that apply, in order."""
        return [place.checkpoint.code for step in self.steps for place in step.places if place.asked]

    @property
    def left(self) -> list[str]:
        """Those of them that have no rating, in order."""
        places = [place for step in self.steps for place in step.places]
        return [place.checkpoint.code for place in places if place.asked and not place.rated]

    def first_open(self) -> str:
        """Code of the first checkpoint without a rating, else of the first one."""
        return next(iter(self.left), self.codes[0])

    def around(self, code: str) -> tuple[str | None, str | None]:
        """Codes before and after a checkpoint among those that apply."""
        codes = self.codes
        if code not in codes:
            return None, None
        place = codes.index(code)
        return (codes[place - 1] if place else None), (codes[place + 1] if place + 1 < len(codes) else None)


def progress_of(audit: Audit, checklists: AuditChecklists, answers: Mapping[str, Answer]) -> Progress:
    """Put the answers of an audit into the steps of its checklists."""
    return Progress(tuple(step for one in checklists.all for step in _steps(audit, one, answers)))


def _steps(audit: Audit, checklist: ChecklistVersion, answers: Mapping[str, Answer]) -> Iterator[StepProgress]:
    dimensions = {dimension.code: dimension for dimension in checklist.dimensions}
    profile, module = profile_of(audit), checklist.title if checklist.module else None
    for step in checklist.steps:
        places = tuple(
            Place(one, applies(one, profile), answers[one.code].rating if one.code in answers else None)
            for one in checklist.of_step(step.number)
        )
        yield StepProgress(step, dimensions[step.dimension], places, module)
