"""A bidder's pages: its own figure at the lock, the rules as published, a correction asked for and answered."""

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.db.unit_of_work import Database
from supplier_portal.scores.models import ModuleScore
from supplier_portal.scores.receipts import recompute
from supplier_portal.tenders.models import Bidder, Correction
from supplier_portal.tenders.operations import AddBidder, AwardTender, EnterBid, add_bidder, award_tender, enter_bid
from tests import tenders_story as story
from tests.cast import HE, HUILING, LIN, NOW, PAN, QU, RIVAL, TAN, Person
from tests.scored import Statements
from tests.web.pages import Browser

People = Callable[[Person], Browser]
FAR = datetime(2099, 1, 1, 4, 0, tzinfo=UTC)
PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)


def made(database: Database, state: str, deadline: datetime = FAR, **rules: Any) -> tuple[int, int]:
    """A tender with the four and Huiling; the deadline is ahead where it is not closed yet: its id and Huiling's."""
    with database.unit_of_work(SYSTEM) as session:
        ahead = state in {"published", "locked"}
        given = story.replace(story.terms(**rules), deadline_at=deadline if ahead else story.DEADLINE)
        tender = story.drafted(session, given)
        own = add_bidder(session, LIN.actor, AddBidder(tender.id, HUILING), NOW)
        story.go_on(session, tender, "draft", "bids" if state in {"evaluated", "awarded"} else state)
        if state in {"evaluated", "awarded"}:
            scores = {"technical": story.Decimal(80), "sustainability": story.Decimal(50)}
            bid = EnterBid(tender.id, own.id, story.Decimal(980000), story.HANDED_IN, scores)
            enter_bid(session, LIN.actor, bid, NOW, story.AFTER)
            story.go_on(session, tender, "bids", "evaluated")
        return tender.id, own.id


def test_a_bidder_sees_the_rules_and_its_own_figure_and_no_other(database: Database, as_person: People) -> None:
    rules = {"requirements": "ISO 14001\nSpare parts", "min_grade": "D", "ceiling": story.Decimal(1100000)}
    _, own = made(database, "locked", **rules)
    tan = as_person(TAN)
    assert "T-2024-027 Outdoor enclosures" in tan.page("/tenders/invited")
    page = tan.page(f"/tenders/invited/{own}")
    for told in (
        "Your figure at the lock", "Weighted sum", "weight 60", "1,100,000.00 CNY", "ISO 14001", "G6",
        "audit refused or broken off", "A waiver, granted by name", "desktop assessment", "within 20 working days",
        "the published default of 40 counts", "180 days longer", "default 1.0.0", "sustainability",
    ):  # fmt: skip
        assert told in page, told
    assert not [name for names in story.BIDDERS.values() for name in names if name and name in page]
    receipt = json.loads(tan.get(f"/tenders/invited/{own}/lock.json").data)
    assert (receipt["supplier"], recompute(receipt).differences) == ("S-0001", ())
    assert tan.get(f"/tenders/invited/{own}/opening.json").status_code == 404
    assert "贵公司锁定时的数值" in tan.speaking("zh").page(f"/tenders/invited/{own}")
    tan.page("/tenders/invited")


def test_before_the_lock_there_is_no_figure_yet(database: Database, as_person: People) -> None:
    _, own = made(database, "published")
    tan = as_person(TAN)
    assert "Your figure is published when the buyer locks the tender" in tan.page(f"/tenders/invited/{own}")
    assert tan.get(f"/tenders/invited/{own}/lock.json").status_code == 404


def test_a_company_without_invitations_is_told_so(as_person: People) -> None:
    assert "Your company is invited to no tender." in as_person(TAN).page("/tenders/invited")


@pytest.mark.safety(2)
def test_another_bidder_s_page_is_not_there(database: Database, as_person: People) -> None:
    tender, own = made(database, "locked")
    with database.reading(SYSTEM) as session:
        other = session.scalars(select(Bidder.id).where(Bidder.tender_id == tender, Bidder.id != own)).first()
    for person, bidder in ((TAN, other), (RIVAL, own), (LIN, own), (PAN, own)):
        browser = as_person(person)
        for way in ("", "/lock.json", "/corrections/1/file"):
            assert browser.get(f"/tenders/invited/{bidder}{way}").status_code == 404
        assert browser.post(f"/tenders/invited/{bidder}/corrections", {"text": "Mine"}).status_code == 404
    assert "T-2024-027" not in as_person(RIVAL).page("/tenders/invited")


def test_a_correction_goes_to_the_team_and_its_answer_comes_back(database: Database, as_person: People) -> None:
    tender, own = made(database, "locked")
    tan, lin = as_person(TAN), as_person(LIN)
    tan.page(f"/tenders/invited/{own}")
    sent = {"text": "Our delivery score is missing", "file": (io.BytesIO(PDF), "proof.pdf")}
    assert tan.post(f"/tenders/invited/{own}/corrections", sent, content_type="multipart/form-data").status_code == 302
    with database.reading(SYSTEM) as session:
        correction = session.scalars(select(Correction)).one()
        number, before = correction.id, correction.rating_before
    page = tan.page(f"/tenders/invited/{own}")
    assert "waits for the buyer" in page
    assert "Ask for a correction" not in page
    assert tan.post(f"/tenders/invited/{own}/corrections", {"text": "Again"}).status_code == 409
    assert tan.get(f"/tenders/invited/{own}/corrections/{number}/file").data == PDF
    team = lin.page(f"/tenders/{tender}")
    assert "1 bidder waits for an answer about its figure" in team
    address = f"/tenders/{tender}/corrections/{number}"
    assert "Our delivery score is missing" in lin.page(address)
    file = lin.get(f"{address}/file")
    assert (file.data, file.headers["Content-Disposition"]) == (PDF, "attachment; filename=proof.pdf")
    refused = lin.post(address, {"answer": "Kept words"})
    assert refused.status_code == 422
    assert "Kept words" in refused.text
    assert lin.post(address, {"granted": "granted", "answer": "It was entered late"}).status_code == 302
    assert lin.post(address, {"granted": "declined", "answer": "No"}).status_code == 409
    answered = tan.page(f"/tenders/invited/{own}")
    assert "granted: the figure is published again" in answered
    assert "It was entered late" in answered
    with database.reading(SYSTEM) as session:
        assert session.get_one(Bidder, own).rating_at_lock not in {None, before}
    assert "Published again" in lin.page(address)


