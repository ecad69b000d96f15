"""Acts on many findings with a result per finding, and how long findings took to be closed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import UtcDateTime

REASSIGN, REMIND = KINDS = ("reassign", "remind")
DONE = "done"
"""The outcome of a row that was done; any other one is the code of why it was refused."""


class DeskAct(Base):
    """One act on many findings, done by a job. kind: one of KINDS; handler_id: to whom, of a reassignment."""

    __tablename__ = "desk_act"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DeskActRow(Base):
    """One finding of an act. state_seen: the state it stood in when it was chosen; outcome: None while it waits.

    done_on: the buyer's day on which it was done or refused.
    """

    __tablename__ = "desk_act_row"
    act_id: Mapped[int] = mapped_column(ForeignKey("desk_act.id"), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True, index=True)
    state_seen: Mapped[str] = mapped_column(String(32))
    outcome: Mapped[str | None] = mapped_column(String(48))
    done_on: Mapped[date | None]


class ClosingTime(Base):
    """How long a closed finding took from the notice, or from its reopening, to its last closing.

    closed_on: the supplier's day; calendar_days: all of them; supplier_days: those its clock counted, by the calendars
    as they stood then; buyer_days: calendar days in which the buyer held the ball. None is kept of a reopened one.
    """

    __tablename__ = "closing_time"
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    closed_on: Mapped[date] = mapped_column(index=True)
    calendar_days: Mapped[int]
    supplier_days: Mapped[int]
    buyer_days: Mapped[int]
