"""The worker's round for reminders: once a local day of the suppliers in each time zone, it asks for a job."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.config import Config
from supplier_portal.db.base import Base
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.moment import Moment, moment_of
from supplier_portal.findings.models import Finding, ReminderDay
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.notices.operations.statements import insert_of
from supplier_portal.suppliers.models import Supplier

JOB = "findings.remind"
MORNING = time(8)
"""Of the supplier's clocks: nobody's telephone rings at midnight."""
RESTS = timedelta(minutes=1)


def machine_clock() -> datetime:
    return datetime.now(UTC)


class ReminderRound:
    """Looks once a minute whether a day began somewhere. Of several workers one asks."""

    def __init__(self, clock: Callable[[], datetime] = machine_clock) -> None:
        self.clock = clock
        self.rests_until = datetime.min.replace(tzinfo=UTC)

    def __call__(self, database: Database, config: Config) -> bool:
        now = self.clock()
        if now < self.rests_until:
            return False
        self.rests_until = now + RESTS
        moment = moment_of(now, config.zone, config.pinned_day)
        with database.reading(SYSTEM) as session:
            begun = days_begun(session, moment)
        if not begun:
            return False
        with database.unit_of_work(SYSTEM) as session:
            ask_reminders(session, begun, moment)
        return True


def days_begun(session: Session, moment: Moment) -> Mapping[str, date]:
    """The local day by time zone, where it is morning by now and its reminders were not asked for."""
    zones = session.scalars(
        select(Supplier.time_zone)
        .where(Supplier.id.in_(select(Finding.supplier_id).where(Finding.turn_due_on.is_not(None))))
        .distinct()
    ).all()
    asked: dict[str, date] = dict(session.execute(select(ReminderDay.time_zone, ReminderDay.asked_on)).all())
    here = {zone: moment.at.astimezone(ZoneInfo(zone)) for zone in zones}
    return {
        zone: local.date()
        for zone, local in here.items()
        if local.time() >= MORNING and asked.get(zone, date.min) < local.date()
    }


def ask_reminders(session: Session, begun: Mapping[str, date], moment: Moment) -> int:
    """Ask for the job of each day that nobody asked for meanwhile. Returns how many."""
    table = Base.metadata.tables[ReminderDay.__tablename__]
    count = 0
    for zone, day in sorted(begun.items()):
        row = insert_of(session, table).values(time_zone=zone, asked_on=day)
        taken = row.on_conflict_do_update(
            index_elements=[table.c.time_zone], set_={"asked_on": day}, where=table.c.asked_on < day
        )
        if session.execute(taken.returning(table.c.time_zone)).first() is not None:
            ask_job(session, SYSTEM, AskJob(JOB, {"time_zone": zone, "day": day.isoformat()}), moment.at)
            count += 1
    return count
