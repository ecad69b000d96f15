"""A job is a row: it survives its worker, and has one effect."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import LoginAttempt
from supplier_portal.domain.errors import Conflict, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.jobs.models import CANCELLED, DONE, FAILED, QUEUED, Job
from supplier_portal.jobs.operations import LEASE, MOST_ATTEMPTS, AskJob, Made, ask_job, cancel_job, claim_job
from supplier_portal.jobs.queries import files_of, visible
from supplier_portal.jobs.worker import Effect, Worker
from supplier_portal.trail.exporting import Holding
from tests.cast import LIN, QU

NOW = datetime.now(UTC)


def add_attempt(session):
    session.add(LoginAttempt(counted_for="effect", at=NOW))


def ask(database, name="count", person=LIN):
    with database.unit_of_work(person.actor) as session:
        return ask_job(session, person.actor, AskJob(name, {}), NOW).id


def state_of(database, job_id):
    with database.reading(SYSTEM) as session:
        return session.get(Job, job_id)


def test_a_job_asked_for_in_a_transaction_that_fails_does_not_exist(database):
    with pytest.raises(ZeroDivisionError), database.unit_of_work(LIN.actor) as session:
        ask_job(session, LIN.actor, AskJob("count", {}), NOW)
        raise ZeroDivisionError
    with database.reading(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 0


def test_the_effect_and_the_mark_are_one_act(database, config):
    job_id = ask(database)
    assert Worker(database, config, {"count": lambda _: Effect({"n": 1}, write=add_attempt)}).run_due() == 1
    assert state_of(database, job_id).state == DONE
    with database.reading(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 1


@pytest.mark.safety(35)
def test_a_job_whose_worker_died_runs_again_when_its_lease_ends_and_counts_once(database, config):
    job_id = ask(database)
    with database.unit_of_work(SYSTEM) as session:
        assert claim_job(session, NOW).id == job_id  # and now this worker is killed
    with database.unit_of_work(SYSTEM) as session:
        assert claim_job(session, NOW + LEASE - timedelta(seconds=1)) is None
        again = claim_job(session, NOW + LEASE)
        assert (again.id, again.attempts) == (job_id, 2)


def test_two_workers_never_take_the_same_job(database):
    ask(database)
    with database.unit_of_work(SYSTEM) as session:
        assert claim_job(session, NOW) is not None
    with database.unit_of_work(SYSTEM) as session:
        assert claim_job(session, NOW) is None


def test_a_failing_job_is_tried_again_and_then_kept_with_its_reason(database, config):
    def fail(_):
        raise ZeroDivisionError

    job_id = ask(database)
    worker = Worker(database, config, {"count": fail})
    for attempt in range(1, MOST_ATTEMPTS + 1):
        with database.unit_of_work(SYSTEM) as session:
            session.get(Job, job_id).due = NOW
        assert worker.run_one()
        assert state_of(database, job_id).state == (FAILED if attempt == MOST_ATTEMPTS else QUEUED)
    assert state_of(database, job_id).error == "ZeroDivisionError"


def cancel(database, job_id, person=LIN):
    with database.unit_of_work(person.actor) as session:
        cancel_job(session, person.actor, job_id, Moment(NOW, NOW.date()))


def test_a_waiting_job_is_cancelled_and_never_runs(database, config):
    job_id = ask(database)
    cancel(database, job_id)
    assert Worker(database, config, {"count": lambda _: Effect({"n": 1}, write=add_attempt)}).run_due() == 0
    assert state_of(database, job_id).state == CANCELLED


@pytest.mark.parametrize("stopped_at", ["progress", "end", "failure"])
def test_a_job_cancelled_while_it_runs_leaves_nothing(database, config, stopped_at):
    reached = []

    def work(given):
        cancel(database, given.job.id)
        if stopped_at == "progress":
            given.progress(1, 2)
            reached.append("went on")
        if stopped_at == "failure":
            raise ZeroDivisionError
        return Effect({"n": 1}, Made("0" * 64, "a.zip", "application/zip", Holding()), write=add_attempt)

    job_id = ask(database)
    assert Worker(database, config, {"count": work}).run_due() == 1
    job = state_of(database, job_id)
    assert (job.state, job.outcome, job.error, reached) == (CANCELLED, None, None, [])
    with database.reading(SYSTEM) as session:
        assert files_of(session, [job]) == {}
        assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 0


def test_only_who_asked_cancels_and_only_what_goes_on(database, config):
    job_id = ask(database)
    with pytest.raises(Missing):
        cancel(database, job_id, QU)
    Worker(database, config, {"count": lambda _: Effect({"n": 1})}).run_due()
    with pytest.raises(Conflict, match=r"jobs\.ended"):
        cancel(database, job_id)
    assert state_of(database, job_id).state == DONE


def test_people_see_their_own_jobs_only(database):
    own, other = ask(database, person=LIN), ask(database, person=QU)
    with database.reading(LIN.actor) as session:
        assert [job.id for job in session.scalars(visible(LIN.actor))] == [own]
    assert own != other
