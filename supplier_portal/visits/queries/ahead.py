"""An audit ahead at one look: how far its preparation is, and what is the supplier's to do, by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.models import Audit
from supplier_portal.visits.default_documents import wanted_by
from supplier_portal.visits.models import (
    CLOSING,
    OPENING,
    AgendaItem,
    DocumentRequest,
    Meeting,
    SelfAssessment,
    SelfAssessmentEntry,
)
from supplier_portal.visits.queries import visible, visible_assessments, visible_documents, visible_meetings
from supplier_portal.visits.queries.assessments import WRITTEN_WHILE
from supplier_portal.visits.queries.documents import WITH_SUPPLIER, WITH_TEAM, ShownDocument


@dataclass(frozen=True)
class Preparation:
    """Counts of what the reader may see of an audit's preparation.

    rated: checkpoints with a level of the supplier's own; opening, closing: when their records were frozen.
    """

    items: int
    documents: int
    with_supplier: int
    with_team: int
    rated: int
    handed_in_at: datetime | None
    opening: datetime | None
    closing: datetime | None


def preparation_of(session: Session, actor: Actor, audit_id: int) -> Preparation:
    """Count it all in one statement."""
    documents = visible_documents(actor).where(DocumentRequest.audit_id == audit_id)
    begun = visible_assessments(actor).where(SelfAssessment.audit_id == audit_id)
    rated = select(SelfAssessmentEntry).where(
        SelfAssessmentEntry.audit_id.in_(begun.with_only_columns(SelfAssessment.audit_id)),
        SelfAssessmentEntry.rating.is_not(None),
    )
    meetings = visible_meetings(actor).where(Meeting.audit_id == audit_id).with_only_columns(Meeting.frozen_at)
    asked = select(
        _count(visible(actor).where(AgendaItem.audit_id == audit_id)),
        _count(documents),
        _count(documents.where(DocumentRequest.state.in_(WITH_SUPPLIER))),
        _count(documents.where(DocumentRequest.state.in_(WITH_TEAM))),
        _count(rated),
        begun.with_only_columns(SelfAssessment.handed_in_at).scalar_subquery(),
        meetings.where(Meeting.kind == OPENING).scalar_subquery(),
        meetings.where(Meeting.kind == CLOSING).scalar_subquery(),
    )
    return Preparation(*session.execute(asked).one())


def _count(rows: Select[*tuple[object, ...]]) -> ScalarSelect[int]:
    return rows.with_only_columns(func.count()).scalar_subquery()


@dataclass(frozen=True)
class Task:
    """What waits for the supplier: a document, or the self-assessment where `document` is None."""

    due_on: date
    document: DocumentRequest | None = None


def tasks_of(audit: Audit, documents: Iterable[ShownDocument], assessment: SelfAssessment | None) -> list[Task]:
    """What is the supplier's to do, the most urgent first; nothing once the visit is over."""
    if audit.state not in WRITTEN_WHILE:
        return []
    tasks = [Task(one.request.due_on, one.request) for one in documents if one.request.state in WITH_SUPPLIER]
    if assessment is None or assessment.handed_in_at is None:
        tasks.append(Task(assessment_due(audit)))
    return sorted(tasks, key=lambda task: (task.due_on, task.document.id if task.document else 0))


def assessment_due(audit: Audit) -> date:
    """The day the self-assessment is wanted by: a week before the audit, at the earliest the day it was planned."""
    return wanted_by(audit.starts_on, min(audit.planned_at.date(), audit.starts_on))
