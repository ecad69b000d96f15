"""Critical findings that wait for their notice, and how many hours are left for it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import Audit, AuditMember
from supplier_portal.domain.findings.notice import NoticeClock
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries import visible
from supplier_portal.suppliers.models import Site, Supplier

NEVER_NOTIFIED = ("cancelled",)
WAITS = and_(Finding.state == "draft", Finding.severity == "critical")


@dataclass(frozen=True)
class WaitingNotice:
    """A critical draft. raised_by: who found it; of_team: whether the reader was on its audit's team."""

    finding: Finding
    audit: Audit
    supplier: Supplier
    site: Site
    raised_by: str
    of_team: bool

    @property
    def clock(self) -> NoticeClock:
        return NoticeClock(self.finding.found_critical_at or self.finding.raised_at)


def waiting_notices(session: Session, actor: Actor) -> list[WaitingNotice]:
    """All that wait for a reviewer, the longest waiting first. Raises Missing for who agrees to none."""
    reach_of(actor, Permission.FINDINGS_NOTICE_AGREE)
    team = select(AuditMember.audit_id).where(AuditMember.account_id == actor.account_id)
    found_at = func.coalesce(Finding.found_critical_at, Finding.raised_at)
    rows = (
        visible(actor)
        .join(Audit, Audit.id == Finding.audit_id)
        .join(Supplier, Supplier.id == Finding.supplier_id)
        .join(Site, Site.id == Finding.site_id)
        .join(Account, Account.id == Finding.raised_by)
        .add_columns(Audit, Supplier, Site, Account.name, Audit.id.in_(team))
        .where(WAITS, Audit.state.not_in(NEVER_NOTIFIED))
        .order_by(found_at, Finding.id)
    )
    return [WaitingNotice(*row) for row in session.execute(rows)]


def count_waiting(session: Session, actor: Actor) -> int:
    """How many wait. Raises Missing for who agrees to none."""
    reach_of(actor, Permission.FINDINGS_NOTICE_AGREE)
    waiting = visible(actor).join(Audit, Audit.id == Finding.audit_id)
    waiting = waiting.where(WAITS, Audit.state.not_in(NEVER_NOTIFIED)).with_only_columns(Finding.id)
    return session.scalar(select(func.count()).select_from(waiting.subquery())) or 0


@dataclass(frozen=True)
class Draft:
    """A draft of an audit one is on. hours: left for its notice, None where it goes out with the report."""

    finding: Finding
    audit: Audit
    supplier: Supplier

    def hours_left(self, at: datetime) -> int | None:
        """Hours left for the notice of a critical one, below 0 when late."""
        if self.finding.severity != "critical":
            return None
        clock = NoticeClock(self.finding.found_critical_at or self.finding.raised_at)
        return -clock.hours(at) if clock.late(at) else clock.hours(at)


def drafts_of(session: Session, actor: Actor) -> list[Draft]:
    """The drafts of audits the actor is on, critical ones first, in one statement."""
    rows = (
        visible(actor)
        .join(Audit, Audit.id == Finding.audit_id)
        .join(Supplier, Supplier.id == Finding.supplier_id)
        .add_columns(Audit, Supplier)
        .where(Finding.state == "draft", Audit.state.not_in(NEVER_NOTIFIED))
        .order_by((Finding.severity == "critical").desc(), Audit.starts_on, Finding.id)
        .limit(100)
    )
    return [Draft(*row) for row in session.execute(rows)]
