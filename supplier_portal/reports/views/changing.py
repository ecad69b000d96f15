"""The lead auditor's page for moving an audit to a newer version of its checklist."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.forms import row_number
from supplier_portal.audits.models import Audit
from supplier_portal.audits.operations import ChangeChecklist, change_checklist
from supplier_portal.audits.wording import rating_word
from supplier_portal.checklists.change_words import counts_of, in_words
from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.reports.changes import choice_of, proposed
from supplier_portal.reports.forms import ChangeChecklistForm
from supplier_portal.reports.views.room import blueprint
from supplier_portal.web import panels
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.panels import Panel
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get("/audits/<int:audit_id>/checklist")
@guard(Permission.AUDITS_CHECKLIST_CHANGE)
def show_checklist_change(audit_id: int) -> ResponseReturnValue:
    return _page(audit_id, ChangeChecklistForm(version_id=request.args.get("to", "")))


@blueprint.post("/audits/<int:audit_id>/checklist")
@guard(Permission.AUDITS_CHECKLIST_CHANGE)
def move_to_version(audit_id: int) -> ResponseReturnValue:
    form = ChangeChecklistForm()
    command = ChangeChecklist(audit_id, row_number(form.version_id.data) or 0)
    try:
        with writing() as session:
            change = change_checklist(session, actor(), command, portal().moment())
            told = (len(change.kept), len(change.set_aside))
    except Invalid as error:
        form.take_faults(error)
        return _page(audit_id, form), 422
    kept, aside = told
    flash(
        speech().gettext("The audit has moved: %(kept)s answers kept, %(aside)s set aside.", kept=kept, aside=aside),
        "success",
    )
    return redirect(url_for(".show_checklist_change", audit_id=audit_id))


def _page(audit_id: int, form: ChangeChecklistForm) -> str:
    choice = choice_of(reading(), actor(), audit_id)
    to = row_number(form.version_id.data)
    move = proposed(reading(), choice, to, portal().moment().day) if to else None
    return render_template(
        "reports/checklist_change.html",
        choice=choice,
        move=move,
        form=form,
        steps=in_words(move.differences, move.old, move.new, speech()) if move else [],
        counts=counts_of(move.differences) if move else [],
        rating_word=lambda checkpoint, rating: rating_word(checkpoint, rating, speech()),
    )


def checklist_of_audit(audit: Audit, **_: object) -> Panel | None:
    """For the audit's lead: that there is a newer version to move to, or that the audit was moved."""
    if not decide(actor(), Permission.AUDITS_CHECKLIST_CHANGE).allowed:
        return None
    try:
        choice = choice_of(reading(), actor(), audit.id)
    except Missing:
        return None
    newest = choice.newer[0].version if choice.open and choice.newer else ""
    if not newest and not choice.past:
        return None
    address = url_for("reports.show_checklist_change", audit_id=audit.id)
    facts = {"newest": newest, "version": choice.stored.version, "address": address}
    return Panel("reports/checklist_of_audit.html", facts)


blueprint.record_once(lambda state: panels.declare(state.app, "audits.audit", checklist_of_audit))
