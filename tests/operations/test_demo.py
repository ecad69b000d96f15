"""The demonstration: what is planned says what it should, and making it can be broken off anywhere."""

import fcntl
import json
import os
import string
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from supplier_portal.access.actor import PEOPLE, SYSTEM
from supplier_portal.accounts.models import Account
from supplier_portal.accounts.passwords import matches
from supplier_portal.audits.models import Audit
from supplier_portal.carbon.models import SupplierTarget
from supplier_portal.checklists.yaml_file import read_checklist
from supplier_portal.config import Config
from supplier_portal.db import schema
from supplier_portal.db.unit_of_work import Database
from supplier_portal.demo import audit_steps, cli, seed_files
from supplier_portal.demo.audit_plans import PlannedAudit, planned_audits
from supplier_portal.demo.beginning import CHECKLIST, MODULES
from supplier_portal.demo.calendar import TODAY
from supplier_portal.demo.finding_lives import state_after
from supplier_portal.demo.making import make_demo
from supplier_portal.domain.checklist.suggestion import suggested_level, suggested_level_of_pair
from supplier_portal.domain.checklist.version import ChecklistVersion
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import Finding
from supplier_portal.scores.models import Rating, RatingNow
from supplier_portal.tenders.models import Evaluation, Tender
from supplier_portal.trail.models import Event
from supplier_portal.trail.operations import verify_trail
from tests.engines import SETTING, PostgresqlEngines, SqliteEngines

FEW = 4


@pytest.fixture(scope="module")
def checklist() -> ChecklistVersion:
    return read_checklist(CHECKLIST.read_bytes())[0]


@pytest.fixture(scope="module")
def modules() -> dict[str, ChecklistVersion]:
    return {name: read_checklist(path.read_bytes())[0] for name, path in MODULES.items()}


@pytest.fixture(scope="module")
def planned(checklist: ChecklistVersion, modules: dict[str, ChecklistVersion]) -> list[PlannedAudit]:
    return planned_audits(checklist, modules, seed_files.suppliers())


def test_a_finding_comes_to_every_state_of_the_table(planned: list[PlannedAudit]) -> None:
    states = Counter(
        state_after(finding.acts) if audit.issued else "draft" for audit in planned for finding in audit.findings
    )
    assert set(FINDING.states) <= states.keys()


def test_an_audit_comes_to_every_state_but_the_amended(planned: list[PlannedAudit]) -> None:
    states = {"closed" if audit.closed_on else audit.seed.until for audit in planned}
    assert states == set(AUDIT.states) - {"amended"}


def test_forty_suppliers_and_thirty_issued_audits_of_every_mode_and_of_several_countries(
    planned: list[PlannedAudit],
) -> None:
    suppliers = seed_files.suppliers()
    issued = [audit for audit in planned if audit.issued]
    assert (len(suppliers), len(issued) >= 30) == (40, True)
    assert {audit.seed.mode for audit in issued} == {"on_site", "remote", "desktop"}
    assert {audit.supplier.language for audit in issued} == {"en", "zh"}
    assert len({supplier.country for supplier in suppliers}) >= 8
    assert any(len(supplier.sites) > 1 for supplier in suppliers)


def test_figures_propose_the_level_the_answer_has(
    planned: list[PlannedAudit], checklist: ChecklistVersion, modules: dict[str, ChecklistVersion]
) -> None:
    known = {code: one for version in (checklist, *modules.values()) for code, one in version.by_code.items()}
    compared = 0
    for audit in planned:
        for answer in audit.answers:
            checkpoint, figures = known[answer.checkpoint], answer.figures
            if figures.number is not None:
                proposed = suggested_level(checkpoint, figures.number, on_track=figures.on_track is True)
            elif figures.claimed is not None and figures.reperformed is not None:
                proposed = suggested_level_of_pair(checkpoint, figures.claimed, figures.reperformed)
            else:
                continue
            compared += 1
            assert str(proposed) == answer.rating, (audit.key, answer)
    assert compared > 300


def test_every_answer_has_a_finished_sentence(planned: list[PlannedAudit]) -> None:
    for audit in planned:
        for answer in audit.answers:
            assert len(answer.note) > 5
            assert not set("{}") & set(answer.note)
            assert answer.note.isascii() == (audit.language == "en") or max(answer.note) < "\u4e00"


