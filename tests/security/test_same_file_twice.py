"""Two people send the same bytes at the same moment: both files are kept, and the bytes are known once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import event, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.files.models import StoredFile
from supplier_portal.files.operations import Upload, remember_file
from tests.cast import NOW

pytestmark = pytest.mark.safety(25)
SENT = Upload("ab" * 32, 1, "application/pdf")


def test_the_same_bytes_sent_twice_at_once_are_known_once(database):
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite's writers stand in line")
    inserting = Event()

    def send_again():
        with database.unit_of_work(SYSTEM) as session:

            @event.listens_for(session.connection(), "before_cursor_execute")
            def tell(_connection, _cursor, statement, *_others):
                if statement.startswith("INSERT"):
                    inserting.set()

            return remember_file(session, SENT, NOW.at)

    with ThreadPoolExecutor(1) as pool:
        with database.unit_of_work(SYSTEM) as session:
            remember_file(session, SENT, NOW.at)
            again = pool.submit(send_again)
            assert inserting.wait(10)
        assert again.result() == SENT.digest
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(StoredFile.digest)).all().count(SENT.digest) == 1
