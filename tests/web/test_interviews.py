"""Who was asked in an audit: the function for both sides, the name for the buyer's side alone."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import DatabaseError, InvalidRequestError

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.interviews import functions_asked, visible_interviews
from supplier_portal.audits.models import Audit, Interview
from supplier_portal.audits.operations import NoteInterview, note_interview
from supplier_portal.reports.jobs import report_html
from supplier_portal.reports.queries.printed import printed_report
from tests import audit_story
from tests.cast import FANG, LUO, MO, NOW, PAN, TAN, YAN, ZHOU
from tests.scored import add_policy

FUNCTION, NAME = "Shift leader, energy station", "Wang Xiaoming"


@pytest.fixture
def audit_id(database):
    with database.unit_of_work(SYSTEM) as session:
        return audit_story.brought_to(session, "in_progress").id


def at_audit(as_person, person, audit_id):
    browser = as_person(person)
    browser.page(f"/audits/{audit_id}/S1.1")
    return browser


def noted(as_person, audit_id, **other):
    form = {"function": FUNCTION, "person": NAME} | other
    return at_audit(as_person, LUO, audit_id).post(f"/audits/{audit_id}/S1.1/interviews", form)


def sent(database, audit_id):
    with database.unit_of_work(SYSTEM) as session:
        audit = session.get_one(Audit, audit_id)
        audit_story.answer_all(session, audit)
        audit.state, audit.comments_until = "draft_sent", NOW.day


@pytest.mark.safety(3)
def test_the_supplier_reads_the_function_and_never_the_name(as_person, database, audit_id):
    assert noted(as_person, audit_id).status_code == 303
    sent(database, audit_id)
    for person in (LUO, FANG, PAN):
        page = as_person(person).page(f"/audits/{audit_id}/S1.1")
        assert FUNCTION in page
        assert NAME in page
    page = as_person(TAN).page(f"/audits/{audit_id}/S1.1")
    assert FUNCTION in page
    assert NAME not in page


@pytest.mark.safety(3)
@pytest.mark.parametrize("person", [TAN, FANG], ids=lambda person: person.role)
def test_the_report_tells_functions_once_each_and_no_name_to_anybody(as_person, database, config, audit_id, person):
    for name in (NAME, "Li Qiang"):
        noted(as_person, audit_id, person=name)
    noted(as_person, audit_id, function="Board member", person="")
    sent(database, audit_id)
    with database.unit_of_work(SYSTEM) as session:
        add_policy(session)
    with database.reading(person.actor) as session:
        printed = printed_report(session, person.actor, audit_id, NOW.day)
        html = report_html(printed, ["en", "zh"], config)
    assert f"Board member, {FUNCTION}" in html
    assert NAME not in html


@pytest.mark.safety(3)
def test_a_name_is_not_even_read_from_the_database_for_a_supplier(as_person, database, audit_id):
    noted(as_person, audit_id)
    sent(database, audit_id)
    with database.reading(TAN.actor) as session:
        one = session.scalars(visible_interviews(TAN.actor)).one()
        with pytest.raises(InvalidRequestError):
            _ = one.person
    with database.reading(MO.actor) as session:
        assert functions_asked(session, MO.actor, [audit_id]) == []


def test_one_is_taken_out_again_while_the_audit_is_in_progress(as_person, database, audit_id):
    noted(as_person, audit_id)
    with database.reading(SYSTEM) as session:
        number = session.scalars(select(Interview.id)).one()
    address = f"/audits/{audit_id}/interviews/{number}/strike"
    yan = as_person(YAN)
    yan.page("/audits")
    assert yan.post(address).status_code == 404
    assert at_audit(as_person, ZHOU, audit_id).post(address).status_code == 303
    assert NAME not in as_person(LUO).page(f"/audits/{audit_id}/S1.1")
    assert at_audit(as_person, ZHOU, audit_id).post(address).status_code == 404


@pytest.mark.parametrize(
    ("given", "said"),
    [({"function": " "}, "Function"), ({"function": "x" * 121}, "120"), ({"person": "x" * 121}, "120")],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(as_person, database, audit_id, given, said):
    answer = noted(as_person, audit_id, **given)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert (FUNCTION if "person" in given else NAME) in answer.get_data(as_text=True)
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(Interview)).all() == []


def test_once_the_draft_is_out_nobody_notes_and_nothing_typed_is_lost(as_person, database, audit_id):
    noted(as_person, audit_id)
    sent(database, audit_id)
    answer = noted(as_person, audit_id, person="Somebody else")
    assert answer.status_code == 409
    with database.reading(SYSTEM) as session:
        assert [one.person for one in session.scalars(select(Interview))] == [NAME]


def test_after_the_issue_the_database_itself_keeps_them(session):
    audit = audit_story.brought_to(session, "in_progress")
    note_interview(session, LUO.actor, NoteInterview(audit.id, "S1.1", FUNCTION), NOW)
    audit.state = "issued"
    session.flush()
    with pytest.raises(DatabaseError, match="frozen"), session.begin_nested():
        session.execute(delete(Interview))
