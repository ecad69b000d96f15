"""One dated step after the other, each a transaction that leaves its mark: an interrupted demo goes on from there."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM, Actor
from supplier_portal.accounts.models import Account
from supplier_portal.config import Config
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.moment import Moment, moment_of
from supplier_portal.files.operations import Upload, take_in
from supplier_portal.files.store import FileStore
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.trail.models import Event
from supplier_portal.trail.operations import record_event, seal_new

ACT = "demo_step"


@dataclass
class World:
    """What steps act on. people: actor by key; suppliers, sites: id by number and English name; made: id by step."""

    database: Database
    config: Config
    store: FileStore
    people: dict[str, Actor] = field(default_factory=dict)
    suppliers: dict[str, int] = field(default_factory=dict)
    sites: dict[tuple[str, str], int] = field(default_factory=dict)
    made: dict[str, int | None] = field(default_factory=dict)

    def moment(self, day: date, hour: int, minute: int = 0) -> Moment:
        """A moment of a business day, in the buyer's time zone."""
        return moment_of(datetime.combine(day, time(hour, minute), self.config.zone), self.config.zone)

    def id_of(self, key: str) -> int:
        """What an earlier step made. Raises KeyError where it made nothing."""
        made = self.made[key]
        if made is None:
            raise KeyError(key)
        return made

    def upload(self, data: bytes) -> Upload:
        """Take a file in, as a page would."""
        return take_in(self.store, data, "file", self.config.upload_limit)

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
                self.made[body["step"]] = body.get("made")


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
    """Take the steps that were not taken yet, in the given order. Returns how many those were."""
    taken = 0
    for step in steps:
        if step.key in world.made:
            continue
        actor = step.actor(world)
        with world.database.unit_of_work(actor) as session:
            made = step.act(session, world, actor, step.moment)
            record_event(session, SYSTEM, step.moment, ACT, step=step.key, made=made)
        world.made[step.key] = made
        taken += 1
    return taken


def seal_all(session: Session) -> int:
    """Chain every event there is. Returns the number of the last seal."""
    sealed = -1
    while sealed != (newest := seal_new(session)[0]):
        sealed = newest
    return sealed
