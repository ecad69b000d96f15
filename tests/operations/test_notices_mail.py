"""Mail goes out once it can, once in effect, in the reader's language, and only to whom it concerns."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import Account
from supplier_portal.domain.errors import Conflict, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.notices.kinds import TRIAL, Kind
from supplier_portal.notices.models import GIVEN_UP, SENT, WAITING, Notice
from supplier_portal.notices.operations.delivering import LEASE, PATIENCE, claim_mail, pause_after
from supplier_portal.notices.operations.resending import send_again
from supplier_portal.suppliers.models import SupplierContact
from tests.cast import ADA, HE, HUILING, NOW, PAN, RIVAL, TAN, TODAY
from tests.notices_story import (
    LATER,
    add_webhook,
    calls,
    mail_round,
    make_known,
    post_office,
    rows,
    tell,
    telling,
    with_mail,
)


@pytest.fixture(autouse=True)
def story(monkeypatch):
    make_known(monkeypatch)


@pytest.fixture
def post(monkeypatch):
    with post_office(monkeypatch) as opened:
        yield opened


@pytest.fixture
def mailing(config, post):
    return with_mail(config, post)


def change(database, table, number, **values):
    with database.unit_of_work(SYSTEM) as session:
        for name, value in values.items():
            setattr(session.get_one(table, number), name, value)


def add_contact(database) -> int:
    """Somebody of Huiling's without an account."""
    with database.unit_of_work(SYSTEM) as session:
        contact = SupplierContact(supplier_id=HUILING, name="陈工", email="chen@huiling.example", language="zh")
        session.add(contact)
        session.flush()
        return contact.id


def part(mail, kind):
    return mail.get_body((kind,)).get_content()


def test_a_mail_says_what_happened_and_leads_to_it(database, mailing, post):
    tell(database)
    assert mail_round()(database, mailing)
    (mail,) = post.received
    assert mail["To"] == "Tan Owner <tan@example.org>"
    assert mail["From"] == "Supplier portal <portal@buyer.example>"
    assert mail["Subject"] == "A finding at Huiling Precision Electronics"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<https://portal.buyer.example/notices/settings>"
    assert parsedate_to_datetime(mail["Date"]) == LATER
    assert mail["Message-ID"].endswith("@portal.buyer.example>")
    for kind in ("plain", "html"):
        assert "please answer by 31 Mar 2024." in part(mail, kind)
        assert "https://portal.buyer.example/notices/1/open" in part(mail, kind)
    assert rows(database)[0].state == SENT


def test_nothing_in_the_html_is_fetched_from_anywhere(database, mailing, post):
    tell(database)
    mail_round()(database, mailing)
    text = part(post.received[0], "html")
    assert not any(sign in text for sign in ("src=", "<link", "@import", "url(", "<script"))


def test_a_mail_speaks_the_reader_s_language(database, mailing, post):
    change(database, Account, TAN.number, language="zh")
    tell(database, telling(readers=(TAN.number, HE.number)))
    mail_round()(database, mailing)
    chinese, english = post.received
    assert "惠岭精密电子" in chinese["Subject"]
    assert "Huiling" in english["Subject"]
    assert 'lang="zh-CN"' in part(chinese, "html")


def test_a_contact_without_an_account_is_led_to_the_page_itself_and_to_no_settings(database, mailing, post):
    tell(database, telling(readers=(), contacts=(add_contact(database),)))
    mail_round()(database, mailing)
    (mail,) = post.received
    assert mail["To"].addresses[0].display_name == "陈工"
    assert mail["List-Unsubscribe"] is None
    assert "https://portal.buyer.example/findings/7" in part(mail, "plain")
    assert "settings" not in part(mail, "html")


HOSTILE = "Tan\r\nBcc: rival@example.org\r\n\r\nEvil \u202e <b>bold</b>"


@pytest.mark.parametrize("where", ["name", "fact"])
def test_no_name_and_no_fact_adds_a_header_a_reader_or_a_tag(database, mailing, post, where):
    if where == "name":
        change(database, Account, TAN.number, name=HOSTILE)
        tell(database)
    else:
        command = telling()
        tell(database, type(command)(command.kind, command.path, "x", {"supplier": HOSTILE, "due": 1}, (TAN.number,)))
    mail_round()(database, mailing)
    (mail,) = post.received
    assert mail["Bcc"] is None
    assert [one.addr_spec for one in mail["To"].addresses] == ["tan@example.org"]
    assert "<b>" not in part(mail, "html")
    assert "\u202e" not in str(mail["Subject"]) + str(mail["To"])


