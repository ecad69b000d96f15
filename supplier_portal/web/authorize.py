"""No view without a guard: what is not declared open and asks for no permission answers as if it were not there."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, redirect, request, url_for

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Missing
from supplier_portal.web.door import actor

View = TypeVar("View", bound=Callable[..., Any])
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = "open"


def guard(permission: Permission) -> Callable[[View], View]:
    """Ask for `permission` before the view runs; one that changes something needs a permission that changes."""

    def mark(view: View) -> View:
        view.portal_guard = permission  # type: ignore[attr-defined]
        return view

    return mark


def open_to_all(view: View) -> View:
    """Declare a view open to strangers: signing in, invitations, language, health."""
    view.portal_guard = OPEN  # type: ignore[attr-defined]
    return view


def guard_of(endpoint: str | None) -> Permission | str | None:
    """The permission an endpoint asks for, OPEN, or None where nothing was declared."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "portal_guard", None)


def enforce() -> Response | None:
    """Run before every request. Strangers are led to the sign-in page, whether the address exists or not."""
    asked = guard_of(request.endpoint)
    if asked == OPEN:
        return None
    if actor().account_id is None:
        return lead_to_sign_in()
    if not isinstance(asked, Permission):
        if request.endpoint is None:
            return None  # routing's own answer follows
        raise Missing
    reach_of(actor(), asked)
    if request.method not in SAFE and not asked.changes:
        raise Missing
    return None


def lead_to_sign_in() -> Response:
    """A redirect that comes back here afterwards. Raises Missing where a redirect helps nobody."""
    if request.path.startswith("/api/") or request.method not in SAFE:
        raise Missing("accounts.sign_in_first")
    target = url_for("accounts.sign_in", next=request.full_path.rstrip("?"))
    return redirect(target)  # type: ignore[return-value]


def install(app: Flask) -> None:
    app.before_request(enforce)
