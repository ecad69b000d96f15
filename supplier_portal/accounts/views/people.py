"""Pages of people: the list, inviting, accepting, and the table of permissions."""

import secrets

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user

from supplier_portal.access.actor import PEOPLE, SUPPLIER_ROLES, Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.accounts.forms import AcceptForm, InviteForm
from supplier_portal.accounts.identity import SignedIn
from supplier_portal.accounts.models import Account
from supplier_portal.accounts.operations import (
    AcceptInvitation,
    Invite,
    accept_invitation,
    begin_session,
    invite_person,
    open_invitation,
)
from supplier_portal.accounts.queries import visible, visible_invitations, waiting_offers
from supplier_portal.domain.errors import Invalid
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.web.authorize import guard, open_to_all
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.menu import MenuEntry
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech

blueprint = Blueprint("people", __name__)
MENU = [
    MenuEntry("People", "people.list_people", Permission.ACCOUNTS_ACCOUNT_READ, 90),
    MenuEntry("Permissions", "people.show_table", Permission.ACCOUNTS_TABLE_READ, 95),
    MenuEntry("Colleagues", "people.list_colleagues", Permission.ACCOUNTS_COLLEAGUE_INVITE, 60, icon="company"),
]


@blueprint.get("/people")
@guard(Permission.ACCOUNTS_ACCOUNT_READ)
def list_people() -> ResponseReturnValue:
    return _people_page(_form(), None)


@blueprint.post("/people")
@guard(Permission.ACCOUNTS_ACCOUNT_MANAGE)
def invite_anyone() -> ResponseReturnValue:
    return _invite()


@blueprint.get("/colleagues")
@guard(Permission.ACCOUNTS_COLLEAGUE_INVITE)
def list_colleagues() -> ResponseReturnValue:
    return _people_page(_form(), None)


@blueprint.post("/colleagues")
@guard(Permission.ACCOUNTS_COLLEAGUE_INVITE)
def invite_colleague() -> ResponseReturnValue:
    return _invite()


def _form() -> InviteForm:
    form = InviteForm()
    roles = [Role.SUPPLIER_MEMBER, Role.SUPPLIER_OWNER] if actor().role in SUPPLIER_ROLES else PEOPLE
    form.role.choices = [(role.value, speech().word(f"role.{role}")) for role in roles]
    if actor().role in SUPPLIER_ROLES:
        del form.supplier_id
    else:
        suppliers = reading().scalars(visible_suppliers(actor()))
        form.supplier_id.choices = [("", "–"), *((item.id, item.name(language())) for item in suppliers)]
    return form


def _invite() -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _people_page(form, None), 422
    token = secrets.token_urlsafe(32)
    company = form.supplier_id.data if "supplier_id" in form else None
    try:
        with writing() as unit:
            command = Invite(str(form.email.data), Role(form.role.data), company, token)
            invite_person(unit, actor(), command, portal().machine_now())
    except Invalid as error:
        form.take_faults(error)
        return _people_page(form, None), 422
    return _people_page(_form(), url_for("people.accept", token=token, _external=True))


def _people_page(form: InviteForm, link: str | None) -> str:
    people = reading().scalars(visible(actor()).order_by(Account.name, Account.id)).all()
    waiting = [
        item
        for item in reading().scalars(visible_invitations(actor()))
        if item.used_at is None and item.expires_at > portal().machine_now()
    ]
    offers = waiting_offers(reading(), actor())
    return render_template(
        "accounts/people.html",
        form=form,
        people=people,
        names={person.id: person.name for person in people},
        waiting=waiting,
        link=link,
        offers=offers,
    )


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@open_to_all
def accept(token: str) -> ResponseReturnValue:
    now = portal().machine_now()
    invitation = open_invitation(reading(), token, now)
    form = AcceptForm()
    if form.validate_on_submit():
        login = secrets.token_urlsafe(32)
        try:
            with writing() as unit:
                command = AcceptInvitation(token, str(form.name.data), str(form.password.data), language())
                account = accept_invitation(unit, command, now)
                begin_session(unit, account, login, now, portal().config.session_hours)
        except Invalid as error:
            form.take_faults(error)
        else:
            login_user(SignedIn(account, login))
            return redirect(url_for("accounts.home"))
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/accept.html", form=form, invitation=invitation), status


@blueprint.get("/permissions")
@guard(Permission.ACCOUNTS_TABLE_READ)
def show_table() -> ResponseReturnValue:
    """Who may do what, with the line of the table that says so."""
    rows = [(permission, [decide(_any_of(role), permission) for role in PEOPLE]) for permission in Permission]
    return render_template("accounts/table.html", rows=rows, roles=PEOPLE)


def _any_of(role: Role) -> Actor:
    return Actor(role, 0, 0 if role in SUPPLIER_ROLES else None)
