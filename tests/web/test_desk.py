"""The desk's pages: what waits, how findings go, what they save, and acts on many of them."""

import re

import pytest
from sqlalchemy import update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.desk.jobs import JOBS
from supplier_portal.desk.models import DeskAct, DeskActRow
from supplier_portal.desk.operations.closing import keep_closing_times
from supplier_portal.desk.queries.dues import MOST
from supplier_portal.findings.models import Extension, Finding
from supplier_portal.jobs.models import Job
from supplier_portal.jobs.worker import Worker
from tests.cast import FANG, HUILING, LIN, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.desk_story import add_many
from tests.findings_story import CANARY, brought_to
from tests.web.statements import statements

PAGES = ("/desk", "/desk?whose=all", "/desk/findings", "/desk/figures", "/desk/effects")
READERS = (ZHOU, LUO, FANG, PAN, MO)
MOST_STATEMENTS = 12


def named(person) -> str:
    return person.name


def bring(database, *states, supplier=HUILING):
    with database.unit_of_work(SYSTEM) as session:
        return [brought_to(session, state, supplier).id for state in states]


def ready_to_post(as_person, person):
    browser = as_person(person)
    browser.page("/desk/findings")
    return browser


def words(page) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


@pytest.mark.parametrize(("person", "first"), [(FANG, "/desk"), (ZHOU, "/today")])
def test_the_day_of_a_reviewer_begins_here_and_that_of_who_audits_on_site(as_person, person, first):
    browser = as_person(person)
    assert browser.get("/").headers["Location"] == first
    assert 'href="/desk"' in browser.page(first)


@pytest.mark.parametrize("person", [LIN, TAN, RIVAL], ids=named)
@pytest.mark.parametrize("address", [*PAGES, "/desk/acts"])
def test_others_find_no_desk(as_person, person, address):
    assert as_person(person).get(address).status_code == 404


@pytest.mark.parametrize("person", [LUO, MO], ids=named)
def test_who_only_reads_sees_neither_acts_nor_ways_to_them(database, as_person, person):
    bring(database, "open")
    browser = as_person(person)
    page = browser.page("/desk/findings")
    assert 'value="workbook"' in page
    assert 'value="remind"' not in page
    assert "/desk/acts" not in page
    assert browser.post("/desk/findings", {"kind": "remind", "which": "all"}).status_code == 404


def test_reviews_stand_by_days_left_with_their_places(database, as_person):
    proposed, _ = bring(database, "cap_proposed", "disputed")
    page = as_person(ZHOU).page("/desk")
    assert f'href="/findings/{proposed}"' in page
    assert "Review the plan" in page
    assert "7 days left" in page
    assert "Decide the dispute" not in page
    assert "10 working days left" in as_person(FANG).page("/desk")


def test_an_appeal_to_decide_leads_to_its_page(database, as_person, full_rows):
    page = as_person(FANG).page("/desk")
    assert f'href="/appeals/{full_rows.own["appeal_id"]}"' in page
    assert "Decide the appeal" in page
    assert "Decide the appeal" not in as_person(ZHOU).page("/desk")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("person", [ZHOU, LUO], ids=named)
def test_a_rival_audit_s_finding_stands_on_no_page(database, as_person, person, address):
    with database.unit_of_work(SYSTEM) as session:
        add_many(session, 1)
        for state in ("cap_proposed", "closed", "effective"):
            brought_to(session, state, MINGYAN)
    page = as_person(person).page(address)
    assert CANARY not in page
    assert "Mingyan" not in page
    assert "Huiling" in page or address in {"/desk/figures", "/desk/effects"}


@pytest.mark.one_engine
def test_pages_take_twelve_statements_at_ten_thousand_findings(app, database, as_person):
    with database.unit_of_work(SYSTEM) as session:
        for state in ("cap_proposed", "implemented", "disputed", "closed", "effective", "verified"):
            one = brought_to(session, state)
        add_many(session, 2, 10_000)
        keep_closing_times(session, {one.id})
    for person in READERS:
        browser = as_person(person)
        for address in PAGES:
            browser.page(address)
            with statements(app) as sent:
                browser.page(address)
            assert len(sent) <= MOST_STATEMENTS, f"{person.name} {address}\n" + "\n".join(one[:110] for one in sent)


def test_every_figure_leads_to_the_findings_behind_it(database, as_person):
    with database.unit_of_work(SYSTEM) as session:
        add_many(session, 3)
    browser = as_person(PAN)
    figures = []
    for address in ("/desk", "/desk/figures?year=2024", "/desk/figures"):
        figures += re.findall(r'<a class="plain" href="([^"]*)">([\d,]+)</a>', browser.page(address))
    assert len(figures) > 20
    for address, count in figures:
        assert f"{count} finding" in words(browser.page(address.replace("&amp;", "&"))), address


def test_requests_for_more_days_beyond_those_told_lead_to_all_of_them(database, as_person):
    asked = {"clock": "close", "days": 5, "reason": "Late", "asked_by": TAN.number, "asked_at": NOW.at}
    with database.unit_of_work(SYSTEM) as session:
        held = [one.id for one in add_many(session, 5, 1_500) if one.state == "accepted" and one.severity != "none"]
        session.add_all(Extension(finding_id=one, **asked) for one in held[:MOST])
        session.add_all(Extension(finding_id=one, decision="refused", **asked) for one in held[MOST - 5 :])
    browser, link = as_person(PAN), "/desk/findings?more_days=yes&amp;sort=age"
    assert link in browser.page("/desk?whose=all")
    page = words(browser.page(link.replace("&amp;", "&")))
    assert f"{MOST} findings" in page
    assert "More days asked for: yes" in page
    with database.unit_of_work(SYSTEM) as session:
        session.execute(update(Extension).where(Extension.finding_id == held[0]).values(decision="granted"))
    assert link not in browser.page("/desk?whose=all")
    assert f"{MOST - 1} findings" in words(browser.page(link.replace("&amp;", "&")))


