"""More days: asked for by the supplier, answered by the buyer."""

from flask import request
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.findings.forms.extending import AnswerExtensionForm, AskExtensionForm
from supplier_portal.findings.operations.extending import GRANTED, ask_extension, decide_extension
from supplier_portal.findings.queries import found
from supplier_portal.findings.queries.extending import extension_of
from supplier_portal.findings.views.forms_of_page import Forms
from supplier_portal.findings.views.room import blueprint, done, finding_page, too_late
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post("/findings/<int:finding_id>/extensions")
@guard(Permission.FINDINGS_EXTENSION_ASK)
def ask_more_days(finding_id: int) -> ResponseReturnValue:
    found(reading(), actor(), finding_id)
    form, said = AskExtensionForm(), speech()
    try:
        with writing() as session:
            ask_extension(session, actor(), form.command(finding_id), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(extension=form)), 422
    except Conflict as error:
        typed = ((said.gettext("Days"), form.days.raw_data), (said.gettext("Your reason"), [form.reason.data]))
        kept = [(label, str(data[0])) for label, data in typed if data and data[0]]
        return too_late(finding_id, error, Forms(kept=kept))
    return done(finding_id, said.gettext("More days are asked for; your clock runs on until the buyer answers."))


@blueprint.post("/findings/<int:finding_id>/extensions/<int:extension_id>/answer")
@guard(Permission.FINDINGS_EXTENSION_DECIDE)
def answer_extension(finding_id: int, extension_id: int) -> ResponseReturnValue:
    finding = found(reading(), actor(), finding_id)
    asked = extension_of(reading(), finding, extension_id)
    form, said, pressed = AnswerExtensionForm(), speech(), request.form.get("decision", "")
    try:
        with writing() as session:
            command = form.command(finding_id, extension_id, pressed, asked.days)
            decided = decide_extension(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(answer=form)), 422
    except Conflict as error:
        kept = [(said.gettext("Your reason"), form.answer.data)] if form.answer.data else []
        return too_late(finding_id, error, Forms(kept=kept))
    if decided.decision == GRANTED:
        days = decided.granted_days or 0
        return done(finding_id, said.ngettext("%(num)s day is granted.", "%(num)s days are granted.", days))
    return done(finding_id, said.gettext("The request for more days is refused."))
