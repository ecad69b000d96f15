"""Workbooks that come back: uploaded, shown beside what stands, taken over."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.files.kinds import SHEET, media_type_of
from supplier_portal.files.operations import Upload, keep_made
from supplier_portal.files.store import FileStore
from supplier_portal.findings.eight_d.comparing import compared
from supplier_portal.findings.eight_d.sending import (
    SendWorkbook,
    ask_reading,
    found_workbook,
    reading_failed,
    send_workbook,
)
from supplier_portal.findings.eight_d.shown import shown_text
from supplier_portal.findings.eight_d.taking import TakeSheet, sheet_to_take, take_sheet
from supplier_portal.findings.eight_d.wording import slot_label
from supplier_portal.findings.forms.eight_d import WorkbookForm, typed_plan
from supplier_portal.findings.forms.planning import PlanForm
from supplier_portal.findings.models.workbook import WAITING
from supplier_portal.findings.queries import found
from supplier_portal.findings.views.eight_d import eight_d_page
from supplier_portal.findings.views.forms_of_page import Forms
from supplier_portal.findings.views.room import blueprint, done, finding_page
from supplier_portal.intake.planned import fault_of
from supplier_portal.web.attachments import clean_name
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, close_reading, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

ONE = "/findings/eight-d/workbooks/<int:workbook_id>"
WHOLE, FORM = "whole", "form"


@dataclass(frozen=True)
class Tried:
    """What was chosen of a sheet and why it was refused, so that nothing is lost. conflict: in words."""

    finding: int = 0
    ticked: frozenset[str] = frozenset()
    faults: Sequence[Fault] = ()
    conflict: str = ""


@blueprint.post("/findings/eight-d/workbooks")
@guard(Permission.FINDINGS_WORKBOOK_TAKE)
def send_workbooks() -> ResponseReturnValue:
    form = WorkbookForm()
    try:
        return _sent(form, None)
    except Invalid as error:
        form.take_faults(error)
        return eight_d_page(form), 422


@blueprint.post("/findings/<int:finding_id>/eight-d/workbooks")
@guard(Permission.FINDINGS_WORKBOOK_TAKE)
def send_workbook_of(finding_id: int) -> ResponseReturnValue:
    number, form = found(reading(), actor(), finding_id).id, WorkbookForm()
    try:
        return _sent(form, number)
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(workbook=form)), 422


def _sent(form: WorkbookForm, finding_id: int | None) -> ResponseReturnValue:
    upload = _taken_in(form.file.data)
    with writing() as session:
        command = SendWorkbook(upload, clean_name(form.file.data.filename or ""), finding_id)
        workbook = send_workbook(session, actor(), command, portal().moment())
        ask_reading(session, actor(), workbook, portal().machine_now())
    return redirect(url_for(".show_workbook", workbook_id=workbook.id))


def _taken_in(file: FileStorage | None) -> Upload:
    """Raises Invalid at `file` for what is no Excel workbook, and for one with macros."""
    if not file:
        raise Invalid([Fault("form.required", "file")])
    config = portal().config
    data = file.read(config.upload_limit + 1)
    found_kind = media_type_of(data, "file", config.upload_limit)
    if found_kind != SHEET:
        facts = {"found": found_kind, "accepted": ["file_kind.workbook"]}
        raise Invalid([Fault("files.kind_refused", "file", facts=facts)])
    return keep_made(FileStore.of(config), data, SHEET)


@blueprint.get(ONE)
@guard(Permission.FINDINGS_WORKBOOK_TAKE)
def show_workbook(workbook_id: int) -> ResponseReturnValue:
    return _page(workbook_id)


@blueprint.get(f"{ONE}/progress")
@guard(Permission.FINDINGS_WORKBOOK_TAKE)
def show_reading(workbook_id: int) -> ResponseReturnValue:
    """How far it is, for the page to ask: {"done", "total", "ended"}."""
    workbook = found_workbook(reading(), actor(), workbook_id)
    ended = workbook.state != WAITING or reading_failed(reading(), workbook)
    return {"done": int(ended), "total": 1, "ended": ended, "page": url_for(".show_workbook", workbook_id=workbook.id)}


@blueprint.post(f"{ONE}/take")
@guard(Permission.FINDINGS_WORKBOOK_TAKE)
def take_workbook(workbook_id: int) -> ResponseReturnValue:
    """Propose the plan of one sheet, wholly or by its ticked cells; or put them into the plan's form."""
    finding_id, ticked = request.form.get("finding", 0, int), frozenset(request.form.getlist("cell"))
    which = request.form.get("which", "")
    command = TakeSheet(workbook_id, finding_id, None if which == WHOLE else ticked)
    moment = portal().moment()
    try:
        if which == FORM:
            _, made = sheet_to_take(reading(), actor(), command, moment)
            return finding_page(finding_id, Forms(plan=PlanForm(typed=typed_plan(made.command))))
        with writing() as session:
            take_sheet(session, actor(), command, moment)
    except Invalid as error:
        return _page(workbook_id, Tried(finding_id, ticked, error.faults)), 422
    except Conflict as error:
        close_reading()
        return _page(workbook_id, Tried(finding_id, ticked, conflict=speech().error(error))), 409
    number = found(reading(), actor(), finding_id).number
    said = speech().gettext("The plan for %(number)s is with the buyer now; your clock stands still.", number=number)
    if len(found_workbook(reading(), actor(), workbook_id).sheets) > 1:
        flash(said, "success")
        return redirect(url_for(".show_workbook", workbook_id=workbook_id))
    return done(finding_id, said)


def _page(workbook_id: int, tried: Tried | None = None) -> str:
    workbook = found_workbook(reading(), actor(), workbook_id)
    sheets = compared(reading(), actor(), workbook, portal().moment())
    return render_template(
        "findings/eight_d/workbook.html",
        workbook=workbook,
        sheets=sheets,
        problems=[fault_of(problem) for problem in workbook.problems],
        failed=reading_failed(reading(), workbook),
        form=WorkbookForm(formdata=None),
        label=lambda sheet, key: slot_label(sheet.layout, key, speech()),
        shown=lambda sheet, key, text: shown_text(sheet.layout, key, text, speech()),
        tried=tried or Tried(),
    )
