"""A changed supplier is looked up again, and its rating follows; a list taken in by the worker ends in a report."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from supplier_portal.carbon.following import follow_suppliers
from supplier_portal.carbon.jobs import IMPORT_LIST, JOBS
from supplier_portal.carbon.models import SbtiSnapshot, SupplierTarget
from supplier_portal.carbon.operations import ImportSbtiList, import_sbti_list
from supplier_portal.carbon.queries import scoring_facts
from supplier_portal.carbon.sbti_list.file import digest_of, read_sbti_list
from supplier_portal.files.store import FileStore
from supplier_portal.jobs.models import DONE, Job
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.jobs.worker import Worker
from supplier_portal.scores.following import follow_inputs
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.operations import record_event
from tests.cast import HUILING, MINGYAN, NOW, PAN, TODAY
from tests.sbti_list import HEAD, SMALL_LIST, lei, listed


@pytest.fixture
def worker(database, config):
    return Worker(database, config, JOBS, (follow_suppliers, follow_inputs))


@pytest.fixture
def imported(database):
    data = SMALL_LIST.read_bytes()
    with database.unit_of_work(PAN.actor) as session:
        command = ImportSbtiList(read_sbti_list(data), digest_of(data), TODAY)
        import_sbti_list(session, PAN.actor, command, NOW)


def change(database, act, facts):
    """Huiling has its LEI, and the trail says so in some room's words."""
    with database.unit_of_work(PAN.actor) as session:
        session.get(Supplier, HUILING).lei = lei("HUILING")
        record_event(session, PAN.actor, NOW, act, **facts)


def counted(database, supplier=HUILING):
    with database.reading(PAN.actor) as session:
        return scoring_facts(session, [supplier], TODAY)[supplier].sbt


def jobs(database):
    with database.reading(PAN.actor) as session:
        return [(job.name, job.arguments) for job in session.scalars(select(Job).order_by(Job.id))]


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        ("supplier_changed", {"supplier": HUILING, "fields": ["lei", "staff"]}),
        ("supplier_added", {"supplier": HUILING}),
        ("supplier_name_added", {"supplier": HUILING, "name": 1}),
        ("suppliers_imported", {"created": [], "changed": [str(HUILING)]}),
        ("suppliers_merged", {"supplier": HUILING, "duplicate": MINGYAN, "moved": []}),
    ],
)
def test_a_changed_supplier_is_looked_up_in_the_list_in_force(worker, database, imported, act, facts):
    worker.seal()
    change(database, act, facts)
    assert counted(database) == "none"
    worker.seal()
    worker.run_due()
    assert counted(database) == "committed"


def test_what_changes_nothing_in_the_list_asks_for_no_work(worker, database, imported):
    change(database, "supplier_changed", {"supplier": HUILING, "fields": ["staff"]})
    worker.seal()
    worker.seal()
    assert jobs(database) == []


def test_without_a_list_nothing_is_looked_up(worker, database):
    change(database, "supplier_added", {"supplier": HUILING})
    worker.seal()
    assert jobs(database) == []


def ask(database, config, data, as_of=TODAY):
    digest = FileStore.of(config).keep(data)
    arguments = {"digest": digest, "as_of": as_of.isoformat(), "role": "planner", "name": "Pan Planner"}
    with database.unit_of_work(PAN.actor) as session:
        return ask_job(session, PAN.actor, AskJob(IMPORT_LIST, arguments), datetime.now(UTC)).id


def outcome(database, number):
    with database.reading(PAN.actor) as session:
        job = session.get_one(Job, number)
        assert job.state == DONE
        return job


def test_the_worker_takes_a_list_in_with_progress_and_for_whoever_asked(worker, database, config):
    with database.unit_of_work(PAN.actor) as session:
        session.get(Supplier, HUILING).lei = lei("HUILING")
    number = ask(database, config, SMALL_LIST.read_bytes())
    worker.run_due()
    job = outcome(database, number)
    assert (job.progress_done, job.progress_total) == (27, 27)
    with database.reading(PAN.actor) as session:
        snapshot = session.scalars(select(SbtiSnapshot)).one()
        assert job.outcome == {"snapshot": snapshot.id, "fresh": True}
        assert (snapshot.companies, snapshot.imported_by) == (25, PAN.number)
        assert [target.supplier_id for target in session.scalars(select(SupplierTarget))] == [HUILING]
    again = ask(database, config, SMALL_LIST.read_bytes())
    worker.run_due()
    assert outcome(database, again).outcome == {"snapshot": snapshot.id, "fresh": False}


def test_a_list_that_is_refused_ends_with_every_fault(worker, database, config):
    kept = [name for name in HEAD if name not in {"lei", "isin"}]
    number = ask(database, config, listed([{"company_name": "Elmarra"}], kept))
    worker.run_due()
    told = outcome(database, number).outcome
    assert [fault["place"] for fault in told["refused"]] == ["lei", "isin"]
    with database.reading(PAN.actor) as session:
        assert session.scalars(select(SbtiSnapshot)).all() == []
