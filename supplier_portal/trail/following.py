"""Reading the trail by its seals: how rooms on the right learn what happened on the left, once and in order."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.trail.models import Event, Follower, Seal

BATCH = 1000


@dataclass(frozen=True)
class Happened:
    """One sealed event: its number in the chain, what was done, and the ids and codes it names."""

    number: int
    act: str
    facts: dict[str, Any]


def take_events(session: Session, name: str) -> list[Happened]:
    """Give the next events to the follower `name` and remember that it has them, in the caller's transaction."""
    follower = session.scalar(select(Follower).where(Follower.name == name).with_for_update())
    if follower is None:
        follower = Follower(name=name, number=0)
        session.add(follower)
    following = (
        select(Seal.number, Event.body)
        .join(Event, Event.id == Seal.event_id)
        .where(Seal.number > follower.number)
        .order_by(Seal.number)
        .limit(BATCH)
    )
    happened = []
    for number, body in session.execute(following):
        facts = json.loads(body)
        happened.append(Happened(number, facts.pop("act"), facts))
    if happened:
        follower.number = happened[-1].number
    session.flush()
    return happened
