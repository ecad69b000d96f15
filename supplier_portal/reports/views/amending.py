"""The reviewer's page for an amendment: any level, with its effect before anything changes."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.queries import find_audit, is_member
from supplier_portal.audits.wording import rating_word
from supplier_portal.domain.answering import possible_ratings
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.reports.codes import seal_code
from supplier_portal.reports.forms import AmendForm
from supplier_portal.reports.operations import amend_audit
from supplier_portal.reports.queries.amendments import amendable, changes_in, effect_of
from supplier_portal.reports.views.room import blueprint, not_done
from supplier_portal.web import panels
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get("/audits/<int:audit_id>/amendment")
@guard(Permission.REPORTS_AUDIT_AMEND)
def show_amendment(audit_id: int) -> ResponseReturnValue:
    """Begin with what another room says it is for."""
    audit = find_audit(reading(), actor(), audit_id)
    begun = [panel.facts["begin"] for panel in panels.render("reports.amendment", audit=audit)]
    return _page(audit_id, AmendForm(formdata=None, data=begun[0] if begun else None))


@blueprint.post("/audits/<int:audit_id>/amendment")
@guard(Permission.REPORTS_AUDIT_AMEND)
def amend(audit_id: int) -> ResponseReturnValue:
    """Show the effect of what was chosen; issue the next revision once that is confirmed."""
    form = AmendForm()
    try:
        if request.form.get("act") != "amend":
            return _page(audit_id, form)
        with writing() as session:
            later = amend_audit(session, actor(), form.command(audit_id), portal().moment(), seal_code())
    except Invalid as error:
        form.take_faults(error)
        return _page(audit_id, form), 422
    except Conflict as error:
        return not_done(error, audit_id, form.reason.data)
    flash(speech().gettext("%(number)s is issued; ratings use it from now on.", number=later.number), "success")
    return redirect(url_for("audits.show_audit", audit_id=later.id))


def _page(audit_id: int, form: AmendForm) -> str:
    report = amendable(reading(), actor(), audit_id, portal().moment().day)
    levels, said = form.levels, speech()
    changes = changes_in(report, levels)
    effect = effect_of(report, levels) if changes else None
    form.offer_steps(effect.to_agree if effect else ())
    return render_template(
        "reports/amendment.html",
        report=report,
        form=form.offer(),
        levels=levels,
        changes=changes,
        effect=effect,
        on_team=is_member(reading(), audit_id, actor().account_id),
        ratings=possible_ratings,
        rating_word=lambda checkpoint, rating: rating_word(checkpoint, rating, said),
    )
