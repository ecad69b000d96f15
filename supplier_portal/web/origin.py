"""Writes to the API come from our own pages: the browser says so itself, no token is kept in a queue."""

from flask import Flask, request

from supplier_portal.domain.errors import DomainError
from supplier_portal.web.authorize import SAFE


class ForeignOrigin(DomainError):
    """A write that another site made the browser send."""


def refuse_foreign() -> None:
    """Raises ForeignOrigin for an unsafe request under /api/ that is not same-origin by its own headers."""
    if request.method in SAFE or not request.path.startswith("/api/"):
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    own = f"{request.scheme}://{request.host}"
    if site is not None and site != "same-origin":
        raise ForeignOrigin("api.foreign_origin")
    if origin != own and not (origin is None and site == "same-origin"):
        raise ForeignOrigin("api.foreign_origin")


def install(app: Flask) -> None:
    app.before_request(refuse_foreign)
