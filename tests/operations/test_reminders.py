"""Reminders of running clocks: on the right day, once, to the right people, whatever a worker was doing meanwhile."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import Account
from supplier_portal.findings.jobs import JOBS, remind
from supplier_portal.findings.models import Finding, ReminderDay
from supplier_portal.findings.telling import reminders
from supplier_portal.findings.telling.reminders import Days, Reminder, reminder_of, tell_reminders
from supplier_portal.findings.telling.rounds import JOB, ReminderRound
from supplier_portal.jobs.models import DONE, QUEUED, Job
from supplier_portal.jobs.worker import Work, Worker
from supplier_portal.notices.models import Mail, Notice
from supplier_portal.suppliers.models import Supplier
from tests.cast import HE, NOW, PAN, TAN, ZHOU
from tests.clock_story import RULES
from tests.findings_story import later, notified
from tests.web.statements import statements_of

ZONE = "Asia/Shanghai"
DUE = date(2024, 4, 14)  # of the plan of a major finding that was notified on 31 March


def days(first, last=None, zone=ZONE):
    return Days(zone, first, last or first)


def told(session, *names):
    found = {}
    for notice in session.scalars(select(Notice).order_by(Notice.id)):
        if notice.kind.startswith("findings.remind") or notice.kind in names:
            found.setdefault(notice.account_id, []).append(notice.kind.removeprefix("findings.remind_"))
    return found


def on(session, day, last=None, zone=ZONE):
    """Tell a day, and give what was told on it alone."""
    session.execute(delete(Notice))
    session.execute(delete(Mail))
    tell_reminders(session, days(day, last, zone), 0, later((day - NOW.day).days))
    return told(session)


def standing(session, state, **values):
    finding = notified(session)
    session.execute(update(Finding).where(Finding.id == finding.id).values(state=state, **values))
    session.refresh(finding)
    return finding


class TestDays:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2024, 4, 6), {}),
            (date(2024, 4, 7), {TAN.number: ["half"]}),
            (date(2024, 4, 11), {TAN.number: ["before"]}),
            (date(2024, 4, 13), {}),
            (date(2024, 4, 14), {TAN.number: ["due"]}),
            (date(2024, 4, 15), {}),
            (date(2024, 4, 21), {TAN.number: ["late"], HE.number: ["late_above"]}),
            (date(2024, 4, 28), {TAN.number: ["late"], HE.number: ["late_above"]}),
            (date(2025, 4, 13), {TAN.number: ["late"], HE.number: ["late_above"]}),
        ],
    )
    def test_the_supplier_is_reminded_and_then_its_superior_weekly(self, session, day, expected):
        session.get_one(Account, TAN.number).superior_id = HE.number
        notified(session)
        assert on(session, day) == expected

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2024, 4, 5), {}),
            (date(2024, 4, 7), {ZHOU.number: ["buyer_before"]}),
            (date(2024, 4, 10), {ZHOU.number: ["buyer_due"]}),
            (date(2024, 4, 17), {ZHOU.number: ["buyer_late"], PAN.number: ["buyer_late"]}),
        ],
    )
    def test_the_buyer_is_reminded_of_its_own_days_and_then_the_planners_too(self, session, day, expected):
        standing(session, "cap_proposed", turn_due_on=date(2024, 4, 10), half_on=date(2024, 4, 5))
        assert on(session, day) == expected

    @pytest.mark.parametrize("state", ["closed", "waived", "withdrawn", "effective", "draft"])
    def test_what_nobody_deals_with_reminds_nobody(self, session, state):
        standing(session, state, turn_due_on=DUE)
        assert on(session, DUE) == {}

    def test_an_observation_has_no_day_to_be_reminded_of(self, session):
        finding = notified(session, kind="observation", severity="observation")
        assert on(session, finding.close_due_on) == {}

    def test_above_a_member_without_a_superior_stand_the_owners(self, session):
        notified(session).owner_id = HE.number
        session.flush()
        assert on(session, DUE + timedelta(days=7)) == {HE.number: ["late"], TAN.number: ["late_above"]}

    def test_only_suppliers_of_that_time_zone_are_reminded(self, session):
        notified(session)
        assert on(session, DUE, zone="Europe/Berlin") == {}


class TestChanges:
    def test_a_day_told_twice_tells_once(self, session):
        notified(session)
        for _ in range(2):
            tell_reminders(session, days(DUE), 0, later(14))
        assert told(session) == {TAN.number: ["due"]}

    def test_days_that_were_missed_are_told_once_by_the_last_of_them(self, session):
        notified(session)
        assert on(session, date(2024, 4, 1), date(2024, 4, 13)) == {TAN.number: ["before"]}
        assert on(session, date(2024, 4, 1), date(2024, 5, 20)) == {TAN.number: ["late"]}

    def test_a_due_day_that_moved_is_reminded_of_anew(self, session):
        finding = notified(session)
        tell_reminders(session, days(date(2024, 4, 11)), 0, later(11))
        finding.turn_due_on = date(2024, 4, 20)
        session.flush()
        tell_reminders(session, days(date(2024, 4, 14)), 0, later(14))
        tell_reminders(session, days(date(2024, 4, 17)), 0, later(17))
        assert told(session) == {TAN.number: ["before", "before"]}

    def test_a_policy_of_its_own_moves_its_days(self):
        row = type("Row", (), {"turn_due_on": DUE, "half_on": None})
        rules = replace(RULES.reminders, before=5, on_the_day=False, then_every=2)
        assert reminder_of(row, rules, days(date(2024, 4, 9))) == Reminder("before", date(2024, 4, 9), DUE)
        assert reminder_of(row, rules, days(DUE)) is None
        assert reminder_of(row, rules, days(date(2024, 4, 18))) == Reminder("late", date(2024, 4, 18), DUE)


def test_hundreds_take_as_many_statements_as_few(session):
    counts = []
    finding = notified(session)
    for many in (2, 300):
        columns = {column.name: getattr(finding, column.name) for column in Finding.__table__.columns}
        session.execute(
            Finding.__table__.insert(),
            [{**columns, "id": 10_000 * many + n, "number": f"NC-{many}-{n}"} for n in range(many)],
        )
        with statements_of(session.get_bind()) as sent:
            tell_reminders(session, days(DUE), 10_000 * many - 1, later(14))
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 14


def at(day, hour=1):
    """An instant on a UTC day; 1 o'clock is nine in the morning in Shanghai."""
    return datetime(2024, 4, day, hour, tzinfo=UTC)


