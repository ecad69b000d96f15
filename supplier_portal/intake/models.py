"""A batch is one file on its way in: what was found in it, what was decided, what was written."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base
from supplier_portal.db.types import Document, UtcDateTime

UPLOADED, MAPPED, PREVIEWED, WRITING, DONE = "uploaded", "mapped", "previewed", "writing", "done"
UNDOING, UNDONE, REFUSED = "undoing", "undone", "refused"
STATES = (UPLOADED, MAPPED, PREVIEWED, WRITING, DONE, UNDOING, UNDONE, REFUSED)


class Batch(Base):
    """One file for one importer. importer: a code of the registry; name: the file's; person: who took it in.

    state: uploaded (being read), mapped (columns need the person), previewed, writing, done, undoing, undone, or
    refused as a whole. choice: sheet, row and columns a person chose. layout: what was found: sheets, headings,
    samples, columns. problems: faults of the file or of headings. position: planned rows gone through, or written rows
    gone through backwards. written: rows written to tables; kept: those that undoing left.
    """

    __tablename__ = "intake_batch"
    __table_args__ = (Index("ix_intake_batch_importer_digest", "importer", "digest"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    importer: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"))
    account_id: Mapped[int | None] = mapped_column(index=True)
    person: Mapped[str] = mapped_column(String(120))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16), default=UPLOADED)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    choice: Mapped[dict[str, object]] = mapped_column(Document, default=dict)
    layout: Mapped[dict[str, object]] = mapped_column(Document, default=dict)
    problems: Mapped[list[object]] = mapped_column(Document, default=list)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    written: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)

    @property
    def to_write(self) -> int:
        return self.new + self.changed

    @property
    def rows(self) -> int:
        return self.new + self.changed + self.same + self.refused


class BatchRow(Base):
    """A planned row. number: in its sheet, from 1; faults, changes: as told on the preview and after writing."""

    __tablename__ = "intake_row"
    __table_args__ = (Index("ix_intake_row_batch_id_verdict", "batch_id", "verdict"),)
    batch_id: Mapped[int] = mapped_column(ForeignKey("intake_batch.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    sheet: Mapped[str] = mapped_column(String(200))
    number: Mapped[int]
    verdict: Mapped[str] = mapped_column(String(16))
    label: Mapped[str] = mapped_column(String(200))
    faults: Mapped[list[object]] = mapped_column(Document, default=list)
    changes: Mapped[dict[str, object]] = mapped_column(Document, default=dict)


class BatchWritten(Base):
    """A row of the table `kind` that the batch created (no `before`) or changed."""

    __tablename__ = "intake_written"
    batch_id: Mapped[int] = mapped_column(ForeignKey("intake_batch.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(64))
    row_id: Mapped[int]
    before: Mapped[dict[str, object] | None] = mapped_column(Document)
    after: Mapped[dict[str, object]] = mapped_column(Document)


class BatchKept(Base):
    """What undoing left as it was, because it was changed since or is referred to."""

    __tablename__ = "intake_kept"
    batch_id: Mapped[int] = mapped_column(ForeignKey("intake_batch.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    fault: Mapped[dict[str, object]] = mapped_column(Document)


class KnownLayout(Base):
    """Which column stands where under headings a person has mapped once. head: `Head.key`."""

    __tablename__ = "intake_layout"
    importer: Mapped[str] = mapped_column(String(64), primary_key=True)
    head: Mapped[str] = mapped_column(String(64), primary_key=True)
    columns: Mapped[dict[str, object]] = mapped_column(Document)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
