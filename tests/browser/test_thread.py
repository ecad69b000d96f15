"""One thread through the whole chain, as five people walk it in their browsers."""

import io
import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.checklists.operations import publish_checklist
from supplier_portal.cli.house import jobs
from supplier_portal.findings.models import Finding
from supplier_portal.jobs.worker import Worker
from supplier_portal.scores.receipts import recompute
from supplier_portal.shipped import CHECKLISTS
from supplier_portal.tenders.models import Tender
from tests.audit_story import answer_all
from tests.cast import FANG, LIN, NOW, PAN, QU, TAN, ZHOU
from tests.scored import add_modules, add_policy
from tests.tenders_story import add_suppliers

pytestmark = pytest.mark.browser
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def world(database):
    with database.unit_of_work(SYSTEM) as session:
        publish_checklist(session, SYSTEM, (CHECKLISTS / "supplier-dual-carbon-1.0.0.yaml").read_bytes(), NOW)
        add_policy(session)
        for supplier in (1, 2, *add_suppliers(session).values()):
            add_modules(session, supplier, {"quality": "88", "cost": "75", "delivery": "91.50", "technology": "80"})
    return database


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def plan(open_as):
    page = open_as(PAN, "/audits/plan")
    page.locator("main a[href$='supplier=1']").click()
    page.fill("[name=starts_on]", "2024-03-30")
    page.fill("[name=ends_on]", "2024-03-31")
    page.check(f"[name=lead_id][value='{ZHOU.number}']")
    press(page, "Plan the audit")
    expect(page.locator("h1")).to_contain_text("A-2024-")
    press(page, "Confirm the audit")
    expect(page.locator(".pagehead")).to_contain_text("Confirmed")


