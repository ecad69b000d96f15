"""The supplier's plan, and what it tells of containment."""

from flask import flash
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.findings.forms.answering import ContainmentForm
from supplier_portal.findings.forms.planning import PlanForm
from supplier_portal.findings.operations import propose_plan, report_containment
from supplier_portal.findings.queries import found
from supplier_portal.findings.queries.company import people_of
from supplier_portal.findings.views.forms_of_page import Forms
from supplier_portal.findings.views.room import blueprint, done, finding_page, kept, too_late
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post("/findings/<int:finding_id>/containment")
@guard(Permission.FINDINGS_PLAN_WRITE)
def send_containment(finding_id: int) -> ResponseReturnValue:
    found(reading(), actor(), finding_id)
    form = ContainmentForm()
    try:
        with writing() as session:
            report_containment(session, actor(), form.command(finding_id), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(containment=form)), 422
    except Conflict as error:
        return too_late(finding_id, error, Forms(kept=kept(("Containment", form.text.data))))
    return done(finding_id, speech().gettext("Containment is told; the buyer sees it now."))


@blueprint.post("/findings/<int:finding_id>/plan")
@guard(Permission.FINDINGS_PLAN_WRITE)
def send_plan(finding_id: int) -> ResponseReturnValue:
    finding = found(reading(), actor(), finding_id)
    form, said, closes_on = PlanForm(), speech(), finding.close_due_on
    if form.adds:
        return finding_page(finding_id, Forms(plan=form))
    try:
        with writing() as session:
            propose_plan(session, actor(), form.command(finding_id), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return finding_page(finding_id, Forms(plan=form)), 422
    except Conflict as error:
        return too_late(finding_id, error, Forms(kept=_typed(form, finding.supplier_id)))
    late = [
        n for n, line in enumerate(form.filled, 1) if closes_on and line.due_on.data and line.due_on.data > closes_on
    ]
    for number in late:
        told = said.gettext(
            "Action %(number)s is due after the day by which the finding is to be closed.", number=number
        )
        flash(told, "warning")
    return done(finding_id, said.gettext("The plan is with the buyer now; your clock stands still."))


def _typed(form: PlanForm, supplier_id: int) -> list[tuple[str, str]]:
    names = {person.key: person.name for person in people_of(reading(), supplier_id)}
    causes = "\n".join(cause.text for _, cause in form.causes)
    actions = "\n".join(
        " · ".join(names.get(str(field.data), str(field.data)) for field in line if field.data) for line in form.filled
    )
    texts = (("Containment", form.containment.data), ("Causes", causes))
    return kept(*texts, ("Conclusion: the root cause", form.root_cause.data), ("Actions", actions))
