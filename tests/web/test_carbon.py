"""The pages of targets: four tabs on a day, decisions, lists taken in, what changed, and who may see and do what."""

import io
from datetime import date

import pytest
from sqlalchemy import event, select

from supplier_portal.carbon.jobs import JOBS
from supplier_portal.carbon.models import SbtiCompany, SbtiDecision
from supplier_portal.carbon.operations import ImportSbtiList, import_sbti_list
from supplier_portal.carbon.sbti_list.companies import ListedCompany, SbtiList
from supplier_portal.jobs.worker import Worker
from supplier_portal.suppliers.models import Supplier
from tests.cast import ADA, FANG, HUILING, LIN, MINGYAN, MO, NOW, PAN, RIVAL, TAN, TODAY, ZHOU
from tests.sbti_list import HEAD, SMALL_LIST, lei, listed

HUILING_PAGE = f"/targets/suppliers/{HUILING}"


def company(number, name, own_lei=None, status="Targets set", year=2030, *, at_parent=False):
    return ListedCompany(number, name, "China", own_lei, None, status, year, at_parent)


@pytest.fixture
def take(database):
    """Import a list; Huiling and Mingyan have LEIs."""
    with database.unit_of_work(PAN.actor) as session:
        session.get(Supplier, HUILING).lei = lei("HUILING")
        session.get(Supplier, MINGYAN).lei = lei("MINGYAN")

    def take(*companies, as_of=TODAY, digest="a"):
        with database.unit_of_work(PAN.actor) as session:
            listed = SbtiList((*companies, company("900", "Aldermoor Paper")), wrong_leis=19)
            import_sbti_list(session, PAN.actor, ImportSbtiList(listed, digest * 64, as_of), NOW)
            return dict(session.execute(select(SbtiCompany.name, SbtiCompany.id)).all())

    return take


def rows_of(page):
    """The text of the tab's table."""
    return page[page.index("<tbody>") :] if "<tbody>" in page else ""


def decide(browser, company, offered, note="", address=HUILING_PAGE):
    browser.page(address)
    return browser.post(address, {"company": str(company), "offered": " ".join(map(str, offered)), "note": note})


@pytest.mark.parametrize(("person", "first"), [(PAN, "Import a list"), (MO, "A planner or administrator imports")])
def test_before_the_first_list_the_page_says_what_to_do_first(as_person, person, first):
    page = as_person(person).page("/targets")
    assert "No list was imported yet" in page
    assert first in page


def test_what_is_to_be_decided_comes_first_then_what_is_sure(as_person, take):
    take(
        company("1", "Huiling Co., Ltd.", lei("HUILING")), company("2", "Northmere Shipping Lines plc", lei("MINGYAN"))
    )
    browser = as_person(LIN)
    page = browser.page("/targets")
    assert "Mingyan Circuit Boards" in rows_of(page)
    assert "Northmere Shipping Lines plc" in rows_of(page)
    assert "same LEI, other name" in rows_of(page)
    assert "Huiling Co., Ltd." not in page
    page = browser.page("/targets?tab=sure")
    assert "Huiling Co., Ltd." in rows_of(page)
    assert '<span class="st st-done">validated</span>' in page
    assert "Aldermoor" not in page
    assert "Northmere" not in page


def test_candidates_stand_beside_the_supplier_with_the_reason(as_person, take):
    take(company("1", "Huiling Foods"), company("2", "Huiling Precision Electronics"))
    page = rows_of(as_person(PAN).page("/targets?tab=to_decide"))
    assert page.index("惠岭精密电子") < page.index("Huiling Precision Electronics", page.index("惠岭精密电子"))
    assert page.index("same name") < page.index("part of the name")
    assert lei("HUILING") in page
    assert "Mingyan" not in page


def test_suppliers_that_are_not_in_the_list_have_their_tab(as_person, take):
    take(company("1", "Huiling Co., Ltd.", lei("HUILING")))
    page = as_person(PAN).page("/targets?tab=none")
    assert "Mingyan Circuit Boards" in rows_of(page)
    assert "Huiling Precision" not in rows_of(page)


def test_a_target_whose_year_is_past_is_shown_as_none(as_person, take):
    take(company("1", "Huiling Co., Ltd.", lei("HUILING"), year=2023))
    page = as_person(PAN).page("/targets?tab=sure")
    assert '<span class="st st-none">none</span>' in page
    assert '<span class="st st-done">validated</span>' not in page


def test_what_was_true_on_a_day_can_be_asked(as_person, take):
    take(company("1", "Huiling Limited", lei("HUILING"), "Committed"), as_of=date(2023, 1, 1))
    take(company("1", "Huiling Co., Ltd.", lei("HUILING")), as_of=date(2024, 4, 1), digest="b")
    browser = as_person(PAN)
    assert "Huiling Limited" in browser.page("/targets?tab=sure&on=2024-03-31")
    assert "Huiling Co., Ltd." in browser.page("/targets?tab=sure&on=2024-04-01")
    assert "Huiling Limited" in browser.page("/targets?tab=sure&on=soon")
    page = browser.page("/targets?on=2022-12-31")
    assert "Every imported list counts from a later day." in page
    assert "Huiling Limited" not in page


