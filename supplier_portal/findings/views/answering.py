"""What the supplier sends: a plan, and evidence."""

from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.files.operations import Room, Upload, take_in
from supplier_portal.files.store import FileStore
from supplier_portal.findings.forms.answering import EvidenceForm, PlanForm
from supplier_portal.findings.models import Finding
from supplier_portal.findings.operations import (
    AddFindingEvidence,
    add_finding_evidence,
    awaits_evidence,
    faults_of_day,
    propose_plan,
)
from supplier_portal.findings.queries import evidence_bytes, found
from supplier_portal.findings.views.room import Forms, blueprint, done, finding_page, too_late
from supplier_portal.web.attachments import clean_name
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post("/findings/<int:finding_id>/plan")
@guard(Permission.FINDINGS_PLAN_WRITE)
def send_plan(finding_id: int) -> ResponseReturnValue:
    found(reading(), actor(), finding_id)
    form = PlanForm()
    try:
        with writing() as session:
            propose_plan(session, actor(), form.command(finding_id), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(plan=form)), 422
    except Conflict as error:
        return too_late(finding_id, error, Forms(kept=_typed(form)))
    return done(finding_id, speech().gettext("The plan is with the buyer now; your clock stands still."))


def _typed(form: PlanForm) -> list[tuple[str, str]]:
    said = speech()
    actions = "\n".join(
        " · ".join(str(part) for part in (line.action.data, line.owner.data, line.due_on.data) if part)
        for line in form.filled
    )
    texts = (("Containment", form.containment.data), ("Root cause", form.root_cause.data), ("Actions", actions))
    return [(said.gettext(label), text) for label, text in texts if text]


@blueprint.post("/findings/<int:finding_id>/evidence")
@guard(Permission.FINDINGS_EVIDENCE_ADD)
def send_evidence(finding_id: int) -> ResponseReturnValue:
    form = EvidenceForm()
    try:
        upload = _taken_in(awaits_evidence(reading(), actor(), finding_id), form)
        command = AddFindingEvidence(finding_id, upload, clean_name(form.file.data.filename or ""), form.about_on.data)
        with writing() as session:
            add_finding_evidence(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(evidence=form)), 422
    except Conflict as error:
        return too_late(finding_id, error, Forms())
    return done(finding_id, speech().gettext("The file is received."))


def _taken_in(finding: Finding, form: EvidenceForm) -> Upload:
    """The file checked and in the store. Raises Invalid at `file` and `about_on`, then nothing is stored."""
    faults = faults_of_day(reading(), finding, form.about_on.data, portal().moment())
    if not form.file.data:
        raise Invalid([Fault("form.required", "file"), *faults])
    config = portal().config
    room = Room(evidence_bytes(reading(), finding.id), config.finding_files_limit, "files.no_room_in_finding")
    data, limit = form.file.data.read(config.upload_limit + 1), config.upload_limit
    return take_in(FileStore.of(config), data, "file", limit, room=room, faults=faults)