def ask(database, config, moment):
    return ReminderRound(lambda: moment)(database, config)


def jobs(database):
    with database.reading(SYSTEM) as session:
        return [(job.name, job.arguments) for job in session.scalars(select(Job).order_by(Job.id))]


@pytest.fixture
def unpinned(config):
    return replace(config, pinned_day=None)


@pytest.fixture
def finding(database):
    with database.unit_of_work(SYSTEM) as session:
        return notified(session)


class TestRound:
    def test_it_asks_for_one_job_each_local_day_in_the_morning(self, database, unpinned, finding):
        assert not ask(database, unpinned, at(3, 23) - timedelta(days=1))  # seven in the morning of the third
        assert ask(database, unpinned, at(3))
        assert not ask(database, unpinned, at(3, 15))
        assert ask(database, unpinned, at(4))
        assert jobs(database) == [(JOB, {"time_zone": ZONE, "day": f"2024-04-0{day}"}) for day in (3, 4)]

    def test_suppliers_elsewhere_have_a_day_of_their_own(self, database, unpinned, finding):
        with database.unit_of_work(SYSTEM) as session:
            notified(session, supplier=2)
            session.get_one(Supplier, 2).time_zone = "America/Los_Angeles"
        ask(database, unpinned, at(3))
        ask(database, unpinned, at(3, 16))
        asked = [(arguments["time_zone"], arguments["day"][-2:]) for _, arguments in jobs(database)]
        assert asked == [("America/Los_Angeles", "02"), (ZONE, "03"), ("America/Los_Angeles", "03")]

    def test_it_rests_a_minute(self, database, unpinned, finding):
        now = [at(3)]
        go = ReminderRound(lambda: now[0])
        assert go(database, unpinned)
        with database.unit_of_work(SYSTEM) as session:
            session.execute(delete(ReminderDay))
        assert not go(database, unpinned)
        now[0] += timedelta(minutes=1)
        assert go(database, unpinned)


