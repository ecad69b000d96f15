"""From an audit's plan to a tender's award, as six people walk it in their browsers, in Chinese and in English.

Every step is what a person presses and reads: no address is typed after signing in, nothing is posted or written beside
the pages. Only the machine's clock is moved, past the tender's deadline, and the worker is let run.
"""

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.cli.house import jobs
from supplier_portal.findings.models import Finding
from supplier_portal.jobs.worker import Worker
from supplier_portal.scores.receipts import recompute
from supplier_portal.suppliers.models import Supplier
from supplier_portal.tenders.models import Award, Bidder, Tender
from supplier_portal.web.portal import Portal
from tests.audit_story import published, published_next
from tests.browser.walker import DESK, TABLET, walker
from tests.cast import FANG, HUILING, LIN, LUO, PAN, QU, TAN, ZHOU
from tests.scored import add_modules, add_policy
from tests.tenders_story import add_suppliers

pytestmark = pytest.mark.browser
SHANGHAI = ZoneInfo("Asia/Shanghai")
SIZES = {PAN: DESK, ZHOU: TABLET, LUO: TABLET, TAN: DESK, FANG: DESK, LIN: DESK, QU: DESK}
ASKED = ("S1.1", "S2.1", "S3.4", "S4.1", "S5.1", "S6.1", "S7.1", "S8.1")
"""One checkpoint of each step: the whole checklist is answered elsewhere."""
WEAK, NOTE = "S3.4", "Six of eight meters were never calibrated."
PRICES = {"S-0001": "1000000", "X": "990000", "Y": "1060000"}
A_WEEK = timedelta(days=8)


@pytest.fixture
def world(database):
    """Suppliers with the buyer's own scores, a policy, and a checklist of one checkpoint a step. Nothing is audited."""
    with database.unit_of_work(SYSTEM) as session:
        codes = [row["code"] for row in published(session).document["checkpoints"]]
        dropped = {code.replace(".", "_"): None for code in codes if code not in ASKED}
        published_next(session, "1.1.0", **dropped)
        add_policy(session)
        for supplier in (HUILING, *add_suppliers(session).values()):
            add_modules(session, supplier, {"quality": "88", "cost": "75", "delivery": "91.50", "technology": "80"})
    return database


@pytest.fixture
def clock(monkeypatch):
    """Moves the machine's clock on."""
    passed = [timedelta()]
    monkeypatch.setattr(Portal, "machine_now", lambda _: datetime.now(UTC) + passed[0])

    def move(by):
        passed[0] += by

    return move


@pytest.fixture(params=[pytest.param("en", marks=pytest.mark.one_engine), "zh"])
def people(request, chromium, address, world):
    """`people[ZHOU]` is Zhou, signed in, in a browser of Zhou's own, reading the language."""
    known = {person: walker(chromium, address, person, request.param, size).sign_in() for person, size in SIZES.items()}
    yield known
    for one in known.values():
        one.page.context.close()
    assert [fault for one in known.values() for fault in one.faults] == []


