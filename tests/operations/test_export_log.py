"""The log of exports: one row for each file, in the transaction that makes it, and never changed."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.errors import Missing
from supplier_portal.exports.queries import ExportFilter, counts_by_person, list_exports, visible
from supplier_portal.jobs.operations import AskJob, Made, ask_job
from supplier_portal.jobs.worker import Effect, Worker
from supplier_portal.trail.exporting import Export, Holding, log_export
from supplier_portal.trail.models import ExportEntry, ExportSupplier
from tests.cast import ADA, FANG, HUILING, LIN, MINGYAN, MO, NOW, PAN, TAN, ZHOU

DIGEST = "a" * 64


@pytest.fixture
def zone(config):
    return config.zone


def logged(session, person=PAN, what="scores.scorecards_workbook", at=NOW.at, **holding):
    account = person.number if person else None
    return log_export(session, account, Export(what, "file.xlsx", DIGEST, Holding(**holding)), at)


def listed(session, zone, reader=ADA, **wanted):
    conditions = ExportFilter(**wanted).conditions(zone)
    return [one.entry.id for one in list_exports(session, reader.actor, conditions, 0, 20)]


def test_the_file_of_a_job_is_logged_once_with_who_asked_what_it_holds_and_its_digest(database, config):
    def work(_):
        holding = Holding((MINGYAN, HUILING, HUILING), rows=2)
        return Effect({}, Made(DIGEST, "two.zip", "application/zip", holding))

    with database.unit_of_work(MO.actor) as session:
        job_id = ask_job(session, MO.actor, AskJob("scores.scorecards_archive", {}), NOW.at).id
    Worker(database, config, {"scores.scorecards_archive": work}).run_due()
    with database.reading(SYSTEM) as session:
        entry = session.scalars(select(ExportEntry)).one()
        assert (entry.account_id, entry.what, entry.name) == (MO.number, "scores.scorecards_archive", "two.zip")
        assert (entry.digest, entry.job_id, entry.rows, entry.whole) == (DIGEST, job_id, 2, False)
        assert sorted(session.scalars(select(ExportSupplier.supplier_id))) == sorted([HUILING, MINGYAN])


def test_a_job_without_a_file_and_one_that_fails_log_nothing(database, config):
    def fail(_):
        raise ZeroDivisionError

    with database.unit_of_work(MO.actor) as session:
        for name in ("without", "fails"):
            ask_job(session, MO.actor, AskJob(name, {}), NOW.at)
    Worker(database, config, {"without": lambda _: Effect({}), "fails": fail}).run_due()
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(ExportEntry)).all() == []


@pytest.mark.parametrize("act", [update(ExportEntry).values(rows=1), delete(ExportEntry), delete(ExportSupplier)])
def test_the_log_is_never_changed(session, act):
    logged(session, suppliers=(HUILING,))
    with pytest.raises(DatabaseError, match="frozen"), session.begin_nested():
        session.execute(act)


def test_a_supplier_s_exports_are_found_with_those_of_whole_lists(session, zone):
    own = logged(session, suppliers=(HUILING,)).id
    logged(session, suppliers=(MINGYAN,))
    whole = logged(session, whole=True, rows=90).id
    logged(session, what="checklists.file")
    number = list_exports(session, ADA.actor, [ExportEntry.id == own], 0, 1)[0].suppliers[0].number
    assert listed(session, zone, supplier=number) == [whole, own]
    assert listed(session, zone, supplier="no such number") == [whole]


def test_exports_are_found_by_person_kind_and_days_of_the_buyer_s_zone(session, zone):
    day = NOW.at.astimezone(zone).date()
    one = logged(session, MO).id
    other = logged(session, PAN, "reports.report_pdf", NOW.at + timedelta(days=1)).id
    assert listed(session, zone) == [other, one]
    assert listed(session, zone, what="reports.report_pdf") == [other]
    assert listed(session, zone, until=day.isoformat()) == [one]
    assert listed(session, zone, since=(day + timedelta(days=1)).isoformat()) == [other]
    assert listed(session, zone, since="nonsense", until="9999-12-31") == [other, one]
    assert [found.entry.id for found in list_exports(session, ADA.actor, by(MO, zone), 0, 20)] == [one]


def by(person, zone):
    return ExportFilter(person=str(person.number)).conditions(zone)


def test_each_person_s_files_and_rows_are_counted_the_most_first(session, zone):
    for rows in (5, 7, None):
        logged(session, MO, rows=rows)
    logged(session, PAN, rows=100)
    logged(session, None)
    counts = counts_by_person(session, ADA.actor, ExportFilter().conditions(zone))
    told = [(count.person.id if count.person else None, count.exports, count.rows) for count in counts]
    assert told[0] == (MO.number, 3, 12)
    assert set(told[1:]) == {(PAN.number, 1, 100), (None, 1, 0)}


def test_many_suppliers_are_told_by_the_first_few_and_a_number(session):
    logged(session, suppliers=tuple(range(1, 8)))
    logged(session, suppliers=(MINGYAN,))
    one, many = list_exports(session, ADA.actor, [], 0, 20)
    assert ([supplier.id for supplier in one.suppliers], one.more) == ([MINGYAN], 0)
    assert len(many.suppliers) + many.more == 7


@pytest.mark.safety(5)
def test_who_bids_is_for_readers_of_the_event_log_alone(session, zone):
    tender = logged(session, TAN, "tenders.receipt", tender=3).id
    other = logged(session).id
    assert listed(session, zone) == [other, tender]
    assert listed(session, zone, PAN) == [other]
    assert [count.person.id for count in counts_by_person(session, PAN.actor, [])] == [PAN.number]


@pytest.mark.safety(5)
@pytest.mark.parametrize("person", [ZHOU, FANG, MO, LIN, TAN], ids=lambda person: person.role)
def test_nobody_else_reads_it(person):
    with pytest.raises(Missing):
        visible(person.actor)
