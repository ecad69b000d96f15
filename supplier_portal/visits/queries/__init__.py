"""Rows around a visit that an actor may see: each hangs on an audit the actor sees."""

from typing import TypeVar

from sqlalchemy import ColumnElement, Select, false, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide, reach_of
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import LEAD, Audit, AuditMember
from supplier_portal.audits.queries import MOST_ID, find_audit
from supplier_portal.audits.queries import visible as visible_audits
from supplier_portal.db.base import Base
from supplier_portal.domain.errors import Missing
from supplier_portal.visits.models import (
    AgendaItem,
    DocumentFile,
    DocumentRequest,
    Meeting,
    MeetingAttendee,
    SelfAssessment,
    SelfAssessmentEntry,
)

Found = TypeVar("Found", bound=Base)


def visible(actor: Actor) -> Select[AgendaItem]:
    """The agenda of the audits one sees."""
    return select(AgendaItem).where(_of_audits(actor, Permission.VISITS_AGENDA_READ, AgendaItem.audit_id))


def visible_documents(actor: Actor) -> Select[DocumentRequest]:
    """Documents asked for in the audits one sees."""
    reads = Permission.VISITS_DOCUMENT_READ
    return select(DocumentRequest).where(_of_audits(actor, reads, DocumentRequest.audit_id))


def visible_files(actor: Actor) -> Select[DocumentFile]:
    """Files that came for the documents one sees."""
    return select(DocumentFile).where(
        DocumentFile.request_id.in_(visible_documents(actor).with_only_columns(DocumentRequest.id))
    )


def visible_assessments(actor: Actor) -> Select[SelfAssessment]:
    """How far the self-assessments of the audits one sees are."""
    reads = Permission.VISITS_SELF_ASSESSMENT_READ
    return select(SelfAssessment).where(_of_audits(actor, reads, SelfAssessment.audit_id))


def visible_entries(actor: Actor) -> Select[SelfAssessmentEntry]:
    """Entries of self-assessments: a supplier's own at any time, the buyer's people's once they are handed in."""
    reads = Permission.VISITS_SELF_ASSESSMENT_READ
    seen = select(SelfAssessmentEntry).where(_of_audits(actor, reads, SelfAssessmentEntry.audit_id))
    if actor.role in SUPPLIER_ROLES:
        return seen
    handed_in = select(SelfAssessment.audit_id).where(SelfAssessment.handed_in_at.is_not(None))
    return seen.where(SelfAssessmentEntry.audit_id.in_(handed_in))


def visible_meetings(actor: Actor) -> Select[Meeting]:
    """Meetings of the audits one sees; a supplier reads a record once it is frozen."""
    seen = select(Meeting).where(_of_audits(actor, Permission.VISITS_MEETING_READ, Meeting.audit_id))
    return seen.where(Meeting.sha256.is_not(None)) if actor.role in SUPPLIER_ROLES else seen


def visible_attendees(actor: Actor) -> Select[MeetingAttendee]:
    """Who was in the meetings one sees."""
    meetings = visible_meetings(actor).with_only_columns(Meeting.id)
    return select(MeetingAttendee).where(MeetingAttendee.meeting_id.in_(meetings))


def _of_audits(actor: Actor, permission: Permission, audit_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    if not decide(actor, permission).allowed:
        return false()
    return audit_id.in_(visible_audits(actor).with_only_columns(Audit.id))


def reached_audit(
    session: Session, actor: Actor, permission: Permission, audit_id: int, *, locked: bool = False
) -> Audit:
    """The audit for an act that asks for `permission`. Raises Missing where it does not reach so far."""
    reach_of(actor, permission)
    return find_audit(session, actor, audit_id, locked=locked)


def one_of(session: Session, asked: Select[Found], audit_id: int, *where: ColumnElement[bool]) -> Found:
    """The one row that was asked for. Raises Missing; an id no row can have is missing too."""
    found = session.scalar(asked.where(*where)) if 0 < audit_id <= MOST_ID else None
    if found is None:
        raise Missing
    return found


def account_of(actor: Actor) -> int:
    """The person's own account. Raises Missing for whoever has none."""
    if actor.account_id is None:
        raise Missing
    return actor.account_id


def members_of(session: Session, audit_id: int) -> list[Account]:
    """The people of an audit's team, the lead first."""
    asked = (
        select(Account)
        .join(AuditMember, AuditMember.account_id == Account.id)
        .where(AuditMember.audit_id == audit_id)
        .order_by((AuditMember.role == LEAD).desc(), Account.name, Account.id)
    )
    return list(session.scalars(asked))


def names_of(session: Session, account_ids: set[int]) -> dict[int, str]:
    """Name the people behind some acts."""
    return dict(session.execute(select(Account.id, Account.name).where(Account.id.in_(account_ids))).all())
