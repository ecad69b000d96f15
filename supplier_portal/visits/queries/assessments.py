"""A supplier's self-assessment: how far it is, and beside what the auditors found. Nothing of it is ever scored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.audits.progress import StepProgress
from supplier_portal.audits.queries import MOST_ID, asked_of, visible_answers
from supplier_portal.domain.answering import possible_ratings
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.visits.models import SelfAssessment, SelfAssessmentEntry
from supplier_portal.visits.queries import visible_assessments, visible_entries

WRITTEN_WHILE = ("planned", "confirmed", "in_progress")


def assessment_of(session: Session, actor: Actor, audit_id: int) -> SelfAssessment | None:
    """How far the self-assessment is, None where nothing was saved yet."""
    return session.scalar(visible_assessments(actor).where(SelfAssessment.audit_id == audit_id))


def entries_of(session: Session, actor: Actor, audit_id: int) -> dict[str, SelfAssessmentEntry]:
    """What the supplier said, by checkpoint, as far as the reader may see it."""
    asked = visible_entries(actor).where(SelfAssessmentEntry.audit_id == audit_id)
    return {entry.checkpoint: entry for entry in session.scalars(asked)}


def entry_of(session: Session, actor: Actor, audit_id: int, checkpoint: str) -> SelfAssessmentEntry | None:
    """What the supplier said of one checkpoint, for those who may see it."""
    here = (SelfAssessmentEntry.audit_id == audit_id, SelfAssessmentEntry.checkpoint == checkpoint)
    return session.scalar(visible_entries(actor).where(*here)) if 0 < audit_id <= MOST_ID else None


def unrated(audit: Audit, checkpoints: Iterable[Checkpoint], entries: Mapping[str, SelfAssessmentEntry]) -> list[str]:
    """Codes of the checkpoints asked of the supplier that have no level of its own that fits them."""
    asked = asked_of(audit, checkpoints)
    return [one.code for one in asked if not is_rated(one, entries.get(one.code))]


def is_rated(checkpoint: Checkpoint, entry: SelfAssessmentEntry | None) -> bool:
    """Whether the entry has a rating this checkpoint takes: a newer checklist may ask in another form."""
    return entry is not None and entry.rating in possible_ratings(checkpoint)


@dataclass(frozen=True)
class ComparedCheckpoint:
    """own, found: the supplier's and the auditors' rating, None where there is none."""

    checkpoint: Checkpoint
    own: str | None
    found: str | None

    @property
    def distance(self) -> int | None:
        """Levels the supplier thought itself above the auditors, None where either is no level."""
        if self.own is None or self.found is None or not (self.own.isdecimal() and self.found.isdecimal()):
            return None
        return int(self.own) - int(self.found)


@dataclass(frozen=True)
class ComparedStep:
    """A step with its checkpoints side by side."""

    step: StepProgress
    checkpoints: tuple[ComparedCheckpoint, ...]

    @property
    def own(self) -> Decimal | None:
        """Mean of the supplier's levels where both sides have one, to a tenth."""
        return self._mean("own")

    @property
    def found(self) -> Decimal | None:
        """Mean of the auditors' levels where both sides have one, to a tenth."""
        return self._mean("found")

    @property
    def apart(self) -> list[ComparedCheckpoint]:
        """The checkpoints at which the two differ."""
        return [one for one in self.checkpoints if one.distance]

    def _mean(self, side: str) -> Decimal | None:
        levels = [int(getattr(one, side)) for one in self.checkpoints if one.distance is not None]
        if not levels:
            return None
        return figure(Fraction(sum(levels), len(levels)), 1)


def compared(session: Session, actor: Actor, audit_id: int, steps: Iterable[StepProgress]) -> list[ComparedStep]:
    """Put both sides' ratings side by side, step by step, in two statements; empty before anything is handed in."""
    entries = entries_of(session, actor, audit_id)
    if not entries:
        return []
    found = {
        answer.checkpoint: answer.rating
        for answer in session.scalars(visible_answers(actor).where(Answer.audit_id == audit_id))
    }
    return [
        ComparedStep(
            step,
            tuple(
                ComparedCheckpoint(
                    place.checkpoint, _rating(entries.get(place.checkpoint.code)), found.get(place.checkpoint.code)
                )
                for place in step.places
                if place.asked
            ),
        )
        for step in steps
    ]


def _rating(entry: SelfAssessmentEntry | None) -> str | None:
    return entry.rating if entry else None
