"""The log of exports on its page, and the downloads that write into it."""

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.jobs.worker import Worker
from supplier_portal.scores.models import Rating
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.suppliers import jobs as suppliers
from supplier_portal.trail.exporting import Export, Holding, log_export
from supplier_portal.trail.models import ExportEntry, ExportSupplier
from tests.audit_story import published
from tests.cast import ADA, HUILING, LIN, MINGYAN, MO, NOW, PAN, TAN
from tests.scored import add_scored_world
from tests.web.statements import statements

MANY, MOST_STATEMENTS = 1200, 12


def entries(database):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(ExportEntry).order_by(ExportEntry.id)).all()


def test_a_workbook_asked_for_stands_in_the_log_with_its_rows(as_person, database, config):
    pan = as_person(PAN)
    pan.page("/suppliers")
    pan.post("/suppliers/workbook")
    Worker(database, config, suppliers.JOBS).run_due()
    (entry,) = entries(database)
    assert (entry.account_id, entry.what, entry.whole) == (PAN.number, "suppliers.workbook", True)
    page = as_person(ADA).page("/exports")
    assert entry.name in page
    assert entry.digest[:12] in page
    assert PAN.name in page
    assert "all that the list gave" in page


def test_a_receipt_is_logged_each_time_it_is_taken_also_by_the_supplier(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        add_scored_world(session)

        publish_ratings(session, SYSTEM, [HUILING, MINGYAN], NOW, "input")
        rating = session.scalars(select(Rating.id).where(Rating.supplier_id == HUILING)).first()
    for person in (MO, TAN):
        assert as_person(person).get(f"/scorecards/{HUILING}/receipts/{rating}.json").status_code == 200
    assert as_person(TAN).get(f"/scorecards/{MINGYAN}/receipts/{rating}.json").status_code == 404
    assert [(one.account_id, one.what) for one in entries(database)] == [
        (MO.number, "scores.receipt"),
        (TAN.number, "scores.receipt"),
    ]
    with database.reading(SYSTEM) as session:
        assert set(session.scalars(select(ExportSupplier.supplier_id))) == {HUILING}


def test_a_checklist_taken_as_a_file_is_logged(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        version = published(session).id
    assert as_person(PAN).get(f"/checklists/{version}/file").status_code == 200
    assert [(one.account_id, one.what) for one in entries(database)] == [(PAN.number, "checklists.file")]


@pytest.mark.parametrize("person", [LIN, MO, TAN], ids=lambda person: person.role)
def test_nobody_but_planners_and_administrators_finds_the_log(as_person, person):
    assert as_person(person).get("/exports").status_code == 404


def test_the_log_is_narrowed_by_what_stands_in_the_address(as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        for person, what, suppliers_ in (
            (MO, "scores.scorecard_pdf", (HUILING,)),
            (PAN, "reports.report_pdf", (MINGYAN,)),
        ):
            export = Export(what, f"{person.name}.pdf", "a" * 64, Holding(suppliers_))
            log_export(session, person.number, export, NOW.at)
    ada = as_person(ADA)
    for query in (f"person={MO.number}", "what=scores.scorecard_pdf"):
        page = ada.page(f"/exports?{query}")
        assert f"{MO.name}.pdf" in page
        assert f"{PAN.name}.pdf" not in page
    assert "No file was made with this filter" in ada.page("/exports?since=2099-01-01")
    assert f"{PAN.name}.pdf" in ada.page("/exports?person=nobody&since=x&until=&page=x")


def test_a_page_of_the_log_takes_few_statements_however_many_there_are(app, as_person, database):
    with database.unit_of_work(SYSTEM) as session:
        for number in range(60):
            holding = Holding(tuple(range(1, MANY)) if number == 59 else (HUILING,))
            log_export(session, PAN.number, Export("reports.report_pdf", "a.pdf", "a" * 64, holding), NOW.at)
    ada = as_person(ADA)
    ada.page("/exports")
    with statements(app) as made:
        page = ada.page("/exports")
    assert len(made) <= MOST_STATEMENTS
    assert "1–20 of 60" in page
