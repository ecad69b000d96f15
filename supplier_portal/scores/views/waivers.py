"""Granting a waiver of a gate, and ending it; the rating follows at once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.scores.forms import WaiverForm
from supplier_portal.scores.operations import end_waiver, grant_waiver
from supplier_portal.scores.queries.scorecard import Scorecard, find_supplier, scorecard_of
from supplier_portal.scores.views.room import ONE, blueprint
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.offering import may
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get(f"{ONE}/waivers/new")
@guard(Permission.SCORES_WAIVER_GRANT)
def begin_waiver(supplier_id: int) -> ResponseReturnValue:
    """Ask which gate, why and until when; say what the rating becomes."""
    form = WaiverForm(formdata=None, data={"gate": request.args.get("gate", "")})
    return _page(_card(supplier_id), form)


@blueprint.post(f"{ONE}/waivers/new")
@guard(Permission.SCORES_WAIVER_GRANT)
def grant(supplier_id: int) -> ResponseReturnValue:
    """Take the gate out of action."""
    find_supplier(reading(), actor(), supplier_id)
    form = WaiverForm()
    try:
        with writing() as session:
            waiver = grant_waiver(session, actor(), form.command(supplier_id), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _page(_card(supplier_id), form), 422
    except Conflict as error:
        form.form_errors.append(speech().error(error))
        return _page(_card(supplier_id), form), 409
    until = speech().day(waiver.until)
    said = speech().gettext(
        "%(gate)s is waived until %(day)s; the rating was published anew.", gate=waiver.gate, day=until
    )
    return _done(supplier_id, said)


@blueprint.post(f"{ONE}/waivers/<int:waiver_id>/end")
@guard(Permission.SCORES_WAIVER_GRANT)
def end(supplier_id: int, waiver_id: int) -> ResponseReturnValue:
    """Put the gate back into action."""
    with writing() as session:
        waiver = end_waiver(session, actor(), supplier_id, waiver_id, portal().moment())
    said = speech().gettext("The waiver of %(gate)s is ended; the rating was published anew.", gate=waiver.gate)
    return _done(supplier_id, said)


def _card(supplier_id: int) -> Scorecard | None:
    """Read the scorecard; without a policy or a rating there is nothing to waive."""
    return scorecard_of(reading(), actor(), find_supplier(reading(), actor(), supplier_id))


def _page(card: Scorecard | None, form: WaiverForm) -> str:
    if card is None:
        raise Missing
    acting = [standing for standing in card.gates if standing.acts]
    form.gate.choices = [
        (one.gate.code, f"{one.gate.code} {speech().word(f'gate_when.{one.gate.when}')}") for one in acting
    ]
    lifts = {lift.code: lift for lift in card.gate_lifts}
    return render_template(
        "scores/new_waiver.html",
        card=card,
        form=form,
        acting=acting,
        lifts=lifts,
        may_open_audits=may(Permission.AUDITS_AUDIT_READ),
        may_open_findings=may(Permission.FINDINGS_FINDING_READ),
    )


def _done(supplier_id: int, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for(".show_scorecard", supplier_id=supplier_id, _anchor="gates"), 303)
