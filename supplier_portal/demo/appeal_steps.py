"""Two appeals against levels of the newest audits: one waits, one was refused with its reason."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.appeals.operations import FileAppeal, MoveAppeal, file_appeal, move_appeal
from supplier_portal.audits.models import SCORED
from supplier_portal.demo.audit_plans import PlannedAudit
from supplier_portal.demo.calendar import ISSUED_AFTER, TODAY
from supplier_portal.demo.logins import owner_of
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.appeals import CHECKPOINT, FILED_WITHIN, Thing
from supplier_portal.domain.moment import Moment

WEEKEND = 4
"""Days by which a report may be issued later than planned, with one to read it."""
FILED_BEFORE, DECIDED = (3, 9), {"in_review": 8, "refused": 6}
"""Days before today: of the one that waits and the one that is decided, and of its moves."""


def appeal_steps(world: World, audits: Sequence[PlannedAudit]) -> Iterator[Step]:
    """Each is about the checkpoint of a finding that stands."""
    for (audit, code), days in zip(_appealed(audits), FILED_BEFORE, strict=False):
        key, words = f"appeal:{audit.key}", audit.wording
        text = words.said("comment", "appeal")
        yield Step(key, _before(world, days), owner_of(audit.supplier.number), _file(audit, code, text))
        if days > max(DECIDED.values()):
            for target, ago in DECIDED.items():
                reason = words.said("comment", "appeal_refused") if target == "refused" else ""
                yield Step(f"{key}:{target}", _before(world, ago), audit.team[2], _move(key, target, reason))


def _appealed(audits: Sequence[PlannedAudit]) -> list[tuple[PlannedAudit, str]]:
    """The newest issued audits whose time for an appeal is not over, with the checkpoint of their first finding."""
    first, last = TODAY - timedelta(days=FILED_WITHIN), TODAY - timedelta(days=max(FILED_BEFORE) + WEEKEND)
    issued = [one for one in audits if one.issued and one.seed.type in SCORED and one.seed.amended_on is None]
    in_time = [one for one in issued if first <= one.day(ISSUED_AFTER) < last and one.findings]
    newest = sorted(in_time, key=lambda one: one.day(0), reverse=True)
    return [(one, one.findings[0].checkpoint) for one in newest[: len(FILED_BEFORE)]]


def _before(world: World, days: int) -> Moment:
    return world.moment(TODAY - timedelta(days=days), 16)


def _file(audit: PlannedAudit, code: str, text: str) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        thing = Thing(CHECKPOINT, code, world.id_of(f"audit:{audit.key}"))
        return file_appeal(session, actor, FileAppeal(thing, text), moment).id

    return act


def _move(key: str, target: str, reason: str) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        move_appeal(session, actor, MoveAppeal(world.id_of(key), target, reason), moment)

    return act
