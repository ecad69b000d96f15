"""What the auditors are qualified for, and where one of them is not to go."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.team.conflicts import DeclareConflict, declare_conflict
from supplier_portal.audits.team.qualifications import SaveQualification, save_qualification
from supplier_portal.demo.beginning import BEGAN
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.seed_files import people
from supplier_portal.demo.steps import Step, World
from supplier_portal.domain.moment import Moment

TEAM_ROLES = ("lead_auditor", "auditor")
OWN_COURSE, FURTHER = "smart_auditor", ("iso_14064_1", "iso_14064_3", "iso_14067", "iso_19011")
HELD_ON, VALID_DAYS = date(2021, 10, 18), 3 * 365
DECLARED_ON, DECLARED_BY, DECLARED_OF = date(2023, 3, 1), "auditor_en_3", "S-1019"
REASON = "Worked there as a quality engineer until the end of 2021."


def team_steps(world: World) -> Iterator[Step]:
    """Everybody passed the buyer's own course before the first visit; most have a certificate besides."""
    yield Step("qualifications", world.moment(BEGAN, 16), "planner", _qualify)
    if DECLARED_OF in world.suppliers:
        yield Step("conflict", world.moment(DECLARED_ON, 9), DECLARED_BY, _declare)


def _qualify(session: Session, world: World, actor: Actor, moment: Moment) -> None:
    for person in people():
        if person.role not in TEAM_ROLES:
            continue
        chance, account = chance_for(f"qualified:{person.key}"), world.people[person.key].account_id
        until = HELD_ON + timedelta(days=VALID_DAYS)
        course = SaveQualification(account, OWN_COURSE, "Two days and one observed audit", HELD_ON, until)
        save_qualification(session, actor, course, moment)
        since = HELD_ON - timedelta(days=chance.randint(60, 500))
        detail = f"Certificate {chance.randint(10_000, 99_999)}"
        ends = since + timedelta(days=VALID_DAYS)
        save_qualification(
            session, actor, SaveQualification(account, chance.choice(FURTHER), detail, since, ends), moment
        )


def _declare(session: Session, _: World, actor: Actor, moment: Moment) -> int:
    command = DeclareConflict(actor.account_id, DECLARED_OF, REASON, moment.day)
    return declare_conflict(session, actor, command, moment).id
