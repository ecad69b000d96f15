"""The supplier's comments on a draft: how long it may write them, and what they still ask for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit, AuditMove
from supplier_portal.audits.operations.moves import COMMENT_DAYS, comments_are_over, supplier_day
from supplier_portal.calendars.queries import buyer_calendar
from supplier_portal.domain.calendars import Calendar
from supplier_portal.domain.moment import Moment
from supplier_portal.reports.models import FactualComment

GRANTED, DECLINED = "granted", "declined"
DECISIONS = (GRANTED, DECLINED)
WITH_SUPPLIER = "draft_sent"


@dataclass(frozen=True)
class CommentDays:
    """until: the last day, whole, in the supplier's time zone. buyer: whose working days are counted.

    left: working days from today on, today among them; the day on which the draft came is counted as none.
    """

    until: date | None
    today: date
    open: bool
    buyer: Calendar

    @property
    def left(self) -> int:
        if not self.open or self.until is None:
            return 0
        return min(self.buyer.working_days(self.today - timedelta(days=1), self.until), COMMENT_DAYS)

    @property
    def over_since(self) -> int:
        """Working days for which the ball has been with the buyer, 0 while it is not."""
        if self.open or self.until is None:
            return 0
        return self.buyer.working_days(self.until, self.today)


@dataclass(frozen=True)
class Standing:
    """How many comments there are, wait for an answer, and were granted while the draft they take back is still out."""

    written: int
    unanswered: int
    granted_on_draft: int


NOTHING_ASKED = Standing(0, 0, 0)


def comment_days(session: Session, audit: Audit, moment: Moment) -> CommentDays:
    """Until when the supplier of a draft may comment: to the end of the last day where it is, or until it releases."""
    today = supplier_day(session, audit, moment)
    return CommentDays(audit.comments_until, today, takes_comments(session, audit, moment), buyer_calendar(session))


def takes_comments(session: Session, audit: Audit, moment: Moment) -> bool:
    """Whether the supplier of a draft may comment now; no statement where the supplier is at hand."""
    out = audit.state == WITH_SUPPLIER and audit.comments_until is not None
    return out and not comments_are_over(audit, supplier_day(session, audit, moment))


def draft_number(session: Session, audit_id: int) -> int:
    """How many drafts of the audit have been sent."""
    sent = select(func.count()).where(AuditMove.audit_id == audit_id, AuditMove.target == WITH_SUPPLIER)
    return session.scalar(sent) or 0


def standing_comments(session: Session, audit: Audit) -> Standing:
    """What the comments of an audit still ask for before its issue, in one statement."""
    return standings_of(session, [audit]).get(audit.id, NOTHING_ASKED)


def standings_of(session: Session, audits: Collection[Audit]) -> dict[int, Standing]:
    """What comments still ask for by audit, of those that have any: one statement for any number of audits."""
    of_audit = AuditMove.audit_id == FactualComment.audit_id, AuditMove.target == WITH_SUPPLIER
    sent = select(func.count()).select_from(AuditMove).where(*of_audit).correlate(FactualComment).scalar_subquery()
    granted_now = (FactualComment.decision == GRANTED) & (FactualComment.back_from == sent)
    counted = select(
        FactualComment.audit_id,
        func.count(),
        func.sum(case((FactualComment.decision.is_(None), 1), else_=0)),
        func.sum(case((granted_now, 1), else_=0)),
    ).where(FactualComment.audit_id.in_([audit.id for audit in audits]))
    out = {audit.id for audit in audits if audit.state == WITH_SUPPLIER}
    return {
        audit_id: Standing(written, int(unanswered), int(granted) if audit_id in out else 0)
        for audit_id, written, unanswered, granted in session.execute(counted.group_by(FactualComment.audit_id))
    }
