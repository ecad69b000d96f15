"""A supplier's start: what to do first, what waits for the buyer, what lifts the score; nothing of a rival's."""

import re
from datetime import timedelta

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.calendars.models import HOLIDAY, CalendarDay
from supplier_portal.calendars.operations import take_in_years
from supplier_portal.calendars.years import Year
from supplier_portal.domain.scoring import effect_of
from supplier_portal.findings.models import Extension, Finding
from supplier_portal.home import scored as lifting
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.tenders.models import Bidder, Correction
from tests.cast import HE, HUILING, HUIZHOU_SITE, KUNSHAN_SITE, MINGYAN, NOW, PAN, RIVAL, TAN, TODAY, ZHOU
from tests.findings_story import CANARY, add_audit, brought_to
from tests.home_story import add_appeal, add_extension, complete
from tests.scored import add_scored_world
from tests.visits_story import asked
from tests.web.statements import statements
from tests.web.test_tenders_invited import made as tender_made

HOME = "/home"
LIFTS, COMPANY, DATA = (f"{HOME}/{page}" for page in ("lifts", "company", "data"))
ADDRESSES = (HOME, LIFTS, COMPANY, DATA)
SEVERAL = 10_000


@pytest.fixture
def scored(database):
    with database.unit_of_work(SYSTEM) as session:
        add_scored_world(session)
        publish_ratings(session, SYSTEM, [HUILING, MINGYAN], NOW, "input")


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def main(page):
    return words(page[page.index("<main") : page.index("</main>")])


def bring(database, state, supplier=HUILING, **given):
    with database.unit_of_work(SYSTEM) as session:
        return brought_to(session, state, supplier, **given).id


def holiday(session, *days):
    take_in_years(session, SYSTEM, [Year("CN", TODAY.year, (), announced=True, source="")], NOW)
    for day in days:
        session.add(CalendarDay(calendar="CN", day=day, kind=HOLIDAY, name_en="Qingming", name_zh="清明节"))


def test_a_supplier_s_day_begins_here(as_person):
    answer = as_person(TAN).get("/")
    assert answer.status_code == 302
    assert answer.location == "/home"


def test_nobody_of_the_buyer_s_has_it(as_person):
    for person in (PAN, ZHOU):
        browser = as_person(person)
        assert [browser.get(address).status_code for address in ADDRESSES] == [404] * len(ADDRESSES)


def test_what_is_due_first_comes_first_with_its_form_behind_the_button(database, as_person):
    later = bring(database, "accepted", severity="minor")
    first = bring(database, "open", severity="critical")
    page = as_person(TAN).page("/home")
    button = re.search(r'<a class="btn btn-primary[^"]*" href="([^"]+)">([^<]+)</a>', page)
    assert button.groups() == (f"/findings/{first}#contain", "Tell what was done at once")
    assert page.index(f"/findings/{first}#contain") < page.index(f"/findings/{later}#act")
    assert "an action of yours is due" in main(page)


@pytest.mark.parametrize(
    ("state", "says", "address"),
    [
        ("open", "Propose a plan", "act"),
        ("rejected", "Revise the plan", "act"),
        ("accepted", "Add evidence", "act"),
        ("insufficient", "Add better evidence", "act"),
    ],
)
def test_the_button_says_what_is_done_behind_it(database, as_person, state, says, address):
    number = bring(database, state)
    with database.unit_of_work(SYSTEM) as session:
        due = session.get_one(Finding, number).turn_due_on
    page = as_person(HE).page("/home")
    assert f'href="/findings/{number}#{address}">{says}</a>' in page
    left = (due - TODAY).days
    assert f"{left} days" in main(page)


def test_what_the_buyer_holds_is_told_with_its_days_and_is_nothing_to_do(database, as_person):
    bring(database, "cap_proposed")
    with database.unit_of_work(SYSTEM) as session:
        complete(session)
    page = main(as_person(TAN).page("/home"))
    assert "Nothing is yours to do now." in page
    assert "their delay is not counted as yours" in page
    assert "paused, the buyer has 7 days left" in page


