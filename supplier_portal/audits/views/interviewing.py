"""Noting at a checkpoint who was asked, and taking it out again."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.forms import InterviewForm
from supplier_portal.audits.operations import note_interview, strike_interview
from supplier_portal.audits.views.checkpoint import Typed, asked_checkpoint, page_of
from supplier_portal.audits.views.room import blueprint
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post("/audits/<int:audit_id>/<checkpoint>/interviews")
@guard(Permission.AUDITS_ANSWER_WRITE)
def note_one(audit_id: int, checkpoint: str) -> ResponseReturnValue:
    shown, asked = asked_checkpoint(audit_id, checkpoint)
    form = InterviewForm()
    if not form.validate_on_submit():
        return page_of(shown, asked, Typed(interview=form)), 422
    try:
        with writing() as session:
            note_interview(session, actor(), form.command(audit_id, checkpoint), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return page_of(shown, asked, Typed(interview=form)), 422
    except Conflict as error:
        return page_of(shown, asked, Typed(interview=form, refused=speech().error(error))), 409
    flash(speech().gettext("Noted. The supplier reads the function, never the name."), "success")
    return _back(audit_id, checkpoint)


@blueprint.post("/audits/<int:audit_id>/interviews/<int:interview_id>/strike")
@guard(Permission.AUDITS_ANSWER_WRITE)
def strike_one(audit_id: int, interview_id: int) -> ResponseReturnValue:
    with writing() as session:
        checkpoint = strike_interview(session, actor(), audit_id, interview_id, portal().moment())
    flash(speech().gettext("Taken out."), "success")
    return _back(audit_id, checkpoint)


def _back(audit_id: int, checkpoint: str) -> ResponseReturnValue:
    return redirect(url_for(".show_checkpoint", audit_id=audit_id, checkpoint=checkpoint, _anchor="interviews"), 303)
