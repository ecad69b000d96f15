"""What a supplier answers: containment, plans with their causes and actions, and what the actions brought."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Exact, UtcDateTime


class Containment(Base):
    """What was done at once, before the causes are known; the latest row of a finding counts. done_on: its day."""

    __tablename__ = "containment"
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    done_on: Mapped[date]
    reported_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CorrectiveActionPlan(Base):
    """One cycle's proposal. decision: accepted, rejected, or None while it waits.

    method: five_whys, fishbone, or empty for plans written as one text; root_cause: the conclusion. expected_effect: by
    what one will see that the actions work; preventive_measure: what keeps the same from happening elsewhere.
    """

    __tablename__ = "corrective_action_plan"
    __table_args__ = (UniqueConstraint("finding_id", "cycle"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"))
    cycle: Mapped[int]
    containment: Mapped[str] = mapped_column(Text, default="")
    method: Mapped[str] = mapped_column(String(16), default="", server_default="")
    root_cause: Mapped[str] = mapped_column(Text)
    expected_effect: Mapped[str] = mapped_column(Text, default="", server_default="")
    preventive_measure: Mapped[str] = mapped_column(Text, default="", server_default="")
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Cause(Base):
    """One line of the way to the root cause.

    branch: of five whys the number of the why ("1"…), of a fishbone one of people, machine, material, method,
    measurement, environment; root: whether the line is held to be a root cause.
    """

    __tablename__ = "cause"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("corrective_action_plan.id"), index=True)
    position: Mapped[int]
    branch: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    root: Mapped[bool] = mapped_column(default=False)


class CorrectiveAction(Base):
    """One action of a plan, with the person of the supplier who owns it and its day.

    owner: the name as it was chosen; owner_account_id, owner_contact_id: whose it is, at most one of them.
    done_on: the day the supplier says it was done. planned_kwh, planned_tonnes: what it is to save in a year (kWh,
    t CO2e), None where nothing is promised; same_as_id: the action of another finding that is the same measure, whose
    effect is counted there.
    """

    __tablename__ = "corrective_action"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("corrective_action_plan.id"), index=True)
    position: Mapped[int]
    action: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    owner_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    owner_contact_id: Mapped[int | None] = mapped_column(ForeignKey("supplier_contact.id", ondelete="SET NULL"))
    done_on: Mapped[date | None]
    planned_kwh: Mapped[Decimal | None] = mapped_column(Exact(3))
    planned_tonnes: Mapped[Decimal | None] = mapped_column(Exact(3))
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("corrective_action.id"))


class ActionEffect(Base):
    """What an action was measured to save, told in an effectiveness review. measured_*: in a year; how: by what."""

    __tablename__ = "action_effect"
    __table_args__ = (UniqueConstraint("review_id", "action_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("effectiveness_review.id"))
    action_id: Mapped[int] = mapped_column(ForeignKey("corrective_action.id"), index=True)
    measured_kwh: Mapped[Decimal | None] = mapped_column(Exact(3))
    measured_tonnes: Mapped[Decimal | None] = mapped_column(Exact(3))
    how: Mapped[str] = mapped_column(Text, default="")


class EffectivenessReview(Base):
    """Whether what was done works: concluded effective or not; never changed. Not effective reopens the finding."""

    __tablename__ = "effectiveness_review"
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    cycle: Mapped[int]
    effective: Mapped[bool]
    conclusion: Mapped[str] = mapped_column(Text)
    reviewed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reviewed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MilestoneMet(Base):
    """A stage of a finding that closes by milestones, as said to be reached, and what the buyer made of it.

    code: of the checkpoint's milestone; decision: accepted, sent_back, or None while it waits.
    """

    __tablename__ = "milestone_met"
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    met_on: Mapped[date]
    told_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReRating(Base):
    """The level a verified finding lifts a checkpoint to, 0 to 3 (scoring.md 1), as the person who verified it judged.

    reason: read by both sides. undone_at: when the finding was reopened and the lift taken away.
    """

    __tablename__ = "re_rating"
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    checkpoint: Mapped[str] = mapped_column(String(16))
    level: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    judged_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    judged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
