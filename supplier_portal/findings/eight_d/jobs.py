"""What the worker does for 8D reports: write workbooks and PDFs, and read workbooks that came back."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.queries import asker_now
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment, moment_of
from supplier_portal.files.kinds import PDF, SHEET
from supplier_portal.files.store import FileStore
from supplier_portal.findings.eight_d.facts import EightD, chosen_findings, eight_d_of
from supplier_portal.findings.eight_d.printing import eight_d_html
from supplier_portal.findings.eight_d.reading import read_eight_d
from supplier_portal.findings.eight_d.sending import READING, keep_read
from supplier_portal.findings.eight_d.sheet_read import SheetRead
from supplier_portal.findings.eight_d.workbook import eight_d_workbook
from supplier_portal.jobs.operations import Made
from supplier_portal.jobs.worker import Effect, JobFunction, Work
from supplier_portal.language.speech import Speech
from supplier_portal.output.pages import resources
from supplier_portal.output.pdf import render_pdf
from supplier_portal.trail.exporting import Holding

WORKBOOK, PRINT = "findings.eight_d_workbook", "findings.eight_d_pdf"


def make_workbook(work: Work) -> Effect:
    """Write the findings as whoever asked may read them. Raises Missing where that is no longer so."""
    with _asked(work) as reports:
        data = eight_d_workbook(reports, _speech(work), at=work.job.asked_at)
        name, holding = _name(work, reports), _holding(reports)
    return _kept(work, data, f"{name}.xlsx", holding)


def make_pdf(work: Work) -> Effect:
    """Print the findings as whoever asked may read them. Raises Missing where that is no longer so."""
    with _asked(work) as reports:
        html = eight_d_html(reports, _speech(work), work.config.public_address)
        name, holding = _name(work, reports), _holding(reports)
    data = render_pdf(html, resources=resources(), language=work.job.language, at=work.job.asked_at)
    return _kept(work, data, f"{name}.pdf", holding)


@contextmanager
def _asked(work: Work) -> Iterator[list[EightD]]:
    arguments: Mapping[str, Any] = work.job.arguments
    with work.database.reading(SYSTEM) as session:
        asker = asker_now(session, work.job.account_id)
    with work.database.reading(asker) as session:
        ids = chosen_findings(session, asker, arguments["finding_ids"])
        yield [eight_d_of(session, asker, one, _moment(work)) for one in ids]


def _name(work: Work, reports: list[EightD]) -> str:
    first = reports[0].story
    told = first.finding.number if len(reports) == 1 else first.listed.supplier.number
    return f"8D-{told}-{work.job.language}"


def _holding(reports: list[EightD]) -> Holding:
    return Holding(tuple(one.story.listed.supplier.id for one in reports), rows=len(reports))


def _kept(work: Work, data: bytes, name: str, holding: Holding) -> Effect:
    digest = FileStore.of(work.config).keep(data)
    media_type = PDF if name.endswith(".pdf") else SHEET
    return Effect({"sha256": digest}, Made(digest, name, media_type, holding))


def read_workbook(work: Work) -> Effect:
    """Read a workbook that came back, and keep what it says or why it says nothing."""
    arguments: Mapping[str, Any] = work.job.arguments
    number, faults = arguments["workbook_id"], tuple[Fault, ...]()
    sheets: list[SheetRead] = []
    try:
        sheets = read_eight_d(FileStore.of(work.config).read(arguments["digest"]))
    except Invalid as error:
        faults = error.faults
    return Effect({"workbook": number}, write=lambda session: keep_read(session, number, sheets, faults))


def _speech(work: Work) -> Speech:
    return Speech(work.job.language, work.config.zone)


def _moment(work: Work) -> Moment:
    """The moment it was asked for, so that a second run makes the same file."""
    return moment_of(work.job.asked_at, work.config.zone, work.config.pinned_day)


JOBS: Mapping[str, JobFunction] = {WORKBOOK: make_workbook, PRINT: make_pdf, READING: read_workbook}
