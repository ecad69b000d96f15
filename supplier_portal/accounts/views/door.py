"""The door: home, language, theme, signing in and out, one's own password."""

import hashlib
import secrets

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from supplier_portal.access.permissions import Permission
from supplier_portal.accounts.forms import PasswordForm, SignInForm
from supplier_portal.accounts.identity import SignedIn
from supplier_portal.accounts.operations import (
    SignIn,
    begin_session,
    change_password,
    end_all_sessions,
    end_session,
    note_failure,
    refuse_crowd,
)
from supplier_portal.accounts.passwords import matches
from supplier_portal.accounts.queries import account_by_email, waiting_offers
from supplier_portal.domain.errors import Invalid
from supplier_portal.language.catalogue import LANGUAGES
from supplier_portal.web.authorize import guard, open_to_all
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.menu import entries
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import LANGUAGE_COOKIE, THEME_COOKIE, THEMES, YEAR_SECONDS, language, speech
from supplier_portal.web.redirects import safe_next

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/")
@guard(Permission.ACCOUNTS_OWN_USE)
def home() -> ResponseReturnValue:
    """The first page of the actor's menu: what their day begins with."""
    shown = entries()
    return redirect(url_for(shown[0].endpoint if shown else "accounts.profile"))


@blueprint.route("/sign-in", methods=["GET", "POST"])
@open_to_all
def sign_in() -> ResponseReturnValue:
    form = SignInForm(next=request.args.get("next", ""))
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200
    now = portal().machine_now()
    email, password = str(form.email.data), str(form.password.data)
    command = SignIn((_counted("account", email.strip().lower()), _counted("address", request.remote_addr or "")))
    refuse_crowd(reading(), command, now)
    account = account_by_email(reading(), email)
    if not matches(account.password_hash if account else None, password) or account is None:
        with writing() as unit:
            note_failure(unit, command, now)
        form.password.errors = [speech().sentence("accounts.wrong", {})]
        return render_template("accounts/sign_in.html", form=form), 422
    token = secrets.token_urlsafe(32)
    with portal().database.unit_of_work(account.actor) as unit:
        begin_session(unit, account, token, now, portal().config.session_hours)
    session.clear()
    login_user(SignedIn(account, token))
    session.permanent = True
    return redirect(safe_next(url_for("accounts.home")))


def _counted(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()


@blueprint.post("/sign-out")
@guard(Permission.ACCOUNTS_OWN_USE)
def sign_out() -> ResponseReturnValue:
    with writing() as unit:
        end_session(unit, current_user.token)
    return _out()


@blueprint.post("/sign-out-everywhere")
@guard(Permission.ACCOUNTS_OWN_USE)
def sign_out_everywhere() -> ResponseReturnValue:
    with writing() as unit:
        end_all_sessions(unit, actor(), portal().machine_now())
    return _out()


def _out() -> ResponseReturnValue:
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in"))


@blueprint.route("/profile", methods=["GET", "POST"])
@guard(Permission.ACCOUNTS_OWN_USE)
def profile() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit():
        if not matches(current_user.account.password_hash, str(form.password.data)):
            form.password.errors = [speech().sentence("accounts.wrong_password", {})]
        else:
            try:
                with writing() as unit:
                    change_password(
                        unit, actor(), str(form.new_password.data), portal().machine_now(), keep=current_user.token
                    )
            except Invalid as error:
                form.take_faults(error)
            else:
                flash(speech().gettext("Password changed. Other devices are signed out."), "success")
                return redirect(url_for("accounts.profile"))
    offers = waiting_offers(reading(), actor())
    return render_template("accounts/profile.html", form=form, offers=offers), 422 if form.is_submitted() else 200


@blueprint.post("/language")
@open_to_all
def choose_language() -> ResponseReturnValue:
    return _remember(LANGUAGE_COOKIE, request.form.get("language", ""), LANGUAGES)


@blueprint.post("/theme")
@open_to_all
def choose_theme() -> ResponseReturnValue:
    return _remember(THEME_COOKIE, request.form.get("theme", ""), THEMES)


def _remember(cookie: str, chosen: str, known: tuple[str, ...]) -> ResponseReturnValue:
    response = redirect(safe_next("/"))
    if chosen in known:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(cookie, chosen, max_age=YEAR_SECONDS, secure=secure, httponly=True, samesite="Lax")
    return response


@blueprint.get("/health")
@open_to_all
def health() -> ResponseReturnValue:
    """For whoever watches the service: the database answers."""
    reading().connection()
    return {"status": "ok", "language": language()}