def test_two_readers_get_two_mails_and_neither_sees_the_other(database, mailing, post):
    tell(database, telling(readers=(TAN.number, PAN.number)))
    mail_round()(database, mailing)
    assert sorted(mail["To"].addresses[0].addr_spec for mail in post.received) == ["pan@example.org", "tan@example.org"]
    assert len(set(post.numbers)) == 2
    assert not any("pan@" in mail.as_string() for mail in post.received if "tan@" in mail["To"])


@pytest.mark.safety(34)
def test_while_the_server_is_down_mail_waits_and_then_goes_out_once(database, mailing, post):
    post.stop()
    tell(database, telling(readers=(TAN.number, HE.number)))
    worker, later = mail_round(), LATER
    for tries in range(1, 5):
        worker.clock = lambda now=later: now
        assert not worker(database, mailing)
        assert {mail.state for mail in rows(database)} == {WAITING}
        assert "refused" in rows(database)[0].error
        later += pause_after(tries)
    post.start()
    worker.clock = lambda: later
    assert worker(database, mailing)
    assert not worker(database, mailing)
    assert len(post.numbers) == len(set(post.numbers)) == 2
    assert {mail.state for mail in rows(database)} == {SENT}


def test_the_pauses_double_from_half_a_minute_to_an_hour():
    assert [pause_after(tries).total_seconds() for tries in (1, 2, 3, 7, 8, 500)] == [30, 60, 120, 1920, 3600, 3600]


def test_nothing_is_tried_before_the_pause_is_over(database, mailing, post):
    post.stop()
    tell(database)
    worker = mail_round()
    worker(database, mailing)
    post.start()
    tell(database, telling("second"))
    worker.clock = lambda: LATER + timedelta(seconds=29)
    assert not worker(database, mailing)
    assert post.received == []


def test_after_three_days_in_vain_it_is_given_up_with_the_reason(database, mailing, post):
    post.stop()
    tell(database)
    mail_round()(database, mailing)
    mail_round(LATER + PATIENCE - timedelta(hours=1))(database, mailing)
    assert rows(database)[0].state == WAITING
    mail_round(LATER + PATIENCE)(database, mailing)
    (mail,) = rows(database)
    assert (mail.state, "refused" in mail.error) == (GIVEN_UP, True)


def test_where_no_server_is_set_nothing_is_queued_and_the_portal_and_webhooks_are_told(database, config):
    database.mails = config.sends_mail
    contact = add_contact(database)
    hook = add_webhook(database, "https://hooks.example.com/in", HUILING)
    tell(database, telling(contacts=(contact,), supplier_id=HUILING))
    assert rows(database) == []
    assert [(notice.account_id, notice.mail_id) for notice in rows(database, Notice)] == [(TAN.number, None)]
    assert [call.webhook_id for call in calls(database)] == [hook]


def test_what_was_queued_before_the_server_was_taken_out_waits_three_days_and_says_so(database, config):
    tell(database)
    mail_round()(database, config)
    assert [(mail.state, mail.error) for mail in rows(database)] == [(WAITING, "notices.no_server")]
    mail_round(LATER + PATIENCE)(database, config)
    assert rows(database)[0].state == GIVEN_UP


def test_a_mail_given_up_is_sent_again_under_its_number(database, mailing, post):
    post.answers["tan@example.org"] = "550 no such mailbox"
    tell(database)
    mail_round()(database, mailing)
    (given_up,) = rows(database)
    post.answers.clear()
    again(database, given_up.id)
    (waits,) = rows(database)
    assert (waits.state, waits.attempts, waits.failing_since, waits.error) == (WAITING, 0, None, "")
    mail_round()(database, mailing)
    assert [mail.state for mail in rows(database)] == [SENT]
    assert post.numbers == [f"<{given_up.message_id}@portal.buyer.example>"]


def test_a_mail_sent_again_has_three_more_days(database, mailing, post):
    post.stop()
    tell(database)
    mail_round()(database, mailing)
    mail_round(LATER + PATIENCE)(database, mailing)
    again(database, rows(database)[0].id, Moment(LATER + PATIENCE, TODAY))
    mail_round(LATER + PATIENCE)(database, mailing)
    assert rows(database)[0].state == WAITING


def test_only_what_was_given_up_is_sent_again(database, mailing, post):
    tell(database)
    with pytest.raises(Conflict, match=r"notices\.mail_not_given_up"):
        again(database, 1)
    mail_round()(database, mailing)
    with pytest.raises(Conflict, match=r"notices\.mail_not_given_up"):
        again(database, 1)
    with pytest.raises(Missing):
        again(database, 987)
    assert len(post.received) == 1


