"""Adding, copying, removing, moving and changing the checkpoints of a draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.checklists.draft_document import blank_checkpoint, free_code
from supplier_portal.checklists.models import DraftCheckpoint
from supplier_portal.checklists.operations.editing import note_edit, open_draft, refuse_stale
from supplier_portal.checklists.queries import Content, checkpoint_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment

UP, DOWN = "up", "down"


@dataclass(frozen=True)
class AddCheckpoint:
    draft_id: int
    step: int | None


@dataclass(frozen=True)
class CheckpointAct:
    """base: edit of the checkpoint that was seen."""

    draft_id: int
    checkpoint_id: int
    base: int | None


@dataclass(frozen=True)
class SaveCheckpoint:
    """base: edit of the checkpoint that was seen; document: all of it, complete or not."""

    draft_id: int
    checkpoint_id: int
    base: int | None
    document: Mapping[str, Any]


@dataclass(frozen=True)
class MoveCheckpoint:
    """to: `up` or `down` within its step, or the number of another step."""

    draft_id: int
    checkpoint_id: int
    base: int | None
    to: str | int | None


def add_checkpoint(session: Session, actor: Actor, command: AddCheckpoint, moment: Moment) -> DraftCheckpoint:
    """Add a blank checkpoint without weight as the last one of a step. Raises Missing, Conflict and Invalid."""
    content = open_draft(session, actor, command.draft_id)
    step = _refuse_unknown(content, command.step)
    document = blank_checkpoint(free_code(_codes(content), step), step)
    row = _inserted(session, content, _last_of(content, step), document)
    note_edit(session, actor, moment, content.draft, "checkpoint_added", document["code"])
    return row


def copy_checkpoint(session: Session, actor: Actor, command: CheckpointAct, moment: Moment) -> DraftCheckpoint:
    """Put a copy without weight under the next free code right after a checkpoint. Raises Missing and Conflict."""
    content = open_draft(session, actor, command.draft_id)
    row = checkpoint_of(content, command.checkpoint_id)
    code = free_code(_codes(content), _step_of(row))
    made = _inserted(session, content, row.position, {**row.document, "code": code, "weight": "0"})
    note_edit(session, actor, moment, content.draft, "checkpoint_copied", code)
    return made


def save_checkpoint(session: Session, actor: Actor, command: SaveCheckpoint, moment: Moment) -> DraftCheckpoint:
    """Change a checkpoint; where its code changes, what follows from it goes on following.

    Raises Missing, Conflict `checklists.quicker` and `checklists.draft_not_now`.
    """
    content = open_draft(session, actor, command.draft_id)
    row = checkpoint_of(content, command.checkpoint_id)
    refuse_stale(row, command.base)
    if command.document != row.document:
        _change(content, row, command.document)
        note_edit(session, actor, moment, content.draft, "checkpoint_changed", _code_of(row))
    return row


def remove_checkpoint(session: Session, actor: Actor, command: CheckpointAct, moment: Moment) -> None:
    """Take a checkpoint out; it can be put back. Raises Missing and Conflict."""
    content = open_draft(session, actor, command.draft_id)
    row = checkpoint_of(content, command.checkpoint_id)
    refuse_stale(row, command.base)
    row.removed = True
    note_edit(session, actor, moment, content.draft, "checkpoint_removed", _code_of(row))


def restore_checkpoint(session: Session, actor: Actor, command: CheckpointAct, moment: Moment) -> None:
    """Put a removed checkpoint back. Raises Missing, and Conflict where it is none."""
    content = open_draft(session, actor, command.draft_id)
    row = next((one for one in content.removed if one.id == command.checkpoint_id), None)
    if row is None:
        raise Conflict("checklists.quicker")
    row.removed = False
    note_edit(session, actor, moment, content.draft, "checkpoint_restored", _code_of(row))


def move_checkpoint(session: Session, actor: Actor, command: MoveCheckpoint, moment: Moment) -> DraftCheckpoint:
    """Move a checkpoint within its step, or to the end of another one under a code of that step.

    Raises Missing, Conflict `checklists.quicker` and `checklists.draft_not_now`, Invalid for a step that is not there.
    """
    content = open_draft(session, actor, command.draft_id)
    row = checkpoint_of(content, command.checkpoint_id)
    if command.to in (UP, DOWN):
        _swap(content, row, -1 if command.to == UP else 1)
    else:
        refuse_stale(row, command.base)
        _to_step(session, content, row, _refuse_unknown(content, command.to))
    note_edit(session, actor, moment, content.draft, "checkpoint_moved", _code_of(row))
    return row


def _refuse_unknown(content: Content, step: object) -> int:
    known = next((one.number for one in content.checklist.steps if one.number == step), None)
    if known is None:
        raise Invalid([Fault("checklists.step_not_there", "to")])
    return known


def _swap(content: Content, row: DraftCheckpoint, by: int) -> None:
    """Change places with the neighbour in the same step; the first and the last stay."""
    beside = content.rows_of(row.document["step"])
    place = beside.index(row) + by
    if 0 <= place < len(beside):
        row.position, beside[place].position = beside[place].position, row.position


def _to_step(session: Session, content: Content, row: DraftCheckpoint, step: int) -> None:
    last = _last_of(content, step)
    code = free_code([code for code in _codes(content) if code != _code_of(row)], step)
    _change(content, row, {**row.document, "step": step, "code": code})
    _make_room(session, content, last)
    row.position = last + 1


def _change(content: Content, row: DraftCheckpoint, document: Mapping[str, Any]) -> None:
    former = _code_of(row)
    alone = _codes(content).count(former) == 1
    row.document, row.edit = dict(document), row.edit + 1
    if not alone or former == _code_of(row):
        return
    for other in (*content.rows, *content.removed):
        if other.document.get("follows_from") == former:
            other.document, other.edit = {**other.document, "follows_from": row.document["code"]}, other.edit + 1


def _inserted(session: Session, content: Content, after: int, document: Mapping[str, Any]) -> DraftCheckpoint:
    _make_room(session, content, after)
    row = DraftCheckpoint(draft_id=content.draft.id, position=after + 1, document=dict(document))
    session.add(row)
    session.flush()
    return row


def _make_room(session: Session, content: Content, after: int) -> None:
    later = DraftCheckpoint.draft_id == content.draft.id, DraftCheckpoint.position > after
    session.execute(update(DraftCheckpoint).where(*later).values(position=DraftCheckpoint.position + 1))


def _last_of(content: Content, step: int) -> int:
    """Position after which a step goes on: its last checkpoint's, else the last of the steps before it."""
    order = [one.number for one in content.checklist.steps]
    before = order[: order.index(step) + 1]
    return max((row.position for row in content.rows if row.document["step"] in before), default=0)


def _codes(content: Content) -> list[str]:
    return [_code_of(row) for row in (*content.rows, *content.removed)]


def _code_of(row: DraftCheckpoint) -> str:
    return str(row.document["code"])


def _step_of(row: DraftCheckpoint) -> int:
    step = row.document["step"]
    return step if isinstance(step, int) else 1
