"""A tender in the browser: set up, bids let in by two, ranked, awarded; and nobody else sees any of it."""

import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.scoring import sha256_of
from supplier_portal.jobs.models import Job
from supplier_portal.scores.receipts import recompute
from supplier_portal.tenders.models import Bidder, Evaluation, Tender
from tests import tenders_story as story
from tests.cast import ADA, FANG, LIN, MO, PAN, QU, RIVAL, TAN, ZHOU, Person
from tests.web.pages import Browser

People = Callable[[Person], Browser]
FORM = {
    "number": "T-2030-001", "title": "Outdoor enclosures", "team_ids": str(QU.number), "currency": "CNY",
    "tax_basis": "net", "delivery_term": "DAP", "deadline_at": "2099-01-01T12:00", "method": "weighted_sum",
    "weight_0": "60", "code_1": "technical", "weight_1": "25", "source_1": "entered", "code_2": "sustainability",
    "weight_2": "15", "source_2": "sustainability", "sustainability_criterion": "2", "full_marks_at": "800000",
    "zero_at": "1,200,000",
}  # fmt: skip
TYPED = {"currency": "CNY", "tax_basis": "net", "delivery_term": "DAP", "submitted_at": "2024-03-31T14:00:00"}


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["portal"].database
    return found


def made(database: Database, state: str, **given: Any) -> int:
    with database.unit_of_work(SYSTEM) as session:
        return story.brought_to(session, state, **given).id


def stored(database: Database) -> Tender:
    with database.reading(SYSTEM) as session:
        return session.scalars(select(Tender)).one()


def bidder_id(database: Database, code: str) -> int:
    with database.reading(SYSTEM) as session:
        return session.scalars(select(Bidder.id).where(Bidder.code == code)).one()


def test_a_tender_is_set_up_and_published(database: Database, as_person: People) -> None:
    with database.unit_of_work(SYSTEM) as session:
        story.hold_policy(session)
        supplier = story.add_suppliers(session)["X"]
    lin = as_person(LIN)
    assert "You are in no tender’s team yet." in lin.page("/tenders")
    assert 'value="technical"' in lin.page("/tenders/new")
    answer = lin.post("/tenders/new", FORM)
    assert answer.status_code == 302, answer.text
    page = answer.headers["Location"]
    assert lin.post(f"{page}/bidders", {"supplier_id": supplier}).status_code == 302
    assert "X Linzhao Enclosures" in lin.page(page)
    assert lin.post(f"{page}/publish").status_code == 302
    tender = stored(database)
    assert (tender.state, tender.rules["price_scale"]) == (
        "published",
        {"full_marks_at": "800000", "zero_at": "1200000"},
    )
    assert tender.deadline_at.isoformat() == "2099-01-01T04:00:00+00:00"
    assert lin.post(f"{page}/lock").status_code == 302
    assert "Nothing of a bid can be entered before" in lin.page(page)


