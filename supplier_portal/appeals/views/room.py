"""The blueprint of the room, and the page of one appeal with whatever form was just refused."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.appeals.forms import DecideForm
from supplier_portal.appeals.models import Appeal
from supplier_portal.appeals.queries import files_of, found, moves_of
from supplier_portal.appeals.queries.listing import AMENDMENT, Listed, listed, of_actor
from supplier_portal.appeals.wording import checkpoint_of, figure_said
from supplier_portal.audits.queries import may_read_answers
from supplier_portal.audits.revisions import revisions_of
from supplier_portal.domain.appeals import DECIDED_WITHIN
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.workflow.appeal import APPEAL
from supplier_portal.web.door import actor, close_reading, reading
from supplier_portal.web.offering import frame, may
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

blueprint = Blueprint("appeals", __name__, url_prefix="/appeals")


def appeal_page(appeal_id: int, form: DecideForm | None = None, conflict: str = "") -> str:
    """The page as this reader sees it. Raises Missing."""
    appeal = found(reading(), actor(), appeal_id)
    one = listed(reading(), actor(), of_actor(actor()).where(Appeal.id == appeal.id), portal().moment())[0]
    moves, people = moves_of(reading(), appeal)
    return render_template(
        "appeals/appeal.html",
        frame=frame(),
        one=one,
        form=form or DecideForm(formdata=None),
        conflict=conflict,
        moves=moves,
        people=people,
        files=files_of(reading(), appeal),
        appeal_figure=lambda known: figure_said(known.subject, known.code, known.figure, speech()),
        checkpoint=checkpoint_of(reading(), one.audit, appeal.code),
        targets={row.target for row in APPEAL.possible(appeal.state, actor().role)} if not one.on_team else set(),
        decided_within=DECIDED_WITHIN,
        amend_address=_amend_address(one),
        may_open_audits=may(Permission.AUDITS_AUDIT_READ),
        may_read_answers=one.audit is not None and may_read_answers(actor(), one.audit),
    )


def _amend_address(one: Listed) -> str:
    """Where the reader makes the amendment that is to follow; empty where it is not theirs to make."""
    if one.owes != AMENDMENT or one.audit is None or one.on_team or not may(Permission.REPORTS_AUDIT_AMEND):
        return ""
    newest = revisions_of(reading(), one.audit)[-1]
    return url_for("reports.show_amendment", audit_id=newest.id)


def too_late(appeal_id: int, error: Conflict, form: DecideForm) -> ResponseReturnValue:
    """The page as it stands now, with what was typed: somebody else was quicker, or the table says no."""
    close_reading()
    return appeal_page(appeal_id, form, speech().error(error)), 409
