"""A gate that is waived, and the views of the table that somebody of procurement keeps."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.demo.seed_files import texts
from supplier_portal.demo.steps import Step, World
from supplier_portal.domain.moment import Moment
from supplier_portal.scores.operations.saved_views import SaveView, save_view
from supplier_portal.scores.operations.waivers import GrantWaiver, grant_waiver
from supplier_portal.scores.table_state import TableFilter, TableState

WAIVED_FOR, WAIVED_GATE = "S-1017", "G5"
WAIVED_ON, WAIVED_UNTIL = date(2024, 3, 20), date(2024, 9, 30)
SAVED_ON, SAVED_BY = date(2024, 3, 25), "procurement_1"
VIEWS = (
    ("Core, above 50 million", TableState(TableFilter(core="yes", spend="50"), "-spend")),
    ("Batteries and power", TableState(TableFilter(category="batteries_power"), "-rating")),
    ("No target yet, by spend", TableState(TableFilter(target="none"), "-spend")),
)


def score_steps(world: World) -> Iterator[Step]:
    """The waiver where its supplier is there, and the views."""
    if WAIVED_FOR in world.suppliers:
        yield Step("waiver", world.moment(WAIVED_ON, 14), "planner", _waive)
    yield Step("views", world.moment(SAVED_ON, 14), SAVED_BY, _save)


def _waive(session: Session, world: World, actor: Actor, moment: Moment) -> int:
    reason = texts("en")["comment"]["waiver"]
    command = GrantWaiver(world.suppliers[WAIVED_FOR], WAIVED_GATE, reason, WAIVED_UNTIL)
    return grant_waiver(session, actor, command, moment).id


def _save(session: Session, _: World, actor: Actor, moment: Moment) -> None:
    for name, state in VIEWS:
        save_view(session, actor, SaveView(name, state), moment)
