"""One engine: SQLite with the settings that lose nothing, or PostgreSQL."""

from sqlalchemy import Connection, Engine, create_engine, event

# Without recursive triggers INSERT OR REPLACE goes past a delete trigger.
SQLITE_SETTINGS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}


def make_engine(address: str) -> Engine:
    """An engine whose SQLite writers say so (execution option `writes`) and take the write lock at once."""
    if not address.startswith("sqlite"):
        return create_engine(address, pool_pre_ping=True)
    engine = create_engine(address, connect_args={"isolation_level": None, "timeout": 10})

    @event.listens_for(engine, "connect")
    def settle(raw: object, _: object) -> None:
        for name, value in SQLITE_SETTINGS.items():
            raw.execute(f"PRAGMA {name}={value}")  # type: ignore[attr-defined]
        _verify(raw)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _verify(raw: object) -> None:
    """Raises RuntimeError where a setting did not take: a file system without locks, an old library."""
    for name, value in SQLITE_SETTINGS.items():
        stands = raw.execute(f"PRAGMA {name}").fetchone()[0]  # type: ignore[attr-defined]
        if stands != value:
            raise RuntimeError(
                f"SQLite did not take {name}={value}, it stands at {stands}: use another disk or PostgreSQL"
            )
