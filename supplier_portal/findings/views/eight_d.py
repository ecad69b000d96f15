"""8D reports on their way out, and the stamped scan that comes back."""

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.files.kinds import media_type_of
from supplier_portal.findings.eight_d.facts import MOST_TOGETHER, chosen_findings, to_answer
from supplier_portal.findings.eight_d.sending import visible_workbooks
from supplier_portal.findings.eight_d.stamping import add_stamped, awaits_stamp, refuse_no_scan
from supplier_portal.findings.forms.eight_d import StampedForm, WorkbookForm
from supplier_portal.findings.models import PlanWorkbook
from supplier_portal.findings.operations import AddFindingEvidence, faults_of_evidence
from supplier_portal.findings.queries.listing import Listed, Part, list_findings, suppliers_with_findings
from supplier_portal.findings.views.forms_of_page import Forms
from supplier_portal.findings.views.room import blueprint, done, finding_page, too_late
from supplier_portal.findings.views.uploads import taken_in
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.language.catalogue import LANGUAGES
from supplier_portal.web.attachments import clean_name
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.offering import frame
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech

WORKBOOK, PRINT = "workbook", "pdf"
KINDS = {WORKBOOK: "findings.eight_d_workbook", PRINT: "findings.eight_d_pdf"}
SHOWN = 20


@blueprint.get("/findings/eight-d")
@guard(Permission.FINDINGS_WORKBOOK_PRINT)
def show_eight_d() -> ResponseReturnValue:
    return eight_d_page()


def eight_d_page(form: WorkbookForm | None = None, fault: str = "", chosen: Sequence[int] | None = None) -> str:
    """The findings a supplier is to answer, to take along, and the workbooks that came back. chosen: None for all."""
    supplier = request.args.get("supplier", type=int)
    entries: Sequence[Listed] = []
    if actor().supplier_id or supplier is not None:
        asked = to_answer(actor(), supplier if supplier is None or 0 < supplier <= MOST_ID else 0)
        part = Part("number", 0, MOST_TOGETHER)
        entries = list_findings(reading(), actor(), asked, portal().moment(), part)
    sent = visible_workbooks(actor()).order_by(PlanWorkbook.id.desc()).limit(SHOWN)
    return render_template(
        "findings/eight_d/start.html",
        frame=frame(),
        entries=entries,
        chosen=chosen,
        fault=fault,
        languages=LANGUAGES,
        form=form or WorkbookForm(formdata=None),
        takes=decide(actor(), Permission.FINDINGS_WORKBOOK_TAKE).allowed,
        workbooks=reading().scalars(sent).all(),
        suppliers=[] if actor().supplier_id else suppliers_with_findings(reading(), actor()),
    )


@blueprint.post("/findings/eight-d")
@guard(Permission.FINDINGS_WORKBOOK_PRINT)
def ask_several() -> ResponseReturnValue:
    """Have the chosen findings made into one file."""
    chosen = [one for one in request.form.getlist("finding", int) if 0 < one <= MOST_ID]
    try:
        return _ask(chosen_findings(reading(), actor(), chosen))
    except Invalid as error:
        return eight_d_page(fault=speech().fault(error.faults[0]), chosen=chosen), 422


@blueprint.post("/findings/<int:finding_id>/eight-d")
@guard(Permission.FINDINGS_WORKBOOK_PRINT)
def ask_one(finding_id: int) -> ResponseReturnValue:
    return _ask(chosen_findings(reading(), actor(), [min(finding_id, MOST_ID)]))


def _ask(finding_ids: list[int]) -> ResponseReturnValue:
    wanted = request.form.get("language", "")
    name = KINDS.get(request.form.get("what", ""), KINDS[WORKBOOK])
    command = AskJob(name, {"finding_ids": finding_ids}, wanted if wanted in LANGUAGES else language())
    with writing() as session:
        job = ask_job(session, actor(), command, portal().machine_now())
    return redirect(url_for("jobs.show_job", job_id=job.id))


@blueprint.post("/findings/<int:finding_id>/eight-d/stamped")
@guard(Permission.FINDINGS_EVIDENCE_ADD)
def send_stamped(finding_id: int) -> ResponseReturnValue:
    form, moment = StampedForm(), portal().moment()
    try:
        finding = awaits_stamp(reading(), actor(), finding_id)
        faults = faults_of_evidence(reading(), finding, form.about_on.data, None, moment)
        _refuse_no_scan(form, faults)
        upload, name = taken_in(finding_id, form.file.data, faults), clean_name(form.file.data.filename or "")
        with writing() as session:
            add_stamped(session, actor(), AddFindingEvidence(finding_id, upload, name, form.about_on.data), moment)
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(stamped=form)), 422
    except Conflict as error:
        return too_late(finding_id, error, Forms())
    return done(finding_id, speech().gettext("The stamped scan is received."))


def _refuse_no_scan(form: StampedForm, faults: Sequence[Fault]) -> None:
    """Raises Invalid before anything is stored; a file that is not there is told later."""
    if not form.file.data:
        return
    limit = portal().config.upload_limit
    data = form.file.data.read(limit + 1)
    form.file.data.seek(0)
    try:
        refuse_no_scan(media_type_of(data, "file", limit))
    except Invalid as error:
        raise Invalid([*error.faults, *faults]) from error
