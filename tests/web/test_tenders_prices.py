"""Prices are for the tender's team alone, before the opening and after the award, wherever one might look.

Every page, JSON document, workbook, PDF and event is fetched as everybody else, the bidders themselves included: no
price of any bid stands in it.
"""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.access.permissions import Permission
from supplier_portal.config import Config
from supplier_portal.db.unit_of_work import Database
from supplier_portal.jobs.models import Job, JobFile
from supplier_portal.jobs.worker import Worker
from supplier_portal.scores.jobs import JOBS as SCORE_JOBS
from supplier_portal.suppliers.models import Supplier
from supplier_portal.tenders.jobs import JOBS
from supplier_portal.tenders.models import Bidder, Tender
from supplier_portal.tenders.operations import (
    AddBidder,
    AnswerLowBid,
    AskLowBid,
    AwardTender,
    EnterBid,
    WithdrawOpening,
    add_bidder,
    answer_low_bid,
    ask_low_bid,
    award_tender,
    enter_bid,
    withdraw_opening,
)
from supplier_portal.trail.models import Event
from supplier_portal.web.authorize import guard_of
from tests import tenders_story as story
from tests.cast import ADA, FANG, HE, HUILING, LIN, LUO, MO, NOW, PAN, QU, RIVAL, TAN, ZHOU, Person
from tests.conftest import FullWorld, settle
from tests.engines import PostgresqlEngines, SqliteEngines
from tests.security.world import Rows
from tests.web.pages import Browser

pytestmark = [pytest.mark.safety(14), pytest.mark.safety(3)]

OTHERS = (ADA, PAN, ZHOU, LUO, FANG, MO, story.SUN, TAN, HE, RIVAL)
"""Everybody but the team: management, another buyer, the bidder that handed in a bid, its colleague, and its rival."""
OWN = "971234.56"
PRICES = {"X": "931313.13", "Y": "941414.14", "Z": "951515.15", "W": "961616.16"}
FORMER = "911111.17"
NUMBERS = ("T-CANARY-BEFORE", "T-CANARY-AFTER")
LEVEL = "price_to_draw_level"
People = Callable[[Person], Browser]


def written(price: str) -> tuple[str, ...]:
    """Every way a price is written here: as stored, as receipts and both languages have it, and without the cents."""
    whole, cents = price.split(".")
    grouped = f"{int(whole):,}"
    return price, whole + cents, f"{grouped}.{cents}", grouped, whole


CANARIES = tuple(text for price in (OWN, FORMER, *PRICES.values()) for text in written(price))


def handed_in(session: Any, tender: Tender) -> None:
    """Every bid with a price of its own; one replaced, so that a former price lies there too."""
    for code, price in PRICES.items():
        first = FORMER if code == "Y" else price
        story.enter(session, tender, code, price=Decimal(first))
    story.enter(session, tender, "Y", price=Decimal(PRICES["Y"]), replacing="typing")
    own = story.bidder(session, tender, "S-0001")
    scores = {"technical": Decimal(70), "sustainability": Decimal(50)}
    enter_bid(session, LIN.actor, EnterBid(tender.id, own.id, Decimal(OWN), story.HANDED_IN, scores), NOW, story.AFTER)


def bring(session: Any, *, awarded: bool) -> Tender:
    """A tender of the four and of Huiling: its bids entered and once confirmed, or all the way to its award."""
    number = NUMBERS[awarded]
    known = session.scalars(select(Supplier).where(Supplier.number.in_(list(PRICES)))).all()
    for supplier in known:  # the story makes its own four anew
        supplier.number += f"-{number}"
    tender = story.drafted(session, story.replace(story.terms(low_share=Decimal("0.01")), number=number))
    add_bidder(session, LIN.actor, AddBidder(tender.id, HUILING), NOW)
    story.go_on(session, tender, "draft", "closed")
    handed_in(session, tender)
    story.confirm(session, tender, LIN)
    if not awarded:
        return tender
    withdraw_opening(session, QU.actor, WithdrawOpening(tender.id, "To compare once more"), NOW)
    story.go_on(session, tender, "bids", "evaluated")
    low = story.bidder(session, tender, "X").id
    ask_low_bid(session, LIN.actor, AskLowBid(tender.id, low, f"Why {PRICES['X']}?"), NOW)
    answer_low_bid(session, LIN.actor, AnswerLowBid(tender.id, low, f"{PRICES['X']} is right"), NOW)
    award_tender(session, LIN.actor, AwardTender(tender.id, "X", f"Best at {PRICES['X']}"), NOW)
    return tender


@pytest.fixture(scope="module")
def full_world(full_world: FullWorld, own_engines: SqliteEngines | PostgresqlEngines) -> FullWorld:
    """The world with the two canary tenders in it."""
    address = own_engines.copy(full_world.address, "prices")
    opened = Database(address)
    with opened.unit_of_work(SYSTEM) as session:
        for awarded in (False, True):
            bring(session, awarded=awarded)
    settle(opened)
    return replace(full_world, address=address)


