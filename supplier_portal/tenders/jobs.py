"""Files made of an evaluation: its record as PDF, and a workbook with typed columns."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import Account
from supplier_portal.domain.errors import Missing
from supplier_portal.files.store import FileStore
from supplier_portal.jobs.operations import Made
from supplier_portal.jobs.worker import Effect, JobFunction, Work
from supplier_portal.language.speech import Speech
from supplier_portal.output.pages import render_page, resources
from supplier_portal.output.pdf import render_pdf
from supplier_portal.output.sheets import write_workbook
from supplier_portal.tenders.models import Evaluation, Tender
from supplier_portal.tenders.queries import evaluation_of, found, moves_of, openings_of, policy_of, team_of
from supplier_portal.tenders.record import Record, record_of
from supplier_portal.tenders.record.decided import lines_of
from supplier_portal.tenders.record.decisions import Decisions, decisions_of
from supplier_portal.tenders.record.receipts import ShownReceipt, file_name, receipts_of
from supplier_portal.tenders.record.rules import ShownRules, shown_rules
from supplier_portal.tenders.record.sheets import sheets_of
from supplier_portal.trail.exporting import Holding

PDF = "application/pdf"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Asked:
    """What a job writes of: read for whoever asked, in their language."""

    session: Session
    speech: Speech
    tender: Tender
    evaluation: Evaluation
    record: Record
    decisions: Decisions
    rules: ShownRules
    receipts: Sequence[ShownReceipt]


@contextmanager
def asked_for(work: Work) -> Iterator[Asked]:
    """Read the evaluation the job names. Raises Missing where whoever asked is not in the tender's team."""
    speech = Speech(work.job.language, work.config.zone)
    with work.database.reading(SYSTEM) as session:
        account = session.get(Account, work.job.account_id)
        tender = found(session, account.actor, int(str(work.job.arguments["tender"]))) if account else None
        evaluation = evaluation_of(session, tender.id) if tender else None
        if tender is None or evaluation is None:
            raise Missing
        record, policy = record_of(session, tender, evaluation, speech), policy_of(session, tender)
        receipts, rules = receipts_of(record, policy), shown_rules(tender, speech, policy)
        yield Asked(session, speech, tender, evaluation, record, decisions_of(session, tender), rules, receipts)


def evaluation_pdf(work: Work) -> Effect:
    """Make the record on A4: rules, ranking with reasons, intervals, hashes of the receipts."""
    with asked_for(work) as asked:
        html = render_page(
            "tenders/evaluation_pdf.html",
            asked.speech,
            tender=asked.tender,
            record=asked.record,
            decisions=asked.decisions,
            decided=lines_of(asked.decisions, asked.record.codes),
            rules=asked.rules,
            receipts=asked.receipts,
            file_name=file_name(asked.tender),
            team=team_of(asked.session, asked.tender.id),
            moves=moves_of(asked.session, asked.tender.id),
            openings=openings_of(asked.session, asked.tender.id),
        )
    at = asked.evaluation.evaluated_at
    return _kept(work, asked, render_pdf(html, resources=resources(), language=work.job.language, at=at), "pdf", PDF)


def evaluation_workbook(work: Work) -> Effect:
    """Make the workbook: ranking, criteria, intervals and receipts, a sheet each."""
    with asked_for(work) as asked:
        sheets = sheets_of(asked.record, asked.decisions, asked.rules, asked.receipts, asked.speech)
    data = write_workbook(sheets, at=asked.evaluation.evaluated_at)
    return _kept(work, asked, data, "xlsx", WORKBOOK)


def _kept(work: Work, asked: Asked, data: bytes, ending: str, media_type: str) -> Effect:
    digest = FileStore.of(work.config).keep(data)
    name = f"{file_name(asked.tender).removesuffix('.json')}-{work.job.language}.{ending}"
    holding = Holding(tender=asked.tender.id, rows=len(asked.record.codes))
    return Effect({"digest": digest, "tender": asked.tender.id}, Made(digest, name, media_type, holding))


JOBS: dict[str, JobFunction] = {
    "tenders.evaluation_pdf": evaluation_pdf,
    "tenders.evaluation_workbook": evaluation_workbook,
}