class TestJob:
    def worker(self, database, config, day):
        return Worker(database, replace(config, pinned_day=day), JOBS, rounds=(ReminderRound(lambda: at(1)),))

    def test_a_day_is_told_by_the_worker_and_marked(self, database, config, finding):
        self.worker(database, config, DUE).run_due()
        with database.reading(SYSTEM) as session:
            assert told(session) == {TAN.number: ["due"]}
            assert session.get_one(ReminderDay, ZONE).told_on == DUE

    def test_days_without_a_worker_are_told_once(self, database, config, finding):
        self.worker(database, config, date(2024, 4, 1)).run_due()
        self.worker(database, config, date(2024, 4, 13)).run_due()
        with database.reading(SYSTEM) as session:
            assert told(session) == {TAN.number: ["before"]}

    @pytest.mark.safety(35)
    def test_a_job_that_was_killed_in_between_tells_each_thing_once(self, database, config, finding, monkeypatch):
        with database.unit_of_work(SYSTEM) as session:
            for _ in range(2):
                notified(session)
        monkeypatch.setattr(reminders, "AT_ONCE", 1)
        pinned = replace(config, pinned_day=DUE)
        ReminderRound(lambda: at(1))(database, pinned)
        with database.reading(SYSTEM) as session:
            job = session.scalars(select(Job)).one()

        class Killed(Work):
            def progress(self, done, total):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            remind(Killed(job, database, pinned))
        with database.reading(SYSTEM) as session:
            assert (len(told(session)[TAN.number]), session.get_one(Job, job.id).state) == (1, QUEUED)
        Worker(database, pinned, JOBS).run_due()
        with database.reading(SYSTEM) as session:
            assert told(session) == {TAN.number: ["due"] * 3}
            assert session.get_one(Job, job.id).state == DONE
            mails = select(func.count()).select_from(Mail).join(Notice, Notice.mail_id == Mail.id)
            assert session.scalar(mails.where(Notice.kind == "findings.remind_due")) == 3

    def test_what_is_late_for_long_is_escalated_once(self, database, config, finding):
        escalates_on = DUE + timedelta(days=RULES.escalation.late_days + 1)
        assert finding.escalates_on == escalates_on
        for passed in range(-1, 3):
            self.worker(database, config, escalates_on + timedelta(days=passed)).run_due()
        with database.reading(SYSTEM) as session:
            escalated = [
                (notice.account_id, notice.facts["since"])
                for notice in session.scalars(select(Notice).where(Notice.kind == "findings.escalated"))
            ]
        assert escalated == [(PAN.number, {"day": escalates_on.isoformat()})]

    def test_a_calendar_that_moves_an_escalation_back_tells_it_still(self, database, config, finding):
        escalates_on = finding.escalates_on
        with database.unit_of_work(SYSTEM) as session:
            session.execute(update(Finding).values(escalates_on=escalates_on - timedelta(days=3)))
            session.add(ReminderDay(time_zone=ZONE, asked_on=escalates_on, told_on=escalates_on))
        self.worker(database, config, escalates_on + timedelta(days=1)).run_due()
        with database.reading(SYSTEM) as session:
            assert told(session, "findings.escalated")[PAN.number] == ["findings.escalated"]