@pytest.fixture
def canary(database: Database, full_rows: Rows) -> dict[str, list[int]]:
    """The rows of the canary tenders by their names in addresses: the one before its opening first."""
    assert full_rows
    with database.reading(SYSTEM) as session:
        named = select(Tender.id).where(Tender.number.in_(NUMBERS)).order_by(Tender.id)
        tenders = list(session.scalars(named))
        codes = ("S-0001", "X")  # Huiling's own, and one of its rivals
        of_both = select(Bidder.id).where(Bidder.tender_id.in_(tenders), Bidder.code.in_(codes))
        bidders = session.scalars(of_both).all()
        return {"tender_id": tenders, "bidder_id": [*bidders]}


def addresses(app: Flask, rows: Rows, named: dict[str, list[int]]) -> Iterator[str]:
    """Every address one can GET, with each row of the canary tenders, and either company's rows beside."""
    with app.app_context():
        found = [(rule, guard_of(rule.endpoint)) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    ways = app.url_map.bind("localhost")
    for rule, permission in found:
        if not isinstance(permission, Permission):
            continue
        for known in (rows.own | rows.shared, rows.other | rows.shared):
            offered = [named.get(name, [known.get(name, 1)]) for name in rule.arguments]
            for values in product(*offered):
                yield ways.build(rule.endpoint, dict(zip(rule.arguments, values, strict=True)))


def texts_in(data: bytes, folder: Path) -> str:
    """What stands in an answer: a workbook's parts unpacked, a PDF's text, anything else as it is."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if data.startswith(b"%PDF"):
        path = folder / "crawled.pdf"
        path.write_bytes(data)
        tool = shutil.which("pdftotext") or "pdftotext"
        done = subprocess.run([tool, str(path), "-"], check=True, capture_output=True, text=True, timeout=60)
        return done.stdout
    return data.decode("utf-8", "replace")


def canaries_in(text: str) -> list[str]:
    """The prices found, but for the digits inside a hash or a longer number."""
    return [price for price in CANARIES if re.search(rf"(?<![0-9a-f]){re.escape(price)}(?![0-9a-f])", text)]


@pytest.mark.one_engine
@pytest.mark.parametrize("person", OTHERS, ids=lambda person: f"{person.role.value}{person.number}")
def test_no_address_tells_a_price_to_anybody_else(
    as_person: People, full_rows: Rows, canary: dict[str, list[int]], tmp_path: Path, person: Person
) -> None:
    browser = as_person(person)
    told, asked = [], 0
    for address in dict.fromkeys(addresses(browser.app, full_rows, canary)):
        answer = browser.client.get(address)
        asked += 1
        if found := canaries_in(texts_in(answer.data, tmp_path)):
            told.append((address, answer.status_code, found))
    assert asked > 100
    assert not told


def test_the_team_finds_them_so_that_the_search_can_fail(as_person: People, canary: dict[str, list[int]]) -> None:
    lin, (before, after) = as_person(LIN), canary["tender_id"]
    for address in (f"{before}", f"{before}/opening", f"{before}/bids.json", f"{after}", f"{after}/evaluation"):
        assert canaries_in(lin.get(f"/tenders/{address}").text), address
    assert canaries_in(lin.get(f"/tenders/{after}/evaluation.json").text)


@pytest.mark.usefixtures("canary")
def test_no_event_holds_a_price(database: Database) -> None:
    with database.reading(SYSTEM) as session:
        bodies = list(session.scalars(select(Event.body)))
    acts = {"enter_bid", "replace_bid", "confirm_opening"}
    assert acts <= {act for act in acts for body in bodies if f'"{act}"' in body}
    assert not [body for body in bodies if canaries_in(body)]


def test_files_made_for_the_team_reach_nobody_else(
    as_person: People, database: Database, config: Config, canary: dict[str, list[int]], tmp_path: Path
) -> None:
    lin, number = as_person(LIN), canary["tender_id"][1]
    lin.page(f"/tenders/{number}/evaluation")
    for what in ("pdf", "workbook"):
        assert lin.post(f"/tenders/{number}/evaluation/{what}").status_code == 302
    Worker(database, config, JOBS | SCORE_JOBS).run_due()
    with database.reading(SYSTEM) as session:
        made = list(session.scalars(select(JobFile.job_id).join(Job).where(Job.account_id == LIN.number)))[-2:]
        outcomes = [str(outcome) for outcome in session.scalars(select(Job.outcome))]
    assert not [outcome for outcome in outcomes if canaries_in(outcome)]
    for job in made:
        assert canaries_in(texts_in(lin.get(f"/jobs/{job}/file").data, tmp_path))
    for person in (*OTHERS, QU):
        browser = as_person(person)
        for job in made:
            assert {browser.client.get(f"/jobs/{job}{end}").status_code for end in ("", "/file")} == {404}
