"""Making the demonstration: broken off anywhere it goes on, twice it is the same, and it touches nothing else."""

import fcntl
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.config import Config
from supplier_portal.db import schema
from supplier_portal.db.unit_of_work import Database
from supplier_portal.demo import audit_steps, cli, seed_files
from supplier_portal.demo.calendar import TODAY
from supplier_portal.demo.making import make_demo
from supplier_portal.findings.models import Finding
from supplier_portal.scores.models import Rating
from supplier_portal.tenders.models import Tender
from supplier_portal.trail.models import Event
from tests.engines import PostgresqlEngines, SqliteEngines

FEW = 4


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
