"""Recording training: a session that was held, and who took part in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.outreach.models import FORMS, LANGUAGES, PROGRAMMES, TrainingParticipant, TrainingSession
from supplier_portal.suppliers.queries import visible
from supplier_portal.trail.operations import record_event

LONGEST = {"topic": 200, "trainer": 120, "name": 120, "role": 120}
MOST_PARTICIPANTS = 5_000
"""Rows of one command."""


@dataclass(frozen=True)
class HoldTraining:
    """form, programme, language: codes of the models; topic, trainer: as announced."""

    held_on: date
    form: str
    programme: str
    topic: str
    language: str
    trainer: str = ""


def hold_training(session: Session, actor: Actor, command: HoldTraining, moment: Moment) -> TrainingSession:
    """Write down a session that was held. Raises Invalid with every fault, Missing for who may not."""
    reach_of(actor, Permission.OUTREACH_TRAINING_WRITE)
    if faults := list(_session_faults(command, moment.day)):
        raise Invalid(faults)
    held = TrainingSession(
        held_on=command.held_on,
        form=command.form,
        programme=command.programme,
        topic=command.topic.strip(),
        language=command.language,
        trainer=command.trainer.strip(),
        recorded_by=actor.account_id,
        recorded_at=moment.at,
    )
    session.add(held)
    session.flush()
    record_event(session, actor, moment, "hold_training", training=held.id)
    return held


def _session_faults(command: HoldTraining, today: date) -> Iterator[Fault]:
    for place, known in (("form", FORMS), ("programme", PROGRAMMES), ("language", LANGUAGES)):
        if getattr(command, place) not in known:
            yield Fault("form.unknown_choice", place)
    if not command.topic.strip():
        yield Fault("form.required", "topic")
    for place in ("topic", "trainer"):
        yield from _text_faults(getattr(command, place), place, place)
    if command.held_on > today:
        yield Fault("outreach.not_held_yet", "held_on", facts={"day": today.isoformat()})


def _text_faults(text: str, name: str, place: str) -> Iterator[Fault]:
    length = len(text.strip())
    if length > LONGEST[name]:
        yield Fault("form.too_long", place, facts={"most": LONGEST[name], "length": length})
    if not readable(text):
        yield Fault("audits.control_character", place)


@dataclass(frozen=True)
class Participant:
    """One person of a supplier. name: left out where nobody needs it; attended: False for who stayed away."""

    supplier_id: int
    name: str = ""
    role: str = ""
    attended: bool = True


@dataclass(frozen=True)
class RecordParticipants:
    session_id: int
    rows: Sequence[Participant]


def record_participants(session: Session, actor: Actor, command: RecordParticipants, moment: Moment) -> int:
    """Add participants to a session, whatever their number in three statements. Returns how many were added.

    All or nothing: raises Invalid naming each row by its place from 0, Missing for an unknown session or who may not.
    """
    reach_of(actor, Permission.OUTREACH_TRAINING_WRITE)
    if session.get(TrainingSession, command.session_id) is None:
        raise Missing
    if faults := list(_row_faults(session, actor, command.rows)):
        raise Invalid(faults)
    rows = [
        {
            "session_id": command.session_id,
            "supplier_id": one.supplier_id,
            "name": one.name.strip(),
            "role": one.role.strip(),
            "attended": one.attended,
        }
        for one in command.rows
    ]
    if rows:
        session.execute(insert(TrainingParticipant), rows)
    record_event(session, actor, moment, "record_participants", training=command.session_id, rows=len(rows))
    return len(rows)


def _row_faults(session: Session, actor: Actor, rows: Sequence[Participant]) -> Iterator[Fault]:
    if len(rows) > MOST_PARTICIPANTS:
        yield Fault("outreach.too_many_participants", "rows", facts={"most": MOST_PARTICIPANTS})
        return
    seen = visible(actor).subquery()
    known = set(session.scalars(select(seen.c.id).where(seen.c.id.in_({one.supplier_id for one in rows}))))
    for place, one in enumerate(rows):
        if one.supplier_id not in known:
            yield Fault("outreach.supplier_unknown", f"rows-{place}-supplier_id")
        for name in ("name", "role"):
            yield from _text_faults(getattr(one, name), name, f"rows-{place}-{name}")
