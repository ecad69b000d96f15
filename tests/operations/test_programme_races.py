"""Two planners at once: one wins, and the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.errors import Invalid
from supplier_portal.programme.models import ProgrammeLine
from supplier_portal.programme.operations import AddLine, ChangeLine, MoveLine, add_line, change_line, move_line
from tests.cast import HUIZHOU_SITE, NOW, PAN
from tests.programme_story import APRIL, MAY, lined, made

JUNE = 6
Act = Callable[[Session], object]


def at_once(database: Database, *acts: Act) -> list[str]:
    """What became of acts begun together: "done", or the code of the refusal, sorted."""
    begin = Barrier(len(acts))

    def run(act: Act) -> str:
        begin.wait()
        try:
            with database.unit_of_work(PAN.actor) as session:
                act(session)
        except Invalid as error:
            return error.faults[0].code
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.mark.safety(25)
def test_of_several_lines_brought_to_one_month_at_once_one_gets_there(database: Database) -> None:
    with database.unit_of_work(SYSTEM) as session:
        programme = made(session)
        number = programme.id
        first, second = (lined(session, programme, month=month).id for month in (APRIL, JUNE))
        third = lined(session, programme, month=MAY, type="initial").id
    became = at_once(
        database,
        lambda session: move_line(session, PAN.actor, MoveLine(first, MAY), NOW),
        lambda session: move_line(session, PAN.actor, MoveLine(second, MAY), NOW),
        lambda session: change_line(session, PAN.actor, ChangeLine(third, "periodic", "on_site", None, ""), NOW),
        lambda session: add_line(session, PAN.actor, AddLine(number, HUIZHOU_SITE, MAY), NOW),
    )
    assert became == ["done", *["programme.line_there"] * 3]
    with database.reading(SYSTEM) as session:
        there = select(func.count()).where(ProgrammeLine.month == MAY, ProgrammeLine.type == "periodic")
        assert session.scalar(there) == 1
