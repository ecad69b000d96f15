"""A tender in a real browser: the method's own fields, a bidder's objection, a bid put right, an award by two."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.tenders.models import Bidder, Tender
from supplier_portal.tenders.operations import AddBidder, add_bidder
from tests import tenders_story as story
from tests.cast import HUILING, LIN, NOW, QU, TAN
from tests.web.test_tenders_invited import FAR

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
OWN_FIELDS = {
    "weighted_sum": "full_marks_at",
    "fictitious_discount": "threshold_0",
    "quality_price_ratio": "vmax",
    "carbon_adder": "pcf_basis",
}


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def test_the_form_shows_what_the_method_reads(open_as):
    page = open_as(LIN, "/tenders/new")
    for method, own in OWN_FIELDS.items():
        page.check(f"[name=method][value={method}]")
        for field in OWN_FIELDS.values():
            shown = expect(page.locator(f"[name={field}]"))
            shown.to_be_visible() if field == own else shown.to_be_hidden()
        weight = expect(page.locator("[name=weight_1]"))
        weight.to_be_visible() if method == "weighted_sum" else weight.to_be_hidden()


def test_a_fault_of_a_hidden_field_is_shown_all_the_same(open_as):
    page = open_as(LIN, "/tenders/new")
    page.check("[name=method][value=quality_price_ratio]")
    page.fill("[name=vmax]", "a lot")
    page.check("[name=method][value=weighted_sum]")
    press(page, "Save the draft")
    expect(page.locator("[name=vmax]")).to_be_visible()
    expect(page.locator("[name=vmax]")).to_have_value("a lot")


@pytest.mark.parametrize(("language", "ask"), [("en", "Ask for a correction"), ("zh", "申请更正")])
def test_a_bidder_asks_and_the_team_answers(open_as, database, language, ask):
    with database.unit_of_work(SYSTEM) as session:
        tender = story.drafted(session, story.replace(story.TERMS, deadline_at=FAR))
        own = add_bidder(session, LIN.actor, AddBidder(tender.id, HUILING), NOW).id
        story.go_on(session, tender, "draft", "locked")
        number = tender.id
    tan = open_as(TAN, "/tenders/invited")
    tan.context.add_cookies([{"name": "language", "value": language, "url": tan.url}])
    tan.reload()
    tan.locator(f"a[href='/tenders/invited/{own}']").click()
    tan.fill("[name=text]", "The delivery score is missing")
    press(tan, ask)
    expect(tan.locator("main")).to_contain_text("The delivery score is missing")
    lin = open_as(LIN, f"/tenders/{number}")
    lin.get_by_role("link", name="The delivery score is missing").click()
    lin.check("[name=granted][value=granted]")
    lin.fill("[name=answer]", "Entered on Friday")
    press(lin, "Answer the bidder")
    tan.reload()
    expect(tan.locator("main")).to_contain_text("Entered on Friday")


def confirm(page, address):
    page.goto(f"{address}/opening")
    page.fill("[name=sha256]", page.locator("main code").first.inner_text().strip())
    page.locator("main form[action$='/opening'] button[type=submit]").click()


def test_a_wrong_bid_is_put_right_and_the_award_needs_two(open_as, database):
    with database.unit_of_work(SYSTEM) as session:
        tender = story.brought_to(session, "bids")
        address, number = f"/tenders/{tender.id}", story.bidder(session, tender, "X").id
        refused = story.bidder(session, tender, "Y").supplier_id
    lin, qu = open_as(LIN, address), open_as(QU, address)
    confirm(lin, address)
    qu.goto(f"{address}/opening")
    qu.fill("[name=reason]", "The price of X is wrong")
    press(qu, "Withdraw the confirmation")
    qu.goto(f"{address}/bids/{number}")
    qu.fill("[name=price]", "990000")
    press(qu, "Replace the bid")
    expect(qu.locator("[name=price]")).to_have_value("990000")
    qu.select_option("[name=replacing]", "typing")
    press(qu, "Replace the bid")
    confirm(lin, address)
    confirm(qu, address)
    qu.goto(address)
    press(qu, "Evaluate")
    with database.unit_of_work(SYSTEM) as session:
        story.refuse_audit(session, refused)
    lin.goto(f"{address}/award")
    lin.fill("[name=reason]", "Best value all the same")
    press(lin, "Propose the award")
    expect(lin.locator("main")).to_contain_text("Another person of the team signs in and confirms.")
    qu.goto(f"{address}/award")
    press(qu, "Confirm the award")
    expect(qu.locator("main")).to_contain_text("confirmed by Qu Procurement")
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(Tender.state)).one() == "awarded"
        assert session.scalar(select(Bidder.id).where(Bidder.id == number)) == number
