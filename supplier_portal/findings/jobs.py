"""What the worker does for findings: the reminders and escalations of a day, and 8D reports."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.moment import Moment, moment_of
from supplier_portal.findings.eight_d import jobs as eight_d
from supplier_portal.findings.models import Finding, ReminderDay
from supplier_portal.findings.telling.escalations import escalating, tell_escalations
from supplier_portal.findings.telling.reminders import Days, tell_reminders
from supplier_portal.findings.telling.rounds import JOB
from supplier_portal.jobs.worker import Effect, JobFunction, Work

ESCALATIONS_AT_ONCE = 1_000


def remind(work: Work) -> Effect:
    """Tell the reminders and escalations of a local day, and once what days before it were missed.

    Each transaction stands for itself: a job that was killed goes on, and what was told is not told again.
    """
    moment = moment_of(datetime.now(UTC), work.config.zone, work.config.pinned_day)
    last = date.fromisoformat(str(work.job.arguments["day"]))
    zone = str(work.job.arguments["time_zone"])
    with work.database.reading(SYSTEM) as session:
        before = session.get(ReminderDay, zone)
        told_on = before.told_on if before else None
    first = told_on + timedelta(days=1) if told_on else last
    if first <= last:
        _remind(work, Days(zone, first, last), moment)
    return Effect({}, write=lambda session: _mark(session, zone, last))


def _remind(work: Work, days: Days, moment: Moment) -> None:
    done = 0
    while True:
        with work.database.unit_of_work(SYSTEM) as session:
            reached = tell_reminders(session, days, done, moment)
        if reached is None:
            break
        done = reached
        work.progress(0, 0)
    with work.database.reading(SYSTEM) as session:
        asked = escalating(session, days.time_zone, days.first, days.last)
    for start in range(0, len(asked), ESCALATIONS_AT_ONCE):
        some = asked[start : start + ESCALATIONS_AT_ONCE]
        with work.database.unit_of_work(SYSTEM) as session:
            tell_escalations(session, [Finding.id.in_(some)], moment)
        work.progress(start + len(some), len(asked))


def _mark(session: Session, zone: str, day: date) -> None:
    earlier = or_(ReminderDay.told_on.is_(None), ReminderDay.told_on < day)
    session.execute(update(ReminderDay).where(ReminderDay.time_zone == zone, earlier).values(told_on=day))


JOBS: Mapping[str, JobFunction] = {JOB: remind, **eight_d.JOBS}