@pytest.mark.parametrize(
    ("typed", "message", "kept"),
    [
        ({"weight_1": "a lot"}, "Write a plain number", 'value="a lot"'),
        (
            {"weight_0": "0", "weight_1": "0", "weight_2": "0"},
            "At least one weight must be greater than 0.",
            'value="0"',
        ),
        ({"full_marks_at": "1300000"}, "The price that earns 0 points must be above", 'value="1300000"'),
        ({"zero_at": "12 lakh"}, "Write a plain number", 'value="12 lakh"'),
        ({"ceiling": "1e99"}, "Write a plain number", 'value="1e99"'),
        ({"team_ids": []}, "nobody opens bids alone", 'value="T-2030-001"'),
        ({"deadline_at": "soon"}, "deadline_at", 'value="soon"'),
        ({"currency": "yuan"}, "three capital letters", 'value="yuan"'),
        ({"code_1": "price"}, "Another criterion has this name", 'value="price"'),
        ({"method": "lowest_price"}, "Not a valid choice", 'value="T-2030-001"'),
        ({"sustainability_criterion": "5"}, "Choose one of the list.", 'value="T-2030-001"'),
        ({"method": "fictitious_discount", "threshold_0": "40"}, "This field is needed.", 'value="40"'),
        ({"weight_1": "20"}, "The weights add up to 95; make them add up to 100.", 'value="20"'),
        ({"full_marks_at": "1200000", "zero_at": "800000"}, "must be above the price that earns 100", 'value="800000"'),
        ({"award_share_0": "60", "award_share_1": "30"}, "The shares add up to 90", 'value="30"'),
        ({"low_share": "20"}, "between 0 and 1", 'value="20"'),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_stays_typed(
    database: Database, as_person: People, typed: dict[str, Any], message: str, kept: str
) -> None:
    lin = as_person(LIN)
    lin.page("/tenders/new")
    answer = lin.post("/tenders/new", FORM | typed)
    assert answer.status_code == 422
    assert message in answer.text
    assert kept in answer.text
    assert 'value="Outdoor enclosures"' in answer.text
    with database.reading(SYSTEM) as session:
        assert session.scalar(select(func.count()).select_from(Tender)) == 0


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"code_1": "", "weight_1": "", "weight_0": "85", "code_2": "s" * 33}, "code_2"),
        ({"code_1": "", "weight_1": "", "weight_0": "85", "weight_2": "x", "code_2": "s" * 33}, "code_2"),
        ({"code_4": "price", "weight_4": "0"}, "code_4"),
        ({"method": "fictitious_discount", "threshold_2": "40"}, "share_2"),
        ({"award_share_1": "60", "award_share_3": "140"}, "award_share_3"),
    ],
)
def test_a_fault_stands_in_the_row_that_was_typed_though_rows_before_it_are_empty(
    as_person: People, typed: dict[str, Any], field: str
) -> None:
    lin = as_person(LIN)
    lin.page("/tenders/new")
    answer = lin.post("/tenders/new", FORM | typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


@pytest.mark.safety(20)
@pytest.mark.parametrize("at", ["0001-01-01T00:00", "9999-12-31T23:59", "1999-12-31T23:59"])
def test_a_deadline_of_another_age_is_told_at_its_field(as_person: People, at: str) -> None:
    lin = as_person(LIN)
    lin.page("/tenders/new")
    answer = lin.post("/tenders/new", FORM | {"deadline_at": at})
    assert answer.status_code == 422
    assert 'id="deadline_at-error"' in answer.text
    assert f'value="{at}"' in answer.text


def test_a_field_that_cannot_be_read_hides_no_other_fault(as_person: People) -> None:
    lin = as_person(LIN)
    lin.page("/tenders/new")
    answer = lin.post("/tenders/new", FORM | {"weight_1": "x", "full_marks_at": "1300000"})
    assert "Write a plain number" in answer.text
    assert "must be above the price" in answer.text


def test_weights_that_do_not_add_up_are_told_beside_a_criterion_named_twice(as_person: People) -> None:
    lin = as_person(LIN)
    lin.page("/tenders/new")
    answer = lin.post("/tenders/new", FORM | {"code_1": "sustainability", "weight_1": "20"})
    assert "Another criterion has this name" in answer.text
    assert "The weights add up to 95" in answer.text


def test_publishing_tells_at_the_draft_s_fields_what_is_lacking(database: Database, as_person: People) -> None:
    with database.unit_of_work(SYSTEM) as session:
        story.hold_policy(session)
    lin = as_person(LIN)
    lin.page("/tenders/new")
    page = lin.post("/tenders/new", FORM | {"full_marks_at": "", "deadline_at": "2020-01-01T12:00"}).headers["Location"]
    lin.page(page)
    answer = lin.post(f"{page}/publish")
    assert answer.status_code == 422
    assert 'id="full_marks_at-error"' in answer.text
    assert "The deadline has passed." in answer.text
    assert 'value="1200000"' in answer.text
    assert stored(database).state == "draft"


def test_a_draft_shows_what_was_saved_and_warns_of_double_counting(database: Database, as_person: People) -> None:
    lin = as_person(LIN)
    lin.page("/tenders/new")
    page = lin.post(
        "/tenders/new", FORM | {"code_3": "rating", "weight_3": "10.50", "weight_1": "14.50", "source_3": "rating"}
    ).headers["Location"]
    assert "Sustainability counts twice" in lin.page(page)
    text = lin.page(f"{page}/edit")
    assert "Sustainability counts twice" in text
    assert 'value="10.50"' in text
    assert 'value="2099-01-01T12:00"' in text
    assert lin.post(f"{page}/edit", FORM | {"title": "Indoor enclosures"}).status_code == 302
    assert stored(database).title == "Indoor enclosures"


@pytest.mark.safety(14)
def test_two_people_let_the_bids_in(database: Database, as_person: People) -> None:
    number = made(database, "closed")
    lin, qu = as_person(LIN), as_person(QU)
    page = f"/tenders/{number}"
    for code, (price, technical, sustainability) in story.BIDS.items():
        bid = f"{page}/bids/{bidder_id(database, code)}"
        lin.page(bid)
        typed = TYPED | {"price": price, "score_0": technical, "score_1": sustainability}
        assert lin.post(bid, typed).status_code == 302
    file = lin.get(f"{page}/bids.json")
    assert file.headers["Content-Disposition"].startswith("attachment")
    sha256 = hashlib.sha256(file.data).hexdigest()
    assert sha256 in lin.page(f"{page}/opening")
    assert lin.post(f"{page}/opening", {"sha256": "0" * 64}).status_code == 422
    assert lin.post(f"{page}/opening", {"sha256": sha256}).status_code == 302
    assert "A second person of the team opens the tender." in lin.page(f"{page}/opening")
    assert lin.post(f"{page}/opening", {"sha256": sha256}).status_code == 409
    assert lin.get(f"{page}/bids/{bidder_id(database, 'X')}").status_code == 200
    assert "1 of 2" in qu.page(f"{page}/opening")
    assert qu.post(f"{page}/opening", {"sha256": sha256}).headers["Location"] == page
    tender = stored(database)
    assert (tender.state, tender.bids_sha256) == ("opened", sha256)
    qu.page(page)
    assert qu.post(f"{page}/evaluate").status_code == 302
    assert "60.0000" in qu.page(f"{page}/evaluation")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"price": "dear"}, "Write a plain number"),
        ({"price": "1.005"}, "at most 2 decimals"),
        ({"price": "0"}, "greater than 0"),
        ({"score_0": "101"}, "Points run from 0 to 100."),
        ({"score_0": ""}, "This field is needed."),
        ({"submitted_at": "2024-03-31T16:00:01"}, "Late is late"),
        ({"submitted_at": "2023-03-31T14:00:00"}, "Handed in before the rules were published."),
        ({"submitted_at": "0001-01-01T00:00:00"}, "Write a year from 2000 to 2199."),
        ({"currency": "EUR"}, "All bids are in CNY, as published."),
        ({"tax_basis": "gross"}, "All prices are without VAT, as published."),
        ({"delivery_term": "EXW"}, "All prices are DAP, as published."),
    ],
)
def test_a_bid_typed_wrongly_is_told_at_its_field(
    database: Database, as_person: People, typed: dict[str, str], message: str
) -> None:
    number = made(database, "closed")
    lin, bid = as_person(LIN), f"/tenders/{number}/bids/{bidder_id(database, 'X')}"
    lin.page(bid)
    given = TYPED | {"price": "1000000", "score_0": "80", "score_1": "58.20"}
    answer = lin.post(bid, given | typed)
    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="58.20"' in answer.text


