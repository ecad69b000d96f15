"""A planner takes a declaration over, or declines it."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.declarations.forms import AnswerForm
from supplier_portal.declarations.models import TAKEN
from supplier_portal.declarations.operations import DecideDeclaration, decide_declaration
from supplier_portal.declarations.views.room import ONE, blueprint, declaration_page
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, close_reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post(f"{ONE}/decide")
@guard(Permission.DECLARATIONS_DECLARATION_DECIDE)
def settle(declaration_id: int) -> ResponseReturnValue:
    form, decision = AnswerForm(), request.form.get("decision", "")
    command = DecideDeclaration(declaration_id, decision, form.answer.data or "")
    try:
        with writing() as session:
            decide_declaration(session, actor(), command, portal().moment())
    except Invalid as error:
        close_reading()
        form.take_faults(error)
        return declaration_page(declaration_id, form), 422
    except Conflict as error:
        close_reading()
        return declaration_page(declaration_id, form, speech().error(error)), 409
    taken = speech().gettext("Taken over into the supplier’s data. The supplier is told.")
    flash(taken if decision == TAKEN else speech().gettext("Declined. The supplier reads why."), "success")
    return redirect(url_for(".show_one", declaration_id=declaration_id))
