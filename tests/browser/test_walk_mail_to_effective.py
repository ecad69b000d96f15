"""From the mail of a new finding until it is effective, in Chinese, the supplier on a phone.

A mail server takes what the portal sends; the supplier opens the link it reads there. Nothing is posted or written
beside the pages once the draft stands; only the worker's round of mail is let run.
"""

import re
from dataclasses import replace
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from werkzeug.serving import make_server

from supplier_portal import create_app
from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import Account
from supplier_portal.declared import declare_rooms
from supplier_portal.findings.models import Finding
from supplier_portal.language.speech import Speech
from tests.browser.walker import DESK, walker
from tests.cast import FANG, HE, LUO, PASSWORD, TAN, TODAY, ZHOU
from tests.findings_story import add_audit, answer_all, raise_one
from tests.notices_story import mail_round, post_office, with_mail

pytestmark = pytest.mark.browser
declare_rooms()
SMALL_PHONE = (360, 780)
LINK = re.compile(r"http://\S+/notices/\d+/open")
SHANGHAI = ZoneInfo("Asia/Shanghai")
CAUSE = "扩建流程没有要求装表。"
PDF = {"name": "calibration.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}


@pytest.fixture
def draft(database):
    """A critical draft of an audit in review; the people of the story read Chinese."""
    with database.unit_of_work(SYSTEM) as session:
        for person in (TAN, HE, ZHOU, LUO, FANG):
            session.get_one(Account, person.number).language = "zh"
        audit = add_audit(session, "in_progress")
        answer_all(session, audit, S3_4="0")
        finding = raise_one(session, audit, severity="critical")
        audit.state = "in_review"
        session.flush()
        return finding.id, finding.number


@pytest.fixture
def post(monkeypatch):
    with post_office(monkeypatch) as server:
        yield server


@pytest.fixture
def served(config, post):
    """The portal with its mail server, whose mails lead to the address it is served at."""
    app = create_app(with_mail(config, post))
    server = make_server("localhost", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    address = f"http://localhost:{server.server_port}"
    yield replace(with_mail(config, post), public_address=address)
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["portal"].database.engine.dispose()


@pytest.fixture
def people(chromium, served):
    sizes = {TAN: SMALL_PHONE, ZHOU: DESK, FANG: DESK}
    known = {person: walker(chromium, served.public_address, person, "zh", size) for person, size in sizes.items()}
    yield known
    for one in known.values():
        one.page.context.close()
    assert [fault for one in known.values() for fault in one.faults] == []


class Mails:
    """The mails of a portal as they arrive: each is fetched once."""

    def __init__(self, database, config, post):
        self.database, self.config, self.post = database, config, post

    def of(self, person, subject, **facts):
        """The one new mail of this person's, with this subject in Chinese; gives its text."""
        arrived = self._new(person)
        assert [str(mail["Subject"]) for mail in arrived] == [Speech("zh", SHANGHAI).gettext(subject).format(**facts)]
        return arrived[0].get_body(("plain",)).get_content()

    def subjects(self, person):
        """Those of all new mails of this person's, in the order they came."""
        return [str(mail["Subject"]) for mail in self._new(person)]

    def _new(self, person):
        self.post.received.clear()
        mail_round()(self.database, self.config)
        return [mail for mail in self.post.received if mail["To"].addresses[0].addr_spec == person.email]


def arrive(one, link):
    """Open the link of a mail with nobody signed in: the door first, then the page it leads to."""
    one.page.goto(link)
    one.click(one.page.get_by_role("button", name="中文", exact=True))
    one.page.fill("[name=email]", one.person.email)
    one.page.fill("[name=password]", PASSWORD)
    one.press("Sign in")


def no_wider_than_the_phone(one):
    wide = one.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0


def contain(tan, day):
    tan.page.locator("#containment-text").fill("已停用未校准的电表。")
    tan.page.locator("#containment-day").fill(day)
    tan.press("Tell the buyer")
    tan.told("Containment is told; the buyer sees it now.")


def propose(tan):
    tan.fill(**{"whys-0-text": "馈线F2没有电表。", "whys-1-text": "扩建时没有安装。", "root_cause": CAUSE})
    tan.fill(**{"actions-0-action": "为馈线F2装表并校准。", "actions-0-owner": f"account-{HE.number}"})
    tan.fill(**{"actions-0-due_on": "2024-04-20", "actions-0-kwh": "12000", "actions-0-tonnes": "6.5"})
    tan.press("Propose this plan")
    tan.told("The plan is with the buyer now; your clock stands still.")


def carry_out(tan, day):
    tan.state("finding_state.accepted")
    tan.page.locator("[name=file]").filter(visible=True).first.set_input_files(PDF)
    tan.fill(about_on=day)
    tan.press("Add evidence")
    tan.sees("calibration.pdf")
    tan.page.locator("#done-on").fill(day)
    tan.press("Mark as done")
    tan.press_word("finding_act.implemented")
    tan.state("finding_state.implemented")


def verify(zhou):
    zhou.press("Accept")
    zhou.sees(zhou.word("file_decision.accepted"))
    zhou.press_word("finding_act.verified")
    zhou.state("finding_state.verified")
    zhou.press_word("finding_act.closed")
    zhou.state("finding_state.closed")


def review(zhou):
    zhou.unfold(zhou.say("Review whether it works"))
    form = zhou.page.locator("form").filter(has=zhou.page.locator("[value=effective]"))
    form.locator("[name$='-kwh']").fill("11800")
    form.locator("[name$='-tonnes']").fill("6.4")
    form.locator("[name$='-how']").fill("四周的电表读数。")
    form.locator("[name=conclusion]").fill("措施有效。")
    zhou.press_word("finding_act.effective")
    zhou.state("finding_state.effective")


def test_a_critical_finding_from_its_mail_until_it_is_effective(database, served, post, people, draft):
    finding_id, number = draft
    tan, zhou, fang = people[TAN], people[ZHOU], people[FANG]
    mails, day = Mails(database, served, post), TODAY.isoformat()
    fang.sign_in()
    fang.page.goto(f"/findings/{finding_id}")
    fang.press("Agree and notify")
    fang.page.wait_for_url("**/findings/notices")

    text = mails.of(TAN, "Critical finding {number}", number=number)
    assert "致命" in text
    arrive(tan, LINK.search(text)[0])
    tan.heading(number)
    no_wider_than_the_phone(tan)
    contain(tan, day)
    assert "未校准" not in mails.of(ZHOU, "{number} is contained", number=number)
    propose(tan)

    arrive(zhou, LINK.search(mails.of(ZHOU, "Plan proposed for {number}", number=number))[0])
    zhou.heading(number)
    zhou.sees(CAUSE)
    zhou.press_word("finding_act.accepted")
    zhou.state("finding_state.accepted")

    tan.page.goto(LINK.search(mails.of(TAN, "Plan accepted for {number}", number=number))[0])
    carry_out(tan, day)
    no_wider_than_the_phone(tan)

    zhou.page.goto(LINK.search(mails.of(ZHOU, "{number} is implemented", number=number))[0])
    verify(zhou)
    review(zhou)

    subjects = ["{number} is verified", "{number} is closed", "{number} is effective"]
    assert mails.subjects(TAN) == [Speech("zh", SHANGHAI).gettext(one).format(number=number) for one in subjects]
    tan.page.reload()
    tan.state("finding_state.effective")
    with database.reading(SYSTEM) as session:
        assert session.get_one(Finding, finding_id).state == "effective"
