"""The blueprint of the room, and what several of its pages know."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supplier_portal.domain.errors import DomainError, Invalid
from supplier_portal.web.reader import speech

blueprint = Blueprint("reports", __name__)


def not_done(error: DomainError, audit_id: int, text: str | None = "") -> ResponseReturnValue:
    """Say why an act on an audit was refused, beside what was typed for it, which is kept."""
    told = [speech().fault(fault) for fault in error.faults] if isinstance(error, Invalid) else [speech().error(error)]
    page = render_template("reports/refused.html", told=told, text=text or "", audit_id=audit_id)
    return page, 422 if isinstance(error, Invalid) else 409
