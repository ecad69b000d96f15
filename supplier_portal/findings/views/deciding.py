"""The buyer's decisions, and every move that is made from one form."""

from flask import request
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.forms.answering import DecideMilestoneForm
from supplier_portal.findings.forms.deciding import DecideFileForm, MoveForm, ReviewForm, VerifyForm
from supplier_portal.findings.operations import (
    DecideMilestone,
    decide_evidence,
    decide_milestone,
    move_finding,
    review_effect,
)
from supplier_portal.findings.operations.moving import allowed_to_move
from supplier_portal.findings.queries import found
from supplier_portal.findings.queries.rounds import ACCEPTED
from supplier_portal.findings.queries.story import story_of
from supplier_portal.findings.views.forms_of_page import Forms, rated_of
from supplier_portal.findings.views.room import blueprint, done, finding_page, kept, too_late
from supplier_portal.findings.views.uploads import several_taken_in
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

REASON = "Your reason"


@blueprint.post("/findings/<int:finding_id>/moves")
@guard(Permission.FINDINGS_FINDING_MOVE)
def move(finding_id: int) -> ResponseReturnValue:
    found(reading(), actor(), finding_id)
    form = MoveForm()
    command = form.command(finding_id)
    try:
        allowed_to_move(reading(), actor(), finding_id, command.target)
        command = form.command(finding_id, several_taken_in(finding_id, form.files.data, ()))
        with writing() as session:
            moved = move_finding(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(move=form)), 422
    except Conflict as error:
        return too_late(finding_id, error, Forms(kept=kept((REASON, form.reason.data))))
    return done(finding_id, _stands(moved.state))


@blueprint.post("/findings/<int:finding_id>/verification")
@guard(Permission.FINDINGS_FINDING_MOVE)
def verify(finding_id: int) -> ResponseReturnValue:
    shown = story_of(reading(), actor(), finding_id, portal().moment())
    form = VerifyForm().show(rated_of(shown))
    try:
        with writing() as session:
            moved = move_finding(session, actor(), form.command(finding_id), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(verify=form)), 422
    except Conflict as error:
        typed = [(key.removeprefix("lift-"), line["reason"].data) for key, line in form.lines.items()]
        return too_late(finding_id, error, Forms(kept=[(code, text) for code, text in typed if text]))
    return done(finding_id, _stands(moved.state))


@blueprint.post("/findings/<int:finding_id>/review")
@guard(Permission.FINDINGS_FINDING_MOVE)
def review(finding_id: int) -> ResponseReturnValue:
    shown = story_of(reading(), actor(), finding_id, portal().moment())
    form = ReviewForm().show(shown.actions)
    try:
        command = form.command(finding_id)
        with writing() as session:
            review_effect(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(review=form)), 422
    except Conflict as error:
        how = [("How it was measured", line["how"].data) for line in form.lines.values()]
        return too_late(finding_id, error, Forms(kept=kept(("Conclusion", form.conclusion.data), *how)))
    return done(finding_id, _stands("effective" if command.effective else "reopened"))


@blueprint.post("/findings/<int:finding_id>/evidence/<int:evidence_id>/decision")
@guard(Permission.FINDINGS_EVIDENCE_DECIDE)
def decide_file(finding_id: int, evidence_id: int) -> ResponseReturnValue:
    found(reading(), actor(), finding_id)
    form, said = DecideFileForm(), speech()
    try:
        with writing() as session:
            file = decide_evidence(session, actor(), form.command(finding_id, evidence_id), portal().moment())
            name, accepted = file.name, file.decision == ACCEPTED
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(decide_file=form)), 422
    except Conflict as error:
        return too_late(finding_id, error, Forms(kept=kept((REASON, form.reason.data))))
    if accepted:
        return done(finding_id, said.gettext("%(name)s is accepted.", name=name))
    return done(finding_id, said.gettext("%(name)s is sent back.", name=name))


@blueprint.post("/findings/<int:finding_id>/milestones/decision")
@guard(Permission.FINDINGS_EVIDENCE_DECIDE)
def decide_stage(finding_id: int) -> ResponseReturnValue:
    found(reading(), actor(), finding_id)
    form, said = DecideMilestoneForm(), speech()
    decision = request.form.get("decision", "")
    command = DecideMilestone(finding_id, form.code.data or "", decision, form.reason.data or "")
    try:
        with writing() as session:
            decide_milestone(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(decide_milestone=form)), 422
    except Conflict as error:
        return too_late(finding_id, error, Forms(kept=kept((REASON, form.reason.data))))
    if decision == ACCEPTED:
        return done(finding_id, said.gettext("The stage is accepted as met."))
    return done(finding_id, said.gettext("The stage is sent back."))


def _stands(state: str) -> str:
    said = speech()
    return said.gettext("The finding stands at “%(state)s” now.", state=said.word(FINDING.word(state)))
