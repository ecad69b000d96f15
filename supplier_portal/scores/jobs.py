"""What the worker makes of ratings: the table as a workbook, a scorecard as a PDF, several as an archive of PDFs."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.moment import Moment, moment_of
from supplier_portal.files.kinds import ARCHIVE, PDF, SHEET
from supplier_portal.files.store import FileStore
from supplier_portal.jobs.operations import Made
from supplier_portal.jobs.worker import Effect, JobFunction, Work
from supplier_portal.language.speech import Speech
from supplier_portal.output.pages import render_page, resources
from supplier_portal.output.pdf import render_pdf
from supplier_portal.output.sheets import write_workbook
from supplier_portal.scores.exports import Asked, scorecard_sheets
from supplier_portal.scores.pictures import pictures_of
from supplier_portal.scores.queries import policy_on
from supplier_portal.scores.queries.scorecard import Scorecard, find_supplier, scorecard_of
from supplier_portal.scores.table_state import TableState
from supplier_portal.trail.exporting import Holding


def make_workbook(work: Work) -> Effect:
    """Write the scorecards of a table's state; whoever asked sees all suppliers, as the platform does."""
    speech, moment = _speech(work, work.job.language), _moment(work)
    arguments: Mapping[str, Any] = work.job.arguments
    with work.database.reading(SYSTEM) as session:
        asked = Asked(TableState.of(arguments), moment.day, policy_on(session, moment.day))
        sheets = scorecard_sheets(session, SYSTEM, asked, speech)
    holding = Holding(whole=True, rows=sheets[0].count)
    digest = FileStore.of(work.config).keep(write_workbook(sheets, at=moment.at))
    return Effect({"sha256": digest}, Made(digest, f"scorecards-{moment.day}.xlsx", SHEET, holding))


def make_pdf(work: Work) -> Effect:
    """Write one supplier's scorecard in the job's language. Raises Missing where there is none."""
    supplier_id: Any = work.job.arguments["supplier_id"]
    (name, pdf), *_ = _scorecards(work, supplier_id, [work.job.language])
    digest = FileStore.of(work.config).keep(pdf)
    return Effect({"sha256": digest}, Made(digest, name, PDF, Holding((supplier_id,))))


def make_archive(work: Work) -> Effect:
    """Write the scorecards of several suppliers in one or more languages into one archive, and tell how far it is.

    Raises Missing where a supplier has none.
    """
    arguments: Mapping[str, Any] = work.job.arguments
    supplier_ids: Sequence[int] = arguments["supplier_ids"]
    languages: Sequence[str] = arguments["languages"]
    target = BytesIO()
    with ZipFile(target, "w", ZIP_STORED) as archive:  # PDFs are compressed already
        for done, supplier_id in enumerate(supplier_ids):
            work.progress(done * len(languages), len(supplier_ids) * len(languages))
            for name, pdf in _scorecards(work, supplier_id, languages):
                archive.writestr(ZipInfo(name), pdf)  # dated 1980, so that a second run makes the same file
    digest = FileStore.of(work.config).keep(target.getvalue())
    holding = Holding(tuple(supplier_ids), rows=len(supplier_ids))
    outcome = {"sha256": digest, "scorecards": len(supplier_ids) * len(languages)}
    return Effect(outcome, Made(digest, f"scorecards-{_moment(work).day}.zip", ARCHIVE, holding))


def scorecard_html(card: Scorecard, speech: Speech) -> str:
    """Write the scorecard as the document that becomes its PDF."""
    pictures = pictures_of(card, speech)
    return render_page("scores/scorecard_pdf.html", speech, card=card, supplier=card.supplier, pictures=pictures)


def _scorecards(work: Work, supplier_id: int, languages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Render one supplier's scorecard in each language: name of the file, and the file. Raises Missing."""
    with work.database.reading(SYSTEM) as session:
        card = scorecard_of(session, SYSTEM, find_supplier(session, SYSTEM, supplier_id))
        if card is None:
            raise Missing
        pages = [(language, scorecard_html(card, _speech(work, language))) for language in languages]
    for language, html in pages:
        pdf = render_pdf(html, resources=resources(), language=language, at=card.rating.published_at)
        yield f"scorecard-{card.supplier.number}-{card.rating.as_of}-{language}.pdf", pdf


def _speech(work: Work, language: str) -> Speech:
    return Speech(language, work.config.zone)


def _moment(work: Work) -> Moment:
    """Give the moment it was asked for, so that a second run makes the same file."""
    return moment_of(work.job.asked_at, work.config.zone, work.config.pinned_day)


JOBS: dict[str, JobFunction] = {
    "scores.scorecards_workbook": make_workbook,
    "scores.scorecard_pdf": make_pdf,
    "scores.scorecards_archive": make_archive,
}