def test_before_granting_the_team_reads_what_changed_of_the_bidder_s_data(
    database: Database, as_person: People
) -> None:
    tender, own = made(database, "locked")
    tan, qu = as_person(TAN), as_person(QU)
    tan.page(f"/tenders/invited/{own}")
    tan.post(f"/tenders/invited/{own}/corrections", {"text": "Our delivery figure is missing"})
    with database.reading(SYSTEM) as session:
        page = f"/tenders/{tender}/corrections/{session.scalars(select(Correction.id)).one()}"
    unchanged = qu.page(page)
    assert "None of the bidder’s data has changed since the lock." in unchanged
    assert "Granting now would publish the same figure again." in unchanged
    row = {"module": "delivery", "value": story.Decimal(90), "period_ends_on": date(2024, 3, 1), "source": "ERP"}
    with database.unit_of_work(SYSTEM) as session:
        theirs = session.scalars(select(Bidder.supplier_id).where(Bidder.code == "X")).one()
        session.add(ModuleScore(supplier_id=theirs, **row | {"value": story.Decimal("17.17")}))
        session.add(ModuleScore(supplier_id=HUILING, **row))
    changed = qu.page(page)
    assert "As the data stand now" in changed
    assert "Delivery – → 90" in changed
    assert "None of the bidder’s data has changed" not in changed
    assert "17.17" not in changed
    assert qu.post(page, {"granted": "granted", "answer": "The figure of March is in now"}).status_code == 302
    granted = qu.page(page)
    assert "Published again" in granted
    assert "Delivery – → 90" in granted
    assert "Delivery" not in tan.page(f"/tenders/invited/{own}").split("What you asked for")[0]


def test_what_is_wrong_with_a_correction_is_told_at_its_field(database: Database, as_person: People) -> None:
    _, own = made(database, "locked")
    tan = as_person(TAN)
    tan.page(f"/tenders/invited/{own}")
    ask = f"/tenders/invited/{own}/corrections"
    empty = tan.post(ask, {"text": " "})
    assert (empty.status_code, 'id="text-error"' in empty.text) == (422, True)
    wrong = {"text": "Kept words", "file": (io.BytesIO(b"MZ\x90\x00 a program"), "run.exe")}
    refused = tan.post(ask, wrong, content_type="multipart/form-data")
    assert (refused.status_code, 'id="file-error"' in refused.text, "Kept words" in refused.text) == (422, True, True)
    with database.reading(SYSTEM) as session:
        assert session.scalar(select(Correction.id)) is None


@pytest.mark.parametrize(("days", "asked"), [(4, False), (6, True)])
def test_five_days_before_the_deadline_the_form_is_gone(
    database: Database, as_person: People, days: int, asked: bool
) -> None:
    tender, own = made(database, "locked", datetime.now(UTC) + timedelta(days=days))
    tan = as_person(TAN)
    assert ("Ask for a correction" in tan.page(f"/tenders/invited/{own}")) is asked
    answer = tan.post(f"/tenders/invited/{own}/corrections", {"text": "The figure is wrong"})
    assert answer.status_code == (302 if asked else 409)
    with database.reading(SYSTEM) as session:
        assert (session.scalar(select(Correction.id)) is not None) is asked
    assert f"/tenders/{tender}" not in tan.page("/tenders/invited")


def test_a_left_out_bidder_reads_why_and_nobody_else_does(database: Database, as_person: People) -> None:
    _, own = made(database, "evaluated", ceiling=story.Decimal(970000))
    page = as_person(HE).page(f"/tenders/invited/{own}")
    assert "Your bid was left out of the ranking: above the ceiling." in page
    assert "980,000" not in page
    assert "Your figure at the opening" in page


@pytest.mark.parametrize(
    ("codes", "told"),
    [(("S-0001", "Y"), "Awarded to your company: 60.00 %."), (("Y", "X"), "The award went to others.")],
)
def test_a_bidder_is_told_of_itself_alone_when_it_ends(
    database: Database, as_person: People, codes: tuple[str, str], told: str
) -> None:
    tender, own = made(database, "evaluated", shares=[story.Decimal(60), story.Decimal(40)])
    with database.unit_of_work(SYSTEM) as session:
        award_tender(session, QU.actor, AwardTender(tender, codes[0], "Best value", (codes[1],)), NOW)
    page = as_person(TAN).page(f"/tenders/invited/{own}")
    assert told in page
    assert "Best value" not in page
    assert "Ruochuan" not in page


def test_statements_of_a_bidder_s_pages_are_fixed(database: Database, as_person: People) -> None:
    _, own = made(database, "locked")
    tan = as_person(TAN)
    for address, most in ((f"/tenders/invited/{own}", 12), ("/tenders/invited", 8)):
        with Statements(database.engine) as seen:
            tan.page(address)
        assert len(seen) <= most, address
