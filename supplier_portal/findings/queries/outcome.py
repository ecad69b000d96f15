"""What came of a finding: levels its checkpoints were lifted to, reviews of the effect, stages met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.findings.models import ActionEffect, EffectivenessReview, Finding, ReRating


@dataclass(frozen=True)
class Reviewed:
    """A review of the effect. measured: by action."""

    review: EffectivenessReview
    measured: Mapping[int, ActionEffect]


def lifts_of_finding(session: Session, finding: Finding) -> Sequence[ReRating]:
    """Levels its checkpoints were lifted to, the latest first, those taken away among them."""
    lifts = select(ReRating).where(ReRating.finding_id == finding.id)
    return session.scalars(lifts.order_by(ReRating.id.desc())).all()


def reviews_of(session: Session, finding: Finding) -> list[Reviewed]:
    """The reviews, the latest first; two statements."""
    reviews = session.scalars(
        select(EffectivenessReview)
        .where(EffectivenessReview.finding_id == finding.id)
        .order_by(EffectivenessReview.id.desc())
    ).all()
    effects = session.scalars(select(ActionEffect).where(ActionEffect.review_id.in_([one.id for one in reviews]))).all()
    return [Reviewed(one, {two.action_id: two for two in effects if two.review_id == one.id}) for one in reviews]
