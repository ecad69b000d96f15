"""What the worker makes of reports: the PDF, in one language or in both, one after the other."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.queries import asker_now
from supplier_portal.audits.models import Audit, AuditMove
from supplier_portal.audits.queries import find_audit
from supplier_portal.audits.revisions import file_name
from supplier_portal.config import Config
from supplier_portal.domain.moment import moment_of
from supplier_portal.files.kinds import PDF
from supplier_portal.files.store import FileStore
from supplier_portal.jobs.operations import Made
from supplier_portal.jobs.worker import Effect, JobFunction, Work
from supplier_portal.language.speech import Speech
from supplier_portal.output.pages import render_page, resources
from supplier_portal.output.pdf import render_pdf
from supplier_portal.output.qr_code import qr_code
from supplier_portal.reports.codes import seal_code
from supplier_portal.reports.operations import seal_report
from supplier_portal.reports.photos import print_photos
from supplier_portal.reports.pictures import pictures_of
from supplier_portal.reports.queries.printed import Printed, points_moved, printed_report
from supplier_portal.reports.queries.seals import seal_of
from supplier_portal.shipped import PACKAGE
from supplier_portal.trail.exporting import Holding

STYLE = "reports/report.css"
PLACE_OF_PARTS = "the-parts-stand-here"


def make_report(work: Work) -> Effect:
    """Print the report as whoever asked may have it now. Raises Missing where that is no longer so."""
    arguments: Mapping[str, Any] = work.job.arguments
    moment = moment_of(work.job.asked_at, work.config.zone, work.config.pinned_day)
    _seal(work, arguments["audit_id"])
    with work.database.reading(SYSTEM) as session:
        asker = asker_now(session, work.job.account_id)
    with work.database.reading(asker) as session:
        printed = printed_report(session, asker, arguments["audit_id"], moment.day)
        html = report_html(printed, arguments["languages"], work.config)
    digests = [piece.shown_digest or "" for pieces in printed.photos.values() for piece in pieces]
    store = FileStore.of(work.config)
    given = {**resources(), STYLE: (PACKAGE / "static" / STYLE).read_bytes(), **print_photos(store, digests)}
    pdf = render_pdf(html, resources=given, language=arguments["languages"][0], at=moment.at)
    digest = store.keep(pdf)
    audit = printed.report.audit
    name = f"report-{file_name(audit.number, audit.revision)}{'-draft' if printed.draft else ''}.pdf"
    return Effect({"sha256": digest}, Made(digest, name, PDF, Holding((audit.supplier_id,), audit=audit.id)))


def _seal(work: Work, audit_id: int) -> None:
    """Seal a report that was issued without one, under the business day of its own revision's issue."""
    with work.database.reading(SYSTEM) as session:
        audit = find_audit(session, SYSTEM, audit_id)
        if audit.issued_on is None or seal_of(session, audit) is not None:
            return
    with work.database.unit_of_work(SYSTEM) as session:
        audit = find_audit(session, SYSTEM, audit_id, locked=True)
        seal_report(session, audit, seal_code(), _day_of_issue(session, audit, work.config))


def _day_of_issue(session: Session, audit: Audit, config: Config) -> date:
    """Of this revision: `issued_on` is the first one's."""
    issued = AuditMove.audit_id == audit.id, AuditMove.target == "issued"
    at = session.scalar(select(AuditMove.at).where(*issued))
    return at.astimezone(config.zone).date() if at else audit.issued_on or audit.ends_on


def report_html(printed: Printed, languages: list[str], config: Config) -> str:
    """Write the report as the document that becomes its PDF: a part for each language, in this order."""
    address = _seal_address(printed, config)
    parts = [_part(printed, Speech(language, config.zone), address) for language in languages]
    first = Speech(languages[0], config.zone)
    shell = render_page("reports/report_pdf.html", first, style=STYLE, printed=printed, place=PLACE_OF_PARTS)
    return shell.replace(PLACE_OF_PARTS, "".join(parts))


def _part(printed: Printed, speech: Speech, address: str) -> str:
    return render_page(
        "reports/report_part.html",
        speech,
        printed=printed,
        report=printed.report,
        audit=printed.report.audit,
        pictures=pictures_of(printed.report, speech.language),
        seal_address=address,
        qr=qr_code(address) if address else None,
        points_moved=points_moved,
    )


def _seal_address(printed: Printed, config: Config) -> str:
    """Where the report is checked by anybody; a draft is nowhere."""
    return f"{config.public_address.rstrip('/')}/check/{printed.seal.code}" if printed.seal else ""


JOBS: dict[str, JobFunction] = {"reports.report_pdf": make_report}
