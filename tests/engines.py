"""Databases copied from one that was migrated and filled once: real commits, real races.

Tests that commit share one address, where each finds a fresh copy: the engine stays, and with it the statements it has
compiled.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from tests.postgresql import cluster

SETTING = "SUPPLIER_PORTAL_TEST_DATABASE"
FILE_COPY_SINCE = 150_000


class SqliteEngines:
    """Copies of a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def empty(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite"

    def copy(self, template: str, name: str) -> str:
        """A copy of the template under this name, in place of what stood there: nobody may be connected to it."""
        address = self.empty(name)
        target = Path(make_url(address).database)
        for left in self.folder.glob(f"{target.name}*"):
            left.unlink()
        shutil.copyfile(make_url(template).database, target)
        return address


class PostgresqlEngines:
    """Databases made from a template database."""

    def __init__(self, maintenance: str) -> None:
        self.maintenance = make_url(maintenance)
        self.engine = create_engine(self.maintenance, isolation_level="AUTOCOMMIT", pool_size=1)

    def _do(self, *statements: str) -> None:
        with self.engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def empty(self, name: str) -> str:
        self._do(f'CREATE DATABASE "{name}"')
        return self.maintenance.set(database=name).render_as_string(hide_password=False)

    def copy(self, template: str, name: str) -> str:
        """A copy of the template under this name, in place of what stood there; whoever is connected is sent away."""
        # Copied as files: quicker than through the log, which is the newer servers' own choice.
        by = " STRATEGY FILE_COPY" if self._version >= FILE_COPY_SINCE else ""
        self._do(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            f'CREATE DATABASE "{name}" TEMPLATE "{make_url(template).database}"{by}',
        )
        return self.maintenance.set(database=name).render_as_string(hide_password=False)

    @cached_property
    def _version(self) -> int:
        with self.engine.connect() as connection:
            return int(connection.execute(text("SHOW server_version_num")).scalar_one())


@contextmanager
def engines(folder: Path) -> Iterator[SqliteEngines | PostgresqlEngines]:
    """The engines the environment asks for: sqlite, or postgresql."""
    if os.environ.get(SETTING) == "postgresql":
        with cluster() as maintenance:
            made = PostgresqlEngines(maintenance)
            yield made
            made.engine.dispose()
    else:
        yield SqliteEngines(folder)