def test_a_bid_entered_twice_is_told_at_its_field_and_replaced_where_it_is_said_why(
    database: Database, as_person: People
) -> None:
    number = made(database, "bids")
    lin, bid = as_person(LIN), f"/tenders/{number}/bids/{bidder_id(database, 'X')}"
    assert "is entered already" in lin.page(bid)
    typed = TYPED | {"price": "7.77", "score_0": "80", "score_1": "58.20"}
    twice = lin.post(bid, typed)
    assert twice.status_code == 422
    assert "Say why it is entered again." in twice.text
    assert 'value="7.77"' in twice.text
    earlier = lin.post(bid, typed | {"replacing": "new_bid", "submitted_at": "2024-03-31T13:00:00"})
    assert "has a later time than the one it replaces" in earlier.text
    assert lin.post(bid, typed | {"replacing": "typing"}, follow_redirects=True).text.count("Bid replaced") == 1
    assert "before: 1,000,000.00" in lin.page(f"/tenders/{number}/opening")


def test_a_bid_typed_while_somebody_confirmed_is_told_and_kept(database: Database, as_person: People) -> None:
    number = made(database, "bids")
    lin, bid = as_person(LIN), f"/tenders/{number}/bids/{bidder_id(database, 'X')}"
    lin.page(bid)
    with database.unit_of_work(SYSTEM) as session:
        story.confirm(session, session.get_one(Tender, number), QU)
    answer = lin.post(bid, TYPED | {"price": "7.77", "score_0": "80", "score_1": "58.20", "replacing": "typing"})
    assert answer.status_code == 409
    assert "Somebody has confirmed the file of bids" in answer.text
    assert ">7.77</textarea>" in answer.text


