"""What a request has read must not hold SQLite's log open while it waits in line to write."""

import pytest
from sqlalchemy import select, update

from supplier_portal import create_app
from supplier_portal.access.actor import SYSTEM
from supplier_portal.db.unit_of_work import let_go
from supplier_portal.suppliers.models import Supplier
from supplier_portal.web.door import reading, writing
from tests.cast import HUILING, HUIZHOU_SITE


def log_is_held(database):
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        return bool(connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0])


@pytest.fixture
def sqlite_only(database):
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps no log for its readers")


def change_staff(database):
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Supplier).where(Supplier.id == HUILING).values(staff=5))


def test_what_was_loaded_stays_and_what_is_read_later_is_new(database):
    with database.reading(SYSTEM) as session:
        supplier = session.get_one(Supplier, HUILING)
        let_go(session)
        let_go(session)
        change_staff(database)
        assert supplier.staff == 800
        assert [site.id for site in supplier.sites] == [HUIZHOU_SITE]
        assert session.scalar(select(Supplier.staff).where(Supplier.id == HUILING)) == 5


def test_the_log_can_be_cut_behind_a_reading_session_that_let_go(database, sqlite_only):
    with database.reading(SYSTEM) as session:
        session.get_one(Supplier, HUILING)
        change_staff(database)
        assert log_is_held(database)
        let_go(session)
        assert not log_is_held(database)


def test_a_request_that_writes_lets_go_of_what_it_read(database, config, sqlite_only):
    app = create_app(config)
    with app.test_request_context():
        reading().get_one(Supplier, HUILING)
        with writing():
            pass
        change_staff(database)
        assert not log_is_held(database)
    app.extensions["portal"].database.engine.dispose()
