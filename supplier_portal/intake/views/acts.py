"""What a person does with a batch: choose its sheet and columns, confirm, undo, ask again, fetch the refused rows."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Invalid
from supplier_portal.intake.forms import ConfirmForm, SheetForm, UndoForm, at_fields, chosen_columns, columns_form
from supplier_portal.intake.operations import (
    ChooseColumns,
    ChooseSheet,
    ConfirmBatch,
    ask_again,
    ask_work,
    choose_columns,
    choose_sheet,
    confirm_batch,
    undo_batch,
)
from supplier_portal.intake.queries import found
from supplier_portal.intake.registry import importer_of
from supplier_portal.intake.views.batch import ONE, columns_page, used_sheet
from supplier_portal.intake.views.room import blueprint
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech


@blueprint.post(f"{ONE}/columns")
@guard(Permission.INTAKE_BATCH_WRITE)
def save_columns(batch_id: int) -> ResponseReturnValue:
    batch = found(reading(), actor(), batch_id)
    importer = importer_of(batch.importer)
    form = columns_form(importer, used_sheet(batch), language())
    if not form.validate_on_submit():
        return columns_page(batch, form), 422
    try:
        with writing() as session:
            command = ChooseColumns(batch.id, chosen_columns(form, importer))
            chosen = choose_columns(session, actor(), command, portal().moment())
            ask_work(session, actor(), chosen, language(), portal().machine_now())
    except Invalid as error:
        form.take_faults(at_fields(error))
        return columns_page(batch, form), 422
    flash(speech().gettext("The columns are remembered for files with the same headings."), "success")
    return _to(batch_id)


@blueprint.post(f"{ONE}/sheet")
@guard(Permission.INTAKE_BATCH_WRITE)
def save_sheet(batch_id: int) -> ResponseReturnValue:
    batch, form = found(reading(), actor(), batch_id), SheetForm()
    columns = columns_form(importer_of(batch.importer), used_sheet(batch), language())
    if not form.validate_on_submit():
        return columns_page(batch, columns, form), 422
    try:
        with writing() as session:
            command = ChooseSheet(batch.id, form.sheet.data or "", form.row.data)
            chosen = choose_sheet(session, actor(), command, portal().moment())
            ask_work(session, actor(), chosen, language(), portal().machine_now())
    except Invalid as error:
        form.take_faults(error)
        return columns_page(batch, columns, form), 422
    return _to(batch_id)


@blueprint.post(f"{ONE}/confirm")
@guard(Permission.INTAKE_BATCH_WRITE)
def confirm(batch_id: int) -> ResponseReturnValue:
    typed = ConfirmForm().rows.data or ""
    with writing() as session:
        rows = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len("1000000000") else 0
        batch = confirm_batch(session, actor(), ConfirmBatch(batch_id, rows), portal().moment())
        ask_work(session, actor(), batch, language(), portal().machine_now())
    return _to(batch_id)


@blueprint.post(f"{ONE}/undo")
@guard(Permission.INTAKE_BATCH_WRITE)
def undo(batch_id: int) -> ResponseReturnValue:
    UndoForm()
    with writing() as session:
        batch = undo_batch(session, actor(), batch_id, portal().moment())
        ask_work(session, actor(), batch, language(), portal().machine_now())
    return _to(batch_id)


@blueprint.post(f"{ONE}/again")
@guard(Permission.INTAKE_BATCH_WRITE)
def again(batch_id: int) -> ResponseReturnValue:
    with writing() as session:
        ask_again(session, actor(), batch_id, language(), portal().machine_now())
    return _to(batch_id)


@blueprint.post(f"{ONE}/refused")
@guard(Permission.INTAKE_BATCH_WRITE)
def make_refused(batch_id: int) -> ResponseReturnValue:
    batch, person = found(reading(), actor(), batch_id), actor()
    arguments: dict[str, object] = {"batch_id": batch.id, "role": person.role.value, "name": person.name}
    with writing() as session:
        job = ask_job(session, person, AskJob("intake.refused", arguments, language()), portal().machine_now())
    return redirect(url_for("jobs.show_job", job_id=job.id))


def _to(batch_id: int) -> ResponseReturnValue:
    return redirect(url_for(".show_batch", batch_id=batch_id))
