"""The checkpoints of a draft: one a page to edit, and adding, copying, removing and moving them."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.checklists.forms import CheckpointForm, MoveForm, StaleForm
from supplier_portal.checklists.models import DraftCheckpoint
from supplier_portal.checklists.operations import (
    AddCheckpoint,
    CheckpointAct,
    MoveCheckpoint,
    SaveCheckpoint,
    add_checkpoint,
    copy_checkpoint,
    move_checkpoint,
    remove_checkpoint,
    restore_checkpoint,
    save_checkpoint,
)
from supplier_portal.checklists.queries import checkpoint_of, edits_of
from supplier_portal.checklists.views.room import Opened, blueprint, draft_address, opened
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.moment import Moment
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech

Act = Callable[[Session, Actor, CheckpointAct, Moment], DraftCheckpoint | None]


@blueprint.route("/checklists/drafts/<int:draft_id>/checkpoints/<int:checkpoint_id>", methods=["GET", "POST"])
@guard(Permission.CHECKLISTS_VERSION_WRITE)
def edit_checkpoint(draft_id: int, checkpoint_id: int) -> ResponseReturnValue:
    """All fields of one checkpoint; saved with faults, which are then told at their fields."""
    page = opened(draft_id)
    row = checkpoint_of(page.content, checkpoint_id)
    if request.method == "GET":
        form = CheckpointForm(data={**CheckpointForm.values(row.document), "base": row.edit})
        return _page(page, row, form)
    form = CheckpointForm()
    typed = form.document(row.document) if form.validate() else {}
    if not form.errors:
        command = SaveCheckpoint(draft_id, checkpoint_id, form.seen, typed)
        try:
            with writing() as unit:
                save_checkpoint(unit, actor(), command, portal().moment())
        except Conflict as error:
            if error.code != "checklists.quicker":
                raise
            form.base.data = str(row.edit)
            return _page(page, row, form, typed), 409
        flash(speech().gettext("%(code)s is saved.", code=typed["code"] or "–"), "success")
        return _onward(page, row)
    return _page(page, row, form), 422


@blueprint.post("/checklists/drafts/<int:draft_id>/checkpoints")
@guard(Permission.CHECKLISTS_VERSION_WRITE)
def add(draft_id: int) -> ResponseReturnValue:
    form = MoveForm()
    step = form.target if isinstance(form.target, int) else None
    with writing() as unit:
        row = add_checkpoint(unit, actor(), AddCheckpoint(draft_id, step), portal().moment())
    return redirect(url_for("checklists.edit_checkpoint", draft_id=draft_id, checkpoint_id=row.id))


@blueprint.post("/checklists/drafts/<int:draft_id>/checkpoints/<int:checkpoint_id>/copy")
@guard(Permission.CHECKLISTS_VERSION_WRITE)
def copy(draft_id: int, checkpoint_id: int) -> ResponseReturnValue:
    made = _act(copy_checkpoint, draft_id, checkpoint_id)
    return redirect(
        url_for("checklists.edit_checkpoint", draft_id=draft_id, checkpoint_id=made.id if made else checkpoint_id)
    )


@blueprint.post("/checklists/drafts/<int:draft_id>/checkpoints/<int:checkpoint_id>/remove")
@guard(Permission.CHECKLISTS_VERSION_WRITE)
def remove(draft_id: int, checkpoint_id: int) -> ResponseReturnValue:
    _act(remove_checkpoint, draft_id, checkpoint_id)
    flash(speech().gettext("The checkpoint is taken out. It can be put back at the end of this page."), "success")
    return redirect(draft_address(draft_id))


@blueprint.post("/checklists/drafts/<int:draft_id>/checkpoints/<int:checkpoint_id>/restore")
@guard(Permission.CHECKLISTS_VERSION_WRITE)
def restore(draft_id: int, checkpoint_id: int) -> ResponseReturnValue:
    _act(restore_checkpoint, draft_id, checkpoint_id)
    return _to_checkpoint(draft_id, checkpoint_id)


@blueprint.post("/checklists/drafts/<int:draft_id>/checkpoints/<int:checkpoint_id>/move")
@guard(Permission.CHECKLISTS_VERSION_WRITE)
def move(draft_id: int, checkpoint_id: int) -> ResponseReturnValue:
    form = MoveForm()
    command = MoveCheckpoint(draft_id, checkpoint_id, form.seen, form.target)
    with writing() as unit:
        move_checkpoint(unit, actor(), command, portal().moment())
    return _to_checkpoint(draft_id, checkpoint_id)


def _act(act: Act, draft_id: int, checkpoint_id: int) -> DraftCheckpoint | None:
    with writing() as unit:
        return act(unit, actor(), CheckpointAct(draft_id, checkpoint_id, StaleForm().seen), portal().moment())


def _to_checkpoint(draft_id: int, checkpoint_id: int) -> Response:
    """Back to the draft where the checkpoint stands in it."""
    return redirect(f"{draft_address(draft_id)}#checkpoint-{checkpoint_id}")


def _onward(page: Opened, row: DraftCheckpoint) -> Response:
    """The same page again, or the next checkpoint where that was asked for."""
    following = page.content.rows[page.content.rows.index(row) + 1 :] if "next" in request.form else [row]
    if not following:
        return redirect(draft_address(page.draft.id))
    return redirect(url_for("checklists.edit_checkpoint", draft_id=page.draft.id, checkpoint_id=following[0].id))


def _page(page: Opened, row: DraftCheckpoint, form: CheckpointForm, typed: dict[str, Any] | None = None) -> str:
    """typed: what could not be saved since someone else was quicker; it stays in the form."""
    steps = [
        (step.number, f"{step.number} {step.name.in_language(language())}") for step in page.content.checklist.steps
    ]
    codes = [str(other.document["code"]) for other in page.content.rows if other.id != row.id]
    form.offer(steps, codes)
    told = form.place_faults(page.content.faults_of(row), row.document) if typed is None else []
    place = page.content.rows.index(row)
    rivals = [] if typed is None else _met(row, typed)
    last = next((edit for edit in edits_of(reading(), page.draft.id) if edit.checkpoint == row.document["code"]), None)
    return render_template(
        "checklists/checkpoint.html",
        page=page,
        row=row,
        form=form,
        told=told,
        rivals=rivals,
        quicker=typed is not None,
        last=last,
        before=page.content.rows[place - 1] if place else None,
        after=page.content.rows[place + 1] if place + 1 < len(page.content.rows) else None,
    )


def _met(row: DraftCheckpoint, typed: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Fields in which what stands differs from what was typed: field, what stands, what was typed."""
    stands, typing = (_told(document) for document in (row.document, typed))
    return [
        (name, stands.get(name, ""), typing.get(name, ""))
        for name in dict.fromkeys((*stands, *typing))
        if stands.get(name) != typing.get(name)
    ]


def _told(document: dict[str, Any]) -> dict[str, str]:
    values = CheckpointForm.values(document)
    told = {}
    for name, value in values.items():
        if isinstance(value, list):
            rows = [
                " · ".join(str(part) for part in one.values() if part) if isinstance(one, dict) else str(one)
                for one in value
            ]
            told[name] = "\n".join(one for one in rows if one)
        else:
            told[name] = str(value)
    return told
