"""Evidence: taken in, shown as a picture, handed out as it came."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.audits.forms import EvidenceForm
from supplier_portal.audits.models import Audit, Evidence
from supplier_portal.audits.operations import AddEvidence, add_evidence, awaits_evidence, faults_of_words
from supplier_portal.audits.queries import evidence_bytes, visible_evidence
from supplier_portal.audits.views.checkpoint import Typed, asked_checkpoint, page_of
from supplier_portal.audits.views.room import blueprint
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.files.operations import Room, Upload, take_in
from supplier_portal.files.store import FileStore
from supplier_portal.web.attachments import asked_again, attachment, clean_name, inline_picture, kept_by_browser
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post("/audits/<int:audit_id>/<checkpoint>/evidence")
@guard(Permission.AUDITS_EVIDENCE_ADD)
def add(audit_id: int, checkpoint: str) -> ResponseReturnValue:
    shown, asked = asked_checkpoint(audit_id, checkpoint)
    form = EvidenceForm()
    if not form.validate_on_submit():
        return page_of(shown, asked, Typed(evidence=form)), 422
    try:
        audit = awaits_evidence(reading(), actor(), audit_id, checkpoint)
        upload, name = _taken_in(audit, form)
        command = AddEvidence(audit_id, checkpoint, upload, name, form.caption.data or "", form.about_on.data)
        with writing() as session:
            add_evidence(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return page_of(shown, asked, Typed(evidence=form)), 422
    except Conflict as error:
        return page_of(shown, asked, Typed(evidence=form, refused=speech().error(error))), 409
    flash(speech().gettext("Received, SHA-256 %(digest)s.", digest=upload.digest[:12]), "success")
    return redirect(url_for(".show_checkpoint", audit_id=audit_id, checkpoint=checkpoint, _anchor="evidence"))


def _taken_in(audit: Audit, form: EvidenceForm) -> tuple[Upload, str]:
    """Check and store the posted file, outside any transaction. Raises Invalid, then nothing is stored."""
    posted, config = request.files.get("file"), portal().config
    faults = faults_of_words(form.caption.data or "", form.about_on.data, audit, portal().moment().day)
    if posted is None or not posted.filename:
        raise Invalid([Fault("audits.no_file", "file"), *faults])
    room = Room(evidence_bytes(reading(), audit.id), config.audit_files_limit, "files.no_room_in_audit")
    data, limit = posted.read(config.upload_limit + 1), config.upload_limit
    return take_in(FileStore.of(config), data, "file", limit, room=room, faults=faults), clean_name(posted.filename)


@blueprint.get("/audits/<int:audit_id>/evidence/<int:evidence_id>/picture")
@guard(Permission.AUDITS_AUDIT_READ)
def show_picture(audit_id: int, evidence_id: int) -> ResponseReturnValue:
    """The picture others see: a JPEG the platform made, without what the camera wrote into it."""
    found = _found(audit_id, evidence_id)
    if found.shown_digest is None:
        raise Missing
    picture = inline_picture(FileStore.of(portal().config).read(found.shown_digest))
    return asked_again(picture, found.shown_digest)


@blueprint.get("/audits/<int:audit_id>/evidence/<int:evidence_id>/file")
@guard(Permission.AUDITS_AUDIT_READ)
def download(audit_id: int, evidence_id: int) -> ResponseReturnValue:
    """The file as it came, always as an attachment. A photo as it came is for those who read answers and notes."""
    found = _found(audit_id, evidence_id)
    if found.shown_digest is not None and actor().role in SUPPLIER_ROLES:
        raise Missing
    return kept_by_browser(attachment(FileStore.of(portal().config).read(found.digest), found.name, found.media_type))


def _found(audit_id: int, evidence_id: int) -> Evidence:
    asked = visible_evidence(actor()).where(Evidence.id == evidence_id, Evidence.audit_id == audit_id)
    found = reading().scalar(asked)
    if found is None:
        raise Missing
    return found