@pytest.mark.parametrize("tab", ["sure", "to_decide", "decided", "none", "nonsense"])
def test_an_empty_tab_says_what_helps(as_person, take, tab):
    take(company("1", "Huiling", lei("HUILING")), company("2", "Mingyan", lei("MINGYAN")))
    page = as_person(PAN).page(f"/targets?tab={tab}")
    told = {
        "to_decide": "Nothing is left to decide",
        "decided": "Nothing was decided yet",
        "none": "Every supplier has an answer",
    }
    assert told.get(tab, "Huiling") in page


def test_a_planner_decides_and_the_decision_counts_and_can_be_undone(as_person, take):
    known = take(company("1", "Huiling Precision Electronics"), company("2", "Huiling Foods"))
    offered = [known["Huiling Precision Electronics"], known["Huiling Foods"]]
    browser = as_person(PAN)
    assert decide(browser, offered[0], offered, "their site says so").status_code == 302
    page = browser.page(HUILING_PAGE)
    assert "The decision was kept." in page
    assert "Which company is it?" not in page
    page = browser.page("/targets?tab=decided")
    assert "this is the company" in page
    assert "their site says so" in page
    assert '<span class="st st-done">validated</span>' in page
    assert "Huiling" not in rows_of(browser.page("/targets?tab=to_decide"))
    assert browser.post("/targets/decisions/1/undo").status_code == 302
    assert "Which company is it?" in browser.page(HUILING_PAGE)
    assert "Huiling" not in rows_of(browser.page("/targets?tab=decided"))
    browser.page("/profile")
    assert browser.post("/targets/decisions/1/undo").status_code == 409


def test_none_of_these_is_kept_too(as_person, take):
    known = take(company("1", "Huiling Precision Electronics"))
    browser = as_person(PAN)
    assert decide(browser, "none", [known["Huiling Precision Electronics"]]).status_code == 302
    assert "another company" in browser.page(HUILING_PAGE)
    assert "Huiling" not in rows_of(browser.page("/targets?tab=to_decide"))


def test_a_faulty_decision_keeps_what_was_typed(as_person, take, database):
    known = take(company("1", "Huiling Precision Electronics"))
    number = known["Huiling Precision Electronics"]
    browser = as_person(PAN)
    answer = decide(browser, number, [number], "y" * 501)
    assert answer.status_code == 422
    assert "y" * 501 in answer.text
    assert f'value="{number}" checked' in " ".join(answer.text.split())
    assert decide(browser, "", [number]).status_code == 422
    assert decide(browser, known["Aldermoor Paper"], [number]).status_code == 422
    assert decide(browser, "none", [known["Aldermoor Paper"]]).status_code == 409
    with database.reading(PAN.actor) as session:
        assert session.scalars(select(SbtiDecision)).all() == []


def test_who_may_not_decide_sees_the_companies_and_no_form(as_person, take):
    known = take(company("1", "Huiling Precision Electronics"))
    browser = as_person(MO)
    page = browser.page(HUILING_PAGE)
    assert "Huiling Precision Electronics" in page
    assert "Keep the decision" not in page
    number = known["Huiling Precision Electronics"]
    assert decide(browser, number, [number]).status_code == 404


def test_the_parent_s_company_may_be_decided_though_the_daughter_is_sure(as_person, take):
    take(
        company("1", "Huiling Co., Ltd.", lei("HUILING"), "Commitment removed", at_parent=True),
        company("2", "Huiling Group"),
    )
    page = as_person(PAN).page(HUILING_PAGE)
    assert "target set at parent company level" in page
    assert "Huiling Group" in page
    assert "Keep the decision" in page


def test_a_list_is_imported_from_the_page_with_progress_and_report(as_person, database, config):
    browser = as_person(ADA)
    browser.page("/targets/lists")
    form = {"file": (io.BytesIO(SMALL_LIST.read_bytes()), "list.xlsx"), "counts_from": "2024-01-25"}
    answer = browser.post("/targets/lists", form)
    assert answer.status_code == 302
    waiting = browser.page(answer.location)
    assert "The list is being imported" in waiting
    assert "data-watch=" in waiting
    Worker(database, config, JOBS).run_due()
    page = browser.page(answer.location)
    assert "25 companies" in page
    assert "The list is being imported" not in page
    assert "Huiling Precision Electronics" in browser.page("/targets?tab=to_decide")
    assert "25 companies" not in as_person(PAN).page(answer.location)


