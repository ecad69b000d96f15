"""An audit ahead on one page: the plan, how far everything is, and what is the supplier's to do first."""

from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.audits.progress import progress_of
from supplier_portal.audits.queries import team_of
from supplier_portal.visits.queries.agendas import agenda_of
from supplier_portal.visits.queries.ahead import assessment_due, preparation_of, tasks_of
from supplier_portal.visits.queries.assessments import assessment_of
from supplier_portal.visits.queries.documents import documents_of
from supplier_portal.visits.views.room import blueprint, page, shown_audit
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.offering import may
from supplier_portal.web.portal import portal

NEXT_ITEMS = 6


@blueprint.get("/audits/<int:audit_id>/visit")
@guard(Permission.VISITS_AGENDA_READ)
def show_ahead(audit_id: int) -> ResponseReturnValue:
    shown, session, person = shown_audit(audit_id), reading(), actor()
    assessment = assessment_of(session, person, audit_id)
    documents = documents_of(session, person, audit_id)
    own = person.role in SUPPLIER_ROLES
    return page(
        "ahead.html",
        shown,
        "ahead",
        own=own,
        tasks=tasks_of(shown.audit, documents, assessment) if own else [],
        today=portal().moment().day,
        due=assessment_due(shown.audit),
        preparation=preparation_of(session, person, audit_id),
        total=progress_of(shown.audit, shown.checklists, {}).total,
        agenda=agenda_of(session, person, audit_id),
        team=team_of(session, [audit_id]).get(audit_id, []),
        reads_documents=may(Permission.VISITS_DOCUMENT_READ),
        documents=documents,
    )
