"""The room's front: what can be imported, the files that came in, and taking one in."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Invalid
from supplier_portal.files.store import FileStore
from supplier_portal.intake.forms import UploadForm
from supplier_portal.intake.importing import Importer
from supplier_portal.intake.models import Batch
from supplier_portal.intake.operations import TakeFile, ask_work, take_file
from supplier_portal.intake.queries import count_of, progress_of_all, usable, usable_one, visible
from supplier_portal.intake.uploads import checked_upload
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.web.attachments import clean_name
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.menu import MenuEntry
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language

blueprint = Blueprint("intake", __name__, url_prefix="/imports")
MENU = [MenuEntry("Imports", "intake.start", Permission.INTAKE_BATCH_READ, 75)]


@blueprint.get("")
@guard(Permission.INTAKE_BATCH_READ)
def start() -> ResponseReturnValue:
    return _start_page()


def _start_page(refused: tuple[str, UploadForm] | None = None) -> str:
    asked, found = asked_page(), visible(actor())
    total = count_of(reading(), found)
    batches = list(reading().scalars(found.order_by(Batch.id.desc()).offset(asked.first).limit(asked.size)))
    importers = usable(actor())
    forms = {importer.code: _upload_form(importer) for importer in importers} | dict([refused] if refused else [])
    return render_template(
        "intake/start.html",
        importers=importers,
        forms=forms,
        batches=batches,
        progress=progress_of_all(reading(), batches),
        titles={importer.code: importer.title(language()) for importer in importers},
        page=Page(asked.number, asked.size, total),
    )


def _upload_form(importer: Importer) -> UploadForm:
    return UploadForm(prefix=importer.code.replace(".", "-"))


@blueprint.post("/<importer>")
@guard(Permission.INTAKE_BATCH_WRITE)
def upload(importer: str) -> ResponseReturnValue:
    """Store the file and have it read; everything else is said on the batch's page."""
    into = usable_one(actor(), importer)
    form = _upload_form(into)
    if not form.validate_on_submit():
        return _start_page((into.code, form)), 422
    try:
        config = portal().config
        stored = checked_upload(FileStore.of(config), form.file.data.read(), "file", config.upload_limit)
    except Invalid as error:
        form.take_faults(error)
        return _start_page((into.code, form)), 422
    with writing() as session:
        command = TakeFile(into.code, clean_name(form.file.data.filename or ""), stored)
        batch = take_file(session, actor(), command, portal().moment())
        ask_work(session, actor(), batch, language(), portal().machine_now())
    return redirect(url_for(".show_batch", batch_id=batch.id))


@blueprint.post("/<importer>/blank")
@guard(Permission.INTAKE_BATCH_WRITE)
def make_blank(importer: str) -> ResponseReturnValue:
    into = usable_one(actor(), importer)
    with writing() as session:
        command = AskJob("intake.blank", {"importer": into.code}, language())
        job = ask_job(session, actor(), command, portal().machine_now())
    return redirect(url_for("jobs.show_job", job_id=job.id))
