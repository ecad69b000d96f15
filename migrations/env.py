"""Migrations run on their own engine, so that nothing is lost.

On SQLite foreign keys are off before BEGIN; guards are dropped before and installed after; references are checked.
"""

from alembic import context
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.types import TypeDecorator

from supplier_portal.db import guards
from supplier_portal.db.schema import metadata


def plain_type(kind, item, _):
    """Our own column types by what they are in the database, so that no migration imports them."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata(),
        render_as_batch=True,
        compare_type=True,
        render_item=plain_type,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        guards.drop(connection)
        context.run_migrations()
        guards.install(connection)
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"this migration breaks references: {broken[:5]}")


engine = create_engine(context.config.get_main_option("sqlalchemy.url"))
if engine.dialect.name == "sqlite":

    @event.listens_for(engine, "connect")
    def connect(raw, _):
        raw.isolation_level = None
        raw.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction: here or never

    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))

with engine.connect() as connection:
    migrate(connection)
engine.dispose()
