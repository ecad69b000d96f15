"""One document: its files, sending one, saying there is none, saying what it is worth, taking it over as evidence."""

from dataclasses import dataclass, field

from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.files.kinds import JPEG
from supplier_portal.files.operations import Room, Upload, take_in
from supplier_portal.files.store import FileStore
from supplier_portal.visits.forms.documents import FileForm, ReasonForm, TakeOverForm, VerdictForm
from supplier_portal.visits.models import DocumentFile
from supplier_portal.visits.operations import (
    DeclareNotAvailable,
    JudgeDocument,
    SendDocument,
    TakeOverDocument,
    awaits_document,
    declare_not_available,
    judge_document,
    send_document,
    take_back_file,
    take_over_document,
)
from supplier_portal.visits.operations.agenda import PREPARED_WHILE
from supplier_portal.visits.operations.documents import asked_checkpoints
from supplier_portal.visits.queries import names_of
from supplier_portal.visits.queries.documents import (
    WITH_TEAM,
    document_bytes,
    document_of,
    file_of,
    files_of,
    taken_over,
)
from supplier_portal.visits.views.room import attempt, blueprint, done, page, shown_audit
from supplier_portal.web.attachments import attachment, clean_name, inline_picture, kept_by_browser
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.offering import may
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

ANSWERS_CHANGE_IN = "in_progress"


@dataclass
class Forms:
    """The forms of the page: those that were not sent stand empty. taken: of one file, by its id."""

    file: FileForm = field(default_factory=lambda: FileForm(formdata=None))
    reason: ReasonForm = field(default_factory=lambda: ReasonForm(formdata=None))
    verdict: VerdictForm = field(default_factory=lambda: VerdictForm(formdata=None))
    taken: dict[int, TakeOverForm] = field(default_factory=dict)


@blueprint.get("/audits/<int:audit_id>/visit/documents/<int:document_id>")
@guard(Permission.VISITS_DOCUMENT_READ)
def show_document(audit_id: int, document_id: int) -> ResponseReturnValue:
    return _page(audit_id, document_id, Forms())


@blueprint.post("/audits/<int:audit_id>/visit/documents/<int:document_id>/files")
@guard(Permission.VISITS_DOCUMENT_UPLOAD)
def send_file(audit_id: int, document_id: int) -> ResponseReturnValue:
    form = FileForm()

    def act() -> ResponseReturnValue:
        awaits_document(reading(), actor(), audit_id, document_id)
        upload = _taken_in(audit_id, form)
        command = SendDocument(audit_id, document_id, upload, clean_name(form.file.data.filename or ""))
        with writing() as session:
            send_document(session, actor(), command, portal().moment())
        said = speech().gettext("Received, SHA-256 %(digest)s.", digest=upload.digest[:12])
        return done(said, ".show_document", audit_id=audit_id, document_id=document_id)

    document_of(reading(), actor(), audit_id, document_id)
    return attempt(act, form, lambda refused: _page(audit_id, document_id, Forms(file=form), refused))


def _taken_in(audit_id: int, form: FileForm) -> Upload:
    """The file checked and in the store. Raises Invalid at `file`, then nothing is stored."""
    if not form.file.data:
        raise Invalid([Fault("audits.no_file", "file")])
    config = portal().config
    room = Room(document_bytes(reading(), audit_id), config.audit_files_limit, "visits.no_room")
    data = form.file.data.read(config.upload_limit + 1)
    return take_in(FileStore.of(config), data, "file", config.upload_limit, room=room)


@blueprint.post("/audits/<int:audit_id>/visit/documents/<int:document_id>/files/<int:file_id>/removal")
@guard(Permission.VISITS_DOCUMENT_UPLOAD)
def take_back(audit_id: int, document_id: int, file_id: int) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        with writing() as session:
            take_back_file(session, actor(), (audit_id, document_id, file_id), portal().moment())
        said = speech().gettext("The file is taken back.")
        return done(said, ".show_document", audit_id=audit_id, document_id=document_id)

    _file(audit_id, document_id, file_id)
    return attempt(act, None, lambda refused: _page(audit_id, document_id, Forms(), refused))


@blueprint.post("/audits/<int:audit_id>/visit/documents/<int:document_id>/not-available")
@guard(Permission.VISITS_DOCUMENT_UPLOAD)
def say_not_available(audit_id: int, document_id: int) -> ResponseReturnValue:
    form = ReasonForm()

    def act() -> ResponseReturnValue:
        command = DeclareNotAvailable(audit_id, document_id, form.reason.data or "")
        with writing() as session:
            declare_not_available(session, actor(), command, portal().moment())
        said = speech().gettext("The team reads your reason.")
        return done(said, ".show_document", audit_id=audit_id, document_id=document_id)

    document_of(reading(), actor(), audit_id, document_id)
    return attempt(act, form, lambda refused: _page(audit_id, document_id, Forms(reason=form), refused))


