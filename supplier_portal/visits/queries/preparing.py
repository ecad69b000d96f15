"""What a supplier's start page needs of the audits ahead: team, agenda, documents and self-assessment."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ScalarSelect, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import LEAD, Audit, AuditMember
from supplier_portal.audits.queries import visible as visible_audits
from supplier_portal.suppliers.models import Site
from supplier_portal.visits.models import AgendaItem, DocumentRequest, SelfAssessment
from supplier_portal.visits.queries import visible_documents
from supplier_portal.visits.queries.ahead import assessment_due
from supplier_portal.visits.queries.assessments import WRITTEN_WHILE
from supplier_portal.visits.queries.documents import WITH_SUPPLIER

DRAFT_OUT = "draft_sent"


@dataclass(frozen=True)
class AuditAhead:
    """items: of its agenda; team: names, the lead first; documents: all that were asked for, by the day wanted."""

    audit: Audit
    site: Site
    items: int
    handed_in: bool
    team: list[str] = field(default_factory=list)
    documents: list[DocumentRequest] = field(default_factory=list)

    @property
    def to_send(self) -> list[DocumentRequest]:
        """What is the supplier's to send or to mend."""
        return [one for one in self.documents if one.state in WITH_SUPPLIER]

    @property
    def assessment_due(self) -> date:
        return assessment_due(self.audit)


def audits_ahead(session: Session, actor: Actor, most: int) -> Sequence[AuditAhead]:
    """Audits whose visit is not over, and those whose draft is out, by date, in two statements."""
    shown: dict[int, AuditAhead] = {}
    for audit, site, items, handed_in, name in session.execute(_asked(actor, most)):
        entry = shown.setdefault(audit.id, AuditAhead(audit, site, items, handed_in is not None))
        if name is not None:
            entry.team.append(name)
    wanted = visible_documents(actor).where(DocumentRequest.audit_id.in_(shown))
    for one in session.scalars(wanted.order_by(DocumentRequest.due_on, DocumentRequest.id)):
        shown[one.audit_id].documents.append(one)
    return list(shown.values())


def count_to_prepare(actor: Actor) -> ScalarSelect[int]:
    """How many days with documents to send and self-assessments wait for the company, as a part of a statement."""
    ahead = visible_audits(actor).where(Audit.state.in_(WRITTEN_WHILE)).with_only_columns(Audit.id)
    wanted = visible_documents(actor).where(DocumentRequest.state.in_(WITH_SUPPLIER))
    days = wanted.where(DocumentRequest.audit_id.in_(ahead)).with_only_columns(
        DocumentRequest.audit_id, DocumentRequest.due_on
    )
    documents = select(func.count()).select_from(days.distinct().subquery()).scalar_subquery()
    handed_in = exists().where(SelfAssessment.audit_id == Audit.id, SelfAssessment.handed_in_at.is_not(None))
    left = visible_audits(actor).where(Audit.state.in_(WRITTEN_WHILE), ~handed_in)
    return select(documents + left.with_only_columns(func.count()).scalar_subquery()).scalar_subquery()


def _asked(actor: Actor, most: int) -> Select[Audit, Site, int, object, str]:
    counting = or_(Audit.state.in_(WRITTEN_WHILE), Audit.state == DRAFT_OUT)
    first = visible_audits(actor).where(counting).order_by(Audit.starts_on, Audit.id).limit(most)
    items = select(func.count()).where(AgendaItem.audit_id == Audit.id).correlate(Audit).scalar_subquery()
    return (
        select(Audit, Site, items, SelfAssessment.handed_in_at, Account.name)
        .join(Site, Site.id == Audit.site_id)
        .outerjoin(SelfAssessment, SelfAssessment.audit_id == Audit.id)
        .outerjoin(AuditMember, AuditMember.audit_id == Audit.id)
        .outerjoin(Account, Account.id == AuditMember.account_id)
        .where(Audit.id.in_(first.with_only_columns(Audit.id)))
        .order_by(Audit.starts_on, Audit.id, (AuditMember.role == LEAD).desc(), Account.name)
    )
