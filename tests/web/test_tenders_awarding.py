"""The award in the browser: ties decided, low bids asked about, shares, and a second person who signs in."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.db.unit_of_work import Database
from supplier_portal.suppliers.models import Supplier
from supplier_portal.tenders.models import AwardProposal, Bidder, Tender
from tests import tenders_story as story
from tests.cast import LIN, QU, Person
from tests.web.pages import Browser

People = Callable[[Person], Browser]
SAME: dict[str, Any] = {
    "price": Decimal(900000),
    "scores": {"technical": Decimal(80), "sustainability": Decimal(50)},
}


def made(database: Database, state: str = "evaluated", **given: Any) -> str:
    with database.unit_of_work(SYSTEM) as session:
        return f"/tenders/{story.brought_to(session, state, **given).id}"


def bidder_id(database: Database, code: str) -> int:
    with database.reading(SYSTEM) as session:
        return session.scalars(select(Bidder.id).where(Bidder.code == code)).one()


def state(database: Database) -> str:
    with database.reading(SYSTEM) as session:
        return session.scalars(select(Tender.state)).one()


def refuse(database: Database, code: str) -> None:
    with database.unit_of_work(SYSTEM) as session:
        story.refuse_audit(session, session.scalars(select(Supplier.id).where(Supplier.number == code)).one())


def test_an_award_is_refused_at_its_fields_then_made(database: Database, as_person: People) -> None:
    page, lin = made(database), as_person(LIN)
    assert "W Pengyao" not in lin.page(f"{page}/award").split('name="code"')[1]
    answer = lin.post(f"{page}/award", {"code": "W", "reason": " "})
    assert answer.status_code == 422
    assert "Choose a bidder of the ranking." in answer.text
    assert "Write the reason" in answer.text
    assert lin.post(f"{page}/award", {"code": "Y", "reason": "First in the ranking"}).status_code == 302
    shown = lin.page(f"{page}/evaluation")
    assert "Awarded to Y Ruochuan Enclosures" in shown
    assert "decided by Lin Procurement" in shown
    assert lin.get(f"{page}/award").status_code == 409


def test_where_gates_changed_another_person_signs_in_and_confirms(database: Database, as_person: People) -> None:
    page, lin, qu = made(database), as_person(LIN), as_person(QU)
    refuse(database, "Y")
    assert "one proposes, another signs in and confirms" in lin.page(f"{page}/award")
    assert lin.post(f"{page}/award", {"code": "Y", "reason": "Best all the same"}).status_code == 302
    assert state(database) == "evaluated"
    with database.reading(SYSTEM) as session:
        confirm = f"{page}/award/{session.scalars(select(AwardProposal.id)).one()}"
    assert "Another person of the team signs in and confirms." in lin.page(f"{page}/award")
    assert lin.post(f"{confirm}/confirm").status_code == 409
    assert "waits for a second person" in qu.page(f"{page}/evaluation")
    assert "Confirm the award" in qu.page(f"{page}/award")
    assert qu.post(f"{confirm}/confirm").status_code == 302
    assert "decided by Lin Procurement, confirmed by Qu Procurement" in qu.page(f"{page}/evaluation")
    assert state(database) == "awarded"


def test_who_comes_second_to_an_award_is_told_and_keeps_the_text(database: Database, as_person: People) -> None:
    page, lin, qu = made(database), as_person(LIN), as_person(QU)
    lin.page(f"{page}/award")
    qu.page(f"{page}/award")
    assert lin.post(f"{page}/award", {"code": "Y", "reason": "First in the ranking"}).status_code == 302
    answer = qu.post(f"{page}/award", {"code": "X", "reason": "Qu’s long reason"})
    assert answer.status_code == 409
    assert "Someone else was quicker" in answer.text
    assert "Qu’s long reason" in answer.text


def test_a_second_proposal_is_told_of_the_first_and_keeps_the_text(database: Database, as_person: People) -> None:
    page, lin, qu = made(database), as_person(LIN), as_person(QU)
    refuse(database, "Y")
    qu.page(f"{page}/award")
    lin.page(f"{page}/award")
    lin.post(f"{page}/award", {"code": "Y", "reason": "Best all the same"})
    answer = qu.post(f"{page}/award", {"code": "X", "reason": "Qu’s long reason"})
    assert (answer.status_code, "Qu’s long reason" in answer.text) == (409, True)


def test_the_award_page_says_in_words_which_gates_hold(database: Database, as_person: People) -> None:
    page, lin = made(database), as_person(LIN)
    refuse(database, "Y")
    gates = lin.page(f"{page}/award").split('id="decision"')[0]
    assert gates.count("audit refused or broken off") == 3  # W's at the opening and now, Y's now


def test_equals_behind_the_first_place_stand_in_the_order_of_the_receipt(database: Database, as_person: People) -> None:
    first = {"price": Decimal(800000)}
    page = made(database, bids={"X": first, "Y": SAME, "Z": SAME})
    shown = as_person(LIN).page(f"{page}/evaluation")
    assert "Equal to Y in everything; stands in the order of the receipt." in shown
    assert "the order needs a recorded decision" not in shown


def test_a_proposal_is_withdrawn_with_a_reason(database: Database, as_person: People) -> None:
    page, lin, qu = made(database), as_person(LIN), as_person(QU)
    refuse(database, "Y")
    lin.page(f"{page}/award")
    lin.post(f"{page}/award", {"code": "Y", "reason": "Best all the same"})
    with database.reading(SYSTEM) as session:
        withdraw = f"{page}/award/{session.scalars(select(AwardProposal.id)).one()}/withdraw"
    qu.page(f"{page}/award")
    refused = qu.post(withdraw, {"reason": ""})
    assert refused.status_code == 422
    assert "Write the reason" in refused.text
    assert qu.post(withdraw, {"reason": "Y has refused an audit"}).status_code == 302
    assert "Propose the award" in qu.page(f"{page}/award")


def test_a_tie_is_decided_in_the_browser(database: Database, as_person: People) -> None:
    page, lin = made(database, bids={"X": SAME, "Y": SAME}), as_person(LIN)
    assert "a decision is recorded before the award" in lin.page(f"{page}/evaluation")
    shown = lin.page(f"{page}/award")
    assert "Decide the tie at the first place first." in shown
    assert "Z Aldervik" not in shown
    refused = lin.post(f"{page}/tie", {"code": "Z", "reason": "Kept words"})
    assert refused.status_code == 422
    assert "Choose one of the bidders that are equal" in refused.text
    assert "Kept words" in refused.text
    assert lin.post(f"{page}/tie", {"code": "Y", "reason": "Lot drawn before both"}).status_code == 302
    assert "Y comes first" in lin.page(f"{page}/award")
    assert lin.post(f"{page}/award", {"code": "Y", "reason": "By the lot"}).status_code == 302
    assert "Tie at the first place: Y comes first, decided by Lin Procurement." in lin.page(f"{page}/evaluation")


def test_a_split_award_names_its_bidders_by_rank(database: Database, as_person: People) -> None:
    page, lin = made(database, given=story.terms(shares=[Decimal(60), Decimal(40)])), as_person(LIN)
    shown = lin.page(f"{page}/award")
    assert "60 % of the award" in shown
    assert '<option selected value="X">' in shown.split('name="further_0"')[1]
    typed = {"code": "Y", "further_0": "Y", "reason": "By rank"}
    twice = lin.post(f"{page}/award", typed)
    assert (twice.status_code, "This bidder has a share already." in twice.text) == (422, True)
    assert lin.post(f"{page}/award", typed | {"further_0": "X"}).status_code == 302
    shown = lin.page(f"{page}/evaluation")
    assert "60.00 % to Y Ruochuan Enclosures" in shown
    assert "40.00 % to X Linzhao Enclosures" in shown


def test_a_low_bid_is_flagged_asked_about_and_answered(database: Database, as_person: People) -> None:
    low = story.terms(low_share=Decimal("0.10"))
    page = made(database, given=low, bids={"Y": {"price": Decimal(800000)}})
    lin, price = as_person(LIN), f"{page}/bidders/{bidder_id(database, 'Y')}/price"
    assert "Abnormally low: ask" in lin.page(f"{page}/evaluation")
    refused = lin.post(f"{page}/award", {"code": "Y", "reason": "Cheapest"})
    assert "record its answer before the award" in refused.text
    assert "Abnormally low" in lin.page(price)
    assert lin.post(f"{price}/question", {"question": " "}).status_code == 422
    assert lin.post(f"{price}/question", {"question": "How is it made up?"}).status_code == 302
    assert "Low, asked" in lin.page(f"{page}/evaluation")
    assert lin.post(f"{price}/question", {"question": "Again"}).status_code == 409
    assert lin.post(f"{price}/answer", {"answer": "Own tooling"}).status_code == 302
    assert "Own tooling" in lin.page(price)
    assert "Low, explained" in lin.page(f"{page}/evaluation")
    assert lin.post(f"{page}/award", {"code": "Y", "reason": "Cheapest, explained"}).status_code == 302


def test_a_confirmation_is_withdrawn_in_the_browser(database: Database, as_person: People) -> None:
    page, lin, qu = made(database, "bids"), as_person(LIN), as_person(QU)
    with database.unit_of_work(SYSTEM) as session:
        story.confirm(session, session.scalars(select(Tender)).one(), LIN)
    qu.page(f"{page}/opening")
    refused = qu.post(f"{page}/opening/withdraw", {"reason": " "})
    assert (refused.status_code, "Write the reason" in refused.text) == (422, True)
    assert qu.post(f"{page}/opening/withdraw", {"reason": "X was typed wrongly"}).status_code == 302
    shown = lin.page(f"{page}/opening")
    assert "0 of 2" in shown
    assert "X was typed wrongly" in shown
    assert f"/bids/{bidder_id(database, 'X')}" in lin.page(page)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_of_decisions_is_whole_in_both_languages(
    database: Database, as_person: People, language: str
) -> None:
    given = story.terms(low_share=Decimal("0.01"), shares=[Decimal(60), Decimal(40)], requirements="ISO 14001")
    page, lin = made(database, given=given), as_person(LIN).speaking(language)
    for way in ("", "/evaluation", "/award", f"/bidders/{bidder_id(database, 'Y')}/price"):
        lin.page(page + way)
