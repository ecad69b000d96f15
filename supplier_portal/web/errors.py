"""Every way an error leaves the house: one handler file, the same shape for pages and for the API."""

import logging
from typing import Any

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException

from supplier_portal.domain.errors import Busy, Conflict, DomainError, Invalid, Missing, TooMany
from supplier_portal.web.door import close_reading
from supplier_portal.web.origin import ForeignOrigin
from supplier_portal.web.reader import speech

log = logging.getLogger(__name__)
STATUS: list[tuple[type[DomainError], int]] = [
    (Missing, 404),
    (Conflict, 409),
    (Invalid, 422),
    (Busy, 503),
    (TooMany, 429),
    (ForeignOrigin, 403),
]
OWN_CODES = {
    400: "http.bad_request",
    404: "missing",
    405: "missing",
    413: "http.too_large",
    415: "http.media_type",
    429: "http.too_many",
}


def status_of(error: DomainError) -> int:
    if error.code == "accounts.sign_in_first":
        return 401
    return next(status for kind, status in STATUS if isinstance(error, kind))


def answer(status: int, code: str, facts: dict[str, Any], error: DomainError | None = None) -> ResponseReturnValue:
    """The page or the API's error form: {"error": {code, message, faults: [{place, line, code, message}]}}."""
    words = speech()
    message = words.sentence(code, facts)
    faults = error.faults if isinstance(error, Invalid) else ()
    told = [
        {"place": item.place, "line": item.line, "code": item.code, "message": words.fault(item)} for item in faults
    ]
    if request.path.startswith("/api/"):
        return jsonify({"error": {"code": code, "message": message, "faults": told}}), status
    return render_template("error/error.html", status=status, message=message, faults=told), status


def domain_error(error: DomainError) -> ResponseReturnValue:
    return answer(status_of(error), error.code, dict(error.facts), error)


def http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    status = error.code or 500
    if status in {301, 302, 303, 307, 308}:
        return error.get_response()
    shown = 404 if status == 405 else status  # noqa: PLR2004 the status codes' own names are no clearer
    return answer(shown, OWN_CODES.get(status, "http.other"), {"status": status})


def csrf_error(_: CSRFError) -> ResponseReturnValue:
    return answer(400, "http.csrf", {})


def database_away(error: OperationalError | NoConnection) -> ResponseReturnValue:
    log.error("database: %s", error)
    close_reading()
    return answer(503, "db.busy", {})


def not_for_a_column(error: DataError) -> ResponseReturnValue:
    """What was asked for holds a sign, or a number, that the database takes in no column."""
    log.warning("refused by the database: %s", error.orig)
    return answer(400, "http.bad_request", {})


def guard_refused(error: IntegrityError) -> ResponseReturnValue:
    """A guard or constraint said no after the rules had said yes: someone else was quicker."""
    log.warning("refused by the database: %s", error.orig)
    return answer(409, "db.refused", {})


def unexpected(error: Exception) -> ResponseReturnValue:
    log.error("unexpected error", exc_info=error)
    return answer(500, "http.unexpected", {})


def install(app: Flask, *, testing: bool) -> None:
    app.register_error_handler(DomainError, domain_error)
    app.register_error_handler(CSRFError, csrf_error)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(OperationalError, database_away)
    app.register_error_handler(NoConnection, database_away)
    app.register_error_handler(DataError, not_for_a_column)
    app.register_error_handler(IntegrityError, guard_refused)
    if not (testing or app.debug):
        app.register_error_handler(Exception, unexpected)
