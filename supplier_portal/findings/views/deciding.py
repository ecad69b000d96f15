"""Every other move of a finding, from one form; and raising one from the audit page."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.queries import find_audit
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.forms import MoveForm, RaiseForm
from supplier_portal.findings.operations import move_finding, raise_finding
from supplier_portal.findings.queries import found
from supplier_portal.findings.views.room import Forms, blueprint, done, finding_page, too_late
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post("/findings/<int:finding_id>/moves")
@guard(Permission.FINDINGS_FINDING_MOVE)
def move(finding_id: int) -> ResponseReturnValue:
    found(reading(), actor(), finding_id)
    form = MoveForm()
    try:
        with writing() as session:
            moved = move_finding(session, actor(), form.command(finding_id), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(move=form)), 422
    except Conflict as error:
        kept = [(speech().gettext("Your reason"), form.reason.data)] if form.reason.data else []
        return too_late(finding_id, error, Forms(kept=kept))
    state = speech().word(FINDING.word(moved.state))
    return done(finding_id, speech().gettext("The finding stands at “%(state)s” now.", state=state))


@blueprint.post("/audits/<int:audit_id>/<checkpoint>/findings")
@guard(Permission.FINDINGS_FINDING_RAISE)
def raise_on_checkpoint(audit_id: int, checkpoint: str) -> ResponseReturnValue:
    audit, form = find_audit(reading(), actor(), audit_id), RaiseForm().offer()
    try:
        with writing() as session:
            finding = raise_finding(session, actor(), form.command(audit_id, checkpoint), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return render_template("findings/raise.html", form=form, audit=audit, checkpoint=checkpoint), 422
    said = speech().gettext(
        "%(number)s is noted as a draft; the supplier sees it with the report.", number=finding.number
    )
    done(finding.id, said)
    return redirect(url_for("audits.show_checkpoint", audit_id=audit_id, checkpoint=checkpoint))
