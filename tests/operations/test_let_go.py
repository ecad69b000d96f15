"""What a request has read must not hold SQLite's log, or a connection, while it waits in line to write."""

import pytest
from sqlalchemy import update

from supplier_portal import create_app
from supplier_portal.access.actor import SYSTEM
from supplier_portal.suppliers.models import Supplier
from supplier_portal.web.door import reading, writing
from tests.cast import HUILING


@pytest.fixture
def request_context(config):
    app = create_app(config)
    with app.test_request_context():
        yield app
    app.extensions["portal"].database.engine.dispose()


def change_staff(database):
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Supplier).where(Supplier.id == HUILING).values(staff=5))


def log_is_held(database):
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
        return bool(connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0])


def test_a_request_that_writes_keeps_no_second_connection(request_context):
    pool = request_context.extensions["portal"].database.engine.pool
    reading().get_one(Supplier, HUILING)
    assert pool.checkedout() == 1
    with writing() as session:
        session.get_one(Supplier, HUILING)
        assert pool.checkedout() == 1


def test_what_was_loaded_stays_and_what_is_read_later_is_new(request_context, database):
    supplier = reading().get_one(Supplier, HUILING)
    with writing():
        pass
    change_staff(database)
    assert supplier.staff == 800
    assert reading().get_one(Supplier, HUILING).staff == 5


def test_sqlite_s_log_can_be_cut_behind_a_request_that_wrote(request_context, database):
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps no log for its readers")
    reading().get_one(Supplier, HUILING)
    change_staff(database)
    assert log_is_held(database)
    with writing():
        pass
    assert not log_is_held(database)
