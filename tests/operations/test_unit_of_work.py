"""The one place that commits, the settings of the engine, and the database that is told who asks."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import Account, LoginAttempt
from supplier_portal.db import unit_of_work
from supplier_portal.db.engine import SQLITE_SETTINGS, _verify
from supplier_portal.domain.errors import Busy
from supplier_portal.suppliers.models import Supplier
from tests.cast import HUILING, PAN, TAN

AT = datetime(2024, 3, 31, tzinfo=UTC)


def test_what_a_block_wrote_stands_when_it_ends(database):
    with database.unit_of_work(SYSTEM) as session:
        session.add(LoginAttempt(counted_for="one", at=AT))
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(LoginAttempt.counted_for)).all() == ["one"]


def test_an_exception_leaves_nothing_behind_and_wakes_nobody(database):
    woken = []
    with pytest.raises(ZeroDivisionError), database.unit_of_work(SYSTEM) as session:
        session.add(LoginAttempt(counted_for="one", at=AT))
        session.flush()
        session.info["after_commit"].append(lambda: woken.append(1))
        raise ZeroDivisionError
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(LoginAttempt)).all() == []
    assert woken == []


def test_workers_are_woken_after_the_commit(database):
    seen = []

    def look():
        with database.reading(SYSTEM) as session:
            seen.append(session.scalars(select(LoginAttempt.counted_for)).all())

    with database.unit_of_work(SYSTEM) as session:
        session.add(LoginAttempt(counted_for="one", at=AT))
        session.info["after_commit"].append(look)
    assert seen == [["one"]]


def test_a_writer_that_waits_too_long_is_told_to_come_again(database, monkeypatch):
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL queues its writers itself")
    held, go = threading.Event(), threading.Event()

    def hold():
        with database.unit_of_work(SYSTEM):
            held.set()
            go.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    try:
        monkeypatch.setattr(unit_of_work, "PATIENCE", 0.05)
        with pytest.raises(Busy), database.unit_of_work(SYSTEM):
            pass
    finally:
        go.set()
        holder.join()


@pytest.mark.safety(27)
def test_sqlite_stands_on_the_settings_that_lose_nothing(database):
    if database.engine.dialect.name != "sqlite":
        pytest.skip("SQLite's settings")
    with database.engine.connect() as connection:
        for name, value in SQLITE_SETTINGS.items():
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value


@pytest.mark.safety(27)
def test_a_setting_that_does_not_take_stops_the_start():
    class Stubborn:
        def execute(self, _):
            return self

        def fetchone(self):
            return ("delete",)

    with pytest.raises(RuntimeError, match="journal_mode"):
        _verify(Stubborn())


@pytest.mark.safety(8)
@pytest.mark.parametrize(
    ("actor", "told"), [(TAN.actor, ("supplier", str(HUILING))), (PAN.actor, ("buyer", "")), (SYSTEM, ("buyer", ""))]
)
@pytest.mark.parametrize("door", ["reading", "unit_of_work"])
def test_the_database_is_told_who_asks(database, actor, told, door):
    if database.engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL can be told")
    asked = text("SELECT current_setting('portal.side', true), current_setting('portal.supplier', true)")
    with getattr(database, door)(actor) as session:
        assert tuple(session.execute(asked).one()) == told


@pytest.mark.safety(8)
def test_what_the_database_was_told_ends_with_the_transaction(database):
    if database.engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL can be told")
    with database.unit_of_work(TAN.actor):
        pass
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT current_setting('portal.supplier', true)")) in {None, ""}


def test_decimals_come_back_exact_and_sort_as_numbers(session):
    for number, spend in ((901, "9.50"), (902, "58.20"), (903, "100000000000000.01")):
        session.add(
            Supplier(
                id=number,
                number=f"X-{number}",
                name_en="X",
                country="CN",
                category="optical",
                annual_spend=Decimal(spend),
            )
        )
    session.flush()
    session.expire_all()
    found = session.scalars(
        select(Supplier.annual_spend).where(Supplier.id > 900).order_by(Supplier.annual_spend)
    ).all()
    assert found == [Decimal("9.50"), Decimal("58.20"), Decimal("100000000000000.01")]


def test_a_decimal_with_too_many_places_is_refused_not_rounded(session):
    session.add(
        Supplier(id=901, number="X", name_en="X", country="CN", category="optical", annual_spend=Decimal("1.005"))
    )
    with pytest.raises(Exception, match="more than 2 places"):
        session.flush()


def test_times_come_back_in_utc_whatever_zone_they_were_given_in(session):
    shanghai = timezone(timedelta(hours=8))
    session.add(LoginAttempt(counted_for="one", at=datetime(2024, 3, 31, 8, tzinfo=shanghai)))
    session.flush()
    session.expire_all()
    assert session.scalars(select(LoginAttempt.at)).one() == datetime(2024, 3, 31, 0, tzinfo=UTC)


def test_a_time_without_a_zone_is_refused(session):
    session.add(LoginAttempt(counted_for="one", at=datetime(2024, 3, 31, 8)))  # noqa: DTZ001 that is the point
    with pytest.raises(Exception, match="no time zone"):
        session.flush()


def test_a_row_that_points_to_nothing_is_refused(session):
    session.add(
        Account(email="x@example.org", name="X", password_hash="", role="planner", supplier_id=99_999, created_at=AT)
    )
    with pytest.raises(IntegrityError):
        session.flush()
