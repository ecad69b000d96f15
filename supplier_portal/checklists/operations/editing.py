"""What every change of a draft passes: the right to it, a draft open for it, nobody quicker, a line in its history."""

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.checklists.models import EDITING, ChecklistDraft, DraftCheckpoint, DraftEdit
from supplier_portal.checklists.queries import Content, content_of, visible_drafts
from supplier_portal.domain.errors import Conflict, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.trail.operations import record_event


def locked_draft(
    session: Session, actor: Actor, draft_id: int, permission: Permission, state: str = EDITING
) -> ChecklistDraft:
    """Load a draft so that nobody else changes it meanwhile.

    Raises Missing, and Conflict `checklists.draft_not_now` where it does not stand in `state`.
    """
    reach_of(actor, permission)
    draft = session.scalar(visible_drafts(actor).where(ChecklistDraft.id == draft_id).with_for_update())
    if draft is None:
        raise Missing
    if draft.state != state:
        raise Conflict("checklists.draft_not_now", state=f"draft_state.{draft.state}")
    return draft


def open_draft(session: Session, actor: Actor, draft_id: int) -> Content:
    """Give a draft that may be edited, locked, with its checkpoints. Raises Missing and Conflict."""
    return content_of(session, locked_draft(session, actor, draft_id, Permission.CHECKLISTS_VERSION_WRITE))


def refuse_stale(row: ChecklistDraft | DraftCheckpoint, base: int | None) -> None:
    """Raises Conflict `checklists.quicker` where the row was changed since the edit the actor saw."""
    if row.edit != base:
        raise Conflict("checklists.quicker")


def note_edit(
    session: Session, actor: Actor, moment: Moment, draft: ChecklistDraft, act: str, checkpoint: str = ""
) -> DraftEdit:
    """Keep who did what to a draft, for its history and for the trail."""
    if actor.account_id is None:
        raise Missing
    code = checkpoint[: DraftEdit.checkpoint.type.length]
    edit = DraftEdit(draft_id=draft.id, account_id=actor.account_id, at=moment.at, act=act, checkpoint=code)
    session.add(edit)
    record_event(session, actor, moment, f"checklist_{act}", checklist_draft=draft.id, checkpoint=code or None)
    return edit
