"""Migrations go up and down with rows in the tables, and say the same as the models."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, func, inspect, select, text

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import Account
from supplier_portal.db import guards, schema
from supplier_portal.db.states import STATE_TABLES, WORKFLOWS
from supplier_portal.db.unit_of_work import Database
from supplier_portal.trail.models import Event
from supplier_portal.trail.operations import record_event
from tests.cast import EVERYBODY, NOW, PAN

pytestmark = pytest.mark.safety(41)


def test_models_and_migrations_say_the_same(database):
    with database.engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), schema.metadata()
        )
    assert differences == []


def test_every_guard_stands_in_the_migrated_database(database):
    with database.engine.connect() as connection:
        assert guards.installed(connection) == {guards.name_of(table, act) for table, act, _ in guards.GUARDS}


@pytest.mark.parametrize("name", STATE_TABLES)
def test_the_database_knows_the_states_of_the_workflow_and_no_others(database, name):
    with database.reading(SYSTEM) as session:
        assert set(session.scalars(select(STATE_TABLES[name].__table__.c.code))) == set(WORKFLOWS[name].states)


def test_a_migrated_database_keeps_its_rows_when_migrated_again(database, database_address):
    with database.unit_of_work(PAN.actor) as session:
        record_event(session, PAN.actor, NOW, "audit_planned", audit=1)
    database.engine.dispose()
    schema.upgrade(database_address)
    again = Database(database_address)
    with again.reading(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(Account)) == len(EVERYBODY)
        assert session.scalar(select(func.count()).select_from(Event)) == 1
    again.engine.dispose()


def test_all_the_way_down_and_up_again_with_rows(database, database_address):
    database.engine.dispose()
    schema.downgrade(database_address, "base")
    engine = create_engine(database_address)
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    schema.upgrade(database_address)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM audit_state")) == len(WORKFLOWS["audit_state"].states)
    engine.dispose()


def test_a_state_the_workflow_does_not_know_is_refused_on_both_engines(database):
    with database.engine.connect() as connection:
        keys = [key for key in inspect(connection).get_foreign_keys("audit") if key["constrained_columns"] == ["state"]]
    assert keys[0]["referred_table"] == "audit_state"