def test_pictures_have_a_title_a_text_and_a_table(database, as_person):
    bring(database, "open", "cap_proposed")
    browser = as_person(ZHOU)
    for address, words_of_picture in (("/desk", "with suppliers"), ("/desk/figures", "Notified: 2 came so far")):
        page = browser.page(address)
        assert re.search(r"<svg[^>]*role=\"img\"", page)
        assert "<title" in page
        assert "<desc" in page
        assert "<table" in page
        assert words_of_picture.lower() in page.lower()


def test_ticked_findings_are_put_in_charge_and_what_was_refused_stands_first(database, config, as_person):
    ready, closed, other = bring(database, "open", "closed", "open")
    browser = ready_to_post(as_person, ZHOU)
    answer = browser.post(
        "/desk/findings?sort=age",
        {"kind": "reassign", "which": "chosen", "finding": [ready, closed], "to": FANG.number},
    )
    assert answer.status_code == 303
    address = answer.headers["Location"]
    assert "0 of 2" in browser.page(address)
    Worker(database, config, dict(JOBS)).run_one()
    page = words(browser.page(address))
    assert "1 done, 1 refused, 0 waiting" in page
    results = page[page.index("Result") :]
    assert results.index("not done is closed or withdrawn") < results.index("Huiling Precision Electronics done")
    with database.reading(SYSTEM) as session:
        handlers = [session.get_one(Finding, one).handler_id for one in (ready, closed, other)]
    assert handlers == [FANG.number, None, None]
    assert "Put in charge: Fang Reviewer" in words(browser.page("/desk/acts"))
    assert as_person(FANG).get(address).status_code == 404
    assert "Fang Reviewer" in browser.page(f"/desk/findings?handler={FANG.number}")


def test_all_that_match_the_filter_are_dealt_with_and_no_rival_s(database, as_person):
    with database.unit_of_work(SYSTEM) as session:
        add_many(session, 4)
    browser = ready_to_post(as_person, ZHOU)
    assert browser.post("/desk/findings?open=yes", {"kind": "remind", "which": "all"}).status_code == 303
    with database.reading(SYSTEM) as session:
        chosen = {row.finding_id for row in session.query(DeskActRow)}
        found = session.query(Finding).filter(Finding.id.in_(chosen)).all()
        assert {one.supplier_id for one in found} == {HUILING}
        shown = words(browser.page("/desk/findings?open=yes"))
    assert f"{len(found)} findings" in shown


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"kind": "reassign", "which": "all", "to": ""}, "Choose the person"),
        ({"kind": "reassign", "which": "all", "to": TAN.number}, "Choose the person"),
        ({"kind": "remind", "which": "chosen"}, "No finding was chosen"),
        ({"kind": "workbook", "which": "chosen"}, "No finding was chosen"),
    ],
    ids=lambda given: str(given)[:40],
)
def test_what_was_refused_stands_at_its_field_and_ticks_stay(database, as_person, form, said):
    (ready,) = bring(database, "open")
    browser = ready_to_post(as_person, ZHOU)
    ticked = {"finding": [ready]} if form["which"] == "all" else {}
    answer = browser.post("/desk/findings?severity=major&size=50", form | ticked)
    assert answer.status_code == 422
    assert said in answer.text
    assert ("checked" in answer.text.split(f'value="{ready}"')[1].split(">")[0]) == bool(ticked)
    assert "Severity: Major" in words(answer.text)
    assert 'action="/desk/findings?severity=major&amp;size=50"' in answer.text
    with database.reading(SYSTEM) as session:
        assert session.query(DeskAct).count() == session.query(Job).count() == 0


@pytest.mark.parametrize(
    "address",
    [
        "/desk?whose=%00x",
        "/desk/findings?state=nonsense&handler=9999999999999&supplier=-1&reached=x&sort=zz&page=-3&notified=20x4",
        "/desk/figures?year=99999999",
        "/desk/effects?category=nonsense&year=-99999999999&page=x",
    ],
)
def test_nonsense_in_an_address_asks_for_all(database, as_person, address):
    bring(database, "accepted")
    as_person(PAN).page(address)


def test_a_workbook_is_asked_for_and_made(database, config, as_person):
    bring(database, "open")
    browser = ready_to_post(as_person, LUO)
    answer = browser.post("/desk/findings", {"kind": "workbook", "which": "all"})
    assert answer.status_code == 303
    Worker(database, config, dict(JOBS)).run_one()
    assert "findings-" in browser.page(answer.headers["Location"])
    assert as_person(YAN).get(answer.headers["Location"]).status_code == 404


def test_the_actions_behind_an_effect_are_listed(database, as_person):
    finding_id, _ = bring(database, "accepted", "cap_proposed")
    browser = as_person(PAN)
    page = browser.page("/desk/effects?category=electronics&year=2024")
    assert words(page).count("Calibrate all meters") == 1
    assert f'href="/findings/{finding_id}"' in page
    assert "12,500.500" in page
    assert "Calibrate" not in browser.page("/desk/effects?category=optical")


def test_the_desk_speaks_chinese(database, as_person):
    bring(database, "cap_proposed")
    browser = as_person(ZHOU)
    browser.client.set_cookie("language", "zh")
    page = browser.page("/desk")
    assert "评审整改方案" in page
    assert "惠岭精密电子" in page
