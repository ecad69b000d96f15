"""What every test finds: a database and pages of its own, the cast, and no way out of this machine."""

import os
import shutil
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from supplier_portal import create_app
from supplier_portal.access.actor import SYSTEM
from supplier_portal.config import Config
from supplier_portal.db import schema
from supplier_portal.db.unit_of_work import Database
from supplier_portal.web.portal import Portal
from tests import cast
from tests.cast import Person
from tests.engines import SETTING, PostgresqlEngines, SqliteEngines, engines
from tests.house.network import forbid_mail, forbid_network
from tests.security.world import Rows, build_rows
from tests.web.pages import Browser

DATABASES = frozenset({"own_engines", "session"})  # `session` chooses its own when it is asked for
MEMORY, ROOM_NEEDED = Path("/dev/shm"), 1_000_000_000  # noqa: S108 the tests' own, removed after them

# The same examples in every run: a suite that is green here is green elsewhere.
settings.register_profile("portal", derandomize=True, deadline=None)
settings.load_profile("portal")


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' folders in memory where there is room: every commit is flushed, and a disk is slow at it."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_NEEDED
    if config.option.basetemp is None and roomy and not hasattr(config, "workerinput"):
        config.option.basetemp = str(MEMORY / f"supplier-portal-tests-{os.getpid()}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what a second engine can change: not the tests without a database, nor those marked so."""
    if os.environ.get(SETTING) != "postgresql":
        return
    changed = [
        item
        for item in items
        if DATABASES & set(getattr(item, "fixturenames", ())) and item.get_closest_marker("one_engine") is None
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(changed)])
    items[:] = changed


def pytest_unconfigure(config: pytest.Config) -> None:
    folder = Path(config.option.basetemp or "")
    if folder.parent == MEMORY:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that connects to another machine or sends mail without asking for it fails."""
    forbid_network(monkeypatch)
    forbid_mail(monkeypatch)


@pytest.fixture(scope="session")
def own_engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteEngines | PostgresqlEngines]:
    with engines(tmp_path_factory.mktemp("databases")) as found:
        yield found


@pytest.fixture(scope="session")
def template(own_engines: SqliteEngines | PostgresqlEngines) -> str:
    """A migrated database with the cast in it."""
    address = own_engines.empty("template")
    schema.upgrade(address)
    database = Database(address)
    with database.unit_of_work(SYSTEM) as session:
        cast.add_world(session)
        if database.engine.dialect.name == "postgresql":
            for table in ("supplier", "site", "account"):
                session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1000)"))
    settle(database)
    return address


def settle(database: Database) -> None:
    """Leave the database ready to be copied: all of it in its file, nobody connected."""
    if database.engine.dialect.name == "sqlite":
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()


@pytest.fixture(scope="session")
def kept_database(own_engines: SqliteEngines | PostgresqlEngines, template: str) -> Iterator[Database]:
    """The engine of every test that commits: its address holds a fresh copy for each of them."""
    opened = Database(own_engines.copy(template, "test"))
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="session")
def untouched_database(own_engines: SqliteEngines | PostgresqlEngines, template: str) -> Iterator[Database]:
    """The engine of every test that never commits: one copy serves them all."""
    opened = Database(own_engines.copy(template, "untouched"))
    yield opened
    opened.engine.dispose()


@pytest.fixture
def database_address(
    request: pytest.FixtureRequest, own_engines: SqliteEngines | PostgresqlEngines, kept_database: Database
) -> Iterator[str]:
    source: str = request.getfixturevalue("template")
    if "full_rows" in request.fixturenames:
        source = request.getfixturevalue("full_world").address
    yield own_engines.copy(source, "test")
    kept_database.engine.dispose()


def of_test(kept_database: Database) -> Database:
    """The database as one test sees it: what it listens for on the engine ends with it."""
    seen = copy(kept_database)
    seen.engine = kept_database.engine.execution_options()
    return seen


@pytest.fixture
def database(kept_database: Database, database_address: str) -> Database:
    assert database_address
    return of_test(kept_database)


@pytest.fixture
def session(request: pytest.FixtureRequest) -> Iterator[Session]:
    """A writing session that is never committed: operations are tried in it."""
    alone = "database_address" not in request.fixturenames
    found: Database = request.getfixturevalue("untouched_database" if alone else "database")
    with Session(found.engine.execution_options(writes=True), expire_on_commit=False) as opened:
        opened.info["after_commit"] = []
        event.listen(opened, "before_commit", refuse_commit)
        yield opened


def refuse_commit(session: Session) -> None:
    assert session.in_nested_transaction(), "this session is rolled back: take a unit of work where rows are to stay"


@pytest.fixture
def config(database_address: str, tmp_path: Path) -> Config:
    return Config(data_folder=tmp_path / "data", database=database_address, secret_key="k" * 40, pinned_day=cast.TODAY)


@pytest.fixture(scope="session")
def shared_app(template: str, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, made once: its routes and templates take longer to compile than a test to run."""
    folder = tmp_path_factory.mktemp("shared-app")
    made = create_app(Config(data_folder=folder, database=template, secret_key="k" * 40, pinned_day=cast.TODAY))
    made.testing = True
    made.wsgi_app = only_sendable(made.wsgi_app)  # type: ignore[method-assign]
    return made


def only_sendable(application: Callable[..., Any]) -> Callable[..., Any]:
    """The application, refusing headers that a server refuses to send: Flask's test client takes any."""

    def served(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *told: Any) -> Any:
            odd = {name: value for name, value in headers if not (value.isascii() and value.isprintable())}
            assert not odd, f"no server sends {odd}"
            return start_response(status, headers, *told)

        return application(environ, start)

    return served


@pytest.fixture
def app(shared_app: Flask, config: Config, kept_database: Database) -> Iterator[Flask]:
    """The application with the test's own settings and database."""
    before = dict(shared_app.config)
    shared_app.extensions["portal"] = Portal(config, of_test(kept_database))
    yield shared_app
    shared_app.config.clear()
    shared_app.config.update(before)


@dataclass(frozen=True)
class FullWorld:
    """A database with a row of every kind, made once, and the folder its files lie in."""

    address: str
    folder: Path
    rows: Rows


@pytest.fixture(scope="session")
def full_world(
    own_engines: SqliteEngines | PostgresqlEngines, template: str, tmp_path_factory: pytest.TempPathFactory
) -> FullWorld:
    address, folder = own_engines.copy(template, "full"), tmp_path_factory.mktemp("full-world")
    opened = Database(address)
    rows = build_rows(opened, Config(data_folder=folder, database=address, secret_key="k" * 40))
    settle(opened)
    return FullWorld(address, folder, rows)


@pytest.fixture
def full_rows(full_world: FullWorld, database: Database, config: Config) -> Rows:
    """The test's database holds a row of every kind, twice: the numbers of these rows."""
    assert database
    shutil.copytree(full_world.folder, config.data_folder)
    return full_world.rows


@pytest.fixture
def stranger(app: Flask) -> Browser:
    return Browser(app, app.test_client())


@pytest.fixture
def as_person(app: Flask) -> Callable[[Person], Browser]:
    """`as_person(PAN)` is Pan's own signed-in browser."""
    return lambda person: Browser(app, app.test_client()).sign_in(person)
