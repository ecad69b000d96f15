"""The supplier's form for an appeal."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from supplier_portal.access.permissions import Permission
from supplier_portal.appeals.forms import AppealForm
from supplier_portal.appeals.operations import FileAppeal, appeal_faults, file_appeal
from supplier_portal.appeals.operations.filing import MOST_FILES, Sent
from supplier_portal.appeals.queries import bytes_of_company, own_company
from supplier_portal.appeals.queries.appealable import appealable
from supplier_portal.appeals.views.room import blueprint
from supplier_portal.appeals.wording import choices_of
from supplier_portal.domain.appeals import DECIDED_WITHIN, FILED_WITHIN
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.files.operations import Room, take_in
from supplier_portal.files.store import FileStore
from supplier_portal.web.attachments import clean_name
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, close_reading, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get("/new")
@guard(Permission.APPEALS_APPEAL_FILE)
def begin() -> ResponseReturnValue:
    """Ask what is wrong; the address may name the thing already."""
    return _page(AppealForm(formdata=None, about=request.args.get("about", "")))


@blueprint.post("/new")
@guard(Permission.APPEALS_APPEAL_FILE)
def send() -> ResponseReturnValue:
    """File it, with files that were checked before anything is written."""
    form = AppealForm()
    command, files = form.command(), [file for file in form.files.data or () if file]
    try:
        sent = _taken_in(files, appeal_faults(reading(), actor(), command, len(files), portal().moment()))
        with writing() as session:
            told = FileAppeal(command.thing, command.text, sent)
            appeal = file_appeal(session, actor(), told, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _page(form), 422
    except Conflict as error:
        close_reading()
        form.form_errors.append(speech().error(error))
        return _page(form), 409
    flash(speech().gettext("%(number)s is filed; a reviewer decides on it.", number=appeal.number), "success")
    return redirect(url_for(".show_appeal", appeal_id=appeal.id))


def _page(form: AppealForm) -> str:
    supplier = own_company(reading(), actor())
    things = appealable(reading(), supplier, portal().moment())
    form.about.choices = choices_of(reading(), supplier, things, portal().moment(), speech())
    limits = {"filed_within": FILED_WITHIN, "decided_within": DECIDED_WITHIN, "most_files": MOST_FILES}
    return render_template("appeals/new.html", form=form, **limits)


def _taken_in(files: Sequence[FileStorage], faults: Sequence[Fault]) -> tuple[Sent, ...]:
    """The files checked and in the store, with their names. Raises Invalid with every fault."""
    config, wrong, sent = portal().config, list(faults), list[Sent]()
    used = bytes_of_company(reading(), actor().supplier_id or 0)
    for file in files[:MOST_FILES]:
        data = file.read(config.upload_limit + 1)
        room = Room(used, config.finding_files_limit, "appeals.no_room")
        try:
            upload = take_in(FileStore.of(config), data, "files", config.upload_limit, room=room)
        except Invalid as error:
            wrong += error.faults
            continue
        used += upload.size
        sent.append((upload, clean_name(file.filename or "")))
    if wrong:
        raise Invalid(wrong)
    return tuple(sent)