def test_both_languages_have_the_same_sentences_with_the_same_blanks() -> None:
    english, chinese = (dict(_sentences(seed_files.texts(language))) for language in ("en", "zh"))
    assert english.keys() == chinese.keys()
    optional = {"S2.1/high"}
    assert [key for key in english.keys() - optional if _blanks(english[key]) != _blanks(chinese[key])] == []


def _sentences(table: seed_files.Texts, above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _sentences(value, f"{above}{key}/")
        else:
            several = value if isinstance(value, list) else [value]
            yield from ((f"{above}{key}" if value == one else f"{above}{key}[{place}]", one)
                        for place, one in enumerate(several))  # fmt: skip


def _blanks(sentence: str) -> set[str | None]:
    return {blank for _, blank, _, _ in string.Formatter().parse(sentence)} - {None}


@pytest.fixture
def settings(tmp_path: Path) -> Config:
    return Config(data_folder=tmp_path / "data", secret_key="k" * 40, pinned_day=TODAY)


@pytest.fixture
def two_databases(own_engines: SqliteEngines | PostgresqlEngines) -> Iterator[tuple[Database, Database]]:
    databases = []
    for which in ("broken-off", "straight"):
        address = own_engines.empty(f"demo-{which}")
        schema.upgrade(address)
        databases.append(Database(address))
    yield databases[0], databases[1]
    for database in databases:
        database.engine.dispose()


def _left(database: Database) -> dict[str, object]:
    """What a make leaves: hashes of all receipts, and how many rows of each state."""
    with database.reading(SYSTEM) as session:
        return {
            "receipts": session.scalars(select(Rating.receipt_sha256).order_by(Rating.id)).all(),
            "audits": session.execute(select(Audit.number, Audit.state).order_by(Audit.id)).all(),
            "findings": session.execute(select(Finding.number, Finding.state).order_by(Finding.id)).all(),
            "tenders": session.execute(select(Tender.number, Tender.state)).all(),
            "acts": Counter(json.loads(body)["act"] for body in session.scalars(select(Event.body))),
        }


def test_broken_off_and_run_again_it_ends_as_if_nothing_had_been(
    two_databases: tuple[Database, Database], settings: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, straight = two_databases
    issue, issues = audit_steps.issue_audit, Counter[str]()

    def issue_until_the_third(*given: object, **named: object) -> Audit:
        issued = issue(*given, **named)
        issues["done"] += 1
        if issues["done"] == 3:
            raise KeyboardInterrupt
        return issued

    monkeypatch.setattr(audit_steps, "issue_audit", issue_until_the_third)
    with pytest.raises(KeyboardInterrupt):
        make_demo(broken, settings, suppliers=FEW)
    halfway = _left(broken)
    make_demo(broken, settings, suppliers=FEW)
    make_demo(straight, replace(settings, data_folder=settings.data_folder / "other"), suppliers=FEW)
    assert len(halfway["receipts"]) < len(_left(broken)["receipts"])
    assert _left(broken) == _left(straight)
    again = make_demo(straight, settings, suppliers=FEW)
    assert _left(broken) == _left(straight)
    assert len(again.people) == len(seed_files.people()) + FEW
    assert _left(broken)["tenders"] == [("T-2024-02", "closed")]


@pytest.fixture
def made_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an earlier demo and a file of somebody's own; nothing is made anew in it."""
    monkeypatch.setattr(cli, "_make", lambda *_: None)
    (tmp_path / "portal").mkdir()
    (tmp_path / "receipts").mkdir()
    for name in (
        "portal/portal.sqlite",
        "receipts/rating-S-1001.json",
        "scorecard-S-1001.pdf",
        "accounts.json",
        "own.txt",
    ):
        (tmp_path / name).write_text("there")
    return tmp_path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.demo, arguments)


def test_fresh_removes_what_a_demo_made_and_nothing_else(made_before: Path) -> None:
    assert _run("--no-serve", "--fresh", "--folder", str(made_before)).exit_code == 0
    left = {str(path.relative_to(made_before)) for path in made_before.rglob("*") if path.is_file()}
    assert left == {"own.txt", "portal/secret-key", cli.LOCK}


def test_without_fresh_nothing_is_removed(made_before: Path) -> None:
    assert _run("--no-serve", "--folder", str(made_before)).exit_code == 0
    assert (made_before / "portal" / "portal.sqlite").exists()


def test_fresh_leaves_a_database_of_its_own_address_alone(made_before: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPLIER_PORTAL_DATABASE", "postgresql+psycopg://somewhere/portal")
    result = _run("--no-serve", "--fresh", "--folder", str(made_before))
    assert result.exit_code == 1
    assert "empty it yourself" in result.output
    assert (made_before / "portal" / "portal.sqlite").exists()


def test_two_demos_are_not_made_in_one_folder_at_once(made_before: Path) -> None:
    with (made_before / cli.LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        result = _run("--no-serve", "--folder", str(made_before))
    assert result.exit_code == 1
    assert "another demo is being made" in result.output


def test_it_is_served_with_its_own_folder_and_its_pinned_day(
    made_before: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(cli.os, "execve", lambda _, command, environment: started.append((command, environment)))
    assert _run("--folder", str(made_before)).exit_code == 0
    [(command, environment)] = started
    assert command[1:] == ["-m", "supplier_portal", "serve"]
    assert environment["SUPPLIER_PORTAL_PINNED_DAY"] == "2024-03-31"
    assert environment["SUPPLIER_PORTAL_DATA_FOLDER"] == str(made_before / "portal")


@pytest.mark.skipif(os.environ.get(SETTING) == "postgresql", reason="the whole demo is made once, on its own SQLite")
def test_the_whole_demo_with_its_files_and_what_is_in_them(tmp_path: Path) -> None:
    first = _run("--no-serve", "--folder", str(tmp_path))
    assert first.exit_code == 0, first.output
    assert "0 with another figure" in first.stderr
    for name in ("scorecard-S-1001.pdf", "scorecard-S-1001-zh.pdf", "evaluation-T-2024-01.pdf"):
        assert (tmp_path / name).read_bytes().startswith(b"%PDF")
    assert (tmp_path / "scorecards.xlsx").read_bytes().startswith(b"PK")
    _check_accounts(tmp_path)
    _check_database(tmp_path)
    again = _run("--no-serve", "--folder", str(tmp_path))
    assert again.exit_code == 0
    assert "steps" not in again.stderr
    assert again.stdout == first.stdout


def _check_accounts(folder: Path) -> None:
    accounts = json.loads((folder / "accounts.json").read_text())
    assert {account["role"] for account in accounts} == {role.value for role in PEOPLE}
    rivals = {account["company"] for account in accounts if account["role"] == "supplier_member"}
    assert len(rivals) == 2
    database = Database(f"sqlite:///{folder / 'portal' / 'portal.sqlite'}")
    with database.reading(SYSTEM) as session:
        stored = session.scalars(select(Account).where(Account.email == accounts[0]["email"])).one()
    database.engine.dispose()
    assert matches(stored.password_hash, accounts[0]["password"])


def _check_database(folder: Path) -> None:
    database = Database(f"sqlite:///{folder / 'portal' / 'portal.sqlite'}")
    with database.reading(SYSTEM) as session:
        assert set(session.scalars(select(Finding.state))) == set(FINDING.states)
        assert set(session.scalars(select(Audit.state))) == set(AUDIT.states) - {"amended"}
        assert set(session.scalars(select(Tender.state))) == {"awarded", "closed"}
        assert len(session.scalars(select(RatingNow.grade)).all()) == 40
        assert set(session.scalars(select(RatingNow.grade))) == {"A", "B", "C", "D"}
        gates = {gate for acting in session.scalars(select(RatingNow.gates)) for gate in acting}
        assert gates == {"G1", "G2", "G3", "G4", "G5", "G6"}
        assert set(session.scalars(select(SupplierTarget.verdict))) == {"sure", "conflict"}
        assert verify_trail(session, folder / "portal", datetime(2100, 1, 1, tzinfo=UTC)) == []
        excluded = session.scalars(select(Evaluation)).one().receipt["published"]["excluded"]
        assert excluded == {"S-1009": ["blocked"]}
    database.engine.dispose()
    hashes = {sha256(path.read_bytes()).hexdigest() for path in (folder / "receipts").glob("rating-*.json")}
    assert len(hashes) == 40
