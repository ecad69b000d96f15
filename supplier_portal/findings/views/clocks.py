"""How days are counted: the clock policy in words."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.findings.rules import SEVERITIES_OF
from supplier_portal.findings.queries.clocking import policy_shown
from supplier_portal.findings.views.room import blueprint
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import reading
from supplier_portal.web.offering import frame
from supplier_portal.web.portal import portal

SEVERITIES = [severity for severities in SEVERITIES_OF.values() for severity in severities if severity != "none"]


@blueprint.get("/findings/clock-policy")
@guard(Permission.FINDINGS_FINDING_READ)
def show_clock_policy() -> ResponseReturnValue:
    """The policy of the version asked for, or the one in force today."""
    rules, holds_from = policy_shown(reading(), request.args.get("version", ""), portal().moment().day)
    return render_template(
        "findings/clock_policy.html",
        frame=frame(),
        rules=rules,
        holds_from=holds_from,
        severities=SEVERITIES,
        country=portal().config.country,
    )