def test_the_openers_compare_units_and_footprints_too(database: Database, as_person: People) -> None:
    number = made(database, "closed", given=story.terms(method="carbon_adder"))
    with database.unit_of_work(SYSTEM) as session:
        tender = session.get_one(Tender, number)
        story.enter(session, tender, "X", quantity=Decimal("12.5"), pcf=Decimal("0.75"))
        story.enter(session, tender, "Y")
    page = as_person(LIN).page(f"/tenders/{number}/opening")
    assert "12.500" in page
    assert "0.750000" in page
    assert ">default</td>" in page


def test_of_many_suppliers_those_named_are_offered(
    database: Database, as_person: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supplier_portal.tenders.views.listing.MOST_OFFERED", 2)
    with database.unit_of_work(SYSTEM) as session:
        story.hold_policy(session)
        ids = story.add_suppliers(session)
        number = story.create_tender(session, LIN.actor, story.TERMS, story.NOW).id
    lin = as_person(LIN)
    page = f"/tenders/{number}"
    assert lin.page(page).count("<option") == 2
    found = lin.page(f"{page}?supplier=aldervik")
    assert (found.count("<option"), "Z Aldervik Metalworks" in found) == (1, True)
    assert "has this name or number" in lin.page(f"{page}?supplier=%25")
    for chosen in (ids["Z"] + 1000, 10**30, "x"):
        assert (
            "Choose a supplier of the list."
            in lin.post(f"{page}/bidders", {"supplier_id": chosen}, follow_redirects=True).text
        )
    assert lin.post(f"{page}/bidders", {"supplier_id": ids["Z"]}).status_code == 302
    assert "Every supplier" not in lin.page(page)


@pytest.mark.safety(14)
def test_before_the_deadline_there_is_no_form_for_bids(database: Database, as_person: People) -> None:
    number = made(database, "locked")
    lin = as_person(LIN)
    page = lin.page(f"/tenders/{number}")
    assert "/bids/" not in page
    bid = f"/tenders/{number}/bids/{bidder_id(database, 'X')}"
    assert lin.get(bid).status_code == 409
    assert lin.post(bid, {"price": "1"}).status_code == 409
    assert lin.get(f"/tenders/{number}/bids.json").status_code == 404


def test_the_evaluation_says_why_and_how_fragile(database: Database, as_person: People) -> None:
    number = made(database, "evaluated")
    page = as_person(LIN).page(f"/tenders/{number}/evaluation")
    for told in (
        "60.0000", "58.7300", "55.2000", "991,533.33", "8,466.67 lower", "1,000.00", "0.186630", "0.240024",
        "Ahead of X by 1.2700: gains 6.00 on price; loses 4.73 on technical, sustainability.",
        "Y wins up to a sustainability weight of 0.186630; the tender weighs it 0.150000",
        "Fragile: 3.66 points of weight to X", "X would need 8.47 points more, or a price 8,466.67 lower",
        "Left out: blocked", "Gates G4, G5, G6 held at the opening.", "price, technical keep 60 : 25",
        "supplier-portal recompute evaluation-T-2024-027.json",
    ):  # fmt: skip
        assert told in page, told
    assert page.count("same, just now") == 5
    assert page.count('viewBox="0 0 294 ') == 2, "both pictures are laid out for a phone too"
    assert "differs" not in page


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("fictitious_discount", ("150,000.00", "910,000.00", "−60,000.00 on price, +100,000.00 by the method")),
        ("quality_price_ratio", ("906,860.13", "0.087300")),
        ("carbon_adder", ("48,000.00", "1,008,000.00", "default")),
    ],
)
def test_other_methods_show_their_own_columns(
    database: Database, as_person: People, method: str, told: tuple[str, ...]
) -> None:
    number = made(database, "evaluated", given=story.terms(method=method))
    page = as_person(LIN).page(f"/tenders/{number}/evaluation")
    assert not [text for text in told if text not in page]
    assert "Price to draw level" not in page