@blueprint.post("/audits/<int:audit_id>/visit/documents/<int:document_id>/verdict")
@guard(Permission.VISITS_DOCUMENT_JUDGE)
def judge(audit_id: int, document_id: int) -> ResponseReturnValue:
    form = VerdictForm()

    def act() -> ResponseReturnValue:
        command = JudgeDocument(audit_id, document_id, form.verdict.data or "", form.note.data or "")
        with writing() as session:
            judge_document(session, actor(), command, portal().moment())
        return done(speech().gettext("Saved."), ".list_documents", audit_id=audit_id)

    document_of(reading(), actor(), audit_id, document_id)
    return attempt(act, form, lambda refused: _page(audit_id, document_id, Forms(verdict=form), refused))


@blueprint.post("/audits/<int:audit_id>/visit/documents/<int:document_id>/files/<int:file_id>/evidence")
@guard(Permission.AUDITS_EVIDENCE_ADD)
def take_over(audit_id: int, document_id: int, file_id: int) -> ResponseReturnValue:
    _file(audit_id, document_id, file_id)
    form = TakeOverForm(prefix=f"file{file_id}-")

    def again(refused: str = "") -> str:
        return _page(audit_id, document_id, Forms(taken={file_id: form}), refused)

    def act() -> ResponseReturnValue:
        most, checkpoint = portal().config.audit_files_limit, form.checkpoint.data or ""
        told = (checkpoint, form.caption.data or "", form.about_on.data, most)
        with writing() as session:
            take_over_document(
                session, actor(), TakeOverDocument(audit_id, document_id, file_id, *told), portal().moment()
            )
        said = speech().gettext("The file is evidence of %(checkpoint)s now.", checkpoint=checkpoint)
        return done(said, ".show_document", audit_id=audit_id, document_id=document_id)

    if not form.validate():
        return again(), 422
    return attempt(act, form, again)


@blueprint.get("/audits/<int:audit_id>/visit/documents/<int:document_id>/files/<int:file_id>")
@guard(Permission.VISITS_DOCUMENT_READ)
def download_file(audit_id: int, document_id: int, file_id: int) -> ResponseReturnValue:
    """Always an attachment: as it came to those who sent it, to the team a photo without what the camera wrote."""
    found, own = _file(audit_id, document_id, file_id), actor().role in SUPPLIER_ROLES
    digest, kind = (found.digest, found.media_type) if own or found.shown_digest is None else (found.shown_digest, JPEG)
    return kept_by_browser(attachment(FileStore.of(portal().config).read(digest), found.name, kind))


@blueprint.get("/audits/<int:audit_id>/visit/documents/<int:document_id>/files/<int:file_id>/picture")
@guard(Permission.VISITS_DOCUMENT_READ)
def show_picture(audit_id: int, document_id: int, file_id: int) -> ResponseReturnValue:
    """The picture others see: a JPEG the platform made, without what the camera wrote into it."""
    found = _file(audit_id, document_id, file_id)
    if found.shown_digest is None:
        raise Missing
    return kept_by_browser(inline_picture(FileStore.of(portal().config).read(found.shown_digest)))


def _file(audit_id: int, document_id: int, file_id: int) -> DocumentFile:
    """The file of an address whose ids belong together. Raises Missing."""
    request = document_of(reading(), actor(), audit_id, document_id)
    return file_of(reading(), actor(), request.id, file_id)


def _page(audit_id: int, document_id: int, forms: Forms, refused: str = "") -> str:
    shown = shown_audit(audit_id)
    request = document_of(reading(), actor(), audit_id, document_id)
    files = files_of(reading(), actor(), request.id)
    checkpoints = asked_checkpoints(reading(), shown.audit)
    takes = may(Permission.AUDITS_EVIDENCE_ADD) and shown.audit.state == ANSWERS_CHANGE_IN
    if takes:
        for file in files:
            came_on = file.added_at.astimezone(portal().config.zone).date()
            about_on = min(came_on, shown.audit.ends_on)
            fresh = TakeOverForm(formdata=None, prefix=f"file{file.id}-", about_on=about_on)
            forms.taken.setdefault(file.id, fresh).offer(checkpoints, request.checkpoints)
    forms.verdict.offer()
    running = shown.audit.state in PREPARED_WHILE
    people = {request.answered_by, request.judged_by, *(file.added_by for file in files)} - {None}
    return page(
        "document.html",
        shown,
        "documents",
        request_row=request,
        files=files,
        checkpoints=checkpoints,
        names=names_of(reading(), {number for number in people if number is not None}),
        evidence_of=taken_over(reading(), audit_id, [file.digest for file in files]) if takes else {},
        forms=forms,
        sends=actor().role in SUPPLIER_ROLES and running,
        judges=may(Permission.VISITS_DOCUMENT_JUDGE) and request.state in WITH_TEAM,
        asks=may(Permission.VISITS_DOCUMENT_ASK) and running,
        takes=takes,
        refused=refused,
    )
