"""The record of a meeting as PDF: attendance, pledge, what was said to the findings, and place for the stamp."""

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import Account
from supplier_portal.audits.queries import find_audit
from supplier_portal.domain.errors import Missing
from supplier_portal.files.store import FileStore
from supplier_portal.jobs.operations import Made
from supplier_portal.jobs.worker import Effect, JobFunction, Work
from supplier_portal.language.speech import Speech
from supplier_portal.output.pages import render_page, resources
from supplier_portal.output.pdf import render_pdf
from supplier_portal.trail.exporting import Holding
from supplier_portal.visits.queries.meetings import meeting_of


def meeting_pdf(work: Work) -> Effect:
    """Make the PDF of the frozen record. Raises Missing where whoever asked may not read it."""
    audit_id, kind = int(str(work.job.arguments["audit"])), str(work.job.arguments["meeting"])
    with work.database.reading(SYSTEM) as session:
        account = session.get(Account, work.job.account_id)
        meeting = meeting_of(session, account.actor, audit_id, kind) if account else None
        audit = find_audit(session, SYSTEM, audit_id)
    if meeting is None or meeting.record is None or meeting.frozen_at is None:
        raise Missing
    speech = Speech(work.job.language, work.config.zone)
    html = render_page("visits/meeting_pdf.html", speech, record=meeting.record, meeting=meeting)
    data = render_pdf(html, resources=resources(), language=work.job.language, at=meeting.frozen_at)
    digest = FileStore.of(work.config).keep(data)
    holding = Holding((audit.supplier_id,), audit=audit_id)
    name = f"{meeting.record['audit']}-{kind}-{work.job.language}.pdf"
    return Effect({"digest": digest, "audit": audit_id}, Made(digest, name, "application/pdf", holding))


JOBS: dict[str, JobFunction] = {"visits.meeting_pdf": meeting_pdf}
