"""One audit as a whole: what it is about, how far it is, and which moves are possible now."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.forms import MoveForm
from supplier_portal.audits.history import WAY, history_of, reached
from supplier_portal.audits.operations import MoveAudit, move_audit, release_draft
from supplier_portal.audits.operations.moves import ELSEWHERE, comments_are_over, supplier_day
from supplier_portal.audits.progress import progress_of
from supplier_portal.audits.queries import is_member, made_good_by, may_read_answers, team_of
from supplier_portal.audits.team.changing import DATES_CHANGE_WHILE, TEAM_CHANGES_WHILE
from supplier_portal.audits.views.room import Shown, blueprint, shown_answers, shown_audit
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.workflow.audit import AUDIT, REFUSED
from supplier_portal.domain.workflow.transition import Transition
from supplier_portal.web import panels
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, close_reading, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

TURNS = {
    "planned": "planner",
    "confirmed": "team",
    "in_progress": "team",
    "closing_held": "team",
    "in_review": "reviewer",
    "draft_sent": "supplier",
    "issued": "planner",
    "refused": "planner",
    "aborted": "planner",
    **dict.fromkeys(("closed", "amended", "cancelled"), "nobody"),
}
"""Who has the next thing to do, by state."""


@blueprint.get("/audits/<int:audit_id>")
@guard(Permission.AUDITS_AUDIT_READ)
def show_audit(audit_id: int) -> ResponseReturnValue:
    return _page(shown_audit(audit_id), MoveForm())


@blueprint.get("/audits/<int:audit_id>/checkpoints")
@guard(Permission.AUDITS_AUDIT_READ)
def begin(audit_id: int) -> ResponseReturnValue:
    """The first checkpoint that is not answered."""
    shown = shown_audit(audit_id)
    if not may_read_answers(actor(), shown.audit):
        raise Missing
    progress = progress_of(shown.audit, shown.checklists, shown_answers(audit_id))
    return redirect(url_for(".show_checkpoint", audit_id=audit_id, checkpoint=progress.first_open()))


@blueprint.post("/audits/<int:audit_id>/moves")
@guard(Permission.AUDITS_AUDIT_MOVE)
def move(audit_id: int) -> ResponseReturnValue:
    shown, form = shown_audit(audit_id), MoveForm()
    if not form.validate():
        return _page(shown, form), 422
    command = MoveAudit(
        audit_id,
        form.target.data or "",
        form.reason.data or "",
        form.witness.data or "",
        form.occurred_on.data,
    )
    try:
        with writing() as session:
            moved = move_audit(session, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _page(shown, form), 422
    except Conflict as error:
        close_reading()
        return _page(shown_audit(audit_id), form, speech().error(error)), 409
    flash(
        speech().gettext("The audit stands at “%(state)s” now.", state=speech().word(AUDIT.word(moved.state))),
        "success",
    )
    return redirect(url_for(".show_audit", audit_id=audit_id))


@blueprint.post("/audits/<int:audit_id>/release")
@guard(Permission.AUDITS_AUDIT_MOVE)
def release(audit_id: int) -> ResponseReturnValue:
    shown_audit(audit_id)
    with writing() as session:
        release_draft(session, actor(), audit_id, portal().moment())
    flash(speech().gettext("Released. The report can be issued without waiting."), "success")
    return redirect(url_for(".show_audit", audit_id=audit_id))


def _page(shown: Shown, form: MoveForm, refused: str = "") -> str:
    """refused: why a move did not go through; what was typed for it is shown with it."""
    audit, day = shown.audit, portal().moment().day
    history = history_of(reading(), actor(), audit.id)
    progress = progress_of(audit, shown.checklists, shown_answers(audit.id))
    comments_over = comments_are_over(audit, supplier_day(reading(), audit, portal().moment()))
    return render_template(
        "audits/audit.html",
        shown=shown,
        audit=audit,
        form=form,
        refused=refused,
        day=day,
        team=team_of(reading(), [audit.id]).get(audit.id, []),
        progress=progress,
        readable=may_read_answers(actor(), audit),
        possible=_possible(shown),
        history=history,
        way=WAY,
        reached=reached(history),
        turn="reviewer" if audit.state == "draft_sent" and comments_over else TURNS[audit.state],
        releasable=audit.state == "draft_sent" and actor().role in SUPPLIER_ROLES and audit.draft_released_at is None,
        made_good=made_good_by(reading(), actor(), audit, day) if audit.state in REFUSED else None,
        comments_over=comments_over,
        changes_team=audit.state in TEAM_CHANGES_WHILE and decide(actor(), Permission.AUDITS_TEAM_MANAGE).allowed,
        changes_days=audit.state in DATES_CHANGE_WHILE and decide(actor(), Permission.AUDITS_AUDIT_PLAN).allowed,
        panels=panels.render("audits.audit", audit=audit),
        wanted=request.form.get("target", ""),
    )


def _possible(shown: Shown) -> list[Transition]:
    """The moves this reader may make from here; a reviewer of the own audit makes none."""
    possible = AUDIT.possible(shown.audit.state, actor().role)
    kept = [row for row in possible if row.target not in ELSEWHERE]
    if any("outside_team" in row.needs for row in kept) and is_member(reading(), shown.audit.id, actor().account_id):
        return [row for row in kept if "outside_team" not in row.needs]
    return kept