def test_everything_speaks_chinese(database: Database, as_person: People) -> None:
    number = made(database, "evaluated")
    lin = as_person(LIN).speaking("zh")
    page = lin.page(f"/tenders/{number}/evaluation")
    assert "领先 X 1.2700：优势为价格 6.00；劣势为技术、可持续得分 4.73。" in page
    assert "Y 若川机箱" in page
    for address in ("", "/new", f"/{number}", f"/{number}/award"):
        lin.page(f"/tenders{address}")


def test_receipts_are_handed_out_whole(database: Database, as_person: People) -> None:
    number = made(database, "evaluated")
    lin = as_person(LIN)
    receipt = lin.get(f"/tenders/{number}/evaluation.json")
    assert receipt.headers["Content-Disposition"] == "attachment; filename=evaluation-T-2024-027.json"
    document = json.loads(receipt.data)
    with database.reading(SYSTEM) as session:
        assert sha256_of(document) == session.scalar(select(Evaluation.sha256))
    assert recompute(document).differences == ()
    for when in ("lock", "opening"):
        rating = json.loads(lin.get(f"/tenders/{number}/bidders/{bidder_id(database, 'W')}/{when}.json").data)
        assert recompute(rating).differences == ()
        assert rating["published"]["gates"] == ["G4", "G5", "G6"]


def test_cancelling_asks_for_the_reason(database: Database, as_person: People) -> None:
    number = made(database, "published")
    lin = as_person(LIN)
    lin.page(f"/tenders/{number}")
    answer = lin.post(f"/tenders/{number}/cancel", {"reason": ""})
    assert answer.status_code == 422
    assert "Write the reason" in answer.text
    assert lin.post(f"/tenders/{number}/cancel", {"reason": "The need is gone"}).status_code == 302
    assert "The need is gone" in lin.page(f"/tenders/{number}")


