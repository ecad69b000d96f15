"""The findings that an audit's answers propose, on one page, raised at once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import find_audit
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.findings.proposing import one_graver
from supplier_portal.domain.findings.rules import RAISED_WHILE
from supplier_portal.findings.forms.raising import ProposalsForm
from supplier_portal.findings.operations import CoverCheckpoints, RaiseFinding, cover_checkpoints, raise_proposed
from supplier_portal.findings.queries.clocking import rules_in_force
from supplier_portal.findings.queries.proposing import ProposedFindings, proposed_findings
from supplier_portal.findings.views.room import blueprint
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, close_reading, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get("/audits/<int:audit_id>/proposals")
@guard(Permission.FINDINGS_FINDING_RAISE)
def show_proposals(audit_id: int) -> ResponseReturnValue:
    audit = find_audit(reading(), actor(), audit_id)
    known = proposed_findings(reading(), actor(), audit)
    return _page(audit, known, ProposalsForm().offer(known))


@blueprint.post("/audits/<int:audit_id>/proposals")
@guard(Permission.FINDINGS_FINDING_RAISE)
def raise_proposals(audit_id: int) -> ResponseReturnValue:
    audit = find_audit(reading(), actor(), audit_id)
    known = proposed_findings(reading(), actor(), audit)
    form, joined = ProposalsForm().offer(known), request.form.getlist("joined")
    commands = form.commands(audit_id)
    onto = [
        CoverCheckpoints(known.covering[root].id, codes)
        for root, follows in known.proposals.carried.items()
        if (codes := tuple(one.code for one in follows if one.code in joined))
    ]
    try:
        _refuse_nothing(commands, onto)
        with writing() as session:
            raised = raise_proposed(session, actor(), audit_id, commands, portal().moment())
            for command in onto:
                cover_checkpoints(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _page(audit, known, form), 422
    except Conflict as error:
        close_reading()
        return _page(audit, proposed_findings(reading(), actor(), audit), form, speech().error(error)), 409
    said = speech().ngettext("%(num)s draft is noted.", "%(num)s drafts are noted.", len(raised))
    flash(said, "success")
    return redirect(url_for("audits.show_audit", audit_id=audit_id))


def _refuse_nothing(*chosen: list[RaiseFinding] | list[CoverCheckpoints]) -> None:
    if not any(chosen):
        raise Invalid([Fault("findings.nothing_chosen")])


def _page(audit: Audit, known: ProposedFindings, form: ProposalsForm, conflict: str = "") -> str:
    carried = [(known.covering[root], follows) for root, follows in known.proposals.carried.items()]
    return render_template(
        "findings/proposals.html",
        audit=audit,
        known=known,
        form=form,
        joinable=[(finding, follows) for finding, follows in carried if finding.state == "draft"],
        notified=[(finding, follows) for finding, follows in carried if finding.state != "draft"],
        allowed=rules_in_force(reading(), portal().moment().day).allowed,
        one_graver=one_graver,
        open_for_more=audit.state in RAISED_WHILE,
        conflict=conflict,
    )