def test_an_extension_that_waits_is_told_with_the_days_for_its_answer(database, as_person):
    number = bring(database, "accepted")
    with database.unit_of_work(SYSTEM) as session:
        session.add(
            Extension(finding_id=number, clock="close", days=5, reason="x", asked_by=TAN.number, asked_at=NOW.at)
        )
    page = main(as_person(TAN).page("/home"))
    assert "more days asked for" in page
    assert "to be answered, 2 working days left" in page


def test_a_holiday_is_named_and_takes_no_day(database, as_person):
    number = bring(database, "accepted")
    with database.unit_of_work(SYSTEM) as session:
        left = (session.get_one(Finding, number).turn_due_on - TODAY).days
        holiday(session, TODAY, TODAY + timedelta(days=1))
    page = main(as_person(TAN).page("/home"))
    assert "Your clocks stand still until 1 Apr 2024: Qingming." in page
    assert "Your turn, the clock stands still" in page
    assert f"{left - 1} days" in page
    assert "清明节" in as_person(TAN).speaking("zh").page("/home")


def test_the_score_tells_what_lifts_it_in_the_checklist_s_words(scored, as_person):
    page = main(as_person(TAN).page("/home"))
    assert "Why this score" in page
    assert re.search(r"S3\.4 [A-Z].{5,80} from 0 to 3 by closing F-\d+", page)
    assert re.search(r"CDP from B to A− \+0\.\d\d", page)


def test_a_gate_is_told_with_the_finding_behind_it(database, scored, as_person):
    number = bring(database, "open", severity="critical")
    with database.unit_of_work(SYSTEM) as session:
        publish_ratings(session, SYSTEM, [HUILING], NOW, "input")
        named = session.get_one(Finding, number).number
    for address in (HOME, LIFTS):
        page = main(as_person(TAN).page(address))
        assert re.search(rf"It ends when these findings are closed: .*{named} S3\.4", page)


def test_every_level_is_told_with_both_gains(scored, as_person):
    page = main(as_person(TAN).page(LIFTS))
    assert re.search(r"S3\.4 .{5,80} from 0 to 3 \+\d+\.\d\d rating \+\d+\.\d\d sustainability", page)
    assert all(f"from 0 to {level}" in page for level in range(1, 5))
    assert "Carbon disclosure and data" in page


def test_several_changes_are_worked_out_together_and_nothing_is_stored(scored, as_person, database):
    browser = as_person(TAN)
    page = browser.page(f"{LIFTS}?change=level:0:S3.4:3&change=cdp:0::A-&change=nonsense")
    assert "With these 2 changes together" in words(page)
    assert len(re.findall(r"checked>", page)) == 2
    assert "With these" not in browser.page(LIFTS)


def test_a_company_without_a_score_is_told_so(as_person):
    for address in ADDRESSES:
        assert as_person(TAN).get(address).status_code == 200
    assert "once the first audit is issued" in as_person(TAN).page(LIFTS)


def test_missing_data_is_a_task_that_leads_to_where_it_is_declared(as_person):
    browser = as_person(TAN)
    page = browser.page("/home")
    assert 'href="/declarations/new">Declare your data</a>' in page
    assert "Missing: scope 1 and 2 emissions, unified social credit code, a person to write to, what a" in main(page)
    page = browser.page(COMPANY)
    assert re.findall(r'<span class="st st-warn">([^<]+)<', page) == [
        "scope 1 and 2 emissions", "unified social credit code", "a person to write to", "what a site makes",
        "a site’s power grid",
    ]  # fmt: skip
    assert main(page).count("Huizhou") == 2
    assert 'href="/declarations/new">Declare your data</a>' in page


def test_a_company_whose_data_is_whole_is_asked_for_nothing(database, as_person):
    with database.unit_of_work(SYSTEM) as session:
        complete(session)
    browser = as_person(TAN)
    assert "Declare your data" not in browser.page("/home")
    assert "What is missing" not in browser.page(COMPANY)