def photo():
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(data, "JPEG")
    return {"name": "meter.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def carry_out(open_as, world, audit):
    page = open_as(ZHOU, f"/audits/{audit}")
    press(page, "Begin the audit")
    page.goto(f"/audits/{audit}/S3.4")
    page.locator("input[name=rating][value='0']").check()
    expect(page.locator("[data-said]")).to_have_text("Saved")
    page.get_by_text("Add a photo or a file").click()
    page.set_input_files("[name=file]", photo())
    page.fill("[name=about_on]", "2024-03-30")
    press(page, "Add")
    expect(page.locator(".photos img")).to_be_visible()
    page.get_by_text("Change it, then raise it").click()
    page.locator("#title").fill("Meters not calibrated")
    page.locator("#seen").fill("Six of eight meters are not calibrated.")
    page.locator("details:has(#title) button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("NC-2024-")
    with world.unit_of_work(SYSTEM) as session:
        answer_all(session, session.get_one(Audit, audit))
    page.goto(f"/audits/{audit}")
    press(page, "Closing meeting is held")
    press(page, "Hand over for review")
    expect(page.locator(".pagehead")).to_contain_text("In review")


def issue(open_as, audit):
    reviewer = open_as(FANG, f"/reviews/{audit}")
    press(reviewer, "Send the draft to the supplier")
    supplier = open_as(TAN, f"/audits/{audit}/draft")
    press(supplier, "No factual comments")
    reviewer.goto(f"/reviews/{audit}")
    press(reviewer, "Issue with 1 finding")
    expect(reviewer.locator("main")).to_contain_text("is issued")


def answer_and_close(open_as, finding):
    supplier, auditor = open_as(TAN, f"/findings/{finding}"), open_as(ZHOU, f"/findings/{finding}")
    supplier.locator("[name=root_cause]").fill("Nobody owned the calibration plan.")
    supplier.locator("[name=actions-0-action]").fill("Calibrate the six meters")
    supplier.locator("[name=actions-0-owner]").fill("Tan Kewei")
    supplier.locator("[name=actions-0-due_on]").fill("2024-04-20")
    press(supplier, "Propose this plan")
    auditor.reload()
    press(auditor, "Accept plan")
    supplier.goto(f"/findings/{finding}")
    if not supplier.locator("[name=file]").is_visible():
        supplier.get_by_text("Add a file of evidence").click()
    supplier.set_input_files("[name=file]", photo())
    supplier.locator("form[action$='/evidence'] [name=about_on]").fill("2024-03-31")
    supplier.locator("form[action$='/evidence'] button[type=submit]").click()
    press(supplier, "Say it is done")
    auditor.goto(f"/findings/{finding}")
    press(auditor, "Verify")
    press(auditor, "Close")
    expect(auditor.locator(".pagehead")).to_contain_text("Closed")


def export(open_as, world, config):
    page = open_as(LIN, "/scorecards")
    page.get_by_role("link", name="Huiling Precision Electronics").click()
    with page.expect_download() as received:
        page.get_by_role("link", name="Receipt").first.click()
    receipt = json.loads(received.value.path().read_bytes())
    assert recompute(receipt).differences == ()
    page.locator(".acts .menu > summary").click()
    press(page, "English")
    Worker(world, config, jobs()).run_due()
    page.reload()
    with page.expect_download() as received:
        page.get_by_role("link", name="Download").click()
    assert received.value.path().read_bytes().startswith(b"%PDF")


def local(moment):
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S")


def set_up(page, deadline):
    page.goto("/tenders/new")
    values = {
        "number": "T-2024-050", "title": "Sensor boards", "deadline_at": local(deadline), "weight_0": "60",
        "full_marks_at": "800000", "zero_at": "1200000", "code_1": "technical", "weight_1": "25",
        "code_2": "sustainability", "weight_2": "15",
    }  # fmt: skip
    for name, value in values.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=source_2]", "sustainability")
    page.check(f"[name=team_ids][value='{QU.number}']")
    press(page, "Save the draft")
    for supplier in ("Huiling", "Linzhao", "Ruochuan"):
        option = page.locator("[name=supplier_id] option", has_text=supplier).get_attribute("value")
        page.select_option("[name=supplier_id]", option)
        press(page, "Add the bidder")
    press(page, "Publish the rules")
    press(page, "Lock and publish the ratings")


def rank(open_as, world):
    page = open_as(LIN, "/tenders")
    deadline = datetime.now(UTC) + timedelta(seconds=6)
    set_up(page, deadline)
    address = page.url
    close = page.get_by_role("button", name="Close for bids", exact=True)
    for _ in range(1000):  # the deadline is the server's: the page is asked again until it has passed
        if close.count():
            break
        page.reload()
    close.click()
    bids = page.get_by_role("link", name="Enter the bid of")
    for number, price in enumerate(("1000000", "960000", "1060000")):
        page.goto(address)
        bids.first.click()
        page.fill("[name=price]", price)
        page.locator("[name^=score_]").first.fill(str(78 + number))
        page.fill("[name=submitted_at]", local(deadline - timedelta(minutes=5)))
        press(page, "Enter the bid")
    confirm(page, address)
    confirm(open_as(QU, "/tenders"), address)
    page.goto(address)
    press(page, "Evaluate")
    page.goto(f"{address}/evaluation")
    expect(page.locator("main")).to_contain_text("Ruochuan")
    expect(page.locator("svg[role=img]").first).to_be_visible()


def confirm(page, address):
    page.goto(f"{address}/opening")
    page.fill("[name=sha256]", page.locator("main code").first.inner_text().strip())
    page.locator("main form[action$='/opening'] button[type=submit]").click()


def test_from_a_plan_to_a_ranked_tender(open_as, world, config):
    plan(open_as)
    with world.reading(SYSTEM) as session:
        audit = session.scalars(select(Audit.id).order_by(Audit.id.desc())).first()
    carry_out(open_as, world, audit)
    issue(open_as, audit)
    with world.reading(SYSTEM) as session:
        finding = session.scalars(select(Finding.id)).one()
    answer_and_close(open_as, finding)
    export(open_as, world, config)
    rank(open_as, world)
    with world.reading(SYSTEM) as session:
        assert session.get_one(Audit, audit).state == "issued"
        assert session.get_one(Finding, finding).state == "closed"
        assert session.scalars(select(Tender.state)).one() == "evaluated"
