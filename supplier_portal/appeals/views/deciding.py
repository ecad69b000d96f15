"""Taking an appeal, deciding on it, and withdrawing it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.appeals.forms import DecideForm
from supplier_portal.appeals.operations import MoveAppeal, move_appeal
from supplier_portal.appeals.queries import found
from supplier_portal.appeals.views.room import appeal_page, blueprint, too_late
from supplier_portal.domain.appeals import CHECKPOINT
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post("/<int:appeal_id>/decide")
@guard(Permission.APPEALS_APPEAL_DECIDE)
def settle(appeal_id: int) -> ResponseReturnValue:
    """Take it into review, grant it or refuse it."""
    return _moved(appeal_id, DecideForm())


@blueprint.post("/<int:appeal_id>/withdraw")
@guard(Permission.APPEALS_APPEAL_FILE)
def withdraw(appeal_id: int) -> ResponseReturnValue:
    """Take one's own appeal back."""
    return _moved(appeal_id, DecideForm(), "withdrawn")


def _moved(appeal_id: int, form: DecideForm, target: str = "") -> ResponseReturnValue:
    found(reading(), actor(), appeal_id)
    command = MoveAppeal(appeal_id, target or form.target.data or "", form.reason.data or "")
    try:
        with writing() as session:
            appeal = move_appeal(session, actor(), command, portal().moment())
            state, subject = appeal.state, appeal.subject
    except Invalid as error:
        form.take_faults(error)
        return appeal_page(appeal_id, form), 422
    except Conflict as error:
        return too_late(appeal_id, error, form)
    said = speech()
    flash(said.gettext("Done: %(state)s.", state=said.word(f"appeal_state.{state}")), "success")
    if state == "granted" and subject == CHECKPOINT:
        flash(said.gettext("Now make the amendment: until then the appeal stays in your list."), "warning")
    return redirect(url_for(".show_appeal", appeal_id=appeal_id))
