"""Making, importing and dropping drafts, and changing their head: title, number, dimensions, steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.checklists.draft_document import blank_head, head_of
from supplier_portal.checklists.models import DROPPED, ChecklistDraft, ChecklistVersion, DraftCheckpoint
from supplier_portal.checklists.operations.editing import locked_draft, note_edit, open_draft, refuse_stale
from supplier_portal.checklists.operations.publishing import stored_version
from supplier_portal.checklists.queries import content_of, draft_of, published_hashes, version_of
from supplier_portal.checklists.yaml_file import faults_of_document, read_checklist
from supplier_portal.domain.checklist.document import Document, hash_of
from supplier_portal.domain.checklist.version import ChecklistVersion as Checklist
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment


@dataclass(frozen=True)
class StartDraft:
    """name, version: of the new draft; a copy of a version or of another draft, empty where both are None."""

    name: str
    version: str
    version_id: int | None = None
    draft_id: int | None = None


@dataclass(frozen=True)
class ReadImport:
    """A checklist file that holds no fault."""

    checklist: Checklist
    document: Document


@dataclass(frozen=True)
class Imported:
    """draft: what was made of the file; version: the published one with the same content, then nothing was made."""

    draft: ChecklistDraft | None = None
    version: ChecklistVersion | None = None


@dataclass(frozen=True)
class SaveHead:
    """base: edit of the head that was seen; values: keys of the head with their new values; act: which part it is."""

    draft_id: int
    base: int | None
    values: Mapping[str, object]
    act: str


@dataclass(frozen=True)
class DraftAct:
    """base: edit of the head that was seen."""

    draft_id: int
    base: int | None


def start_draft(session: Session, actor: Actor, command: StartDraft, moment: Moment) -> ChecklistDraft:
    """Make a draft: an empty one, or a copy under this name and number.

    Raises Missing for a source that is not there, Invalid for a name or number of the wrong form.
    """
    reach_of(actor, Permission.CHECKLISTS_VERSION_WRITE)
    head, checkpoints = _source(session, actor, command)
    head |= {"name": command.name, "version": command.version}
    wrong = [fault for fault in faults_of_document(head) if fault.place in ("name", "version")]
    if wrong:
        raise Invalid(wrong)
    return _kept(session, actor, (head, checkpoints), moment, "draft_made", command.version_id)


def read_import(session: Session, actor: Actor, data: bytes) -> ReadImport:
    """Read the file of an import, which may take seconds: outside the write turn.

    Raises Invalid with every fault of the file, and with the line of `version` where that number was published with
    another content.
    """
    reach_of(actor, Permission.CHECKLISTS_VERSION_WRITE)
    return ReadImport(*read_checklist(data, published_hashes(session, actor)))


def import_draft(session: Session, actor: Actor, read: ReadImport, moment: Moment) -> Imported:
    """Make a draft of what was read, or find the published version with the same content.

    Raises Invalid where that number was published with another content meanwhile.
    """
    reach_of(actor, Permission.CHECKLISTS_VERSION_WRITE)
    name, version = read.checklist.name, read.checklist.version
    stored = stored_version(session, name, version)
    if stored is not None and stored.sha256 != hash_of(read.checklist):
        raise Invalid([Fault("checklist.published_changed", "version", facts={"name": name, "version": version})])
    if stored is not None:
        return Imported(version=stored)
    source = head_of(read.document), read.document["checkpoints"]
    return Imported(draft=_kept(session, actor, source, moment, "draft_imported"))


def save_head(session: Session, actor: Actor, command: SaveHead, moment: Moment) -> ChecklistDraft:
    """Change parts of the head; what is wrong with them is told on the draft's pages and stops its publishing.

    Raises Missing, Conflict `checklists.quicker` and `checklists.draft_not_now`.
    """
    draft = open_draft(session, actor, command.draft_id).draft
    refuse_stale(draft, command.base)
    kept = {key: value for key, value in {**draft.head, **command.values}.items() if value not in (None, False)}
    if kept != draft.head:
        draft.head, draft.edit = kept, draft.edit + 1
        note_edit(session, actor, moment, draft, command.act)
    return draft


def drop_draft(session: Session, actor: Actor, command: DraftAct, moment: Moment) -> None:
    """Take a draft out of everybody's sight. Raises Missing and Conflict."""
    draft = locked_draft(session, actor, command.draft_id, Permission.CHECKLISTS_VERSION_WRITE)
    refuse_stale(draft, command.base)
    draft.state = DROPPED
    note_edit(session, actor, moment, draft, "dropped")


def _source(session: Session, actor: Actor, command: StartDraft) -> tuple[Document, Sequence[Mapping[str, Any]]]:
    if command.version_id is not None:
        document: Any = version_of(session, actor, command.version_id).document
        return head_of(document), document["checkpoints"]
    if command.draft_id is not None:
        content = content_of(session, draft_of(session, actor, command.draft_id))
        return dict(content.draft.head), [row.document for row in content.rows]
    return blank_head(command.name, command.version), []


def _kept(
    session: Session, actor: Actor, source: tuple[Document, Sequence[Mapping[str, Any]]], moment: Moment, act: str,
    based_on_id: int | None = None,
) -> ChecklistDraft:  # fmt: skip
    head, checkpoints = source
    draft = ChecklistDraft(head=head, based_on_id=based_on_id, made_by=actor.account_id, made_at=moment.at)
    session.add(draft)
    session.flush()
    session.add_all(
        DraftCheckpoint(draft_id=draft.id, position=position, document=dict(checkpoint))
        for position, checkpoint in enumerate(checkpoints, start=1)
    )
    note_edit(session, actor, moment, draft, act)
    session.flush()
    return draft
