"""The figures of a supplier's start page beside a plain count of the rows."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN, TURN_OF_SUPPLIER
from supplier_portal.findings.models import CorrectiveAction, CorrectiveActionPlan, Extension, Finding
from supplier_portal.home.queries import count_todo, start_of
from supplier_portal.suppliers.models import Supplier, SupplierContact
from supplier_portal.tenders.operations.correcting import asked_until
from supplier_portal.tenders.queries.invited import correctable
from supplier_portal.visits.models import DocumentRequest, SelfAssessment
from tests.cast import HE, HUILING, MINGYAN, NOW, RIVAL, TAN, TODAY
from tests.findings_story import add_audit, brought_to
from tests.home_story import add_appeal, add_extension, complete
from tests.visits_story import asked
from tests.web.statements import statements_of
from tests.web.test_tenders_invited import made as tender_made

STATES = ("open", "accepted", "cap_proposed", "rejected", "implemented", "insufficient", "closed", "withdrawn")


@pytest.fixture
def world(session):
    """Both companies with findings of every kind of turn, audits ahead, drafts that are out, and answers."""
    for supplier in (HUILING, MINGYAN):
        for place, state in enumerate(STATES):
            finding = brought_to(session, state, supplier, severity=("critical", "major", "minor")[place % 3])
            add_extension(session, finding.id, *(("granted", 3) if place % 2 else ()))
        for state, days in (("planned", 9), ("confirmed", 12)):
            first, last = (TODAY + timedelta(days=days + more) for more in (0, 1))
            asked(session, add_audit(session, state, supplier, starts_on=first, ends_on=last))
        for days in (-1, 0, 4):
            add_audit(session, "draft_sent", supplier, comments_until=TODAY + timedelta(days=days))
        for state in ("filed", "granted", "refused"):
            add_appeal(session, supplier, state)
    complete(session, MINGYAN)


def begun(session, person, moment=NOW):
    rows = [(bidder, tender, asked_until(tender)) for bidder, tender in correctable(session, person.actor, moment.at)]
    return start_of(session, person.actor, moment, rows)


def plain_tasks(session, person) -> int:
    """Count row by row in Python what waits for the company."""
    supplier = session.get_one(Supplier, person.supplier_id)
    found, of = 0, {"supplier_id": person.supplier_id}
    for finding in session.query(Finding).filter_by(**of):
        if finding.state in TURN_OF_SUPPLIER and finding.severity != "none":
            found += 1 + any(own_actions(session, finding, person))
    for audit in session.query(Audit).filter_by(**of):
        if audit.state in {"planned", "confirmed"}:
            documents = session.query(DocumentRequest).filter_by(audit_id=audit.id)
            found += len({one.due_on for one in documents if one.state in {"asked", "insufficient"}})
            found += not any(one.handed_in_at for one in session.query(SelfAssessment).filter_by(audit_id=audit.id))
        found += audit.state == "draft_sent" and audit.comments_until >= TODAY
    whole = supplier.staff is not None and supplier.scope_1_2 is not None and supplier.uscc is not None
    whole = whole and any(one.email for one in session.query(SupplierContact).filter_by(**of))
    return found + (not (whole and all(site.categories and site.grid for site in supplier.sites)))


def own_actions(session, finding, person):
    plans = select(CorrectiveActionPlan).filter_by(finding_id=finding.id, cycle=finding.cycle, decision="accepted")
    for plan in session.scalars(plans):
        for action in session.query(CorrectiveAction).filter_by(plan_id=plan.id):
            yield action.owner_account_id == person.number and action.done_on is None


@pytest.mark.parametrize("person", [TAN, HE, RIVAL], ids=lambda person: person.name.split()[0])
class TestFigures:
    def test_tasks_and_the_count_on_the_tab_are_those_of_the_rows(self, session, world, person):
        plain = plain_tasks(session, person)
        assert plain > 8
        assert len(begun(session, person).tasks) == plain
        assert count_todo(session, person.actor, NOW, NOW.at) == plain

    def test_findings_in_all_and_what_the_buyer_holds(self, session, world, person):
        start = begun(session, person)
        own = [one for one in session.query(Finding) if one.supplier_id == person.supplier_id]
        standing = [one for one in own if one.state in COUNTS_AS_OPEN and one.severity != "none"]
        waiting = {one.finding_id for one in session.query(Extension) if one.decision is None}
        assert start.total == len(start.turns) == len(standing)
        with_buyer = [one for one in standing if one.state in {"cap_proposed", "implemented", "disputed"}]
        assert len(start.waiting) == len(with_buyer) + sum(one.id in waiting for one in standing)

    def test_answers_are_those_of_one_s_own_company(self, session, world, person):
        own = {one.number for one in session.query(Finding) if one.supplier_id == person.supplier_id}
        answered = [one for one in session.query(Extension) if one.decision]
        numbers = {session.get_one(Finding, one.finding_id).number for one in answered} & own
        news = begun(session, person).news
        assert {one.number for one in news if one.kind == "extension"} == numbers
        assert sorted(one.decision for one in news if one.kind == "appeal") == ["granted", "refused"]
        assert len(news) == len(numbers) + 2


def test_a_tender_s_figure_counts_while_it_may_be_corrected(database):
    tender_made(database, "locked")
    with database.unit_of_work(SYSTEM) as session:
        complete(session)
        assert len(begun(session, TAN).tasks) == count_todo(session, TAN.actor, NOW, NOW.at) == 1
        assert count_todo(session, TAN.actor, NOW, NOW.at + timedelta(days=100_000)) == 0


def test_the_count_takes_one_statement(session, world):
    with statements_of(session.get_bind()) as sent:
        count_todo(session, TAN.actor, NOW, NOW.at)
    assert len(sent) == 1


def test_a_draft_s_last_day_ends_where_the_supplier_is(session):
    add_audit(session, "draft_sent", comments_until=TODAY)
    complete(session)
    late = Moment(datetime(2024, 4, 1, 3, 0, tzinfo=UTC), TODAY)
    assert count_todo(session, TAN.actor, late, late.at) == len(begun(session, TAN, late).tasks) == 0
    session.get_one(Supplier, HUILING).time_zone = "America/Los_Angeles"
    session.flush()
    assert count_todo(session, TAN.actor, late, late.at) == len(begun(session, TAN, late).tasks) == 1


@pytest.mark.parametrize("country", ["CN", "DE"])
def test_only_a_chinese_company_is_asked_for_a_unified_social_credit_code(session, country):
    complete(session)
    company = session.get_one(Supplier, HUILING)
    company.uscc, company.country = None, country
    session.flush()
    gaps = [gap.name for gap in begun(session, TAN).company.missing]
    assert gaps == (["uscc"] if country == "CN" else [])
    assert count_todo(session, TAN.actor, NOW, NOW.at) == len(gaps)


def test_a_contact_without_an_address_is_nobody_to_write_to(session):
    complete(session)
    session.query(SupplierContact).one().email = ""
    session.flush()
    assert [gap.name for gap in begun(session, TAN).company.missing] == ["contact"]