def test_without_a_server_nothing_is_sent_again(database, mailing, post):
    post.answers["tan@example.org"] = "550 no such mailbox"
    tell(database)
    mail_round()(database, mailing)
    database.mails = False
    with pytest.raises(Conflict, match=r"notices\.no_mail"):
        again(database, 1)
    assert rows(database)[0].state == GIVEN_UP


def again(database, number, moment=NOW) -> None:
    with database.unit_of_work(ADA.actor) as session:
        send_again(session, ADA.actor, number, moment)


def test_an_address_refused_for_good_is_given_up_at_once_and_holds_up_nobody(database, mailing, post):
    post.answers["tan@example.org"] = "550 no such mailbox"
    tell(database, telling(readers=(TAN.number, HE.number)))
    mail_round()(database, mailing)
    assert [(mail.state, mail.error) for mail in rows(database)] == [(GIVEN_UP, "550 no such mailbox"), (SENT, "")]


def test_an_address_not_taken_now_is_tried_again(database, mailing, post):
    post.answers["tan@example.org"] = "451 come back later"
    tell(database)
    mail_round()(database, mailing)
    assert rows(database)[0].state == WAITING
    post.answers.clear()
    assert not mail_round(LATER + timedelta(seconds=29))(database, mailing)
    mail_round(LATER + timedelta(seconds=30))(database, mailing)
    assert [(mail.state, mail.attempts) for mail in rows(database)] == [(SENT, 2)]


@pytest.mark.parametrize("address", ["nobody", "a@b@c", "tan@example.org\r\nRCPT TO:<rival@example.org>"])
def test_what_is_no_address_is_given_up(database, mailing, post, address):
    change(database, Account, TAN.number, email=address)
    tell(database)
    mail_round()(database, mailing)
    assert post.received == []
    assert [(mail.state, mail.error) for mail in rows(database)] == [(GIVEN_UP, "notices.no_address")]


def test_who_was_shut_out_since_gets_no_mail(database, mailing, post):
    tell(database)
    change(database, Account, TAN.number, active=False)
    mail_round()(database, mailing)
    assert (post.received, rows(database)[0].error) == ([], "notices.no_reader")


def test_a_server_that_cannot_be_spoken_to_in_secret_is_told_nothing(database, config, post):
    tell(database)
    mail_round()(database, replace(with_mail(config, post), mail_security="starttls"))
    assert (post.received, rows(database)[0].state) == ([], WAITING)
    assert "STARTTLS" in rows(database)[0].error


def test_two_workers_never_take_the_same_mail(database):
    tell(database)
    with database.unit_of_work(SYSTEM) as session:
        assert claim_mail(session, LATER) is not None
    with database.unit_of_work(SYSTEM) as session:
        assert claim_mail(session, LATER + LEASE - timedelta(seconds=1)) is None


@pytest.mark.safety(35)
def test_a_worker_killed_after_the_server_took_the_mail_sends_it_again_under_the_same_number(
    database, database_address, mailing, post, tmp_path
):
    tell(database, telling(kind=Kind(TRIAL.name, TRIAL.topic)))
    arrived = threading.Event()
    environment = {
        **os.environ,
        "SUPPLIER_PORTAL_DATABASE": database_address,
        "SUPPLIER_PORTAL_DATA_FOLDER": str(tmp_path / "worker"),
        "SUPPLIER_PORTAL_MAIL_SERVER": "127.0.0.1",
        "SUPPLIER_PORTAL_MAIL_PORT": str(post.port),
        "SUPPLIER_PORTAL_MAIL_SECURITY": "none",
        "SUPPLIER_PORTAL_MAIL_FROM": mailing.mail_from,
        "SUPPLIER_PORTAL_PUBLIC_ADDRESS": mailing.public_address,
    }
    with subprocess.Popen([sys.executable, "-m", "supplier_portal", "work"], env=environment) as worker:

        def stop_it():
            worker.send_signal(signal.SIGSTOP)  # it never gets to read the server's answer
            arrived.set()

        post.on_data = stop_it
        try:
            assert arrived.wait(30)
        finally:
            worker.kill()
    post.on_data = lambda: None
    (mail,) = rows(database)
    assert (mail.state, mail.attempts) == (WAITING, 1)
    mail_round(mail.due)(database, mailing)
    assert len(post.numbers) == 2
    assert len(set(post.numbers)) == 1
    assert rows(database)[0].state == SENT


def test_no_mail_to_one_supplier_names_another(database, mailing, post):
    tell(database, telling(readers=(RIVAL.number,)), telling("own", readers=(TAN.number,)))
    mail_round()(database, mailing)
    assert all(len(mail["To"].addresses) == 1 for mail in post.received)
