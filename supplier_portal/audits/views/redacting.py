"""Covering areas of a photo before the supplier sees it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.models import Evidence
from supplier_portal.audits.operations import RedactEvidence, awaits_redaction, redact_evidence
from supplier_portal.audits.redactions import redactable, redactions_of, versions_of
from supplier_portal.audits.views.room import blueprint, shown_audit
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.domain.workflow.audit import FROZEN
from supplier_portal.files.kinds import shown_picture
from supplier_portal.files.operations import covered_picture
from supplier_portal.files.redaction_form import UNCOVER, RedactionForm, said_of
from supplier_portal.files.store import FileStore
from supplier_portal.web.attachments import inline_picture, kept_by_browser
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

PLACE = "/audits/<int:audit_id>/evidence/<int:evidence_id>/redaction"


@blueprint.get(PLACE)
@guard(Permission.AUDITS_EVIDENCE_REDACT)
def show_redaction(audit_id: int, evidence_id: int) -> ResponseReturnValue:
    return _page(redactable(reading(), actor(), audit_id, evidence_id))


@blueprint.get(f"{PLACE}/picture")
@guard(Permission.AUDITS_EVIDENCE_REDACT)
def show_whole_picture(audit_id: int, evidence_id: int) -> ResponseReturnValue:
    """The photo without any cover, upright and as large as others see it: what areas are drawn on."""
    evidence = redactable(reading(), actor(), audit_id, evidence_id)
    picture = shown_picture(FileStore.of(portal().config).read(evidence.digest), "file")
    return kept_by_browser(inline_picture(picture))


@blueprint.post(PLACE)
@guard(Permission.AUDITS_EVIDENCE_REDACT)
def redact(audit_id: int, evidence_id: int) -> ResponseReturnValue:
    evidence, form = redactable(reading(), actor(), audit_id, evidence_id), RedactionForm()
    if not form.validate_on_submit():
        return _page(evidence, form), 422
    try:
        command = RedactEvidence(audit_id, evidence_id, form.cover())
        awaits_redaction(reading(), actor(), command)
        shown = covered_picture(FileStore.of(portal().config), evidence.digest, command.cover)
        with writing() as session:
            redact_evidence(session, actor(), command, shown, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _page(evidence, form), 422
    except Conflict as error:
        return _page(evidence, form, speech().error(error)), 409
    flash(said_of(command.cover), "success")
    return redirect(url_for(".show_redaction", audit_id=audit_id, evidence_id=evidence_id), 303)


def _page(evidence: Evidence, form: RedactionForm | None = None, refused: str = "") -> str:
    shown, versions = shown_audit(evidence.audit_id), versions_of(reading(), redactions_of(reading(), evidence))
    covered = versions[-1].areas if versions else ()
    form = form or RedactionForm(covered, formdata=None)
    form.base.data = str(len(versions))
    return render_template(
        "audits/redaction.html",
        shown=shown,
        evidence=evidence,
        versions=versions,
        covered=covered,
        form=form,
        refused=refused,
        uncover=UNCOVER,
        issued=shown.audit.state in FROZEN,
    )
