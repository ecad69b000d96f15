"""Critical findings that wait for a reviewer to agree to their notice."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.domain.errors import Conflict
from supplier_portal.findings.operations import agree_notice
from supplier_portal.findings.queries.noticing import waiting_notices
from supplier_portal.findings.views.forms_of_page import Forms
from supplier_portal.findings.views.room import blueprint, too_late
from supplier_portal.web import panels
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.panels import Panel
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get("/findings/notices")
@guard(Permission.FINDINGS_NOTICE_AGREE)
def show_notices() -> ResponseReturnValue:
    waiting = waiting_notices(reading(), actor())
    return render_template("findings/notices.html", waiting=waiting, at=portal().moment().at)


@blueprint.post("/findings/<int:finding_id>/notice")
@guard(Permission.FINDINGS_NOTICE_AGREE)
def give_notice(finding_id: int) -> ResponseReturnValue:
    try:
        with writing() as session:
            finding = agree_notice(session, actor(), finding_id, portal().moment())
    except Conflict as error:
        return too_late(finding_id, error, Forms())
    said = speech().gettext(
        "%(number)s is notified: the supplier sees it, its clocks run, and its bids are blocked.", number=finding.number
    )
    flash(said, "success")
    return redirect(url_for("findings.show_notices"))


def waiting_on_start_page(**_: object) -> Panel | None:
    """Within the page a reviewer's day begins with: the critical findings whose notice waits, and their hours."""
    if not decide(actor(), Permission.FINDINGS_NOTICE_AGREE).allowed:
        return None
    waiting = waiting_notices(reading(), actor())
    return Panel("findings/waiting.html", {"waiting": waiting, "at": portal().moment().at}) if waiting else None


blueprint.record_once(lambda state: panels.declare(state.app, "reports.reviews", waiting_on_start_page))
