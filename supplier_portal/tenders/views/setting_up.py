"""Setting a tender up, and moving it on to the end of the time for bids."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.tenders.forms.acts import ReasonForm
from supplier_portal.tenders.forms.terms import DISCOUNTS, ROWS, SHARES, USUAL, TermsForm, shown_terms
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.operations import (
    AddBidder,
    RemoveBidder,
    add_bidder,
    cancel_tender,
    close_tender,
    create_tender,
    edit_tender,
    lock_tender,
    publish_tender,
    remove_bidder,
)
from supplier_portal.tenders.queries import possible_members, team_of
from supplier_portal.tenders.rule_faults import faults_of
from supplier_portal.tenders.rules import counts_twice, document_of
from supplier_portal.tenders.views.listing import tender_page
from supplier_portal.tenders.views.quicker import out_of_turn, quicker
from supplier_portal.tenders.views.reaching import blueprint, reach
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.route("/new", methods=["GET", "POST"])
@guard(Permission.TENDERS_TENDER_WRITE)
def new_tender() -> ResponseReturnValue:
    form = _with_people(TermsForm(data=dict(USUAL)), None)
    if form.is_submitted() and _checked(form):
        try:
            with writing() as unit:
                tender = create_tender(unit, actor(), form.terms(), portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("Draft saved. Now name the bidders."), "success")
            return redirect(url_for("tenders.show_tender", tender_id=tender.id))
    return _form_page(form, None), 422 if form.is_submitted() else 200


@blueprint.route("/<int:tender_id>/edit", methods=["GET", "POST"])
@guard(Permission.TENDERS_TENDER_WRITE)
def edit_draft(tender_id: int) -> ResponseReturnValue:
    tender = reach(tender_id)
    form = _with_people(_filled(tender), tender)
    if told := out_of_turn(tender, form, "draft"):
        return told
    if form.is_submitted() and _checked(form):
        try:
            with writing() as unit:
                edit_tender(unit, actor(), tender_id, form.terms(), portal().moment())
        except Conflict as error:
            return quicker(tender, error, form)
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("Draft saved."), "success")
            return redirect(url_for("tenders.show_tender", tender_id=tender_id))
    return _form_page(form, tender), 422 if form.is_submitted() else 200


def _filled(tender: Tender, **given: Any) -> TermsForm:
    team = [person.id for person in team_of(reading(), tender.id)]
    return TermsForm(data=shown_terms(tender, team), **given)


def _with_people(form: TermsForm, tender: Tender | None) -> TermsForm:
    """Offer the people of procurement, but for whoever is in the team anyway."""
    always = tender.created_by if tender else actor().account_id
    form.team_ids.choices = [(person.id, person.name) for person in possible_members(reading()) if person.id != always]
    return form


def _checked(form: TermsForm) -> bool:
    """Check the fields; where one cannot be read, say of the rules too what is wrong, all in one run."""
    if form.validate():
        return True
    faults = faults_of(document_of(form.rules()), complete=False)
    form.take_faults(Invalid([fault for fault in faults if not form.errors.get(form.at_row(fault).place)]))
    return False


def _form_page(form: TermsForm, tender: Tender | None) -> str:
    twice = counts_twice(tender.rules) if tender else False
    return render_template(
        "tenders/form.html",
        form=form,
        tender=tender,
        rows=ROWS,
        discounts=DISCOUNTS,
        shares=SHARES,
        counts_twice=twice,
    )


@blueprint.post("/<int:tender_id>/bidders")
@guard(Permission.TENDERS_TENDER_WRITE)
def name_bidder(tender_id: int) -> ResponseReturnValue:
    reach(tender_id)
    chosen = request.form.get("supplier_id", 0, int)
    try:
        with writing() as unit:
            add_bidder(unit, actor(), AddBidder(tender_id, chosen if chosen <= MOST_ID else 0), portal().moment())
    except Invalid:
        flash(speech().gettext("Choose a supplier of the list."), "error")
    else:
        flash(speech().gettext("Bidder added."), "success")
    return _back(tender_id)


@blueprint.post("/<int:tender_id>/bidders/<int:bidder_id>/remove")
@guard(Permission.TENDERS_TENDER_WRITE)
def take_bidder_out(tender_id: int, bidder_id: int) -> ResponseReturnValue:
    with writing() as unit:
        remove_bidder(unit, actor(), RemoveBidder(tender_id, bidder_id), portal().moment())
    flash(speech().gettext("Bidder removed."), "success")
    return _back(tender_id)


@blueprint.post("/<int:tender_id>/publish")
@guard(Permission.TENDERS_TENDER_WRITE)
def publish(tender_id: int) -> ResponseReturnValue:
    """Publish; what the rules still lack is told at the fields of the draft."""
    try:
        with writing() as unit:
            publish_tender(unit, actor(), tender_id, portal().moment(), portal().machine_now())
    except Invalid as error:
        tender = reach(tender_id)
        form = _with_people(_filled(tender, formdata=None), tender)
        form.take_faults(error)
        return _form_page(form, tender), 422
    flash(speech().gettext("Published. The rules are frozen from now on."), "success")
    return _back(tender_id)


@blueprint.post("/<int:tender_id>/lock")
@guard(Permission.TENDERS_TENDER_WRITE)
def lock(tender_id: int) -> ResponseReturnValue:
    with writing() as unit:
        lock_tender(unit, actor(), tender_id, portal().moment())
    flash(speech().gettext("Locked. The bidders’ ratings of today are published."), "success")
    return _back(tender_id)


@blueprint.post("/<int:tender_id>/close")
@guard(Permission.TENDERS_TENDER_WRITE)
def close(tender_id: int) -> ResponseReturnValue:
    with writing() as unit:
        close_tender(unit, actor(), tender_id, portal().moment(), portal().machine_now())
    flash(speech().gettext("Closed for bids. Enter now what was handed in in time."), "success")
    return _back(tender_id)


@blueprint.post("/<int:tender_id>/cancel")
@guard(Permission.TENDERS_TENDER_DECIDE)
def cancel(tender_id: int) -> ResponseReturnValue:
    form = ReasonForm()
    try:
        with writing() as unit:
            cancel_tender(unit, actor(), tender_id, form.reason.data or "", portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return tender_page(reach(tender_id), form), 422
    flash(speech().gettext("The tender is cancelled."), "success")
    return _back(tender_id)


def _back(tender_id: int) -> ResponseReturnValue:
    return redirect(url_for("tenders.show_tender", tender_id=tender_id))
