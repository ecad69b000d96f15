"""Someone else was quicker: who typed is told so, and finds the text again."""

from collections.abc import Iterable

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import Field

from supplier_portal.domain.errors import Conflict
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.operations.reaching import only_in
from supplier_portal.web.reader import speech

UNSENT = frozenset({"csrf_token"})


def quicker(tender: Tender, error: Conflict, form: FlaskForm) -> ResponseReturnValue:
    """Say what stands in the way, with everything typed to be copied out."""
    told = speech().error(error)
    return render_template("tenders/quicker.html", tender=tender, told=told, kept=list(_kept(form))), 409


def out_of_turn(tender: Tender, form: FlaskForm, *states: str) -> ResponseReturnValue | None:
    """Answer who typed while the tender moved on; None where it stands at one of `states`.

    Raises Conflict for who only looks.
    """
    try:
        only_in(tender, *states)
    except Conflict as error:
        if request.method == "GET":
            raise
        return quicker(tender, error, form)
    return None


def _kept(form: Iterable[Field]) -> Iterable[tuple[str, str]]:
    for field in form:
        typed = [text for text in field.raw_data or () if isinstance(text, str) and text.strip()]
        if typed and field.short_name not in UNSENT:
            yield speech().gettext(field.label.text), ", ".join(typed)
