"""Raising a finding from the audit page, editing its draft, dropping it."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import find_audit
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.domain.findings.rules import RAISED_WHILE
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.forms.raising import DropForm, EditForm, RaiseForm, asked_kind, prefix_of
from supplier_portal.findings.models import Finding
from supplier_portal.findings.operations import (
    CoverCheckpoints,
    cover_checkpoints,
    drop_finding,
    edit_finding,
    raise_finding,
)
from supplier_portal.findings.queries import found
from supplier_portal.findings.queries.proposing import proposed_findings
from supplier_portal.findings.views.forms_of_page import Forms
from supplier_portal.findings.views.room import blueprint, done, finding_page, too_late
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post("/audits/<int:audit_id>/<checkpoint>/findings")
@guard(Permission.FINDINGS_FINDING_RAISE)
def raise_on_checkpoint(audit_id: int, checkpoint: str) -> ResponseReturnValue:
    audit = find_audit(reading(), actor(), audit_id)
    form = RaiseForm(prefix=prefix_of(asked_kind())).offer(_may_cover(audit, checkpoint))
    try:
        with writing() as session:
            finding = raise_finding(session, actor(), form.command(audit_id, checkpoint), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return render_template("findings/raise.html", form=form, audit=audit, checkpoint=checkpoint), 422
    flash(_noted(finding), "success")
    return redirect(
        url_for("audits.show_checkpoint", audit_id=audit_id, checkpoint=checkpoint, _anchor="findings-here")
    )


def _noted(finding: Finding) -> str:
    said, number = speech(), finding.number
    if finding.severity == "critical":
        return said.gettext("%(number)s is noted; a reviewer agrees to its notice within 24 hours.", number=number)
    return said.gettext("%(number)s is noted as a draft; the supplier sees it with the report.", number=number)


def _may_cover(audit: Audit, checkpoint: str, standing: Sequence[str] = ()) -> list[Checkpoint]:
    """What a finding may cover besides: weak answers without one, and what its draft covers already."""
    known = proposed_findings(reading(), actor(), audit)
    codes = {*known.open_codes, *standing} - {checkpoint}
    return [one for one in known.checklists.by_code.values() if one.code in codes]


@blueprint.post("/findings/<int:finding_id>/checkpoints")
@guard(Permission.FINDINGS_FINDING_RAISE)
def cover(finding_id: int) -> ResponseReturnValue:
    """Put the checkpoint of the page one comes from onto a draft."""
    finding, code = found(reading(), actor(), finding_id), request.form.get("checkpoint", "")
    with writing() as session:
        cover_checkpoints(session, actor(), CoverCheckpoints(finding_id, (code,)), portal().moment())
    said = speech().gettext("%(number)s covers %(checkpoint)s too.", number=finding.number, checkpoint=code)
    flash(said, "success")
    return redirect(url_for("audits.show_checkpoint", audit_id=finding.audit_id, checkpoint=code))


@blueprint.route("/findings/<int:finding_id>/edit", methods=["GET", "POST"])
@guard(Permission.FINDINGS_FINDING_RAISE)
def edit(finding_id: int) -> ResponseReturnValue:
    finding = found(reading(), actor(), finding_id)
    audit = find_audit(reading(), actor(), finding.audit_id)
    if finding.state != "draft" or audit.state not in RAISED_WHILE:
        raise Conflict("findings.no_draft", number=finding.number, state=FINDING.word(finding.state))
    form = EditForm().show(finding, _may_cover(audit, finding.checkpoint, finding.checkpoints[1:]))
    if not form.is_submitted():
        return render_template("findings/edit.html", form=form, finding=finding, audit=audit)
    try:
        with writing() as session:
            edit_finding(session, actor(), form.edit(finding_id), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return render_template("findings/edit.html", form=form, finding=finding, audit=audit), 422
    except Conflict as error:
        kept = [(speech().gettext(form[name].label.text), form[name].data or "") for name in ("title", "seen")]
        return too_late(finding_id, error, Forms(kept=kept))
    return done(finding_id, speech().gettext("The draft is changed."))


@blueprint.post("/findings/<int:finding_id>/drop")
@guard(Permission.FINDINGS_FINDING_RAISE)
def drop(finding_id: int) -> ResponseReturnValue:
    finding, form = found(reading(), actor(), finding_id), DropForm()
    try:
        with writing() as session:
            drop_finding(session, actor(), finding_id, form.reason.data or "", portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(drop=form)), 422
    except Conflict as error:
        kept = [(speech().gettext("Your reason"), form.reason.data)] if form.reason.data else []
        return too_late(finding_id, error, Forms(kept=kept))
    flash(speech().gettext("%(number)s is dropped; the record keeps why.", number=finding.number), "success")
    return redirect(url_for("audits.show_audit", audit_id=finding.audit_id))
