"""A fresh database for each test, copied from one that was migrated and filled once: real commits, real races."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from tests.postgresql import cluster

SETTING = "SUPPLIER_PORTAL_TEST_DATABASE"


class SqliteEngines:
    """Copies of a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def empty(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite"

    @contextmanager
    def copy(self, template: str) -> Iterator[str]:
        address = self.empty(f"copy-{next(_numbers)}")
        shutil.copyfile(make_url(template).database, make_url(address).database)
        yield address
        for left in self.folder.glob(f"{Path(make_url(address).database).name}*"):
            left.unlink()


class PostgresqlEngines:
    """Databases made from a template database."""

    def __init__(self, maintenance: str) -> None:
        self.maintenance = make_url(maintenance)

    def _do(self, statement: str) -> None:
        engine = create_engine(self.maintenance, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()

    def empty(self, name: str) -> str:
        self._do(f'CREATE DATABASE "{name}"')
        return self.maintenance.set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def copy(self, template: str) -> Iterator[str]:
        name = f"copy-{next(_numbers)}"
        self._do(f'CREATE DATABASE "{name}" TEMPLATE "{make_url(template).database}"')
        yield self.maintenance.set(database=name).render_as_string(hide_password=False)
        self._do(f'DROP DATABASE "{name}" WITH (FORCE)')


_numbers = count(1)


@contextmanager
def engines(folder: Path) -> Iterator[SqliteEngines | PostgresqlEngines]:
    """The engines the environment asks for: sqlite, or postgresql."""
    if os.environ.get(SETTING) == "postgresql":
        with cluster() as maintenance:
            yield PostgresqlEngines(maintenance)
    else:
        yield SqliteEngines(folder)
