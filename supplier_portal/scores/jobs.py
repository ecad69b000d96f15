"""What the worker makes of ratings: the table as a workbook, one scorecard as a PDF."""

from collections.abc import Mapping
from typing import Any

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.moment import Moment, moment_of
from supplier_portal.files.kinds import SHEET
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
from supplier_portal.scores.queries.table import FIRST_SORT, TableFilter


def make_workbook(work: Work) -> Effect:
    """Write the scorecards of a filter; whoever asked sees all suppliers, as the platform does."""
    speech, moment = _speech(work), _moment(work)
    arguments: Mapping[str, Any] = work.job.arguments
    with work.database.reading(SYSTEM) as session:
        wanted, sort = TableFilter.of(arguments), str(arguments.get("sort", FIRST_SORT))
        asked = Asked(wanted, sort, moment.day, policy_on(session, moment.day))
        sheets = scorecard_sheets(session, SYSTEM, asked, speech)
    digest = FileStore.of(work.config).keep(write_workbook(sheets, at=moment.at))
    return Effect({"sha256": digest}, Made(digest, f"scorecards-{moment.day}.xlsx", SHEET))


def make_pdf(work: Work) -> Effect:
    """Write one supplier's scorecard in the language of whoever asked. Raises Missing where there is none."""
    supplier_id: Any = work.job.arguments["supplier_id"]
    with work.database.reading(SYSTEM) as session:
        supplier = find_supplier(session, SYSTEM, supplier_id)
        card = scorecard_of(session, SYSTEM, supplier)
        if card is None:
            raise Missing
        html = scorecard_html(card, _speech(work))
    pdf = render_pdf(html, resources=resources(), language=work.job.language, at=card.rating.published_at)
    digest = FileStore.of(work.config).keep(pdf)
    name = f"scorecard-{supplier.number}-{card.rating.as_of}.pdf"
    return Effect({"sha256": digest}, Made(digest, name, "application/pdf"))


def scorecard_html(card: Scorecard, speech: Speech) -> str:
    """Write the scorecard as the document that becomes its PDF."""
    pictures = pictures_of(card, speech.language, speech.gettext("Perf. rating"), speech.gettext("Sustainability"))
    return render_page("scores/scorecard_pdf.html", speech, card=card, supplier=card.supplier, pictures=pictures)


def _speech(work: Work) -> Speech:
    return Speech(work.job.language, work.config.zone)


def _moment(work: Work) -> Moment:
    """Give the moment it was asked for, so that a second run makes the same file."""
    return moment_of(work.job.asked_at, work.config.zone, work.config.pinned_day)


JOBS: dict[str, JobFunction] = {
    "scores.scorecards_workbook": make_workbook,
    "scores.scorecard_pdf": make_pdf,
}
