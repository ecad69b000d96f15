"""A demo supplier's scorecard as PDF, made by the worker, beside WeasyPrint alone on the same HTML."""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pylopdf_fonts_zh_cn import sans_path
from sqlalchemy import select
from sqlalchemy.orm import Session
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from benchmarks.outcome import Outcome, Row
from supplier_portal.access.actor import SYSTEM
from supplier_portal.config import Config
from supplier_portal.db import schema
from supplier_portal.db.unit_of_work import Database
from supplier_portal.demo.making import make_demo
from supplier_portal.domain.errors import Missing
from supplier_portal.files.store import FileStore
from supplier_portal.jobs.models import DONE, Job
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.jobs.worker import Worker
from supplier_portal.language.speech import Speech
from supplier_portal.output.pages import resources
from supplier_portal.scores.jobs import JOBS, scorecard_html
from supplier_portal.scores.models import RatingNow
from supplier_portal.scores.queries.scorecard import find_supplier, scorecard_of

GOAL = 1.2
DEMO_SUPPLIERS = 2
STYLE = '@font-face { font-family: "Noto Sans SC"; src: url("portal:font") } html { font-family: "Noto Sans SC" }'


class Given(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Gives the font and the style sheet that the document names."""

    def __init__(self) -> None:
        super().__init__()
        self._given = {**resources(), "font": sans_path().read_bytes()}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 the library's signature
        return URLFetcherResponse(url, self._given[url.removeprefix("portal:")], headers=_headers(url))


def _headers(url: str) -> dict[str, str] | None:
    return {"Content-Type": "text/css"} if url.endswith(".css") else None


def measure(*, quick: bool) -> Outcome:
    """Render on both sides in turns, after one of each that is not counted: fonts are found once in a process."""
    rounds = 3 if quick else 9
    var = Path("var").resolve()
    var.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=var) as name:
        portal = DemoPortal(Path(name) / "portal")
        html, size = portal.html(), len(portal.make_pdf())
        bare(html)
        spent: dict[str, list[float]] = {"portal": [], "floor": []}
        for _ in range(rounds):
            spent["floor"].append(seconds_of(lambda: bare(html)))
            spent["portal"].append(seconds_of(portal.make_pdf))
    return told(spent, len(html), size)


def told(spent: dict[str, list[float]], html_size: int, pdf_size: int) -> Outcome:
    portal, floor = statistics.median(spent["portal"]), statistics.median(spent["floor"])
    row = Row(
        "one PDF", f"{portal * 1000:.0f} ms", f"{floor * 1000:.0f} ms", f"{portal / floor:.2f}", f"≤ {GOAL:.2f} ×"
    )
    rounds = len(spent["portal"])
    notes = (
        f"median of {rounds} each, in turns; {html_size // 1000} kB of HTML, {pdf_size // 1000} kB of PDF",
        "portal: a job is asked for and claimed, reads, draws, renders tagged PDF, keeps the file durably, ends",
        "floor: WeasyPrint with its own defaults on the finished HTML with the same style sheet and font",
    )
    figures: dict[str, object] = {
        "seconds": spent,
        "median_seconds": {"portal": portal, "floor": floor},
        "ratio": portal / floor,
        "goal": GOAL,
    }
    return Outcome("scorecard", "Scorecard PDF of a demo supplier", [row], notes, figures)


def seconds_of(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def bare(html: str) -> bytes:
    fonts, given = FontConfiguration(), Given()
    style = CSS(string=STYLE, url_fetcher=given, font_config=fonts)
    document = HTML(string=html, base_url="portal:", url_fetcher=given)
    return bytes(document.write_pdf(stylesheets=[style], font_config=fonts))


class DemoPortal:
    """A few suppliers of the demonstration with all that happens to them, and the worker that makes their files."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.config = Config(data_folder=folder, secret_key="not secret: thrown away after the run")  # noqa: S106
        schema.upgrade(self.config.database_address)
        self.database = Database(self.config.database_address)
        make_demo(self.database, self.config, suppliers=DEMO_SUPPLIERS)
        self.worker = Worker(self.database, self.config, JOBS)
        with self.database.reading(SYSTEM) as session:
            self.supplier_id = _rated(session)

    def html(self) -> str:
        """The document that the job makes into a PDF."""
        with self.database.reading(SYSTEM) as session:
            card = scorecard_of(session, SYSTEM, find_supplier(session, SYSTEM, self.supplier_id))
            if card is None:
                raise Missing
            return scorecard_html(card, Speech("en", self.config.zone))

    def make_pdf(self) -> bytes:
        """Ask for it and let the worker run; gives the file. Raises RuntimeError where the job was not done."""
        with self.database.unit_of_work(SYSTEM) as session:
            asked = AskJob("scores.scorecard_pdf", {"supplier_id": self.supplier_id})
            job_id = ask_job(session, SYSTEM, asked, datetime.now(UTC)).id
        self.worker.run_one()
        with self.database.reading(SYSTEM) as session:
            job = session.get_one(Job, job_id)
            if job.state != DONE or job.outcome is None:
                raise RuntimeError(f"the job is {job.state}: {job.error}")
        return FileStore.of(self.config).read(str(job.outcome["sha256"]))


def _rated(session: Session) -> int:
    """The first supplier with a rating."""
    found = session.scalars(select(RatingNow.supplier_id).order_by(RatingNow.supplier_id)).first()
    if found is None:
        raise RuntimeError("the demonstration left no rating")
    return found