def test_a_refused_list_names_all_its_faults_in_the_reader_s_language(as_person, database, config):
    browser = as_person(PAN).speaking("zh")
    browser.page("/targets/lists")
    data = listed([{"company_name": "Elmarra"}], [name for name in HEAD if name not in {"lei", "isin"}])
    answer = browser.post("/targets/lists", {"file": (io.BytesIO(data), "list.xlsx"), "counts_from": "2024-01-25"})
    Worker(database, config, JOBS).run_due()
    page = browser.page(answer.location)
    assert "文件被整体拒收" in page
    assert page.index("<code>lei</code>") < page.index("<code>isin</code>")
    assert page.count("缺少该列") == 2


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"counts_from": "2024-01-25"}, "This field is required."),
        ({"file": (io.BytesIO(b""), "list.csv"), "counts_from": "2024-01-25"}, "empty"),
        ({"file": (io.BytesIO(b"%PDF-1.7 x"), "list.pdf"), "counts_from": "2024-01-25"}, "Excel (.xlsx)"),
        ({"file": (io.BytesIO(b"a,b"), "list.csv"), "counts_from": "someday"}, "Not a valid date value."),
    ],
)
def test_a_file_or_day_that_cannot_be_taken_is_told_at_its_field(as_person, form, told):
    browser = as_person(PAN)
    browser.page("/targets/lists")
    answer = browser.post("/targets/lists", form)
    assert answer.status_code == 422
    assert told in answer.text


def test_the_lists_stand_with_their_figures(as_person, take):
    take(company("1", "Huiling", lei("HUILING")))
    page = as_person(MO).page("/targets/lists")
    assert '<td class="num">19</td>' in page
    assert 'href="/targets?on=2024-03-31"' in page
    assert "Import a list" not in page


def test_what_changed_between_two_lists_names_our_suppliers_first(as_person, take):
    browser = as_person(LIN)
    assert "There is nothing to compare yet" in browser.page("/targets/differences")
    take(company("1", "Huiling", lei("HUILING"), "Committed"), company("2", "Elmarra"), as_of=date(2024, 1, 1))
    take(company("1", "Huiling", lei("HUILING")), company("3", "Brennholm"), digest="b")
    page = rows_of(browser.page("/targets/differences"))
    assert page.index("Huiling") < page.index("status changed") < page.index("Brennholm") < page.index("Elmarra")
    assert f'href="{HUILING_PAGE}"' in page
    assert page.count("added") == page.count("gone") == 1
    assert "The lists say the same" in browser.page("/targets/differences?from=2&to=2")
    assert browser.get("/targets/differences?from=77").status_code == 404


@pytest.mark.parametrize(("person", "in_menu"), [(PAN, True), (LIN, True), (MO, True), (ADA, True), (FANG, False)])
def test_the_buyers_people_read_it_and_most_have_it_in_their_menu(as_person, take, person, in_menu):
    take()
    browser = as_person(person)
    assert "Suppliers by what the list says" in browser.page("/targets")
    assert ('href="/targets"' in browser.page("/profile")) == in_menu


@pytest.mark.parametrize("person", [TAN, RIVAL, ZHOU])
@pytest.mark.parametrize("address", ["/targets", "/targets/lists", "/targets/differences", HUILING_PAGE])
def test_suppliers_and_auditors_find_nothing_there(as_person, take, person, address):
    take(company("1", "Huiling Co., Ltd.", lei("HUILING")))
    answer = as_person(person).get(address)
    assert answer.status_code == 404
    assert "Huiling Co., Ltd." not in answer.text


@pytest.mark.parametrize(
    "address", ["/targets?tab=sure", "/targets?tab=to_decide", "/targets?tab=decided", "/targets?tab=none"]
)
def test_a_tab_takes_the_same_statements_however_many_rows(as_person, app, take, database, address):
    browser, statements = as_person(PAN), []
    engine = app.extensions["portal"].database.engine
    rows = [
        company("1", "Huiling", lei("HUILING")),
        company("2", "Northmere", lei("MINGYAN")),
        company("3", "Zeque Foods"),
    ]
    with database.unit_of_work(PAN.actor) as session:
        for number in range(3):
            session.add(Supplier(number=f"Z-{number}", name_en=f"Zeque {number}", country="CN", category="optical"))
    take(*rows[:2])
    browser.page(address)
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    counts = []
    for further in (rows, [*rows, company("4", "Zeque Cables"), company("5", "Zeque Group")]):
        take(*further, digest="bc"[len(counts)])
        statements.clear()
        browser.page(address)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12


def test_the_pages_speak_chinese(as_person, take):
    take(company("1", "Huiling", lei("HUILING")), company("2", "Northmere", lei("MINGYAN")))
    browser = as_person(PAN).speaking("zh")
    assert "待判定" in browser.page("/targets")
    for address in (
        "/targets?tab=sure",
        "/targets?tab=decided",
        "/targets?tab=none",
        "/targets/lists",
        "/targets/differences",
    ):
        assert "名单" in browser.page(address)
    assert "LEI 相同、名称不同" in browser.page(f"/targets/suppliers/{MINGYAN}")
