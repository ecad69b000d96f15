"""More days asked for by suppliers whose plan was accepted of late: some wait for the answer, others have it."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.demo.audit_plans import PlannedAudit
from supplier_portal.demo.calendar import TODAY
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.finding_plans import PlannedFinding
from supplier_portal.demo.logins import owner_of
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.operations.extending import (
    GRANTED,
    AskExtension,
    DecideExtension,
    ask_extension,
    decide_extension,
)

LATELY, ASKED_BEFORE, DAYS = 40, 2, (7, 10, 14, 20)


def extension_steps(world: World, audit: PlannedAudit, finding: PlannedFinding, lead: str) -> Iterator[Step]:
    """Days asked for two days before today; about every other request is answered the day after."""
    last = finding.acts[-1] if finding.acts else None
    if last is None or last.target != "accepted" or not ASKED_BEFORE < (TODAY - last.day).days < LATELY:
        return
    chance = chance_for(f"extension:{finding.key}")
    days, reason = chance.choice(DAYS), audit.wording.one_of("extension", chance)
    asked, answered = (world.moment(TODAY - timedelta(days=ago), 14) for ago in (ASKED_BEFORE, ASKED_BEFORE - 1))
    key = f"finding:{finding.key}:extension"
    yield Step(key, asked, owner_of(audit.supplier.number), _ask(finding, days, reason))
    if chance.randrange(2):
        answer = audit.wording.one_of("extension_granted", chance)
        yield Step(f"{key}:answer", answered, lead, _grant(finding, key, days, answer))


def _ask(finding: PlannedFinding, days: int, reason: str) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        command = AskExtension(world.id_of(f"finding:{finding.key}"), "close", days, reason)
        return ask_extension(session, actor, command, moment).id

    return act


def _grant(finding: PlannedFinding, key: str, days: int, answer: str) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        finding_id, extension_id = world.id_of(f"finding:{finding.key}"), world.id_of(key)
        command = DecideExtension(finding_id, extension_id, GRANTED, days, answer)
        decide_extension(session, actor, command, moment)

    return act