def photo():
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(data, "JPEG")
    return {"name": "meter.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def plan(pan):
    """The planner plans the audit of a site, with its team, and gives back its number."""
    pan.menu("Audits")
    pan.link("Plan an audit")
    pan.follow("S-0001")
    pan.fill(starts_on="2024-03-30", ends_on="2024-03-31", objectives="Grade", scope="Scopes 1 and 2")
    pan.check("lead_id", ZHOU.number)
    pan.check("auditor_ids", LUO.number)
    pan.press("Plan the audit")
    pan.state("audit_state.planned")
    return re.search(r"A-2024-\d+", pan.page.locator("h1").inner_text())[0]


def prepare(zhou, tan, number):
    """The lead confirms the days, proposes the agenda and asks for documents; the supplier reads and sends."""
    zhou.menu("Today")
    zhou.choose("main a[href^='/audits/']")
    zhou.press_word("audit_move.confirmed")
    zhou.state("audit_state.confirmed")
    zhou.link("Agenda")
    zhou.press("Propose an agenda")
    zhou.sees("09:00")
    zhou.link("Documents")
    zhou.press("Ask for the usual list")
    tan.menu("Audits")
    tan.follow(number)
    tan.state("audit_state.confirmed")
    tan.sees("Zhou Lead", "Luo Auditor")
    tan.link("What is yours to do")
    tan.sees("09:00")


def assess(tan):
    """The supplier rates itself on the same checklist, step by step, hands it in, and sends the first document."""
    tan.link("Begin the self-assessment")
    tan.choose("main .rows a.task")
    for code in ASKED:
        tan.page.locator(f"[name='{code}-rating'][value='4']").check()
        tan.press("Save this step")
        tan.link("All steps" if code == ASKED[-1] else "Next step")
    tan.press("Hand in the self-assessment")
    tan.told("handed in")
    tan.link("Back")
    tan.link("What is yours to do")
    tan.link("Send the document")
    tan.page.set_input_files("[name=file]", photo())
    tan.press("Send")
    tan.sees("meter.jpg")


def meet(zhou, kind, supplier=None):
    """A meeting is recorded: who was there, the pledge each signs, what was said to findings; then it is frozen."""
    zhou.follow(zhou.word(f"meeting.{kind}"))
    zhou.fill(held_on="2024-03-30" if kind == "opening" else "2024-03-31", starts_at="09:00", ends_at="09:30")
    zhou.fill(place="Room 1")
    zhou.page.locator("[name=points]").first.check()
    if kind == "closing":
        zhou.fill(representative_name="Tan Kewei", representative_role="Plant manager")
    zhou.press("Save")
    if supplier is None:
        zhou.press("As in the opening meeting")
    else:
        zhou.press("Add the audit team")
        zhou.check("side", "supplier")
        zhou.fill(name=supplier, role="Plant manager")
        zhou.press("Add this person")
    for name in (
        zhou.page.locator(".rows > li").filter(has=zhou.page.locator("summary")).locator(".b").all_inner_texts()
    ):
        row = zhou.page.locator(".rows > li").filter(has_text=name)
        zhou.click(row.locator("summary"))
        row.get_by_label(zhou.say("Own name, typed")).fill(name)
        row.get_by_role("checkbox").check()
        zhou.press("Sign as %(name)s", name=name)
    if kind == "closing":
        row = zhou.page.locator(".rows > li").filter(has_text=WEAK)
        zhou.click(row.locator("summary"))
        row.get_by_label(zhou.word("acknowledgement.acknowledged")).check()
        zhou.click(row.get_by_role("button"))
        zhou.told("%(done)s of %(total)s answered", done=1, total=1)
    zhou.choose(".panel-danger button[type=submit]")
    zhou.told("record frozen")


def visit(zhou, luo, tan, number):
    """The visit: opened, answered by two, a finding raised from a weak answer, closed with the supplier."""
    zhou.menu("Today")
    zhou.choose("main a[href^='/audits/']")
    zhou.press_word("audit_move.in_progress")
    zhou.state("audit_state.in_progress")
    meet(zhou, "opening", tan.person.name)
    zhou.link("Back")
    zhou.link("Go on answering")
    for code in ASKED[:2]:
        rate(zhou, code, 3)
    find(zhou)
    luo.menu("Today")
    luo.link("Go on")
    for code in ASKED[3:]:
        rate(luo, code, 4)
    luo.heading(number)
    zhou.link("Back")
    meet(zhou, "closing")
    zhou.press_word("audit_move.closing_held")
    zhou.press_word("audit_move.in_review")
    zhou.state("audit_state.in_review")


def rate(auditor, code, level):
    """A level is chosen and saved without pressing anything; then the next checkpoint is opened."""
    expect(auditor.page.locator(".focus .cpcode").first).to_have_text(code)
    auditor.page.locator(f"input[name=rating][value='{level}']").check()
    expect(auditor.page.locator("[data-said]")).to_have_text(auditor.say("Saved"))
    auditor.choose(".foot .btn-primary")


def find(zhou):
    """The weak answer with its note and photo, and the finding it proposes, raised in the auditor's own words."""
    expect(zhou.page.locator(".focus .cpcode").first).to_have_text(WEAK)
    zhou.told("Self-assessment of the supplier: %(level)s, never scored", level=zhou.say("Level %(level)s", level=4))
    zhou.fill(note=NOTE)
    zhou.page.locator("input[name=rating][value='0']").check()
    expect(zhou.page.locator("[data-follows]")).to_contain_text(zhou.say("A non-conformity is proposed"))
    zhou.unfold(zhou.say("Add a photo or a file"))
    zhou.page.set_input_files("[name=file]", photo())
    zhou.fill(about_on="2024-03-30")
    zhou.press("Add")
    expect(zhou.page.locator(".photos img")).to_be_visible()
    zhou.unfold(zhou.say("Change it, then raise it"))
    zhou.fill(title="Meters not calibrated")
    zhou.press("Note as a draft")
    expect(zhou.page.locator("[data-follows]")).to_contain_text("NC-2024-")


def review(fang, zhou, number):
    """The reviewer asks the team, sends the audit back, gets the answer and sends the draft to the supplier."""
    fang.menu("Reviews")
    fang.follow(number)
    fang.fill(checkpoint="S1.1", text="Which minutes were seen?")
    fang.press("Keep the comment")
    fang.unfold(fang.say("Send back to the team"))
    fang.press("Send back to the team")
    zhou.menu("Today")
    zhou.link("Go on")
    zhou.choose(".rail a")
    zhou.sees("Which minutes were seen?")
    zhou.fill(reply="Those of March, four pages.")
    zhou.press("Send the answer")
    zhou.link("Back")
    zhou.press_word("audit_move.closing_held")
    zhou.press_word("audit_move.in_review")
    fang.menu("Reviews")
    fang.follow(number)
    fang.sees("Those of March, four pages.")
    fang.press("Send the draft to the supplier")
    fang.menu("Reviews")
    fang.sees(number)


def comment(tan, zhou, number):
    """The supplier reads the draft, comments on one level and has no more to say; the lead declines with a reason."""
    tan.menu("Audits")
    tan.follow(number)
    tan.link("Draft report")
    tan.sees("S3.4")
    tan.link("Write a comment")
    tan.page.locator("[name=about]").select_option("S1.1")
    tan.fill(text="The committee met five times.")
    tan.press("Send the comment")
    tan.sees("The committee met five times.")
    tan.press("No further comments")
    zhou.menu("Today")
    zhou.choose("main a[href^='/audits/']")
    zhou.link("Factual comments")
    zhou.unfold(zhou.say("Answer it"))
    zhou.check("decision", "declined")
    zhou.fill(reason="Four minutes were shown.")
    zhou.press("Send the answer")
    zhou.sees("Four minutes were shown.")


def issue(fang, tan, number, world, config):
    """The issue freezes answers and score; the supplier has its report printed."""
    fang.menu("Reviews")
    fang.follow(number)
    fang.choose(".panel-danger button[type=submit]")
    fang.menu("Reviews")
    expect(fang.page.locator("main")).not_to_contain_text(number)
    tan.menu("Audits")
    tan.follow(number)
    tan.state("audit_state.issued")
    tan.choose("[action$='/report'] button")
    Worker(world, config, jobs()).run_due()
    tan.page.reload()
    with tan.page.expect_download() as received:
        tan.link("Download")
    assert received.value.path().read_bytes().startswith(b"%PDF")


def read_finding(tan):
    """The supplier finds the finding in its hands, with what was seen, and the form of its plan."""
    tan.menu("Findings")
    tan.link("Propose a plan")
    tan.sees("NC-2024-0001", NOTE)
    tan.state("finding_state.open")
    expect(tan.button(tan.say("Propose this plan"))).to_be_visible()


def read_scores(tan, lin, world, config):
    """The supplier reads its own score; procurement finds it among all, recomputes its receipt and prints it."""
    tan.menu("Score")
    tan.heading("惠岭精密电子" if tan.speech.language == "zh" else "Huiling")
    lin.menu("Scorecards")
    lin.click(lin.page.locator("main").get_by_role("link", name=re.compile("Huiling|惠岭")))
    expect(lin.page.locator("svg[role=img]").first).to_be_visible()
    with lin.page.expect_download() as received:
        lin.link("Receipt")
    assert recompute(json.loads(received.value.path().read_bytes())).differences == ()
    lin.unfold("PDF")
    lin.choose(".acts [name=language][value=both]")
    Worker(world, config, jobs()).run_due()
    lin.page.reload()
    with lin.page.expect_download() as received:
        lin.link("Download")
    with zipfile.ZipFile(received.value.path()) as both:
        assert [both.read(name)[:4] for name in both.namelist()] == [b"%PDF", b"%PDF"]


def local(moment):
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S")


def tender(lin, tan, deadline):
    """Procurement sets the tender up, publishes its rules and locks; the bidder reads its own figure."""
    lin.menu("Tenders")
    lin.link("New tender")
    lin.fill(
        number="T-2024-050", title="Sensor boards", deadline_at=local(deadline), weight_0="60", full_marks_at="800000",
        zero_at="1200000", code_1="technical", weight_1="25", code_2="sustainability", weight_2="15",
        source_2="sustainability",
    )  # fmt: skip
    lin.check("team_ids", QU.number)
    lin.press("Save the draft")
    for code in PRICES:
        option = lin.page.locator("[name=supplier_id] option").filter(has_text=re.compile(rf"^\s*{code}\b"))
        lin.fill(supplier_id=option.first.get_attribute("value"))
        lin.press("Add the bidder")
    lin.press("Publish the rules")
    lin.press("Lock and publish the ratings")
    lin.state("tender_state.locked")
    tan.menu("Tenders")
    tan.follow("T-2024-050")
    tan.told("Your figure at the lock")


def open_bids(lin, qu, deadline):
    """After the deadline bids are entered as handed in; two people open them by one file's hash."""
    lin.menu("Tenders")
    lin.follow("T-2024-050")
    lin.press("Close for bids")
    for place, (code, price) in enumerate(PRICES.items()):
        lin.link("Enter the bid of %(code)s", code=code)
        lin.fill(price=price, score_0=str(84 - place), submitted_at=local(deadline - timedelta(hours=place + 1)))
        lin.press("Enter the bid")
    for one, label in ((lin, "Confirm this file"), (qu, "Confirm and open")):
        one.menu("Tenders")
        one.follow("T-2024-050")
        one.link("To the opening")
        one.fill(sha256=one.page.locator("main code").first.inner_text().strip())
        one.press(label)


def award(lin, tan):
    """The ranking with its reasons and its fragility, then the award; the winner reads it, and nobody's price."""
    lin.menu("Tenders")
    lin.follow("T-2024-050")
    lin.press("Evaluate")
    lin.menu("Tenders")
    lin.follow("T-2024-050")
    lin.link("To the evaluation")
    expect(lin.page.locator("svg[role=img]").first).to_be_visible()
    expect(lin.page.locator("tr.tr-first")).to_contain_text("S-0001")
    lin.link("Go to award")
    lin.fill(code="S-0001", reason="Best value")
    lin.press("Award")
    tan.menu("Tenders")
    tan.follow("T-2024-050")
    tan.told("Awarded to your company: %(share)s %%.", share="100.00")
    assert "990" not in tan.page.locator("main").inner_text()


def test_from_the_plan_of_an_audit_to_the_award_of_a_tender(people, world, config, clock):
    pan, zhou, luo, tan, fang, lin, qu = (people[one] for one in (PAN, ZHOU, LUO, TAN, FANG, LIN, QU))
    number = plan(pan)
    prepare(zhou, tan, number)
    assess(tan)
    visit(zhou, luo, tan, number)
    review(fang, zhou, number)
    comment(tan, zhou, number)
    issue(fang, tan, number, world, config)
    read_finding(tan)
    read_scores(tan, lin, world, config)
    deadline = datetime.now(UTC) + timedelta(days=7)
    tender(lin, tan, deadline)
    clock(A_WEEK)
    for one in (lin, qu, tan):
        one.sign_in()
    open_bids(lin, qu, deadline)
    award(lin, tan)
    with world.reading(SYSTEM) as session:
        assert session.scalars(select(Audit.state)).all().count("issued") == 1
        assert session.scalars(select(Finding.state)).one() == "open"
        assert session.scalars(select(Tender.state)).one() == "awarded"
        winner = select(Supplier.id).join(Bidder, Bidder.supplier_id == Supplier.id).join(Award)
        assert session.scalars(winner).one() == HUILING
