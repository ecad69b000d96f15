"""Who stands behind a request's cookie: Flask-Login asks here, with a token whose digest is a row."""

from datetime import datetime, timedelta

from flask import Flask, current_app, g
from flask.sansio.app import App
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import ScalarSelect

from supplier_portal.accounts.models import Account, LoginSession
from supplier_portal.accounts.operations import SEEN_EVERY, touch_session
from supplier_portal.accounts.queries import signed_in
from supplier_portal.web.door import identify, reading
from supplier_portal.web.portal import portal


class SignedIn(UserMixin):  # type: ignore[misc]
    """A person with the token of this sign-in."""

    def __init__(self, account: Account, token: str) -> None:
        self.account = account
        self.token = token

    def get_id(self) -> str:
        return self.token


def load(token: str) -> SignedIn | None:
    """The person of a token; None where it is unknown, over, or idle for too long."""
    now = portal().machine_now()
    counts: dict[str, ScalarSelect[int]] = current_app.extensions.get("counts", {})
    found = signed_in(reading(), token, now, *counts.values())
    if found is None or _idle(found[0], now):
        return None
    login, account, numbers = found
    if now - login.last_seen_at > SEEN_EVERY:
        with portal().database.unit_of_work(account.actor) as session:
            touch_session(session, login.id, now)
    g.account_language, g.counts = account.language, dict(zip(counts, numbers, strict=True))
    return SignedIn(account, token)


def declare_count(app: App, name: str, count: ScalarSelect[int]) -> None:
    """Have something counted of the `Account` that asks, in the statement that finds out who that is."""
    app.extensions.setdefault("counts", {})[name] = count


def counted(name: str) -> int:
    """What was declared under this name, counted when the request came in; 0 for a stranger."""
    found: int = g.get("counts", {}).get(name, 0)
    return found


def _idle(login: LoginSession, now: datetime) -> bool:
    return now - login.last_seen_at > timedelta(minutes=portal().config.idle_minutes)


def find_out() -> None:
    """Before every request: take it to be the signed-in person's."""
    if current_user.is_authenticated:
        identify(current_user.account.actor)


def install(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None  # the token is a row; the address may change on a tablet under way
    manager.user_loader(load)
    manager.init_app(app)
    app.before_request(find_out)