def test_the_owner_invites_colleagues_from_the_company_s_page(as_person):
    assert "Colleagues: invite" in main(as_person(TAN).page(COMPANY))
    assert "Colleagues: invite" not in main(as_person(HE).page(COMPANY))


def test_an_answered_extension_is_told_with_the_days(database, as_person):
    number, other = bring(database, "accepted"), bring(database, "accepted", MINGYAN)
    with database.unit_of_work(SYSTEM) as session:
        for finding, decision, granted in ((number, "granted", 3), (number, "refused", None), (other, "granted", 4)):
            add_extension(session, finding, decision, granted)
        add_extension(session, number, "granted", 1, NOW.at - timedelta(days=15))
    page = main(as_person(TAN).page("/home"))
    told = page[page.index("Newly answered") : page.index("Findings All")]
    assert "3 of 5 days granted" in told
    assert "days not granted" in told
    assert "4 of 5" not in told
    assert "1 of 5" not in told


def test_an_answered_appeal_is_told_and_leads_to_its_page(database, as_person):
    with database.unit_of_work(SYSTEM) as session:
        own = add_appeal(session, HUILING, "granted").id
        add_appeal(session, HUILING, "in_review")
        add_appeal(session, MINGYAN, "refused")
    page = as_person(TAN).page("/home")
    told = page[page.index("Newly answered") :]
    told = told[: told.index("</section>")]
    assert re.findall(r'href="(/appeals/\d+)"', told) == [f"/appeals/{own}"]
    assert "Granted" in told


def test_a_supplier_reaches_its_appeals_from_the_menu(as_person):
    page = as_person(TAN).page("/home")
    rest = page[page.index("menu-rest") :]
    assert 'href="/appeals"' in rest[: rest.index("</section>")]


def test_what_lifts_the_score_is_worked_out_once_a_request(scored, as_person, monkeypatch):
    asked = []
    monkeypatch.setattr(
        lifting, "effect_of", lambda changes, *given: asked.append(changes) or effect_of(changes, *given)
    )
    browser = as_person(TAN)
    browser.page(LIFTS)
    keys = [change.key for (change,) in asked]
    assert len(keys) == len(set(keys)) > 90
    asked.clear()
    browser.page("/home")
    about = [change.about for (change,) in asked]
    assert len(about) == len(set(about)) < len(keys)


def test_nothing_of_a_rival_s_is_shown(database, scored, as_person):
    for state in ("open", "cap_proposed", "accepted"):
        bring(database, state, MINGYAN)
    with database.unit_of_work(SYSTEM) as session:
        rivals = add_audit(session, "planned", MINGYAN, starts_on=TODAY + timedelta(days=9)).number
    for person, own in ((TAN, False), (RIVAL, True)):
        browser = as_person(person)
        text = "".join(browser.page(address) for address in ADDRESSES)
        assert (CANARY in text) is own
        assert (rivals in text) is own
        assert ("Mingyan" in text, "Huiling" in text) == (own, not own)


def test_five_tabs_stand_on_every_page_of_a_supplier_with_the_count(database, as_person):
    bring(database, "open")
    bring(database, "accepted", severity="minor")
    bring(database, "open", MINGYAN)
    with database.unit_of_work(SYSTEM) as session:
        complete(session)
    browser = as_person(TAN)
    for address in (*ADDRESSES, "/findings", "/shutdowns", "/audits"):
        page = browser.page(address)
        bar = words(page[page.index('class="tabbar"') :])
        assert re.search(r"To do \d to do Findings Score Company Data", bar), address
    assert "3 to do" in words(browser.page("/findings"))


def test_the_rest_of_the_menu_is_reached_from_here(as_person):
    page = as_person(TAN).page("/home")
    rest = page[page.index("menu-rest") :]
    for label in ("Audits", "Tenders", "Colleagues", "Shutdowns"):
        assert label in rest[: rest.index("</section>")]


