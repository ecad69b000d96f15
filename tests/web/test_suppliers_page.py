"""A supplier's page in its sections, the small forms on it, and merging a duplicate, as a planner and as others."""

import re
from decimal import Decimal

import pytest
from sqlalchemy import event, select

from supplier_portal.jobs.models import Job
from supplier_portal.suppliers.models import Site, Supplier, SupplierContact, SupplierName, SupplierSpend
from supplier_portal.suppliers.operations import (
    AddName,
    AddSite,
    AddSupplier,
    RecordSpend,
    SaveContact,
    SetParent,
    add_name,
    add_site,
    add_supplier,
    record_spend,
    save_contact,
    set_parent,
)
from tests.cast import ADA, FANG, HE, HUILING, LIN, MINGYAN, MO, NOW, PAN, RIVAL, TAN, ZHOU

PAGE = f"/suppliers/{HUILING}"
CANARY = "4711815.08"


def words_in(page):
    """The page's text, its spaces made one."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.fixture
def filled(database):
    """Huiling with everything; Mingyan as noise with the same."""
    with database.unit_of_work(PAN.actor) as session:
        for number, supplier_id in ((1, HUILING), (2, MINGYAN)):
            add_name(session, PAN.actor, AddName(supplier_id, f"Alias {number}", source=f"secret-source-{number}"), NOW)
            facts = {"role": "Carbon lead", "email": f"li{number}@x.example"}
            save_contact(session, PAN.actor, SaveContact(supplier_id, f"Li {number}", **facts), NOW)
            record_spend(session, PAN.actor, RecordSpend(supplier_id, 2023, Decimal(CANARY), "secret ledger"), NOW)
            session.get(Site, supplier_id).spend_share = Decimal("0.8765")
            supplier = session.get(Supplier, supplier_id)
            supplier.staff, supplier.scope_1_2 = 820, Decimal("9999.5")
        parent = AddSupplier(number="P-1", name_en="Holding", country="CN", category="optical")
        add_supplier(session, PAN.actor, parent, NOW)
        set_parent(session, PAN.actor, SetParent(HUILING, "P-1"), NOW)
        set_parent(session, PAN.actor, SetParent(MINGYAN, "S-0001"), NOW)
    return database


def one(database, model, *conditions):
    with database.reading(PAN.actor) as session:
        return session.scalar(select(model).where(*conditions))


@pytest.mark.parametrize("person", [PAN, ADA, FANG, LIN, MO])
def test_the_page_says_everything_that_is_known(as_person, filled, person):
    text = words_in(as_person(person).page(PAGE))
    for said in (
        "Alias 1", "secret-source-1", "Li 1", "main contact", "Carbon lead", "li1@x.example", "4,711,815.08",
        "2023", "Holding", "P-1, parent", "S-0002, subsidiary", "0.8765",
    ):  # fmt: skip
        assert said in text
    assert "Alias 2" not in text
    assert "Li 2" not in text


def test_flags_are_told_with_the_figures_they_come_from(as_person, filled):
    text = words_in(as_person(PAN).page(PAGE))
    assert "LRG 820 staff ≥ 250 it is strategic core those with the condition “Large supplier” are asked" in text
    assert "9,999.500 t" not in text  # no reason for what holds
    text = words_in(as_person(PAN).page(f"/suppliers/{one(filled, Supplier, Supplier.number == 'P-1').id}"))
    assert "LRG staff are not known scope 1 and 2 are not known it is not strategic core" in text
    assert "CORE it is not strategic core those with the condition “Strategic core supplier” are left out" in text


@pytest.mark.safety(2)
@pytest.mark.parametrize("person", [TAN, HE])
def test_its_own_people_see_neither_spend_nor_shares_nor_what_the_buyer_thinks(as_person, filled, person):
    browser = as_person(person)
    pages = browser.page(PAGE) + browser.page("/suppliers") + browser.page("/suppliers?core=no&large=no&goods=no")
    assert "Alias 1" in pages
    assert "li1@x.example" in pages
    assert pages.count("Huiling Precision Electronics") >= 4  # no filter finds out what the buyer thinks
    for secret in (
        *("4,711,815", "0.8765", "secret", "trategic core", "Holding", "Mingyan", "CORE", "Spend"),
        *("Alias 2", "Merge", "/edit", "Add a"),
    ):
        assert secret not in pages


@pytest.mark.parametrize("person", [FANG, LIN, MO])
def test_who_may_not_write_finds_no_form(as_person, filled, person):
    page = as_person(person).page(PAGE)
    assert f'action="{PAGE}' not in page
    assert f'href="{PAGE}/' not in page


def test_the_page_takes_the_same_statements_for_few_and_for_many(as_person, app, filled):
    browser, statements = as_person(PAN), []
    engine = app.extensions["portal"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    browser.page(PAGE)
    few = len(statements)
    with filled.unit_of_work(PAN.actor) as session:
        for number in range(20):
            add_name(session, PAN.actor, AddName(HUILING, f"Name {number}"), NOW)
            add_site(session, PAN.actor, AddSite(HUILING, f"Site {number}"), NOW)
    statements.clear()
    browser.page(PAGE)
    assert len(statements) == few <= 14


class TestForms:
    """Typed as the page has it; a wrong one comes back with everything typed, a right one lands on the page."""

    FORMS = (
        (
            "names",
            {"name-name": "惠岭", "name-kind": "alias", "name-language": "zh", "name-source": "letter"},
            {"name-name": ""},
            "This field is required.",
        ),
        ("spend", {"spend-year": "2022", "spend-amount": "1,000.50"}, {"spend-year": "1989"}, "Write a year from"),
        ("parent", {"family-parent_number": "S-0002"}, {"family-parent_number": "X-9"}, "No supplier has this number."),
        (
            "sites",
            {"name_en": "Dongguan", "name_zh": "东莞", "region": "Guangdong", "grid": "south", "categories": "thermal"},
            {"name_en": "Huizhou"},
            "This supplier has a site of this name.",
        ),
        (
            "contacts/new",
            {"name": "Li Wen", "email": "li@h.example", "language": "zh"},
            {"email": "li"},
            "This is no e-mail address.",
        ),
    )

    @pytest.mark.parametrize(("address", "typed", "wrong", "told"), FORMS, ids=lambda given: str(given)[:12])
    def test_a_right_one_is_kept(self, as_person, database, address, typed, wrong, told):
        browser = as_person(PAN)
        browser.page(PAGE)
        answer = browser.post(f"{PAGE}/{address}", typed)
        assert answer.headers["Location"] == PAGE
        text = words_in(browser.page(PAGE))
        shown = {"1,000.50": "1,000.50", "S-0002": "S-0002, parent"}
        last = next(iter(typed.values())) if address != "spend" else "1,000.50"
        assert shown.get(last, last) in text

    @pytest.mark.parametrize(("address", "typed", "wrong", "told"), FORMS, ids=lambda given: str(given)[:12])
    def test_a_wrong_one_is_told_at_its_field_with_everything_typed(self, as_person, address, typed, wrong, told):
        browser = as_person(PAN)
        browser.page(PAGE)
        answer = browser.post(f"{PAGE}/{address}", typed | wrong)
        assert answer.status_code == 422
        assert f'id="{next(iter(wrong))}-error">{told}' in answer.text
        for value in (typed | wrong).values():
            assert not value or value.replace(",", "") in answer.text.replace(",", "")

    @pytest.mark.parametrize("person", [FANG, LIN, MO, ZHOU, TAN, RIVAL])
    @pytest.mark.parametrize("address", ["names", "spend", "parent", "contacts/new", "duplicates", "workbook"])
    def test_others_send_none_of_them(self, as_person, database, person, address):
        browser = as_person(person)
        browser.page("/profile")
        target = "/suppliers/workbook" if address == "workbook" else f"{PAGE}/{address}"
        typed = {"name-name": "x", "name": "x", "spend-year": "2022", "spend-amount": "1", "number": "S-0002"}
        assert browser.post(target, typed).status_code == 404
        with database.reading(PAN.actor) as session:
            for model in (SupplierName, SupplierContact, SupplierSpend, Job):
                assert session.scalar(select(model)) is None

    def test_rows_are_removed_by_their_buttons(self, as_person, filled):
        browser = as_person(PAN)
        page = browser.page(PAGE)
        buttons = re.findall(rf'action="({PAGE}/[^"]+/remove)"', page)
        assert len(buttons) == 2
        contact = one(filled, SupplierContact, SupplierContact.supplier_id == HUILING)
        for address in (*buttons, f"{PAGE}/contacts/{contact.id}/remove"):
            assert browser.post(address).headers["Location"] == PAGE
        text = words_in(browser.page(PAGE))
        assert "Alias 1" not in text
        assert "4,711,815" not in text
        assert "Li 1" not in text

    def test_a_contact_and_a_site_are_changed_on_their_own_pages(self, as_person, filled):
        browser = as_person(PAN)
        contact = one(filled, SupplierContact, SupplierContact.supplier_id == HUILING)
        for address, change in ((f"contacts/{contact.id}", {"name": "Li New"}), ("sites/1", {"region": "Guangdong"})):
            page = browser.page(f"{PAGE}/{address}")
            seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
            typed = {"name": "Li 1", "name_en": "Huizhou", "language": "en", "seen": seen} | change
            assert browser.post(f"{PAGE}/{address}", typed).headers["Location"] == PAGE
            stale = browser.post(f"{PAGE}/{address}", typed)
            assert stale.status_code == 422
            assert "Someone else changed this supplier meanwhile." in stale.text
        text = words_in(browser.page(PAGE))
        assert "Li New" in text
        assert "Guangdong" in text

    @pytest.mark.parametrize("address", ["contacts/{}", "sites/2"])
    def test_rows_of_another_supplier_are_missing(self, as_person, filled, address):
        contact = one(filled, SupplierContact, SupplierContact.supplier_id == MINGYAN)
        browser = as_person(PAN)
        browser.page(PAGE)
        target = f"{PAGE}/{address.format(contact.id)}"
        assert browser.get(target).status_code == 404
        assert browser.post(target, {"name": "x", "name_en": "x"}).status_code == 404
        assert browser.post(f"{PAGE}/contacts/{contact.id}/remove").status_code == 404


class TestList:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("q=alias 1", ["Huiling Precision Electronics"]),
            ("core=yes", ["Huiling Precision Electronics", "Mingyan Circuit Boards"]),
            ("core=no", ["Holding"]),
            ("large=no&category=optical", ["Holding"]),
            ("goods=no", []),
            ("q=%00", ["Holding", "Huiling Precision Electronics", "Mingyan Circuit Boards"]),
        ],
    )
    def test_the_address_narrows_by_alias_and_flags(self, as_person, filled, query, found):
        page = as_person(LIN).page(f"/suppliers?{query}")
        assert re.findall(r'<a href="/suppliers/\d+">([^<]+)</a>', page) == found

    def test_what_is_seen_is_asked_for_as_a_workbook(self, as_person, filled):
        browser = as_person(PAN)
        assert "Excel, 1 row as seen" in browser.page("/suppliers?core=no&sort=-number")
        answer = browser.post("/suppliers/workbook", {"core": "no", "sort": "-number", "text": ""})
        assert "/jobs/" in answer.headers["Location"]
        job = one(filled, Job)
        assert (job.name, job.arguments["core"], job.arguments["sort"]) == ("suppliers.workbook", "no", "-number")


class TestMerging:
    ADDRESS = f"{PAGE}/duplicates"

    @pytest.fixture
    def duplicate(self, database):
        with database.unit_of_work(PAN.actor) as session:
            plain = AddSupplier(number="D-1", name_en="Huiling Precision", country="CN", category="optical")
            added = add_supplier(session, PAN.actor, plain, NOW)
            add_site(session, PAN.actor, AddSite(added.id, "Dongguan"), NOW)
            return added

    def test_a_planner_is_offered_likely_ones_sees_what_happens_and_merges(self, as_person, database, duplicate):
        browser = as_person(PAN)
        assert self.ADDRESS in browser.page(PAGE)
        offered = browser.page(self.ADDRESS)
        assert "Huiling Precision" in words_in(offered)
        assert "Mingyan" not in offered
        text = words_in(browser.page(f"{self.ADDRESS}?number=D-1"))
        assert "1 sites" in text
        assert "A merge cannot be taken apart again." in text
        assert "Merge and move 3 rows" in text
        answer = browser.post(self.ADDRESS, {"number": "D-1", "rows": "3"})
        assert answer.headers["Location"] == PAGE
        page = browser.page(PAGE)
        assert "Merged duplicates" in page
        assert f'href="/suppliers/{duplicate.id}"' in page
        merged = words_in(browser.page(f"/suppliers/{duplicate.id}"))
        assert "Merged into S-0001, Huiling Precision Electronics" in merged
        assert "D-1" not in words_in(browser.page("/suppliers?q=mingyan"))
        assert browser.get(f"/suppliers/{duplicate.id}/edit").status_code == 404

    def test_the_number_of_rows_that_was_told_must_be_right(self, as_person, database, duplicate):
        browser = as_person(PAN)
        browser.page(f"{self.ADDRESS}?number=D-1")
        for rows in ("2", ""):
            answer = browser.post(self.ADDRESS, {"number": "D-1", "rows": rows})
            assert answer.status_code == 422
            assert "3 rows would go over now. Nothing was merged" in answer.text
        assert one(database, Supplier, Supplier.number == "D-1").merged_into_id is None

    @pytest.mark.parametrize(
        ("number", "told"),
        [
            ("D-9", "No supplier has this number. Write the number of the duplicate."),
            ("S-0001", "This is the supplier itself."),
        ],
    )
    def test_a_wrong_number_is_told_at_its_field(self, as_person, duplicate, number, told):
        browser = as_person(PAN)
        browser.page(self.ADDRESS)
        asked = browser.get(f"{self.ADDRESS}?number={number}")
        sent = browser.post(self.ADDRESS, {"number": number, "rows": "3"})
        for answer in (asked, sent):
            assert answer.status_code == 422
            assert f'id="number-error">{told}' in answer.text
            assert f'value="{number}"' in answer.text

    def test_what_stands_against_it_is_named_and_the_button_is_off(self, as_person, database, duplicate):
        with database.unit_of_work(PAN.actor) as session:
            from tests import findings_story  # noqa: PLC0415 it brings the checklist of this one test

            findings_story.add_audit(session, "in_progress", duplicate.id, site_id=HUILING)
        browser = as_person(PAN)
        page = browser.page(f"{self.ADDRESS}?number=D-1")
        assert re.search(r"Audit A-2024-\d+ still runs \(“In progress”\)", page)
        assert re.search(r"<button[^>]*disabled", page)
        assert browser.post(self.ADDRESS, {"number": "D-1", "rows": "3"}).status_code == 422

    @pytest.mark.parametrize("person", [ADA, FANG, LIN, MO, TAN, RIVAL, ZHOU])
    def test_others_have_no_such_page(self, as_person, duplicate, person):
        assert as_person(person).get(self.ADDRESS).status_code == 404

    @pytest.mark.parametrize(("person", "found"), [(LIN, True), (ZHOU, False), (TAN, False), (RIVAL, False)])
    def test_a_merged_ones_page_is_for_the_offices(self, as_person, database, duplicate, person, found):
        with database.unit_of_work(PAN.actor) as session:
            session.get(Supplier, duplicate.id).merged_into_id = HUILING
            session.get(Supplier, duplicate.id).merged_at = NOW.at
        assert (as_person(person).get(f"/suppliers/{duplicate.id}").status_code == 200) == found


def test_all_pages_speak_chinese(as_person, filled):
    with filled.unit_of_work(PAN.actor) as session:
        add_site(session, PAN.actor, AddSite(HUILING, "Dongguan", grid="south"), NOW)
    browser = as_person(PAN).speaking("zh")
    contact = one(filled, SupplierContact, SupplierContact.supplier_id == HUILING)
    addresses = ("", "/edit", "/sites/1", f"/contacts/{contact.id}", "/contacts/new", "/duplicates")
    for address in (*addresses, "/duplicates?number=S-0002"):
        text = words_in(browser.page(f"{PAGE}{address}"))
        assert "供应商" in text
    text = words_in(browser.page(PAGE))
    for said in ("员工 820 人 ≥ 250 人", "主要联系人", "南方电网", "母公司", "统一社会信用代码", "分年度采购额"):
        assert said in text
