"""Dated steps, those of a day in a transaction that leaves its mark: an interrupted demo goes on from there."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby, islice
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM, Actor
from supplier_portal.accounts.models import Account
from supplier_portal.config import Config
from supplier_portal.db.unit_of_work import Database, tell
from supplier_portal.demo.calendar import TODAY
from supplier_portal.demo.chance import chance_for
from supplier_portal.domain.moment import Moment, moment_of
from supplier_portal.files.operations import Upload, take_in
from supplier_portal.files.store import FileStore
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.trail.models import Event
from supplier_portal.trail.operations import record_event, seal_new

ACT = "demo_steps"
MOST_TOGETHER = 40
"""Steps in one transaction."""
TOLD_DAYS = 30
"""How many days before its own day the demo begins to tell people: what is older they would have read long ago."""


@dataclass
class World:
    """What steps act on. people: actor by key; suppliers, sites: id by number and English name; made: id by step.

    pictures: those drawn already, by what is on them.
    """

    database: Database
    config: Config
    store: FileStore
    people: dict[str, Actor] = field(default_factory=dict)
    suppliers: dict[str, int] = field(default_factory=dict)
    sites: dict[tuple[str, str], int] = field(default_factory=dict)
    made: dict[str, int | None] = field(default_factory=dict)
    pictures: dict[str, Upload] = field(default_factory=dict)

    def moment(self, day: date, hour: int, minute: int = 0) -> Moment:
        """A moment of a business day, in the buyer's time zone."""
        return moment_of(datetime.combine(day, time(hour, minute), self.config.zone), self.config.zone)

    def id_of(self, key: str) -> int:
        """What an earlier step made. Raises KeyError where it made nothing."""
        made = self.made[key]
        if made is None:
            raise KeyError(key)
        return made

    def picture(self, name: str, draw: Callable[[Random], bytes]) -> Upload:
        """Take a picture in, as a page would; the same name is drawn once, and looks the same in every demo."""
        if name not in self.pictures:
            data = draw(chance_for(f"picture:{name}"))
            self.pictures[name] = take_in(self.store, data, "file", self.config.upload_limit)
        return self.pictures[name]

    def know_people(self, emails: Mapping[str, str]) -> None:
        """Look up the actors and companies that exist by now. emails: by key."""
        with self.database.reading(SYSTEM) as session:
            by_email = {account.email: account.actor for account in session.scalars(select(Account))}
            self.people = {key: by_email[email] for key, email in emails.items() if email in by_email}
            self.suppliers = dict(session.execute(select(Supplier.number, Supplier.id)).all())
            sites = select(Supplier.number, Site.name_en, Site.id).join(Supplier, Supplier.id == Site.supplier_id)
            self.sites = {(number, name): site for number, name, site in session.execute(sites)}

    def know_steps(self) -> None:
        """Read from the event log which steps were taken, and what they made."""
        with self.database.reading(SYSTEM) as session:
            bodies = session.scalars(select(Event.body).where(Event.body.like(f'%"act":"{ACT}"%')))
            for body in map(json.loads, bodies):
                numbers = (int(made) if made else None for made in body["made"])
                self.made |= dict(zip(body["steps"], numbers, strict=True))


Act = Callable[[Session, World, Actor, Moment], int | None]
"""What a step does as an actor at a moment; returns the id of what it made."""


@dataclass(frozen=True)
class Step:
    """key: no two steps have the same; who: key of the person who does it, or `system`."""

    key: str
    moment: Moment
    who: str
    act: Act

    def actor(self, world: World) -> Actor:
        return SYSTEM if self.who == "system" else world.people[self.who]


def take(world: World, steps: Iterable[Step]) -> int:
    """Take the steps that were not taken yet, in the given order, those of one day in few units of work.

    Returns how many those were. A world in which a step failed is not to be used again.
    """
    due = [step for step in steps if step.key not in world.made]
    told_from = TODAY - timedelta(days=TOLD_DAYS)
    for day, of_day in groupby(due, key=lambda step: step.moment.day):
        for together in batches(of_day):
            with world.database.unit_of_work(SYSTEM, quiet=day < told_from) as session:
                for step in together:
                    actor = step.actor(world)
                    tell(session, actor)
                    world.made[step.key] = step.act(session, world, actor, step.moment)
                    session.flush()
                    session.expire_all()
                _mark(session, world, together)
    return len(due)


def batches(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """The steps in their order, at most MOST_TOGETHER at a time."""
    waiting = iter(steps)
    while together := list(islice(waiting, MOST_TOGETHER)):
        yield together


def _mark(session: Session, world: World, together: Sequence[Step]) -> None:
    """Keep in the event log which steps were taken, and the ids of what they made."""
    tell(session, SYSTEM)
    made = ["" if (number := world.made[step.key]) is None else str(number) for step in together]
    record_event(session, SYSTEM, together[-1].moment, ACT, steps=[step.key for step in together], made=made)


def seal_all(session: Session) -> int:
    """Chain every event there is. Returns the number of the last seal."""
    sealed = -1
    while sealed != (newest := seal_new(session)[0]):
        sealed = newest
    return sealed
