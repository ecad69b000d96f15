"""One line: where it stands, its audit, moving it, changing it, dropping it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Invalid
from supplier_portal.programme.forms import DropForm, KindForm, MoveForm
from supplier_portal.programme.models import Programme
from supplier_portal.programme.operations import DropLine, MoveLine, change_line, drop_line, move_line
from supplier_portal.programme.queries import Entry, changes_of
from supplier_portal.programme.views.room import blueprint, reach_line, writes
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@dataclass(frozen=True)
class Forms:
    """The forms of the page; the one that was sent holds what was typed."""

    move: MoveForm
    kind: KindForm
    drop: DropForm


@blueprint.get("/<int:programme_id>/lines/<int:line_id>")
@guard(Permission.PROGRAMME_PLAN_READ)
def show_line(programme_id: int, line_id: int) -> ResponseReturnValue:
    programme, entry = reach_line(programme_id, line_id)
    return _page(programme, entry)


@blueprint.post("/<int:programme_id>/lines/<int:line_id>/move")
@guard(Permission.PROGRAMME_PLAN_WRITE)
def shift_line(programme_id: int, line_id: int) -> ResponseReturnValue:
    programme, entry = reach_line(programme_id, line_id)
    form = MoveForm()
    command = MoveLine(line_id, form.month.data, form.reason.data or "")
    said = speech().gettext("The line stands in another month.")
    return _done(programme, entry, form, lambda session: move_line(session, actor(), command, portal().moment()), said)


@blueprint.post("/<int:programme_id>/lines/<int:line_id>/change")
@guard(Permission.PROGRAMME_PLAN_WRITE)
def edit_line(programme_id: int, line_id: int) -> ResponseReturnValue:
    programme, entry = reach_line(programme_id, line_id)
    form = KindForm()
    command = form.command(line_id)
    said = speech().gettext("The line is saved.")
    return _done(
        programme, entry, form, lambda session: change_line(session, actor(), command, portal().moment()), said
    )


@blueprint.post("/<int:programme_id>/lines/<int:line_id>/drop")
@guard(Permission.PROGRAMME_PLAN_WRITE)
def take_line_out(programme_id: int, line_id: int) -> ResponseReturnValue:
    programme, entry = reach_line(programme_id, line_id)
    form = DropForm()
    command = DropLine(line_id, form.reason.data or "")
    said = speech().gettext("The line is dropped.")
    return _done(programme, entry, form, lambda session: drop_line(session, actor(), command, portal().moment()), said)


def _done(
    programme: Programme, entry: Entry, form: PortalForm, act: Callable[[Session], object], said: str
) -> ResponseReturnValue:
    """Run the act, and lead to the grid; on faults give the page again with what was typed."""
    try:
        with writing() as session:
            act(session)
    except Invalid as error:
        form.take_faults(error)
        return _page(programme, entry, form), 422
    flash(said, "success")
    return redirect(url_for(".show_programme", programme_id=programme.id))


def _page(programme: Programme, entry: Entry, sent: PortalForm | None = None) -> str:
    move = sent if isinstance(sent, MoveForm) else MoveForm(formdata=None, month=entry.line.month)
    kind = sent if isinstance(sent, KindForm) else KindForm(formdata=None).show(entry.line)
    drop = sent if isinstance(sent, DropForm) else DropForm(formdata=None)
    move.offer_months()
    kind.offer()
    return render_template(
        "programme/line.html",
        programme=programme,
        entry=entry,
        forms=Forms(move, kind, drop),
        sent=sent,
        changes=changes_of(reading(), actor(), entry.line.id),
        writes=writes(),
    )
