"""The report as a PDF: asked for here, made by the worker."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.reports.queries import printable
from supplier_portal.reports.views.room import blueprint
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language

LANGUAGES = {"zh": ["zh"], "en": ["en"], "both": ["zh", "en"]}


@blueprint.post("/audits/<int:audit_id>/report")
@guard(Permission.REPORTS_REPORT_PRINT)
def ask_report(audit_id: int) -> ResponseReturnValue:
    """Have the report made in Chinese, in English, or in both, one after the other in one file."""
    audit = printable(reading(), actor(), audit_id)
    languages = LANGUAGES.get(request.form.get("languages", language()))
    if languages is None:
        raise Invalid([Fault("form.unknown_choice", "languages")])
    command = AskJob("reports.report_pdf", {"audit_id": audit.id, "languages": languages}, language())
    with writing() as unit:
        job = ask_job(unit, actor(), command, portal().machine_now())
    return redirect(url_for("jobs.show_job", job_id=job.id))
