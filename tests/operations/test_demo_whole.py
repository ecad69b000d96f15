"""The whole demonstration, made once: its figures are those of the sources, and what it left is right."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import PEOPLE, SYSTEM
from supplier_portal.accounts.models import Account
from supplier_portal.accounts.passwords import matches
from supplier_portal.appeals.models import Appeal
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.carbon.models import SupplierTarget
from supplier_portal.cli.figures import figures
from supplier_portal.db.unit_of_work import Database
from supplier_portal.declarations.models import TAKEN, Declaration
from supplier_portal.demo import cli, seeds
from supplier_portal.demo.calendar import TODAY
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN, FINDING
from supplier_portal.findings.models import (
    CorrectiveActionPlan,
    Finding,
    FindingMove,
    Message,
    MessageFile,
    MilestoneMet,
    Note,
)
from supplier_portal.programme.models import Programme, ProgrammeLine
from supplier_portal.reports.models import FactualComment
from supplier_portal.scores.models import RatingNow, SavedView, Waiver
from supplier_portal.suppliers.models import Supplier, SupplierSpend
from supplier_portal.tenders.models import Correction, Evaluation, Tender
from supplier_portal.trail.operations import verify_trail
from supplier_portal.visits.models import DocumentRequest, Meeting, SelfAssessment
from tests.engines import SETTING

pytestmark = pytest.mark.skipif(
    os.environ.get(SETTING) == "postgresql", reason="the whole demo is made once, on its own SQLite"
)


@dataclass(frozen=True)
class Made:
    folder: Path
    result: Result


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("demo")
    return Made(folder, _run(folder))


def _run(folder: Path) -> Result:
    return CliRunner().invoke(cli.demo, ["--no-serve", "--folder", str(folder)])


@pytest.fixture
def left(made: Made) -> Iterator[Session]:
    """What the demo left in its database."""
    database = Database(f"sqlite:///{made.folder / 'portal' / 'portal.sqlite'}")
    with database.reading(SYSTEM) as session:
        yield session
    database.engine.dispose()


def _all(session: Session, column: object) -> set[object]:
    return set(session.scalars(select(column)))  # type: ignore[call-overload]  # any column


def test_the_figures_of_the_sources_are_counted_in_its_database(made: Made) -> None:
    told = CliRunner().invoke(figures, ["--demo", "--json", "--folder", str(made.folder)])
    assert json.loads(told.stdout) == {
        "suppliers_audited_2022": 109, "suppliers_audited_2023": 150, "suppliers_audited": 259,
        "strategic_core_suppliers": 300,
        "cdp_2023_published": 81, "cdp_2023_leadership": 17, "cdp_2023_management": 27, "cdp_2023_lower": 37,
        "training_2022_in_person_participants": 112, "training_2022_in_person_suppliers": 84,
        "training_2022_online_participants": 356, "training_2022_online_suppliers": 173,
        "training_2023_participants": 208, "training_2023_suppliers": 96, "training_2023_tariff_suppliers": 30,
    }  # fmt: skip


def test_no_further_supplier_is_audited_besides(left: Session) -> None:
    """However "audited" is read: by the visit, by the issue, or until today."""
    issued = select(Audit.supplier_id).where(Audit.issued_on.is_not(None)).distinct()
    assert len(left.scalars(issued).all()) == 259
    for column in (Audit.starts_on, Audit.issued_on):
        first = select(Audit.supplier_id, func.min(column)).where(Audit.issued_on.is_not(None))
        years = Counter(day.year for _, day in left.execute(first.group_by(Audit.supplier_id)))
        assert years == {2022: 109, 2023: 150}


def test_its_files_are_there_and_its_receipts_give_their_own_figures(made: Made) -> None:
    assert made.result.exit_code == 0, made.result.output
    assert "0 with another figure" in made.result.stderr
    for name in ("scorecard-S-1001.pdf", "scorecard-S-1001-zh.pdf", "evaluation-T-2024-01.pdf"):
        assert (made.folder / name).read_bytes().startswith(b"%PDF")
    assert (made.folder / "scorecards.xlsx").read_bytes().startswith(b"PK")
    receipts = list((made.folder / "receipts").glob("rating-*.json"))
    assert len({sha256(path.read_bytes()).hexdigest() for path in receipts}) == len(receipts) == 326


def test_everybody_can_sign_in_by_the_file_of_accounts(made: Made, left: Session) -> None:
    accounts = json.loads((made.folder / "accounts.json").read_text())
    assert {account["role"] for account in accounts} == {role.value for role in PEOPLE}
    rivals = {account["company"] for account in accounts if account["role"] == "supplier_member"}
    assert len(rivals) == 2
    for account in (accounts[0], accounts[-1]):
        stored = left.scalars(select(Account).where(Account.email == account["email"])).one()
        assert matches(stored.password_hash, account["password"])
    assert len(accounts) == left.scalar(select(func.count()).select_from(Account))


def test_there_is_something_in_every_state(left: Session) -> None:
    assert _all(left, Finding.state) == set(FINDING.states)
    assert _all(left, Audit.state) == set(AUDIT.states)
    assert _all(left, Tender.state) == {"awarded", "closed", "evaluated"}
    assert _all(left, RatingNow.grade) == {"A", "B", "C", "D"}
    assert {gate for acting in left.scalars(select(RatingNow.gates)) for gate in acting} == {
        *("G1", "G2", "G3", "G4", "G5", "G6")
    }
    assert _all(left, SupplierTarget.verdict) == {"sure", "conflict"}
    overdue = Finding.state.in_(COUNTS_AS_OPEN), Finding.close_due_on < TODAY, Finding.kind == "nonconformity"
    assert left.scalar(select(func.count()).where(*overdue))


def test_what_lies_beside_the_moves_of_findings_is_shown_too(left: Session) -> None:
    assert _all(left, MilestoneMet.decision) == {"accepted", None}
    assert len(_all(left, Note.text)) > 2
    disputed = select(MessageFile.id).join(Message).join(Finding).where(Finding.state == "disputed")
    assert left.scalars(disputed).first()
    assert sorted(left.scalars(select(Appeal.state))) == ["filed", "refused"]
    assert all(left.scalars(select(Appeal.decision).where(Appeal.state == "refused")))
    assert _all(left, Declaration.decision) == {TAKEN, None}


def test_records_that_were_not_genuine_have_their_own_notice_within_a_day(left: Session) -> None:
    rows = left.execute(select(Finding, Audit.issued_on).join(Audit, Audit.id == Finding.audit_id)).all()
    forged = [(finding, issued_on) for finding, issued_on in rows if finding.integrity]
    assert 3 <= len(forged) < 15
    for finding, issued_on in forged:
        assert (finding.kind, finding.severity) == ("nonconformity", "critical")
        assert finding.notified_at is not None
        assert finding.notified_at - finding.raised_at <= timedelta(hours=24)
        assert issued_on is None or finding.notified_at.date() < issued_on
    assert len({finding.title for finding, _ in forged}) > 2
    places = Counter((finding.audit_id, finding.checkpoint) for finding, _ in rows if finding.kind == "nonconformity")
    assert max(places.values()) == 1


def test_what_people_wrote_is_not_all_the_same(left: Session) -> None:
    most = {Answer.note: 0.55, Finding.seen: 0.8, CorrectiveActionPlan.root_cause: 0.35, FindingMove.reason: 0.03}
    for column, least in most.items():
        written = left.scalars(select(column).where(column != "")).all()
        assert len(set(written)) > least * len(written), column
        assert max(Counter(written).values()) < 100 or column is FindingMove.reason


def test_every_answer_of_an_issued_audit_has_a_rating_and_a_note(left: Session) -> None:
    of_issued = select(func.count()).join(Audit, Audit.id == Answer.audit_id).where(Audit.issued_on.is_not(None))
    assert left.scalar(of_issued.select_from(Answer)) > 259 * 36
    assert left.scalar(select(func.count()).where(Answer.rating.is_(None) | (Answer.note == ""))) == 0


def test_what_surrounds_an_audit_is_there_too(left: Session) -> None:
    for table in (SelfAssessment, FactualComment, SavedView, Waiver, Correction):
        assert left.scalar(select(func.count()).select_from(table)), table
    assert _all(left, DocumentRequest.state) >= {"asked", "not_available", "read", "insufficient"}
    assert left.scalar(select(func.count()).where(Meeting.sha256.is_(None), Meeting.held_on < TODAY)) == 0
    assert _all(left, Programme.year) == {2022, 2023, 2024}
    planned = select(func.count()).where(ProgrammeLine.audit_id.is_not(None))
    assert left.scalar(planned) == left.scalar(select(func.count()).where(Audit.revision == 1))
    assert left.scalar(select(func.count()).where(ProgrammeLine.audit_id.is_(None)))


def test_a_blocked_bidder_is_left_out_and_a_tie_waits(left: Session) -> None:
    evaluated = select(Tender.number, Evaluation).join(Evaluation, Evaluation.tender_id == Tender.id)
    published = {number: evaluation.receipt["published"] for number, evaluation in left.execute(evaluated)}
    assert published["T-2024-01"]["excluded"] == {"S-1009": ["blocked"]}
    assert published["T-2024-03"]["manual_tie_break"] is True


def test_suppliers_with_whom_nothing_has_begun_have_nobody_who_signs_in(left: Session) -> None:
    known = select(Account.supplier_id).where(Account.supplier_id.is_not(None))
    without = set(left.scalars(select(Supplier.id).where(Supplier.id.not_in(known))))
    assert 10 < len(without) < 40
    assert not without & _all(left, Audit.supplier_id)


def test_the_spend_of_three_years_is_told_and_the_last_one_shown(left: Session) -> None:
    told = {supplier.number: supplier.annual_spend for supplier in seeds.suppliers()}
    shown = left.execute(select(Supplier.number, Supplier.annual_spend, Supplier.spend_year)).all()
    assert {(number, amount) for number, amount, _ in shown} == set(told.items())
    assert {year for _, _, year in shown} == {2023}
    assert _all(left, SupplierSpend.year) == {2021, 2022, 2023}


def test_its_log_is_whole(made: Made, left: Session) -> None:
    assert verify_trail(left, made.folder / "portal", datetime(2100, 1, 1, tzinfo=UTC)) == []


def test_made_again_nothing_is_left_to_do(made: Made) -> None:
    again = _run(made.folder)
    assert again.exit_code == 0
    assert "steps" not in again.stderr
    assert again.stdout == made.result.stdout
