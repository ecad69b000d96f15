"""Notices are told once, to open accounts, with the act, and in the way each person wants."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, insert, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import Account
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.language.speech import Speech
from supplier_portal.notices.daily import next_daily
from supplier_portal.notices.facts import kept, said
from supplier_portal.notices.kinds import Kind, always_mailed, declare, kind_of, mail_topics, webhook_topics
from supplier_portal.notices.models import AT_ONCE, DAILY, NEVER, Mail, Notice, NoticeSetting
from supplier_portal.notices.operations import give_all, give_notices
from supplier_portal.notices.operations.reading import SaveSettings, open_notice, read_all, save_settings
from tests.cast import HE, NOW, PAN, RIVAL, TAN
from tests.notices_story import (
    BUYERS,
    DUE,
    FOUND,
    LATER,
    PORTAL_ONLY,
    URGENT,
    choose_daily,
    mail_round,
    make_known,
    post_office,
    rows,
    tell,
    telling,
    with_mail,
)
from tests.web.statements import statements_of


@pytest.fixture(autouse=True)
def story(monkeypatch):
    make_known(monkeypatch)


def test_the_act_and_what_is_told_of_it_are_one(database):
    with pytest.raises(ZeroDivisionError), database.unit_of_work(SYSTEM) as session:
        give_notices(session, telling(), NOW)
        raise ZeroDivisionError
    assert rows(database, Notice) == rows(database, Mail) == []


def test_nobody_is_told_twice_under_the_same_words(database):
    tell(database, telling(readers=(TAN.number, TAN.number)))
    tell(database, telling(readers=(TAN.number, HE.number)), moment=Moment(LATER, LATER.date()))
    assert [(notice.account_id, notice.once) for notice in rows(database, Notice)] == [
        (TAN.number, "first"), (HE.number, "first"),
    ]  # fmt: skip
    assert [mail.account_id for mail in rows(database)] == [TAN.number, HE.number]


def test_a_closed_account_and_an_unknown_one_are_told_nothing(database):
    with database.unit_of_work(SYSTEM) as session:
        session.get_one(Account, HE.number).active = False
    tell(database, telling(readers=(TAN.number, HE.number, 987_654), contacts=(987_654,)))
    assert [notice.account_id for notice in rows(database, Notice)] == [TAN.number]


def test_a_kind_for_the_portal_alone_sends_no_mail(database):
    tell(database, telling(kind=PORTAL_ONLY))
    assert len(rows(database, Notice)) == 1
    assert rows(database) == []


def test_who_wants_the_portal_alone_gets_no_mail_of_that_topic(database):
    with database.unit_of_work(SYSTEM) as session:
        session.add(NoticeSetting(account_id=TAN.number, topic=FOUND.topic, mail=NEVER))
    tell(database, telling(), telling("due", kind=DUE))
    assert [mail.once for mail in rows(database)] == ["due"]
    assert len(rows(database, Notice)) == 2


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "findings/7", ""])
def test_a_notice_leads_to_a_page_of_the_portal(session, path):
    command = telling()
    with pytest.raises(ValueError, match="no page"):
        give_notices(session, type(command)(command.kind, path, "x", command.facts, (TAN.number,)), NOW)


def test_ten_thousand_readers_take_as_many_statements_as_three(database):
    with database.unit_of_work(SYSTEM) as session:
        known = session.get_one(Account, TAN.number)
        common = {
            "password_hash": known.password_hash, "role": known.role, "supplier_id": known.supplier_id,
            "created_at": NOW.at, "language": "en", "active": True,
        }  # fmt: skip
        people = [{"id": 5000 + n, "email": f"{n}@many.example", "name": str(n), **common} for n in range(10_000)]
        session.execute(insert(Account), people)
    counts = []
    for once, many in (("few", 3), ("many", 10_000)):
        with database.unit_of_work(SYSTEM) as session, statements_of(session.get_bind()) as sent:
            give_notices(session, telling(once, range(5000, 5000 + many)), NOW)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 7
    with database.reading(SYSTEM) as session:
        linked = select(func.count()).select_from(Notice).join(Mail, Mail.id == Notice.mail_id)
        assert session.scalar(linked.where(Notice.account_id == Mail.account_id, Notice.once == Mail.once)) == 10_003


def test_many_things_at_once_keep_their_readers_apart(database):
    with database.unit_of_work(SYSTEM) as session:
        give_all(session, [telling("a", (TAN.number,)), telling("b", (RIVAL.number, TAN.number))], NOW)
    told = [(notice.account_id, notice.once) for notice in rows(database, Notice)]
    assert told == [(TAN.number, "a"), (RIVAL.number, "b"), (TAN.number, "b")]


class TestDaily:
    def test_a_day_s_notices_come_in_one_mail(self, database, config, monkeypatch):
        choose_daily(database, TAN)
        tell(database, telling("a"), telling("b"))
        tell(database, telling("c", (TAN.number, HE.number)), telling("d", kind=DUE))
        assert len(rows(database, Notice)) == 5
        with post_office(monkeypatch) as post:
            mail_round(datetime(2024, 3, 31, 23, 59, tzinfo=UTC))(database, with_mail(config, post))
            assert sorted(mail["Subject"] for mail in post.received) == [
                "A finding at Huiling Precision Electronics", "Days left: 3",
            ]  # fmt: skip
            mail_round(datetime(2024, 4, 1, 0, 0, tzinfo=UTC))(database, with_mail(config, post))
        daily = post.received[-1]
        assert daily["Subject"] == "3 new notices"
        assert daily.get_body(("plain",)).get_content().count("/open") == 3

    def test_what_comes_after_it_went_joins_the_next_one(self, database):
        choose_daily(database, TAN)
        tell(database, telling("a"))
        tomorrow = datetime(2024, 4, 1, 0, 1, tzinfo=UTC)
        tell(database, telling("b"), moment=Moment(tomorrow, tomorrow.date()))
        assert [mail.due.day for mail in rows(database)] == [1, 2]

    def test_what_was_told_before_makes_no_empty_mail(self, database):
        tell(database, telling("a"))
        choose_daily(database, TAN)
        tell(database, telling("a"), moment=Moment(LATER, LATER.date()))
        assert [mail.digest for mail in rows(database)] == [False]

    @pytest.mark.parametrize(
        ("after", "zone", "due"),
        [
            ("2024-03-31T00:30", "Asia/Shanghai", "2024-04-01T00:00"),
            ("2024-03-30T23:00", "Asia/Shanghai", "2024-03-31T00:00"),
            ("2024-03-30T23:55", "Asia/Shanghai", "2024-04-01T00:00"),  # too close: it may be on its way already
            ("2024-03-30T12:00", "Europe/Berlin", "2024-03-31T06:00"),  # the clocks go forward in that night
            ("2024-03-29T12:00", "Europe/Berlin", "2024-03-30T07:00"),
            ("2024-10-26T12:00", "Europe/Berlin", "2024-10-27T07:00"),  # and back in this one
            ("2024-02-28T12:00", "America/New_York", "2024-02-28T13:00"),
            ("2024-02-28T14:00", "America/New_York", "2024-02-29T13:00"),
        ],
    )
    def test_it_goes_out_at_the_reader_s_own_hour(self, after, zone, due):
        asked = datetime.fromisoformat(after).replace(tzinfo=UTC)
        assert next_daily(asked, time(8), zone) == datetime.fromisoformat(due).replace(tzinfo=UTC)

    def test_an_hour_the_clocks_skip_still_comes(self):
        due = next_daily(datetime(2024, 3, 30, 12, 0, tzinfo=UTC), time(2, 30), "Europe/Berlin")
        assert due.astimezone(ZoneInfo("Europe/Berlin")).date() == date(2024, 3, 31)


def unread(session, person) -> int:
    mine = select(func.count()).where(Notice.account_id == person.number, Notice.read_at.is_(None))
    return session.scalar(mine)


class TestReading:
    def test_opening_marks_it_as_read_and_gives_the_page(self, session):
        give_notices(session, telling(), NOW)
        notice = session.scalar(select(Notice))
        assert unread(session, TAN) == 1
        assert open_notice(session, TAN.actor, notice.id, NOW) == "/findings/7"
        assert (notice.read_at, unread(session, TAN)) == (NOW.at, 0)

    @pytest.mark.safety(5)
    def test_nobody_opens_another_s(self, session):
        give_notices(session, telling(readers=(RIVAL.number,)), NOW)
        notice = session.scalar(select(Notice))
        with pytest.raises(Missing):
            open_notice(session, TAN.actor, notice.id, NOW)
        assert notice.read_at is None

    def test_marking_all_leaves_what_came_since_and_what_is_others(self, session):
        for once in ("a", "b", "c"):
            give_notices(session, telling(once, (TAN.number, HE.number)), NOW)
        second = session.scalar(select(Notice.id).where(Notice.account_id == TAN.number, Notice.once == "b"))
        read_all(session, TAN.actor, second, NOW)
        session.expire_all()
        assert (unread(session, TAN), unread(session, HE)) == (1, 3)

    def test_settings_hold_for_what_comes_and_for_oneself(self, session):
        save_settings(session, TAN.actor, SaveSettings({FOUND.topic: NEVER, DUE.topic: AT_ONCE}, time(7), "UTC"))
        save_settings(session, HE.actor, SaveSettings({FOUND.topic: DAILY}, time(9), "UTC"))
        save_settings(session, TAN.actor, SaveSettings({FOUND.topic: AT_ONCE}, time(7), "UTC"))
        session.flush()
        assert [(one.account_id, one.mail) for one in session.scalars(select(NoticeSetting))] == [(HE.number, DAILY)]


class TestWords:
    ZONE = ZoneInfo("Asia/Shanghai")

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "Huiling Precision Electronics: please answer by 31 Mar 2024."),
            ("zh", "惠岭精密电子: please answer by 2024年3月31日."),
        ],
    )
    def test_names_and_days_are_said_in_the_reader_s_language(self, language, text):
        assert said(Speech(language, self.ZONE), FOUND.text, kept(telling().facts)) == text

    def test_each_sort_of_fact_can_be_kept_and_said(self, monkeypatch):
        facts = kept({
            "supplier": [Decimal("1.50"), {"word": "severity.major"}, "a\nb"],
            "due": datetime(2024, 3, 31, 8, 0, tzinfo=UTC),
        })  # fmt: skip
        english = said(Speech("en", self.ZONE), FOUND.text, facts)
        assert english == "1.50, Major, a b: please answer by 31 Mar 2024, 16:00:00."

    @pytest.mark.parametrize("value", [None, 1.5, {1}, b"x"])
    def test_what_no_notice_can_say_is_refused(self, value):
        with pytest.raises(TypeError):
            kept({"supplier": value})

    def test_a_name_is_declared_by_one_room_alone(self):
        with pytest.raises(ValueError, match="twice"):
            declare(Kind(FOUND.name, "other"))
        assert kind_of(FOUND.name) is FOUND

    def test_topics_are_those_of_the_way(self):
        assert {FOUND.topic, DUE.topic} <= set(mail_topics("buyer")) & set(webhook_topics())
        assert "notices" not in (*mail_topics("buyer"), *webhook_topics())

    def test_each_side_is_offered_what_its_people_can_get(self):
        assert mail_topics("supplier") == (FOUND.topic, DUE.topic)
        assert mail_topics("buyer") == (FOUND.topic, DUE.topic, BUYERS.topic)
        assert [kind.name for kind in always_mailed("supplier")] == [URGENT.name]
        assert always_mailed("buyer") == ()


def test_people_of_the_buyer_s_are_told_too(database):
    tell(database, telling(readers=(PAN.number,)))
    assert rows(database, Notice)[0].account_id == PAN.number