def test_the_page_takes_twelve_statements_whatever_there_is(app, database, scored, as_person):
    browser = as_person(TAN)
    bring(database, "accepted")
    with database.unit_of_work(SYSTEM) as session:
        add_audit(session, "planned", starts_on=TODAY + timedelta(days=9))
        holiday(session, TODAY)
        _many(session)
    browser.page("/home")
    for address in ADDRESSES:
        with statements(app) as sent:
            browser.page(address)
        assert len(sent) <= 12, "\n".join(one[:110] for one in sent)


def _many(session):
    """Findings by the thousand, of both suppliers."""
    one = session.query(Finding).filter_by(supplier_id=HUILING).order_by(Finding.id.desc()).first()
    columns = {column.name: getattr(one, column.name) for column in Finding.__table__.columns}
    sites = {HUILING: HUIZHOU_SITE, MINGYAN: KUNSHAN_SITE}
    owners = (HUILING, MINGYAN)
    rows = [
        columns
        | {"id": 50_000 + place, "number": f"F-X{place:06}", "supplier_id": (owner := owners[place % 2])}
        | {"site_id": sites[owner]}
        for place in range(SEVERAL)
    ]
    session.execute(Finding.__table__.insert(), rows)


def test_an_audit_ahead_brings_its_documents_and_the_self_assessment(database, as_person):
    with database.unit_of_work(SYSTEM) as session:
        days = {"starts_on": TODAY + timedelta(days=12), "ends_on": TODAY + timedelta(days=13)}
        audit = add_audit(session, "confirmed", **days)
        document = asked(session, audit)
        add_audit(session, "confirmed", MINGYAN, **days)
        number, wanted = audit.id, document.id
        complete(session)
    page = as_person(TAN).page("/home")
    assert f'href="/audits/{number}/visit/documents/{wanted}"' in page
    assert f'href="/audits/{number}/visit/self-assessment"' in page
    assert "Your turn: 2 things" in main(page)
    assert "0 of 1 documents sent" in main(page)
    assert "Zhou Lead, Luo Auditor" in main(page)


def test_documents_wanted_by_the_same_day_are_one_thing_to_do(database, as_person):
    with database.unit_of_work(SYSTEM) as session:
        days = {"starts_on": TODAY + timedelta(days=12), "ends_on": TODAY + timedelta(days=13)}
        audit = add_audit(session, "confirmed", **days)
        for title in ("Meter list", "Power bills"):
            asked(session, audit).title_en = title
        number = audit.id
        complete(session)
    page = as_person(TAN).page("/home")
    assert f'href="/audits/{number}/visit/documents"' in page
    assert "2 documents" in main(page)
    assert "Meter list, Power bills" in main(page)
    assert "Your turn: 2 things" in main(page)


def test_a_draft_is_to_be_commented_on_until_its_last_day(database, as_person):
    with database.unit_of_work(SYSTEM) as session:
        out = add_audit(session, "draft_sent", comments_until=TODAY + timedelta(days=1)).id
        over = add_audit(session, "draft_sent", comments_until=TODAY - timedelta(days=1)).id
    page = as_person(TAN).page("/home")
    assert f'href="/audits/{out}/comments">Read the draft and comment</a>' in page
    assert f"/audits/{over}/comments" not in page
    assert "1 working day" in main(page)


def test_a_figure_in_a_tender_may_be_checked_until_it_was_asked_about(database, as_person):
    _, own = tender_made(database, "locked")
    browser = as_person(TAN)
    assert f'href="/tenders/invited/{own}">Check your figure</a>' in browser.page("/home")
    with database.unit_of_work(SYSTEM) as session:
        rating = session.get_one(Bidder, own).rating_at_lock
        said = {"bidder_id": own, "text": "wrong", "asked_by": TAN.number, "asked_at": NOW.at}
        session.add(Correction(**said, rating_before=rating))
    assert "Check your figure" not in browser.page("/home")
