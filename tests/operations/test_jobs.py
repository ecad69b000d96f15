"""A job is a row: it survives its worker, and has one effect."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import LoginAttempt
from supplier_portal.jobs.models import DONE, FAILED, QUEUED, Job
from supplier_portal.jobs.operations import LEASE, MOST_ATTEMPTS, AskJob, ask_job, claim_job
from supplier_portal.jobs.queries import visible
from supplier_portal.jobs.worker import Effect, Worker
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


def test_people_see_their_own_jobs_only(database):
    own, other = ask(database, person=LIN), ask(database, person=QU)
    with database.reading(LIN.actor) as session:
        assert [job.id for job in session.scalars(visible(LIN.actor))] == [own]
    assert own != other
