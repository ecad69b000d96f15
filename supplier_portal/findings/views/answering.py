"""What the supplier shows of its actions: evidence, days on which they were done, stages met."""

from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.findings.forms.answering import DoneForm, EvidenceForm, MilestoneForm
from supplier_portal.findings.operations import (
    AddFindingEvidence,
    TellMilestone,
    add_finding_evidence,
    awaits_evidence,
    faults_of_evidence,
    mark_action_done,
    tell_milestone,
)
from supplier_portal.findings.operations.milestones import awaits_milestone, faults_of_milestone
from supplier_portal.findings.queries import found
from supplier_portal.findings.views.forms_of_page import Forms
from supplier_portal.findings.views.room import blueprint, done, finding_page, kept, too_late
from supplier_portal.findings.views.uploads import taken_in
from supplier_portal.web.attachments import clean_name
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post("/findings/<int:finding_id>/evidence")
@guard(Permission.FINDINGS_EVIDENCE_ADD)
def send_evidence(finding_id: int) -> ResponseReturnValue:
    form, moment = EvidenceForm(), portal().moment()
    try:
        finding = awaits_evidence(reading(), actor(), finding_id)
        faults = faults_of_evidence(reading(), finding, form.about_on.data, form.action_id, moment)
        upload, name = taken_in(finding_id, form.file.data, faults), clean_name(form.file.data.filename or "")
        command = AddFindingEvidence(finding_id, upload, name, form.about_on.data, form.action_id)
        with writing() as session:
            add_finding_evidence(session, actor(), command, moment)
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(evidence=form)), 422
    except Conflict as error:
        return too_late(finding_id, error, Forms())
    return done(finding_id, speech().gettext("The file is received."))


@blueprint.post("/findings/<int:finding_id>/done")
@guard(Permission.FINDINGS_PLAN_WRITE)
def mark_done(finding_id: int) -> ResponseReturnValue:
    found(reading(), actor(), finding_id)
    form = DoneForm()
    try:
        with writing() as session:
            action = mark_action_done(session, actor(), form.command(finding_id), portal().moment())
            number = action.position
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(done=form)), 422
    except Conflict as error:
        return too_late(finding_id, error, Forms(kept=kept(("Done on", form.done_on.data))))
    return done(finding_id, speech().gettext("Action %(number)s is marked as done.", number=number))


@blueprint.post("/findings/<int:finding_id>/milestones")
@guard(Permission.FINDINGS_PLAN_WRITE)
def send_milestone(finding_id: int) -> ResponseReturnValue:
    form, moment = MilestoneForm(), portal().moment()
    try:
        finding = awaits_milestone(reading(), actor(), finding_id)
        code = form.code.data or ""
        faults = faults_of_milestone(reading(), finding, code, form.met_on.data, moment)
        upload, name = taken_in(finding_id, form.file.data, faults), clean_name(form.file.data.filename or "")
        with writing() as session:
            tell_milestone(session, actor(), TellMilestone(finding_id, code, form.met_on.data, upload, name), moment)
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(milestone=form)), 422
    except Conflict as error:
        return too_late(finding_id, error, Forms(kept=kept(("Met on", form.met_on.data))))
    return done(finding_id, speech().gettext("The stage is told as met; the buyer looks at it."))
