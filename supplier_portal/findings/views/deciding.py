"""Every other move of a finding, from one form."""

from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.forms.answering import MoveForm
from supplier_portal.findings.operations import move_finding
from supplier_portal.findings.queries import found
from supplier_portal.findings.views.room import Forms, blueprint, done, finding_page, too_late
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post("/findings/<int:finding_id>/moves")
@guard(Permission.FINDINGS_FINDING_MOVE)
def move(finding_id: int) -> ResponseReturnValue:
    found(reading(), actor(), finding_id)
    form = MoveForm()
    try:
        with writing() as session:
            moved = move_finding(session, actor(), form.command(finding_id), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(move=form)), 422
    except Conflict as error:
        kept = [(speech().gettext("Your reason"), form.reason.data)] if form.reason.data else []
        return too_late(finding_id, error, Forms(kept=kept))
    state = speech().word(FINDING.word(moved.state))
    return done(finding_id, speech().gettext("The finding stands at “%(state)s” now.", state=state))
