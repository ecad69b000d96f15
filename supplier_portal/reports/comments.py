"""The supplier's comments on a draft: how long it may write them, and what they still ask for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit, AuditMove
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.working_days import working_days_until
from supplier_portal.reports.models import FactualComment
from supplier_portal.suppliers.models import Supplier

GRANTED, DECLINED = "granted", "declined"
DECISIONS = (GRANTED, DECLINED)
WITH_SUPPLIER = "draft_sent"


@dataclass(frozen=True)
class CommentDays:
    """until: the last day, whole, in the supplier's time zone; left: working days from today on, today among them."""

    until: date | None
    today: date
    open: bool

    @property
    def left(self) -> int:
        return working_days_until(self.today, self.until) if self.open and self.until else 0

    @property
    def over_since(self) -> int:
        """Working days for which the ball has been with the buyer, 0 while it is not."""
        if self.open or self.until is None:
            return 0
        return working_days_until(self.until + timedelta(days=1), self.today)


@dataclass(frozen=True)
class Standing:
    """How many comments wait for an answer, and how many were granted while the draft they take back is still out."""

    unanswered: int
    granted_on_draft: int


def comment_days(session: Session, audit: Audit, moment: Moment) -> CommentDays:
    """Until when the supplier of a draft may comment: to the end of the last day where it is, or until it releases."""
    zone = session.get_one(Supplier, audit.supplier_id).time_zone
    today = moment.at.astimezone(ZoneInfo(zone)).date()
    with_supplier = audit.state == WITH_SUPPLIER and audit.draft_released_at is None
    in_time = audit.comments_until is not None and today <= audit.comments_until
    return CommentDays(audit.comments_until, today, open=with_supplier and in_time)


def draft_number(session: Session, audit_id: int) -> int:
    """How many drafts of the audit have been sent."""
    sent = select(func.count()).where(AuditMove.audit_id == audit_id, AuditMove.target == WITH_SUPPLIER)
    return session.scalar(sent) or 0


def standing_comments(session: Session, audit: Audit) -> Standing:
    """What the comments of an audit still ask for before its issue, in one statement."""
    sent = (
        select(func.count()).where(AuditMove.audit_id == audit.id, AuditMove.target == WITH_SUPPLIER).scalar_subquery()
    )
    granted_now = (FactualComment.decision == GRANTED) & (FactualComment.back_from == sent)
    counted = select(
        func.sum(case((FactualComment.decision.is_(None), 1), else_=0)), func.sum(case((granted_now, 1), else_=0))
    ).where(FactualComment.audit_id == audit.id)
    unanswered, granted = session.execute(counted).one()
    return Standing(int(unanswered or 0), int(granted or 0) if audit.state == WITH_SUPPLIER else 0)


def unanswered_counts(session: Session, audit_ids: Collection[int]) -> dict[int, int]:
    """Comments without an answer by audit, in one statement for any number of audits."""
    counted = select(FactualComment.audit_id, func.count()).where(
        FactualComment.audit_id.in_(audit_ids), FactualComment.decision.is_(None)
    )
    return dict(session.execute(counted.group_by(FactualComment.audit_id)).all())
