"""How long pages and the act of issue take with 10,000 suppliers and 30,000 audits, on both databases."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import create_engine, make_url, text

from benchmarks.outcome import Outcome, Row
from benchmarks.scale_world import BUYER_EMAIL, OWNER_EMAIL, REVIEWER_EMAIL, Made, make_scale
from benchmarks.world import AUDITOR_EMAIL, MOMENT, PASSWORD
from supplier_portal import create_app
from supplier_portal.access.actor import Actor, Role
from supplier_portal.audits.operations import SaveAnswer, save_answer
from supplier_portal.config import Config
from supplier_portal.db.unit_of_work import Database
from supplier_portal.reports.operations import issue_audit
from tests.postgresql import cluster

SUPPLIERS, SUPPLIERS_QUICK = 10_000, 500
ROUNDS, ROUNDS_QUICK = 15, 5
DRAFTS = 12
PEOPLE = (BUYER_EMAIL, AUDITOR_EMAIL, REVIEWER_EMAIL, OWNER_EMAIL)
GOAL_PAGE, GOAL_ISSUE = 0.150, 0.300
FLOOR = "/profile"
AUDITOR, REVIEWER = Actor(Role.AUDITOR, 3, name="auditor"), Actor(Role.REVIEWER, 5, name="reviewer")


@dataclass(frozen=True)
class Measured:
    """Median seconds by page and database; an issue beside the save of one answer."""

    pages: dict[str, float]
    floor: float
    issue: float
    save: float


def measure(*, quick: bool) -> Outcome:
    suppliers, rounds = (SUPPLIERS_QUICK, ROUNDS_QUICK) if quick else (SUPPLIERS, ROUNDS)
    found = {}
    for engine, portal in (("SQLite", on_sqlite), ("PostgreSQL", on_postgresql)):
        with portal() as config:
            made = make_scale(config, suppliers, DRAFTS)
            found[engine] = measured(config, made, rounds)
    return told(found, suppliers, rounds)


@contextmanager
def on_sqlite() -> Iterator[Config]:
    with tempfile.TemporaryDirectory(prefix="bench-", dir=_var()) as name:
        yield _config(Path(name) / "portal")


@contextmanager
def on_postgresql() -> Iterator[Config]:
    """A cluster of its own; it is made by the suite's own means, without waiting for the disk."""
    with cluster() as maintenance, tempfile.TemporaryDirectory(prefix="bench-", dir=_var()) as name:
        engine = create_engine(maintenance, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE scale"))
        engine.dispose()
        address = make_url(maintenance).set(database="scale").render_as_string(hide_password=False)
        yield _config(Path(name) / "portal", address)


def _var() -> Path:
    var = Path("var").resolve()
    var.mkdir(exist_ok=True)
    return var


def _config(folder: Path, address: str = "") -> Config:
    return Config(
        data_folder=folder,
        database=address,
        pinned_day=MOMENT.day,
        secret_key="not secret: thrown away after the run",  # noqa: S106
    )


def measured(config: Config, made: Made, rounds: int) -> Measured:
    app = create_app(config)
    clients = {email: signed_in(app.test_client(), email) for email in PEOPLE}
    pages = {name: median(partial(asked, clients[email], path), rounds) for name, email, path in wanted(made)}
    floor = median(partial(asked, clients[BUYER_EMAIL], FLOOR), rounds)
    database: Database = app.extensions["portal"].database
    save, issue = acts(database, made)
    database.engine.dispose()
    return Measured(pages, floor, issue, save)


def wanted(made: Made) -> Sequence[tuple[str, str, str]]:
    """What it is, who asks, and where."""
    return (
        ("scorecards", BUYER_EMAIL, "/scorecards"),
        ("scorecards, filtered and sorted", BUYER_EMAIL, "/scorecards?category=optical&grade=B&sort=-rating&page=2"),
        ("one scorecard", BUYER_EMAIL, f"/scorecards/{made.supplier_id}"),
        ("dashboard", BUYER_EMAIL, "/dashboard"),
        ("audit page", AUDITOR_EMAIL, f"/audits/{made.running}/S4.3"),
        ("desk", REVIEWER_EMAIL, "/desk?whose=all"),
        ("desk, how findings go", REVIEWER_EMAIL, "/desk/figures"),
        ("desk, table", REVIEWER_EMAIL, "/desk/findings?open=yes&sort=due"),
        ("supplier's to-do", OWNER_EMAIL, "/home"),
        ("review", REVIEWER_EMAIL, f"/reviews/{made.drafts[-1]}"),
    )


def signed_in(client: FlaskClient, email: str) -> FlaskClient:
    token = client.get("/sign-in").text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    answer = client.post("/sign-in", data={"csrf_token": token, "email": email, "password": PASSWORD})
    if answer.status_code != 302:
        raise RuntimeError(f"{email} was not let in: {answer.status_code}")
    return client


def asked(client: FlaskClient, path: str) -> None:
    """Ask for a page. Raises RuntimeError where it is not there."""
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")


def median(act: Callable[[], object], rounds: int) -> float:
    act()
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def acts(database: Database, made: Made) -> tuple[float, float]:
    """Save an answer and issue an audit, in turns, each in a unit of work of its own."""
    spent: dict[str, list[float]] = {"save": [], "issue": []}
    for turn, audit_id in enumerate(made.drafts[:-1]):
        change = str(UUID(int=turn + 1, version=4))
        none = (None, None, None, None, None, None)
        command = SaveAnswer(made.running, "S4.3", turn + 1, "3", "Read again.", *none, change_uuid=change)
        began = time.perf_counter()
        with database.unit_of_work(AUDITOR) as session:
            save_answer(session, AUDITOR, command, MOMENT)
        between = time.perf_counter()
        with database.unit_of_work(REVIEWER) as session:
            issue_audit(session, REVIEWER, audit_id, MOMENT)
        spent["save"].append(between - began)
        spent["issue"].append(time.perf_counter() - between)
    return statistics.median(spent["save"]), statistics.median(spent["issue"])


def told(found: dict[str, Measured], suppliers: int, rounds: int) -> Outcome:
    rows = []
    for engine, one in found.items():
        rows += [_row(f"{name}, {engine}", spent, one.floor, GOAL_PAGE) for name, spent in one.pages.items()]
        rows.append(_row(f"issue of an audit, {engine}", one.issue, one.save, GOAL_ISSUE))
    notes = (
        f"{suppliers:,} suppliers, {3 * suppliers:,} audits with {44 * 3 * suppliers:,} answers; median of {rounds}",
        f"{6 * suppliers:,} findings at most: two of each issued audit",
        "pages: through the whole application in one process, signed in; floor: the page of one's own profile",
        "issue: the unit of work with its commit; floor: the save of one answer in one",
    )
    figures: dict[str, object] = {engine: vars(one) for engine, one in found.items()}
    return Outcome("pages", "Pages and issue at full size", rows, notes, figures)


def _row(name: str, spent: float, floor: float, goal: float) -> Row:
    return Row(
        name, f"{spent * 1000:.0f} ms", f"{floor * 1000:.0f} ms", f"{spent / floor:.1f}", f"≤ {goal * 1000:.0f} ms"
    )
