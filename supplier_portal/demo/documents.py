"""The main job: scorecards and evaluation, asked for as procurement does and made by the worker; receipts, accounts."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM, Actor
from supplier_portal.demo.calendar import TODAY
from supplier_portal.demo.logins import accounts_told
from supplier_portal.demo.seed_rows import SeedSupplier
from supplier_portal.demo.steps import Act, Step, World, take
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring import canonical_json
from supplier_portal.jobs.models import DONE, Job, JobFile
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.jobs.worker import Worker
from supplier_portal.scores.jobs import JOBS as SCORE_JOBS
from supplier_portal.scores.models import Rating, RatingNow
from supplier_portal.scores.queries import receipt_of
from supplier_portal.scores.receipts import recompute
from supplier_portal.suppliers.models import Supplier
from supplier_portal.tenders.jobs import JOBS as TENDER_JOBS
from supplier_portal.tenders.models import Evaluation, Tender

CARD_OF = "S-1001"
ASKED_BY = "procurement_1"
ACCOUNTS, RECEIPTS = "accounts.json", "receipts"


class NotMade(Exception):
    """A document could not be made; the sentence says which and why."""


@dataclass(frozen=True)
class Document:
    """file: its name in the demo's folder; job: what the worker makes it by."""

    file: str
    job: AskJob


def documents(world: World) -> Iterator[Document]:
    """What is made of what there is: scorecards as a workbook, one as PDF in both languages, each evaluation as PDF."""
    yield Document("scorecards.xlsx", AskJob("scores.scorecards_workbook", {}))
    for language, name in (("en", f"scorecard-{CARD_OF}.pdf"), ("zh", f"scorecard-{CARD_OF}-zh.pdf")):
        yield Document(name, AskJob("scores.scorecard_pdf", {"supplier_id": world.suppliers[CARD_OF]}, language))
    with world.database.reading(SYSTEM) as session:
        evaluated = select(Tender.id, Tender.number).join(Evaluation, Evaluation.tender_id == Tender.id)
        for tender_id, number in session.execute(evaluated.order_by(Tender.number)):
            yield Document(f"evaluation-{number}.pdf", AskJob("tenders.evaluation_pdf", {"tender": tender_id}))


def make_documents(world: World, folder: Path, machine_now: datetime) -> list[Path]:
    """Ask for what was not asked for, let the worker do what is due, and copy the files.

    Raises NotMade for a document whose job did not end well; another run takes it up again.
    """
    asked = list(documents(world))
    moment = world.moment(TODAY, 10, 30)
    steps = {
        document.file: Step(_key(world, document), moment, ASKED_BY, _ask(document.job, machine_now))
        for document in asked
    }
    take(world, steps.values())
    Worker(world.database, world.config, SCORE_JOBS | TENDER_JOBS).run_due()
    with world.database.reading(SYSTEM) as session:
        return [_copied(session, world, folder / name, world.id_of(step.key)) for name, step in steps.items()]


def _key(world: World, document: Document) -> str:
    """A document is made anew where there are newer ratings."""
    with world.database.reading(SYSTEM) as session:
        newest = session.scalar(select(Rating.id).order_by(Rating.id.desc()).limit(1))
    return f"document:{document.file}:{newest if document.file.startswith('score') else ''}"


def _ask(job: AskJob, machine_now: datetime) -> Act:
    def act(session: Session, _: World, actor: Actor, __: Moment) -> int:
        return ask_job(session, actor, job, machine_now).id

    return act


def _copied(session: Session, world: World, path: Path, job_id: int) -> Path:
    job, made = session.get_one(Job, job_id), session.get(JobFile, job_id)
    if job.state != DONE or made is None:
        raise NotMade(f"{path.name}: job {job_id} ({job.name}) is {job.state}: {job.error or 'no reason was kept'}")
    write_whole(path, world.store.read(made.digest))
    return path


def write_whole(path: Path, data: bytes) -> None:
    """Write the file beside its place and put it there: whoever reads finds the old or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.read_bytes() == data:
        return
    beside = path.with_name(f".{path.name}")
    beside.write_bytes(data)
    beside.replace(path)


def write_receipts(world: World, folder: Path) -> tuple[int, int]:
    """Write every supplier's present rating and every evaluation, and work them out again.

    Each file is the receipt's canonical form, so that its SHA-256 is the published one. Returns how many, and in how
    many of them a figure differs.
    """
    count = different = 0
    with world.database.reading(SYSTEM) as session:
        for name, receipt in _receipts(session):
            write_whole(folder / RECEIPTS / f"{name}.json", canonical_json(receipt))
            count += 1
            different += bool(recompute(receipt).differences)
    return count, different


def _receipts(session: Session) -> Iterator[tuple[str, dict[str, object]]]:
    shown = select(Supplier.number, Rating).join(RatingNow, RatingNow.supplier_id == Supplier.id)
    for number, rating in session.execute(
        shown.join(Rating, Rating.id == RatingNow.rating_id).order_by(Supplier.number)
    ):
        yield f"rating-{number}", receipt_of(session, rating)
    evaluated = select(Tender.number, Evaluation).join(Evaluation, Evaluation.tender_id == Tender.id)
    for number, evaluation in session.execute(evaluated.order_by(Tender.number)):
        yield f"evaluation-{number}", evaluation.receipt


def write_accounts(suppliers: Sequence[SeedSupplier], folder: Path) -> Path:
    """Write the file that says how everybody signs in, for its owner's eyes."""
    path = folder / ACCOUNTS
    told = json.dumps(list(accounts_told(suppliers)), indent=2, ensure_ascii=False)
    write_whole(path, f"{told}\n".encode())
    path.chmod(0o600)
    return path