def addresses(number: int, bidder: int) -> list[tuple[str, str]]:
    page = f"/tenders/{number}"
    reads = (
        "", "/edit", f"/bids/{bidder}", "/opening", "/bids.json", "/evaluation", "/evaluation.json", "/award",
        f"/bidders/{bidder}/price", "/corrections/1", "/corrections/1/file",
    )  # fmt: skip
    writes = (
        "/edit", "/bidders", f"/bidders/{bidder}/remove", "/publish", "/lock", "/close", "/cancel", f"/bids/{bidder}",
        "/opening", "/opening/withdraw", "/evaluate", "/evaluation/pdf", "/evaluation/workbook", "/award", "/tie",
        "/award/1/confirm", "/award/1/withdraw", f"/bidders/{bidder}/price/question", f"/bidders/{bidder}/price/answer",
        "/corrections/1",
    )  # fmt: skip
    ratings = (f"/bidders/{bidder}/lock.json", f"/bidders/{bidder}/opening.json")
    return [("GET", page + way) for way in reads + ratings] + [("POST", page + way) for way in writes]


@pytest.mark.safety(2)
@pytest.mark.safety(14)
@pytest.mark.parametrize("person", [story.SUN, ADA, PAN, ZHOU, FANG, MO, TAN, RIVAL])
def test_whoever_is_not_in_the_team_finds_nothing(database: Database, as_person: People, person: Person) -> None:
    number = made(database, "evaluated")
    with database.unit_of_work(SYSTEM) as session:
        story.add_buyers(session)
    browser = as_person(person)
    for method, address in addresses(number, bidder_id(database, "X")):
        if method == "GET":
            there, gone = browser.get(address), browser.get(address.replace(f"/{number}", "/4000000000", 1))
        else:
            there = browser.post(address, {"reason": "x", "sha256": "0"})
            gone = browser.post(address.replace(f"/{number}", "/4000000000", 1), {"reason": "x", "sha256": "0"})
        assert (there.status_code, gone.status_code) == (404, 404), (method, address)
        assert "T-2024-027" not in there.text
    listed = browser.get("/tenders")
    assert "T-2024-027" not in listed.text


def test_a_bidder_of_another_tender_is_not_found_here(database: Database, as_person: People) -> None:
    number = made(database, "closed")
    with database.unit_of_work(SYSTEM) as session:
        other = story.create_tender(session, LIN.actor, story.replace(story.TERMS, number="T-2"), story.NOW).id
    lin, theirs = as_person(LIN), bidder_id(database, "X")
    lin.page(f"/tenders/{other}")
    assert lin.get(f"/tenders/{other}/bidders/{theirs}/lock.json").status_code == 404
    assert lin.post(f"/tenders/{other}/bidders/{theirs}/remove").status_code == 404
    assert lin.get(f"/tenders/{number}/bidders/{theirs}/lock.json").status_code == 200


def test_statements_do_not_grow_with_the_bids(database: Database, as_person: People) -> None:
    number = made(database, "evaluated")
    lin = as_person(LIN)
    counts = {}
    for address, most in ((f"/tenders/{number}/evaluation", 25), (f"/tenders/{number}", 17), ("/tenders", 8)):
        seen: list[str] = []
        event.listen(database.engine, "before_cursor_execute", lambda *given, seen=seen: seen.append(given[2]))
        lin.page(address)
        counts[address] = (len(seen), most)
    assert not {address: count for address, count in counts.items() if count[0] > count[1]}


def test_files_are_made_in_the_background(database: Database, as_person: People) -> None:
    number = made(database, "evaluated")
    lin = as_person(LIN).speaking("zh")
    lin.page(f"/tenders/{number}/evaluation")
    for what, name in (("pdf", "tenders.evaluation_pdf"), ("workbook", "tenders.evaluation_workbook")):
        answer = lin.post(f"/tenders/{number}/evaluation/{what}")
        assert answer.headers["Location"].startswith("/jobs")
        with database.reading(SYSTEM) as session:
            job = session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()
        assert (job.name, job.arguments, job.language, job.account_id) == (name, {"tender": number}, "zh", LIN.number)
    assert lin.post(f"/tenders/{number}/evaluation/zip").status_code == 404
