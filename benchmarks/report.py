"""The report of one audit, 44 checkpoints and 30 photos, as PDF by the worker, beside WeasyPrint alone."""

import statistics
import tempfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image
from sqlalchemy.orm import Session
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from benchmarks.outcome import Outcome, Row
from benchmarks.scale_world import make_scale
from benchmarks.scorecard import STYLE, Given, seconds_of
from benchmarks.world import MOMENT
from supplier_portal.access.actor import SYSTEM, Actor, Role
from supplier_portal.audits.models import Audit
from supplier_portal.audits.operations import AddEvidence, add_evidence
from supplier_portal.config import Config
from supplier_portal.db.unit_of_work import Database
from supplier_portal.files.operations import take_in
from supplier_portal.files.store import FileStore
from supplier_portal.jobs.models import DONE, Job
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.jobs.worker import Worker
from supplier_portal.output.pages import resources
from supplier_portal.reports.jobs import JOBS, report_html
from supplier_portal.reports.jobs import STYLE as REPORT_STYLE
from supplier_portal.reports.photos import print_photos
from supplier_portal.reports.queries.printed import printed_report
from supplier_portal.shipped import PACKAGE

GOAL = 1.5
PHOTOS, SIZE = 30, (2048, 1536)
PLANNER, AUDITOR = Actor(Role.PLANNER, 1, name="planner"), Actor(Role.AUDITOR, 3, name="auditor")


def measure(*, quick: bool) -> Outcome:
    """Render on both sides in turns, after one of each that is not counted: fonts are found once in a process."""
    rounds = 3 if quick else 7
    var = Path("var").resolve()
    var.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=var) as name:
        portal = ReportPortal(Path(name) / "portal")
        html, given = portal.html(), portal.given()
        size = len(portal.make_pdf())
        bare(html, given)
        spent: dict[str, list[float]] = {"portal": [], "floor": []}
        for _ in range(rounds):
            spent["floor"].append(seconds_of(lambda: bare(html, given)))
            spent["portal"].append(seconds_of(portal.make_pdf))
    return told(spent, len(html), size)


def told(spent: dict[str, list[float]], html_size: int, pdf_size: int) -> Outcome:
    portal, floor = statistics.median(spent["portal"]), statistics.median(spent["floor"])
    row = Row(
        "one report", f"{portal * 1000:.0f} ms", f"{floor * 1000:.0f} ms", f"{portal / floor:.2f}", f"≤ {GOAL:.2f} ×"
    )
    notes = (
        f"median of {len(spent['portal'])}, in turns; {html_size // 1000} kB of HTML, {pdf_size // 1000} kB of PDF",
        f"portal: reads, draws, makes {PHOTOS} photos of {SIZE[0]} × {SIZE[1]} fit for paper, renders, keeps it",
        "floor: WeasyPrint with its own defaults on the finished HTML with the finished photos",
    )
    figures: dict[str, object] = {"seconds": spent, "ratio": portal / floor, "goal": GOAL}
    return Outcome("report", "Report PDF of an audit with 30 photos", [row], notes, figures)


class GivenToo(Given):
    """Gives the style sheet and photos of the report besides."""

    def __init__(self, more: dict[str, bytes]) -> None:
        super().__init__()
        self._given |= more


def bare(html: str, given: dict[str, bytes]) -> bytes:
    fonts, found = FontConfiguration(), GivenToo(given)
    style = CSS(string=STYLE, url_fetcher=found, font_config=fonts)
    document = HTML(string=html, base_url="portal:", url_fetcher=found)
    return bytes(document.write_pdf(stylesheets=[style], font_config=fonts))


class ReportPortal:
    """A small portal with one audit in progress: every checkpoint answered, 30 photos; its draft is printed."""

    def __init__(self, folder: Path) -> None:
        self.config = Config(
            data_folder=folder,
            pinned_day=MOMENT.day,
            secret_key="not secret: thrown away after the run",  # noqa: S106
        )
        made = make_scale(self.config, 2, 1)
        self.audit_id = made.running
        self.database = Database(self.config.database_address)
        self.store = FileStore.of(self.config)
        with self.database.unit_of_work(AUDITOR) as session:
            self._add_photos(session)
        with self.database.unit_of_work(SYSTEM) as session:
            session.get_one(Audit, self.audit_id).state = "draft_sent"
        self.worker = Worker(self.database, self.config, JOBS)

    def _add_photos(self, session: Session) -> None:
        chance = Random(7)  # noqa: S311 of a picture
        for number in range(PHOTOS):
            small = Image.frombytes("RGB", (64, 48), chance.randbytes(64 * 48 * 3))
            data = BytesIO()
            small.resize(SIZE).save(data, "JPEG", quality=88)
            upload = take_in(self.store, data.getvalue(), f"photo-{number}.jpg", self.config.upload_limit)
            evidence = AddEvidence(self.audit_id, f"S{1 + number % 5}.1", upload, f"photo-{number}.jpg", "", MOMENT.day)
            add_evidence(session, AUDITOR, evidence, MOMENT)

    def html(self) -> str:
        with self.database.reading(PLANNER) as session:
            printed = printed_report(session, PLANNER, self.audit_id, MOMENT.day)
            return report_html(printed, ["zh", "en"], self.config)

    def given(self) -> dict[str, bytes]:
        with self.database.reading(PLANNER) as session:
            printed = printed_report(session, PLANNER, self.audit_id, MOMENT.day)
        digests = [piece.shown_digest or "" for pieces in printed.photos.values() for piece in pieces]
        style = {REPORT_STYLE: (PACKAGE / "static" / REPORT_STYLE).read_bytes()}
        return {**resources(), **style, **print_photos(self.store, digests)}

    def make_pdf(self) -> bytes:
        """Ask for it and let the worker run; gives the file. Raises RuntimeError where the job was not done."""
        with self.database.unit_of_work(PLANNER) as session:
            asked = AskJob("reports.report_pdf", {"audit_id": self.audit_id, "languages": ["zh", "en"]})
            job_id = ask_job(session, PLANNER, asked, datetime.now(UTC)).id
        self.worker.run_one()
        with self.database.reading(SYSTEM) as session:
            job = session.get_one(Job, job_id)
            if job.state != DONE or job.outcome is None:
                raise RuntimeError(f"the job is {job.state}: {job.error}")
        return self.store.read(str(job.outcome["sha256"]))
