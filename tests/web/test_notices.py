"""Notices, settings and webhooks as their users meet them."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import update

from supplier_portal import create_app
from supplier_portal.access.actor import SYSTEM
from supplier_portal.notices.models import DAILY, WAITING, DigestSetting, Notice, NoticeSetting, Webhook
from supplier_portal.notices.operations.giving import mails_go_out
from tests.cast import ADA, FANG, HE, HUILING, LIN, MINGYAN, PAN, RIVAL, TAN
from tests.notices_story import (
    BUYERS,
    DUE,
    FOUND,
    add_webhook,
    calls,
    choose_daily,
    mail_given_up,
    make_known,
    rows,
    tell,
    telling,
)
from tests.web.statements import statements


@pytest.fixture(autouse=True)
def story(monkeypatch):
    make_known(monkeypatch)


def bell(page):
    """What the bell says."""
    return re.search(r'class="btn btn-quiet bell"\s+href="/notices"\s+aria-label="([^"]+)"', page)[1]


def count_sent(app, browser, address):
    with statements(app) as sent:
        browser.page(address)
    return sent


class TestBell:
    @pytest.mark.parametrize("person", [TAN, PAN, ADA], ids=lambda person: person.role.value)
    def test_every_page_counts_one_s_own_unread(self, database, as_person, person):
        tell(database, telling("a", (person.number,)), telling("b", (person.number, RIVAL.number)))
        tell(database, telling("c", (RIVAL.number,)))
        assert bell(as_person(person).page("/profile")) == "Notices, 2 unread"

    def test_with_nothing_unread_it_counts_nothing(self, as_person):
        page = as_person(TAN).page("/profile")
        assert bell(page) == "Notices"
        assert "<i" not in page[page.index("bell") : page.index("</a>", page.index("bell"))]

    def test_it_costs_no_statement_of_its_own_however_many_there_are(self, app, database, as_person):
        browser = as_person(TAN)
        counts = []
        for many in (1, 150):
            tell(database, *(telling(f"{many}-{n}") for n in range(many)))
            sent = count_sent(app, browser, "/profile")
            counts.append((len(sent), [one for one in sent if "FROM notice" in one]))
        assert counts[0] == counts[1]
        assert all("FROM login_session" in one for _, asked in counts for one in asked)
        assert ">99+</i>" in browser.page("/profile")

    def test_a_stranger_has_none(self, stranger):
        assert "/notices" not in stranger.page("/sign-in")


class TestList:
    def test_the_newest_stands_first_and_the_unread_are_marked(self, database, as_person):
        tell(database, telling("a"), telling("b", kind=DUE))
        with database.unit_of_work(SYSTEM) as session:
            session.execute(update(Notice).where(Notice.once == "a").values(read_at=Notice.given_at))
        page = as_person(TAN).page("/notices")
        assert page.index("Days left: 3") < page.index("A finding at Huiling")
        assert page.count("Unread</span>") == 1

    def test_it_speaks_the_reader_s_language(self, database, as_person):
        tell(database)
        assert "惠岭精密电子" in as_person(TAN).speaking("zh").page("/notices")

    def test_opening_one_marks_it_as_read_and_leads_to_its_page(self, database, as_person):
        tell(database)
        browser = as_person(TAN)
        answer = browser.get("/notices/1/open")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/findings/7")
        assert bell(browser.page("/notices")) == "Notices"

    @pytest.mark.safety(2)
    def test_another_s_notice_is_not_there_and_stays_unread(self, database, as_person):
        tell(database, telling(readers=(RIVAL.number,)))
        browser = as_person(TAN)
        assert browser.get("/notices/1/open").status_code == browser.get("/notices/987/open").status_code == 404
        assert rows(database, Notice)[0].read_at is None
        assert "A finding at" not in browser.page("/notices")

    def test_all_are_marked_up_to_the_newest_one_that_was_shown(self, database, as_person):
        tell(database, telling("a"), telling("b"))
        browser = as_person(TAN)
        browser.page("/notices")
        tell(database, telling("later"))
        browser.post("/notices/read", {"up_to": 2})
        assert bell(browser.page("/notices")) == "Notices, 1 unread"

    @pytest.mark.parametrize("up_to", ["", "x", "-1", "99999999999999999999"])
    def test_nonsense_marks_nothing_or_all_and_breaks_nothing(self, database, as_person, up_to):
        tell(database)
        browser = as_person(TAN)
        browser.page("/notices")
        assert browser.post("/notices/read", {"up_to": up_to}).status_code in {303, 400}

    def test_an_empty_list_says_what_will_be_there(self, as_person):
        assert "Nothing to tell yet" in as_person(TAN).page("/notices")

    def test_names_of_others_are_text(self, database, as_person):
        command = telling()
        facts = {"supplier": "<script>alert(1)</script>", "due": 1}
        tell(database, type(command)(command.kind, command.path, "x", facts, (TAN.number,)))
        assert "&lt;script&gt;" in as_person(TAN).page("/notices")

    def test_a_long_list_takes_as_many_statements_as_a_short_one(self, app, database, as_person):
        browser = as_person(TAN)
        tell(database)
        few = count_sent(app, browser, "/notices")
        tell(database, *(telling(f"n{n}") for n in range(60)))
        assert len(count_sent(app, browser, "/notices")) == len(few)


CHOICE = {f"topic_{FOUND.topic}": DAILY, f"topic_{DUE.topic}": "never", "at": "07:30", "time_zone": "Europe/Berlin"}


class TestSettings:
    def test_what_is_chosen_is_kept_and_shown(self, database, as_person):
        browser = as_person(TAN)
        browser.page("/notices/settings")
        assert browser.post("/notices/settings", CHOICE).status_code == 303
        kept = {one.topic: one.mail for one in rows_of(database, NoticeSetting)}
        assert kept == {FOUND.topic: DAILY, DUE.topic: "never"}
        page = browser.page("/notices/settings")
        assert 'value="07:30"' in page
        assert re.search(r'<option selected value="Europe/Berlin"', page)

    def test_without_a_mail_server_the_page_says_so(self, as_person):
        assert "This portal sends no mail" in as_person(TAN).page("/notices/settings")

    @pytest.mark.one_engine
    @pytest.mark.parametrize(("server", "queued"), [("", False), ("mail.test", True)])
    def test_mail_is_queued_where_the_portal_has_a_server(self, config, server, queued):
        made = create_app(replace(config, mail_server=server)).extensions["portal"].database
        with made.unit_of_work(SYSTEM) as session:
            assert mails_go_out(session) is queued
        made.engine.dispose()

    def test_with_a_mail_server_it_does_not(self, app, as_person, monkeypatch):
        with_server(app, monkeypatch)
        assert "sends no mail" not in as_person(TAN).page("/notices/settings")

    @pytest.mark.parametrize(("person", "offered"), [(TAN, False), (HE, False), (PAN, True)])
    def test_a_supplier_s_person_is_offered_only_what_suppliers_can_get(self, as_person, person, offered):
        browser = as_person(person)
        page = browser.page("/notices/settings")
        assert ("Drafts of the story" in page) is offered
        assert "Findings of the story" in page
        choice = CHOICE | {f"topic_{BUYERS.topic}": "never"}
        assert browser.post("/notices/settings", choice).status_code == 303

    @pytest.mark.parametrize(("person", "told"), [(TAN, True), (PAN, False)])
    def test_it_says_what_always_comes_by_mail(self, as_person, person, told):
        page = as_person(person).page("/notices/settings")
        assert ("These always come by mail" in page) is ("What cannot wait" in page) is told

    @pytest.mark.parametrize(
        "wrong", [{"at": "25:00"}, {"at": ""}, {"time_zone": "Mars/Base"}, {f"topic_{FOUND.topic}": "often"}]
    )
    def test_what_cannot_be_is_said_and_nothing_is_kept(self, database, as_person, wrong):
        choose_daily(database, TAN)
        browser = as_person(TAN)
        browser.page("/notices/settings")
        answer = browser.post("/notices/settings", CHOICE | wrong)
        assert answer.status_code == 422
        assert "Nothing typed is lost" in answer.text
        assert [str(one.at) for one in rows_of(database, DigestSetting)] == ["08:00:00"]

    @pytest.mark.safety(4)
    def test_a_field_the_form_does_not_know_changes_nobody_else(self, database, as_person):
        browser = as_person(TAN)
        browser.page("/notices/settings")
        browser.post("/notices/settings", CHOICE | {"account_id": HE.number})
        assert {one.account_id for one in rows_of(database, NoticeSetting)} == {TAN.number}


def with_server(app, monkeypatch):
    portal = app.extensions["portal"]
    monkeypatch.setitem(
        app.extensions, "portal", replace(portal, config=replace(portal.config, mail_server="mail.test"))
    )


class TestMailGivenUp:
    def given_up(self, database) -> None:
        with database.unit_of_work(SYSTEM) as session:
            mail_given_up(session, HUILING)

    def test_an_administrator_sends_it_again_with_one_button(self, app, database, as_person, monkeypatch):
        with_server(app, monkeypatch)
        self.given_up(database)
        browser = as_person(ADA)
        assert 'action="/notices/mail/1/again"' in browser.page("/notices/mail")
        assert browser.post("/notices/mail/1/again", {}).status_code == 303
        assert [mail.state for mail in rows(database)] == [WAITING]
        page = browser.page("/notices/mail")
        assert "The mail is on its way again" in page
        assert "/again" not in page

    def test_pressed_twice_the_second_is_told_that_it_is_on_its_way(self, database, as_person):
        self.given_up(database)
        browser = as_person(ADA)
        browser.page("/notices/mail")
        assert browser.post("/notices/mail/1/again", {}).status_code == 303
        answer = browser.post("/notices/mail/1/again", {})
        assert answer.status_code == 409
        assert "This mail is on its way" in answer.text

    def test_without_a_mail_server_there_is_no_button(self, database, as_person):
        self.given_up(database)
        page = as_person(ADA).page("/notices/mail")
        assert "550 no such mailbox" in page
        assert "/again" not in page


def rows_of(database, table):
    with database.reading(SYSTEM) as session:
        return session.query(table).all()


HOOK = {
    "name": "Energy group", "preset": "plain", "address": "https://hooks.example.com/in?key=robotkey", "secret": "",
    "topics": [FOUND.topic], "language": "zh",
}  # fmt: skip


class TestWebhooks:
    def make(self, browser, **changed):
        browser.page("/notices/webhooks")
        return browser.post("/notices/webhooks", HOOK | changed)

    def test_the_secret_is_shown_once_and_never_again(self, database, as_person):
        browser = as_person(TAN)
        answer = self.make(browser)
        (webhook,) = rows_of(database, Webhook)
        assert (webhook.supplier_id, webhook.topics, webhook.language) == (HUILING, [FOUND.topic], "zh")
        assert len(webhook.secret) >= 43
        assert webhook.secret in answer.text
        for address in ("/notices/webhooks", f"/notices/webhooks/{webhook.id}"):
            page = browser.page(address)
            assert webhook.secret not in page
            assert "robotkey" not in page  # the address holds the robot's key
            assert "hooks.example.com" in page

    def test_dingtalk_s_own_secret_is_kept_and_not_shown(self, database, as_person):
        answer = self.make(as_person(ADA), preset="dingtalk", secret="SECfromTheRobot")
        (webhook,) = rows_of(database, Webhook)
        assert (webhook.secret, webhook.supplier_id) == ("SECfromTheRobot", None)
        assert "SECfromTheRobot" not in answer.text

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"address": "http://hooks.example.com/"}, "begin with https://"),
            ({"address": "https://192.168.0.7/"}, "private network"),
            ({"address": "nonsense"}, "begin with https://"),
            ({"preset": "dingtalk"}, "begins with SEC"),
            ({"topics": []}, "at least one topic"),
            ({"name": ""}, "required"),
        ],
    )
    def test_what_cannot_work_is_said_and_everything_typed_stays(self, database, as_person, changed, said):
        answer = self.make(as_person(TAN), **changed)
        assert answer.status_code == 422
        assert said in answer.text
        assert (HOOK | changed)["address"].replace("&", "&amp;") in answer.text
        assert rows_of(database, Webhook) == []

    def test_trying_it_and_switching_it_off(self, database, as_person):
        number = add_webhook(database, "https://hooks.example.com/", HUILING)
        browser = as_person(TAN)
        browser.page(f"/notices/webhooks/{number}")
        assert browser.post(f"/notices/webhooks/{number}/try").status_code == 303
        page = browser.page(f"/notices/webhooks/{number}")
        assert "The supplier portal reaches you" in page
        assert "Waiting" in page
        browser.post(f"/notices/webhooks/{number}", HOOK | {"name": "Old group"})  # the box "In use" is not ticked
        page = browser.page(f"/notices/webhooks/{number}")
        assert "Switched off" in page
        assert "The webhook was switched off" in page
        assert browser.post(f"/notices/webhooks/{number}/try").status_code == 409
        assert [call.error for call in calls(database)] == ["notices.webhook_off"]

    @pytest.mark.safety(2)
    def test_another_company_s_webhook_is_not_there(self, database, as_person):
        number = add_webhook(database, "https://hooks.example.com/", MINGYAN, name="Rival's group")
        browser = as_person(TAN)
        assert "Rival&#39;s group" not in browser.page("/notices/webhooks")
        assert browser.get(f"/notices/webhooks/{number}").status_code == 404
        assert browser.post(f"/notices/webhooks/{number}/try").status_code == 404

    @pytest.mark.parametrize("person", [HE, PAN, FANG, LIN], ids=lambda person: person.role.value)
    def test_webhooks_are_for_owners_and_administrators(self, as_person, person):
        browser = as_person(person)
        assert browser.get("/notices/webhooks").status_code == 404
        assert "Webhooks" not in browser.page("/notices/settings")


class TestMailPage:
    def test_administrators_see_what_was_given_up_and_why(self, database, as_person):
        tell(database)
        with database.unit_of_work(SYSTEM) as session:
            (mail,) = session.query(type(rows(database)[0]))
            mail.state, mail.error = "given_up", "550 no such mailbox"
        page = as_person(ADA).page("/notices/mail")
        assert "tan@example.org" in page
        assert "550 no such mailbox" in page
        assert "SUPPLIER_PORTAL_MAIL_SERVER" in page

    def test_nobody_else_sees_it(self, as_person):
        assert as_person(PAN).get("/notices/mail").status_code == 404
        assert as_person(TAN).get("/notices/mail").status_code == 404
