"""Batches an actor may see, their rows, and what is known from earlier ones."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.domain.errors import Missing
from supplier_portal.intake.importing import Importer
from supplier_portal.intake.models import REFUSED, Batch, BatchKept, BatchRow, KnownLayout
from supplier_portal.intake.registry import importer_of, importers
from supplier_portal.jobs.models import FAILED, Job


def usable(actor: Actor) -> tuple[Importer, ...]:
    """The importers whose permission the actor holds."""
    if not decide(actor, Permission.INTAKE_BATCH_READ).allowed:
        return ()
    return tuple(importer for importer in importers() if decide(actor, importer.permission).allowed)


def usable_one(actor: Actor, code: str) -> Importer:
    """Raises Missing for an importer that is not there or not the actor's to use."""
    importer = importer_of(code)
    if importer not in usable(actor):
        raise Missing
    return importer


def visible(actor: Actor) -> Select[Batch]:
    """Batches of the importers whose permission the actor holds."""
    return select(Batch).where(Batch.importer.in_([importer.code for importer in usable(actor)]))


def found(session: Session, actor: Actor, batch_id: int, *, lock: bool = False) -> Batch:
    """Raises Missing."""
    wanted = visible(actor).where(Batch.id == batch_id)
    batch = session.scalar(wanted.with_for_update() if lock else wanted)
    if batch is None:
        raise Missing
    return batch


def count_of(session: Session, rows: Select[Batch] | Select[BatchRow]) -> int:
    return session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0


def rows_of(batch: Batch, verdict: str) -> Select[BatchRow]:
    """The rows of a batch one may see that have this verdict, in the order of the file."""
    wanted = select(BatchRow).where(BatchRow.batch_id == batch.id, BatchRow.verdict == verdict)
    return wanted.order_by(BatchRow.ordinal)


def kept_of(session: Session, batch: Batch, most: int) -> list[BatchKept]:
    """What undoing the batch left, the first of them."""
    kept = select(BatchKept).where(BatchKept.batch_id == batch.id).order_by(BatchKept.ordinal)
    return list(session.scalars(kept.limit(most)))


def earlier(session: Session, actor: Actor, batch: Batch) -> Batch | None:
    """The last batch before this one with the same bytes for the same importer."""
    same = visible(actor).where(Batch.importer == batch.importer, Batch.digest == batch.digest, Batch.id < batch.id)
    return session.scalar(same.where(Batch.state != REFUSED).order_by(Batch.id.desc()).limit(1))


@dataclass(frozen=True)
class Progress:
    """How far the work on a batch is; failed: the worker gave up, and it can be asked again."""

    done: int = 0
    total: int = 0
    failed: bool = False


def progress_of(session: Session, batch: Batch) -> Progress:
    return progress_of_all(session, [batch]).get(batch.id, Progress())


def progress_of_all(session: Session, batches: list[Batch]) -> Mapping[int, Progress]:
    """The progress of batches one may see, by their id."""
    wanted = {batch.job_id: batch.id for batch in batches if batch.job_id is not None}
    jobs = session.scalars(select(Job).where(Job.id.in_(wanted)))
    return {wanted[job.id]: Progress(job.progress_done, job.progress_total, job.state == FAILED) for job in jobs}


def known_layouts(session: Session, importer: str) -> dict[str, dict[str, int]]:
    """Key of a head → its columns as a person mapped them."""
    layouts = session.scalars(select(KnownLayout).where(KnownLayout.importer == importer))
    return {layout.head: {name: int(str(place)) for name, place in layout.columns.items()} for layout in layouts}
