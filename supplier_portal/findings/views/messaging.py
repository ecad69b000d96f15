"""The thread both sides read, and the buyer's notes, each sent from a form of its own."""

from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.files.store import FileStore
from supplier_portal.findings.forms.answering import MessageForm, NoteForm
from supplier_portal.findings.operations import WriteMessage, WriteNote, write_message, write_note
from supplier_portal.findings.operations.messaging import awaits_message, message_faults
from supplier_portal.findings.queries import found, handed_out
from supplier_portal.findings.queries.thread import message_file
from supplier_portal.findings.views.forms_of_page import Forms
from supplier_portal.findings.views.room import blueprint, done, finding_page, kept, too_late
from supplier_portal.findings.views.uploads import several_taken_in
from supplier_portal.web.attachments import attachment
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post("/findings/<int:finding_id>/messages")
@guard(Permission.FINDINGS_MESSAGE_WRITE)
def send_message(finding_id: int) -> ResponseReturnValue:
    form = MessageForm()
    text, files = form.text.data or "", [file for file in form.files.data or () if file]
    try:
        awaits_message(reading(), actor(), finding_id)
        sent = several_taken_in(finding_id, files, message_faults(text, len(files)))
        with writing() as session:
            write_message(session, actor(), WriteMessage(finding_id, text, sent), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(message=form)), 422
    except Conflict as error:
        return too_late(finding_id, error, Forms(kept=kept(("Message", text))))
    return done(finding_id, speech().gettext("The message is sent; both sides read it."))


@blueprint.post("/findings/<int:finding_id>/notes")
@guard(Permission.FINDINGS_NOTE_WRITE)
def send_note(finding_id: int) -> ResponseReturnValue:
    found(reading(), actor(), finding_id)
    form = NoteForm()
    try:
        with writing() as session:
            write_note(session, actor(), WriteNote(finding_id, form.note.data or ""), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(note=form)), 422
    return done(finding_id, speech().gettext("The note is kept; the supplier never reads it."))


@blueprint.get("/findings/<int:finding_id>/message-files/<int:message_file_id>")
@guard(Permission.FINDINGS_FINDING_READ)
def download_message_file(finding_id: int, message_file_id: int) -> ResponseReturnValue:
    """As it came for the side that sent it; the other one gets a photo's picture."""
    file, sender = message_file(reading(), actor(), finding_id, message_file_id)
    digest, kind = handed_out(reading(), actor(), file, sender)
    return attachment(FileStore.of(portal().config).read(digest), file.name, kind)
