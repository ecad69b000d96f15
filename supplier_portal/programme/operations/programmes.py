"""A year's programme as a whole: made, agreed, and what was not done carried into the next year."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.db.states import move_state
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.programme import PROGRAMME
from supplier_portal.programme.models import Programme, ProgrammeLine
from supplier_portal.programme.operations.texts import faults_of_text
from supplier_portal.programme.queries import find_programme, lines_by_month, visible
from supplier_portal.programme.queries.of_year import lines_to_carry
from supplier_portal.trail.operations import record_event

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_TITLE, LONGEST_TEXT = 200, 5000
TEXTS = ("title", "objectives", "scope", "criteria")


@dataclass(frozen=True)
class SaveProgramme:
    """objectives, scope, criteria: proposed to each audit that is planned from a line."""

    year: int | None
    title: str
    objectives: str = ""
    scope: str = ""
    criteria: str = ""


@dataclass(frozen=True)
class Carried:
    """The next year's programme, made where there was none, and the lines that were carried into it."""

    programme: Programme
    lines: list[ProgrammeLine]


def make_programme(session: Session, actor: Actor, command: SaveProgramme, moment: Moment) -> Programme:
    """Write the draft of a year's programme. Raises Invalid with every fault at its field."""
    reach_of(actor, Permission.PROGRAMME_PLAN_WRITE)
    faults = [*_faults_of_year(session, actor, command), *_faults_of_texts(command)]
    if faults:
        raise Invalid(faults)
    programme = Programme(
        year=command.year,
        made_by=actor.account_id,
        made_at=moment.at,
        **{name: getattr(command, name).strip() for name in TEXTS},
    )
    session.add(programme)
    session.flush()
    record_event(session, actor, moment, "make_programme", programme=programme.id)
    return programme


def change_programme(
    session: Session, actor: Actor, programme_id: int, command: SaveProgramme, moment: Moment
) -> Programme:
    """Change title and texts; the year stays. Audits planned before keep theirs. Raises Missing and Invalid."""
    reach_of(actor, Permission.PROGRAMME_PLAN_WRITE)
    programme = find_programme(session, actor, programme_id, locked=True)
    if faults := list(_faults_of_texts(command)):
        raise Invalid(faults)
    for name in TEXTS:
        setattr(programme, name, getattr(command, name).strip())
    session.flush()
    record_event(session, actor, moment, "change_programme", programme=programme.id)
    return programme


def agree_programme(session: Session, actor: Actor, programme_id: int, moment: Moment) -> Programme:
    """Agree the draft: from then on a line is moved or dropped with a reason. Raises Conflict without any line."""
    reach_of(actor, Permission.PROGRAMME_PLAN_WRITE)
    programme = find_programme(session, actor, programme_id, locked=True)
    PROGRAMME.find(programme.state, "agreed", actor.role)
    if not lines_by_month(session, programme.id):
        raise Conflict("programme.empty")
    agreed = {"agreed_by": actor.account_id, "agreed_on": moment.day}
    move_state(session, Programme, programme.id, programme.state, "agreed", **agreed)
    session.expire(programme)
    record_event(session, actor, moment, "agree_programme", programme=programme.id)
    return programme


def carry_over(session: Session, actor: Actor, programme_id: int, moment: Moment) -> Carried:
    """Copy the lines without an audit, or whose audit fell through, into the next year's programme, in their months.

    A line is carried once, and not where the next year has its like. Raises Conflict `programme.nothing_to_carry`.
    """
    reach_of(actor, Permission.PROGRAMME_PLAN_WRITE)
    programme = find_programme(session, actor, programme_id, locked=True)
    following = session.scalar(visible(actor).where(Programme.year == programme.year + 1).with_for_update())
    left = lines_to_carry(session, actor, programme, moment.day)
    if not left:
        raise Conflict("programme.nothing_to_carry")
    if following is None:
        texts = {name: getattr(programme, name) for name in TEXTS[1:]}
        title = programme.title.replace(str(programme.year), str(programme.year + 1))
        following = make_programme(session, actor, SaveProgramme(programme.year + 1, title, **texts), moment)
    copied = [_copied(line, following, actor, moment) for line in left]
    session.add_all(copied)
    session.flush()
    facts = {"programme": programme.id, "into": following.id, "lines": len(copied)}
    record_event(session, actor, moment, "carry_over_lines", **facts)
    return Carried(following, copied)


def _copied(line: ProgrammeLine, following: Programme, actor: Actor, moment: Moment) -> ProgrammeLine:
    names = ("supplier_id", "site_id", "month", "type", "mode", "lead_id", "note")
    return ProgrammeLine(
        programme_id=following.id,
        carried_from_id=line.id,
        added_by=actor.account_id,
        added_at=moment.at,
        **{name: getattr(line, name) for name in names},
    )


def _faults_of_year(session: Session, actor: Actor, command: SaveProgramme) -> Iterator[Fault]:
    if command.year is None or not FIRST_YEAR <= command.year <= LAST_YEAR:
        yield Fault("programme.year", "year", facts={"first": FIRST_YEAR, "last": LAST_YEAR})
    elif session.scalar(visible(actor).where(Programme.year == command.year)) is not None:
        yield Fault("programme.year_taken", "year", facts={"year": command.year})


def _faults_of_texts(command: SaveProgramme) -> Iterator[Fault]:
    if not command.title.strip():
        yield Fault("form.required", "title")
    for name in TEXTS:
        yield from faults_of_text(name, getattr(command, name), LONGEST_TITLE if name == "title" else LONGEST_TEXT)
