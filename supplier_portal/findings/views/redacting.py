"""Covering areas of a photo our side sent with a finding."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.redactions import versions_of
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.files.kinds import shown_picture
from supplier_portal.files.operations import covered_picture
from supplier_portal.files.redaction_form import UNCOVER, RedactionForm, said_of
from supplier_portal.files.store import FileStore
from supplier_portal.findings.operations.redacting import RedactPhoto, awaits_cover, redact_photo
from supplier_portal.findings.queries.redactions import SentPhoto, redactions_of, sent_photo
from supplier_portal.findings.views.room import blueprint
from supplier_portal.web.attachments import asked_again, inline_picture, kept_by_browser
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

PLACE = "/findings/<int:finding_id>/photos/<digest>"


@blueprint.get(f"{PLACE}/redaction")
@guard(Permission.FINDINGS_EVIDENCE_REDACT)
def show_redaction(finding_id: int, digest: str) -> ResponseReturnValue:
    return _page(sent_photo(reading(), actor(), finding_id, digest))


@blueprint.get(f"{PLACE}/whole")
@guard(Permission.FINDINGS_EVIDENCE_REDACT)
def show_whole_photo(finding_id: int, digest: str) -> ResponseReturnValue:
    """The photo without any cover, upright: what areas are drawn on."""
    photo = sent_photo(reading(), actor(), finding_id, digest)
    picture = shown_picture(FileStore.of(portal().config).read(photo.digest), "file")
    return kept_by_browser(inline_picture(picture))


@blueprint.get(f"{PLACE}/seen")
@guard(Permission.FINDINGS_EVIDENCE_REDACT)
def show_seen_photo(finding_id: int, digest: str) -> ResponseReturnValue:
    """What the supplier sees of it."""
    photo = sent_photo(reading(), actor(), finding_id, digest)
    picture = FileStore.of(portal().config).read(photo.shown_digest)
    return asked_again(inline_picture(picture), photo.shown_digest)


@blueprint.post(f"{PLACE}/redaction")
@guard(Permission.FINDINGS_EVIDENCE_REDACT)
def redact(finding_id: int, digest: str) -> ResponseReturnValue:
    photo, form = sent_photo(reading(), actor(), finding_id, digest), RedactionForm()
    if not form.validate_on_submit():
        return _page(photo, form), 422
    try:
        command = RedactPhoto(finding_id, digest, form.cover())
        awaits_cover(reading(), actor(), command)
        shown = covered_picture(FileStore.of(portal().config), photo.digest, command.cover)
        with writing() as session:
            redact_photo(session, actor(), command, shown, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _page(photo, form), 422
    except Conflict as error:
        return _page(photo, form, speech().error(error)), 409
    flash(said_of(command.cover), "success")
    return redirect(url_for(".show_redaction", finding_id=finding_id, digest=digest), 303)


def _page(photo: SentPhoto, form: RedactionForm | None = None, refused: str = "") -> str:
    versions = versions_of(reading(), redactions_of(reading(), photo.finding.id, photo.digest))
    covered = versions[-1].areas if versions else ()
    form = form or RedactionForm(covered, formdata=None)
    form.base.data = str(len(versions))
    return render_template(
        "findings/redaction.html",
        photo=photo,
        versions=versions,
        covered=covered,
        form=form,
        refused=refused,
        uncover=UNCOVER,
    )
