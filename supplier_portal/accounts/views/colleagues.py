"""Pages of one colleague: changed, removed, made owner in one's place."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.accounts.colleagues import ChangePerson, RemoveColleague, change_person, managed, remove_colleague
from supplier_portal.accounts.duties import open_duties
from supplier_portal.accounts.forms import AnswerForm, OfferForm, PersonForm, RemoveForm
from supplier_portal.accounts.models import Account
from supplier_portal.accounts.ownership import AnswerOffer, answer_offer, offer_ownership, withdraw_offer
from supplier_portal.accounts.queries import choosable, visible
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, close_reading, reading, writing
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

blueprint = Blueprint("colleagues", __name__)


@blueprint.route("/colleagues/<int:colleague_id>", methods=["GET", "POST"])
@guard(Permission.ACCOUNTS_COLLEAGUE_MANAGE)
def change_colleague(colleague_id: int) -> ResponseReturnValue:
    return _change(colleague_id, "people.list_colleagues")


@blueprint.route("/people/<int:colleague_id>", methods=["GET", "POST"])
@guard(Permission.ACCOUNTS_ACCOUNT_MANAGE)
def change_anyone(colleague_id: int) -> ResponseReturnValue:
    return _change(colleague_id, "people.list_people")


def _change(colleague_id: int, leads_to: str) -> ResponseReturnValue:
    person = managed(reading(), actor(), colleague_id)
    form = _person_form(person)
    if not form.validate_on_submit():
        return _person_page(person, form, leads_to), 422 if form.is_submitted() else 200
    role = Role(form.role.data) if "role" in form else None
    command = ChangePerson(person.id, str(form.name.data), role, form.superior_id.data)
    try:
        with writing() as unit:
            change_person(unit, actor(), command, portal().moment())
    except (Invalid, Conflict) as error:
        status = _refused(form, error)
        return _person_page(person, form, leads_to), status
    flash(speech().gettext("%(name)s is changed.", name=command.name.strip()), "success")
    if person.id == actor().account_id and role is Role.SUPPLIER_MEMBER:
        return redirect(url_for("accounts.home"))
    return redirect(url_for(leads_to))


def _refused(form: PortalForm, error: Invalid | Conflict) -> int:
    """Put what is wrong at its fields, or above the form where somebody was quicker. Gives the status to answer."""
    if isinstance(error, Invalid):
        form.take_faults(error)
        return 422
    form.form_errors.append(speech().error(error))
    return 409


def _person_form(person: Account) -> PersonForm:
    form = PersonForm(name=person.name, role=person.role, superior_id=person.superior_id)
    form.superior_id.choices = [("", "–"), *((one.id, one.name) for one in choosable(reading(), person))]
    if person.supplier_id is None:
        del form.role
    else:
        form.role.choices = [(role.value, speech().word(f"role.{role}")) for role in Role if role in SUPPLIER_ROLES]
    return form


def _person_page(person: Account, form: PersonForm, leads_to: str) -> str:
    removable = actor().role in SUPPLIER_ROLES and person.id != actor().account_id and person.active
    return render_template("accounts/person.html", person=person, form=form, leads_to=leads_to, removable=removable)


@blueprint.route("/colleagues/<int:colleague_id>/remove", methods=["GET", "POST"])
@guard(Permission.ACCOUNTS_COLLEAGUE_MANAGE)
def remove(colleague_id: int) -> ResponseReturnValue:
    person = managed(reading(), actor(), colleague_id)
    if person.id == actor().account_id:
        raise Missing
    form = RemoveForm()
    form.successor_id.choices = [("", "–"), *((one.id, one.name) for one in choosable(reading(), person))]
    if not form.validate_on_submit():
        return _remove_page(person, form), 422 if form.is_submitted() else 200
    try:
        with writing() as unit:
            remove_colleague(unit, actor(), RemoveColleague(person.id, form.successor_id.data), portal().moment())
    except (Invalid, Conflict) as error:
        status = _refused(form, error)
        return _remove_page(person, form), status
    flash(speech().gettext("%(name)s can no longer sign in.", name=person.name), "success")
    return redirect(url_for("people.list_colleagues"))


def _remove_page(person: Account, form: RemoveForm) -> str:
    return render_template("accounts/remove.html", person=person, form=form, duties=open_duties(reading(), person.id))


@blueprint.route("/colleagues/ownership", methods=["GET", "POST"])
@guard(Permission.ACCOUNTS_COLLEAGUE_MANAGE)
def offer() -> ResponseReturnValue:
    form = OfferForm()
    members = visible(actor()).where(Account.role == Role.SUPPLIER_MEMBER, Account.active).order_by(Account.name)
    form.to_id.choices = [("", "–"), *((one.id, one.name) for one in reading().scalars(members))]
    if not form.validate_on_submit():
        return render_template("accounts/offer.html", form=form), 422 if form.is_submitted() else 200
    try:
        with writing() as unit:
            offer_ownership(unit, actor(), form.to_id.data, portal().moment())
    except (Invalid, Conflict) as error:
        status = _refused(form, error)
        return render_template("accounts/offer.html", form=form), status
    flash(speech().gettext("Ownership is offered. It passes over once your colleague accepts."), "success")
    return redirect(url_for("people.list_colleagues"))


@blueprint.post("/colleagues/ownership/<int:offer_id>/withdraw")
@guard(Permission.ACCOUNTS_COLLEAGUE_MANAGE)
def withdraw(offer_id: int) -> ResponseReturnValue:
    with writing() as unit:
        withdraw_offer(unit, actor(), offer_id, portal().moment())
    flash(speech().gettext("The offer is withdrawn."), "success")
    return redirect(url_for("people.list_colleagues"))


@blueprint.post("/profile/ownership/<int:offer_id>")
@guard(Permission.ACCOUNTS_OWN_USE)
def answer(offer_id: int) -> ResponseReturnValue:
    form = AnswerForm()
    with writing() as unit:
        answered = answer_offer(unit, actor(), AnswerOffer(offer_id, str(form.answer.data)), portal().moment())
    close_reading()
    taken = speech().gettext("You are the owner now.")
    flash(taken if answered.outcome == "accepted" else speech().gettext("The offer is declined."), "success")
    return redirect(url_for("accounts.profile"))
