"""Drafts: which there are, what they hold, and who edited them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.accounts.models import Account
from supplier_portal.checklists.draft_document import faults_of_draft, joined, of_checkpoint, readable, weight_of
from supplier_portal.checklists.models import DROPPED, PUBLISHED, ChecklistDraft, DraftCheckpoint, DraftEdit
from supplier_portal.domain.checklist.document import Document, checklist_from, hash_of
from supplier_portal.domain.checklist.version import ChecklistVersion as Checklist
from supplier_portal.domain.errors import Conflict, Fault, Missing

NO_EDITING = ("sent_back", "published")  # acts of whoever checks a draft; everything else makes one its editor


@dataclass(frozen=True)
class Edit:
    """One line of a draft's history; name: of the person."""

    account_id: int
    name: str
    at: datetime
    act: str
    checkpoint: str
    note: str


@dataclass(frozen=True)
class ListedDraft:
    """checkpoints: how many; changed_by, changed_at: of the last edit."""

    draft: ChecklistDraft
    checkpoints: int
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True)
class Content:
    """A draft with its checkpoints in order; removed: those that can be put back."""

    draft: ChecklistDraft
    rows: Sequence[DraftCheckpoint]
    removed: Sequence[DraftCheckpoint] = field(default=())

    @cached_property
    def document(self) -> Document:
        return joined(self.draft.head, (row.document for row in self.rows))

    @cached_property
    def checklist(self) -> Checklist:
        """As far as it can be read; what is no number counts as 0."""
        return readable(self.document)

    @cached_property
    def faults(self) -> list[Fault]:
        return faults_of_draft(self.document)

    @property
    def sha256(self) -> str:
        """Hash of the canonical form; only of a draft without faults."""
        return hash_of(checklist_from(self.document))

    @property
    def total(self) -> Decimal:
        return sum((weight_of(row.document) for row in self.rows), Decimal(0))

    def rows_of(self, step: object) -> list[DraftCheckpoint]:
        return [row for row in self.rows if row.document["step"] == step]

    def weight_of_step(self, step: object) -> Decimal:
        return sum((weight_of(row.document) for row in self.rows_of(step)), Decimal(0))

    @property
    def astray(self) -> list[DraftCheckpoint]:
        """Checkpoints whose step is not, or no longer, in the draft."""
        known = {step.number for step in self.checklist.steps}
        return [row for row in self.rows if row.document["step"] not in known]

    def faults_of(self, row: DraftCheckpoint) -> list[tuple[str, Fault]]:
        """Faults of one checkpoint, each with its place in it."""
        return self._by_row.get(row.id, [])

    @cached_property
    def _by_row(self) -> dict[int, list[tuple[str, Fault]]]:
        sorted_out: dict[int, list[tuple[str, Fault]]] = {}
        for fault in self.faults:
            if found := of_checkpoint(fault):
                sorted_out.setdefault(self.rows[found[0]].id, []).append((found[1], fault))
        return sorted_out


def visible_drafts(actor: Actor) -> Select[ChecklistDraft]:
    """Drafts for whoever writes or publishes versions; what was dropped is gone for all."""
    drafts = select(ChecklistDraft).where(ChecklistDraft.state != DROPPED)
    return drafts if decide(actor, Permission.CHECKLISTS_VERSION_PUBLISH).allowed else drafts.where(false())


def draft_of(session: Session, actor: Actor, draft_id: int) -> ChecklistDraft:
    """Raises Missing for one that is not there or not for this reader."""
    draft = session.scalar(visible_drafts(actor).where(ChecklistDraft.id == draft_id))
    if draft is None:
        raise Missing
    return draft


def draft_behind(session: Session, actor: Actor, version_id: int) -> ChecklistDraft | None:
    """Find the draft a version came of; None for one that came from a file, or where the reader sees no drafts."""
    return session.scalar(visible_drafts(actor).where(ChecklistDraft.version_id == version_id))


def content_of(session: Session, draft: ChecklistDraft) -> Content:
    asked = select(DraftCheckpoint).where(DraftCheckpoint.draft_id == draft.id)
    rows = session.scalars(asked.order_by(DraftCheckpoint.position, DraftCheckpoint.id)).all()
    return Content(draft, [row for row in rows if not row.removed], [row for row in rows if row.removed])


def checkpoint_of(content: Content, checkpoint_id: int) -> DraftCheckpoint:
    """Raises Missing for a checkpoint of another draft, Conflict `checklists.checkpoint_removed` for one taken out."""
    found = next((row for row in (*content.rows, *content.removed) if row.id == checkpoint_id), None)
    if found is None:
        raise Missing
    if found.removed:
        raise Conflict("checklists.checkpoint_removed")
    return found


def edits_of(session: Session, draft_id: int) -> list[Edit]:
    """Give the history of a draft, the latest first."""
    asked = (
        select(Account.id, Account.name, DraftEdit.at, DraftEdit.act, DraftEdit.checkpoint, DraftEdit.note)
        .join(DraftEdit, DraftEdit.account_id == Account.id)
        .where(DraftEdit.draft_id == draft_id)
        .order_by(DraftEdit.id.desc())
    )
    return [Edit(*row) for row in session.execute(asked)]


def publishers_barred(session: Session, draft_id: int) -> set[int]:
    """Accounts that edited or handed over a draft: none of them publishes it."""
    asked = select(DraftEdit.account_id).where(DraftEdit.draft_id == draft_id, DraftEdit.act.not_in(NO_EDITING))
    return set(session.scalars(asked.distinct()))


def listed_drafts(session: Session, actor: Actor) -> list[ListedDraft]:
    """Drafts that were not published yet, the last changed first."""
    drafts = session.scalars(visible_drafts(actor).where(ChecklistDraft.state != PUBLISHED)).all()
    numbers = [draft.id for draft in drafts]
    counted = (
        select(DraftCheckpoint.draft_id, func.count())
        .where(DraftCheckpoint.draft_id.in_(numbers), ~DraftCheckpoint.removed)
        .group_by(DraftCheckpoint.draft_id)
    )
    counts: dict[int, int] = {number: count for number, count in session.execute(counted)}  # noqa: C416 - rows are no pairs to mypy
    latest = select(func.max(DraftEdit.id)).where(DraftEdit.draft_id.in_(numbers)).group_by(DraftEdit.draft_id)
    edited = (
        select(DraftEdit.draft_id, Account.name, DraftEdit.at)
        .join(Account, Account.id == DraftEdit.account_id)
        .where(DraftEdit.id.in_(latest))
    )
    last = {number: (name, at) for number, name, at in session.execute(edited)}
    listed = [ListedDraft(draft, counts.get(draft.id, 0), *last[draft.id]) for draft in drafts]
    return sorted(listed, key=lambda one: one.changed_at, reverse=True)
