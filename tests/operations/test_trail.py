"""The trail is appended, sealed in a chain, and any change to it is found."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from supplier_portal.db import guards
from supplier_portal.trail.operations import publish_head, record_event, seal_new, verify_trail
from tests.cast import NOW, PAN

pytestmark = pytest.mark.safety(36)


@pytest.fixture
def sealed(database):
    with database.unit_of_work(PAN.actor) as session:
        for number in range(5):
            record_event(session, PAN.actor, NOW, "audit_planned", audit=number)
    with database.unit_of_work(PAN.actor) as session:
        assert seal_new(session)[0] == 5
    return database


def without_guards(database, statement):
    with database.engine.execution_options(writes=True).begin() as connection:
        guards.drop(connection)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for part in statement:
            connection.execute(text(part))
        guards.install(connection)


def test_an_untouched_trail_is_whole(sealed, tmp_path):
    with sealed.reading(PAN.actor) as session:
        assert verify_trail(session, tmp_path, NOW.at) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE event SET body = 'x'", "DELETE FROM event", "UPDATE seal SET digest = 'x'"]
)
def test_the_database_refuses_to_change_it(sealed, statement):
    with pytest.raises(IntegrityError, match="frozen"), sealed.unit_of_work(PAN.actor) as session:
        session.execute(text(statement))


def test_a_changed_event_is_found(sealed, tmp_path):
    without_guards(sealed, ["UPDATE event SET body = replace(body, 'planned', 'closed') WHERE id = 3"])
    with sealed.reading(PAN.actor) as session:
        assert any("event 3" in fault for fault in verify_trail(session, tmp_path, NOW.at))


def test_a_removed_seal_is_found(sealed, tmp_path):
    without_guards(sealed, ["DELETE FROM seal WHERE number = 2"])
    with sealed.reading(PAN.actor) as session:
        assert any(fault.startswith("seal 2: missing") for fault in verify_trail(session, tmp_path, NOW.at))


def test_a_cut_tail_is_found_by_the_published_head(sealed, tmp_path):
    with sealed.unit_of_work(PAN.actor) as session:
        publish_head(session, tmp_path, NOW.at)
    without_guards(
        sealed, ["DELETE FROM seal WHERE number > 3", "DELETE FROM event WHERE id > 3", "DELETE FROM trail_head"]
    )
    with sealed.reading(PAN.actor) as session:
        assert any("published head 5" in fault for fault in verify_trail(session, tmp_path, NOW.at))


def test_events_are_sealed_once_and_in_order(sealed):
    with sealed.unit_of_work(PAN.actor) as session:
        record_event(session, PAN.actor, NOW, "audit_planned", audit=9)
    with sealed.unit_of_work(PAN.actor) as session:
        assert seal_new(session)[0] == 6
        assert seal_new(session)[0] == 6
