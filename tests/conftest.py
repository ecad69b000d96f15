"""What every test finds: a database and pages of its own, the cast, and no way out of this machine."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import text
from sqlalchemy.orm import Session

from supplier_portal import create_app
from supplier_portal.access.actor import SYSTEM
from supplier_portal.config import Config
from supplier_portal.db import schema
from supplier_portal.db.unit_of_work import Database
from tests import cast
from tests.cast import Person
from tests.engines import PostgresqlEngines, SqliteEngines, engines
from tests.house.network import forbid_mail, forbid_network
from tests.web.pages import Browser

MEMORY, ROOM_NEEDED = Path("/dev/shm"), 1_000_000_000  # noqa: S108 the tests' own, removed after them

# The same examples in every run: a suite that is green here is green elsewhere.
settings.register_profile("portal", derandomize=True, deadline=None)
settings.load_profile("portal")


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests' folders in memory where there is room: every commit is flushed, and a disk is slow at it."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_NEEDED
    if config.option.basetemp is None and roomy and not hasattr(config, "workerinput"):
        config.option.basetemp = str(MEMORY / f"supplier-portal-tests-{os.getpid()}")


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
    if database.engine.dialect.name == "sqlite":
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    return address


@pytest.fixture
def database_address(own_engines: SqliteEngines | PostgresqlEngines, template: str) -> Iterator[str]:
    with own_engines.copy(template) as copied:
        yield copied


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    opened = Database(database_address)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session that is never committed: operations are tried in it."""
    with Session(database.engine.execution_options(writes=True), expire_on_commit=False) as opened:
        opened.info["after_commit"] = []
        yield opened


@pytest.fixture
def config(database_address: str, tmp_path: Path) -> Config:
    return Config(data_folder=tmp_path / "data", database=database_address, secret_key="k" * 40, pinned_day=cast.TODAY)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    made = create_app(config)
    made.testing = True
    yield made
    made.extensions["portal"].database.engine.dispose()


@pytest.fixture
def stranger(app: Flask) -> Browser:
    return Browser(app, app.test_client())


@pytest.fixture
def as_person(app: Flask) -> Callable[[Person], Browser]:
    """`as_person(PAN)` is Pan's own signed-in browser."""
    return lambda person: Browser(app, app.test_client()).sign_in(person)
