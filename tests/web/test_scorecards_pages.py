"""The pages of scorecards, as the buyer's offices and as a supplier and its rival see them."""

import hashlib
import json
import re

import pytest
from sqlalchemy import select, update

from supplier_portal.access.actor import SYSTEM
from supplier_portal.scores.models import Rating, RatingNow
from supplier_portal.scores.operations import publish_policy, publish_ratings
from supplier_portal.scores.receipts import recompute
from supplier_portal.suppliers.models import Supplier
from tests import scored
from tests.cast import ADA, FANG, HUILING, LIN, LUO, MINGYAN, MO, NOW, PAN, RIVAL, TAN, TODAY
from tests.scored import Statements

MOST_STATEMENTS, MOST_OF_ONE = 12, 20
TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def world(database):
    with database.unit_of_work(SYSTEM) as session:
        scored.add_scored_world(session)
        publish_ratings(session, SYSTEM, [HUILING, MINGYAN], NOW, "input")
    return database


def add_more(database, count, **given):
    with database.unit_of_work(SYSTEM) as session:
        ids = scored.add_suppliers(session, count, **given)
        publish_ratings(session, SYSTEM, ids, NOW, "month_end")
        return ids


def rating_of(database, supplier_id):
    with database.reading(SYSTEM) as session:
        return session.scalars(select(Rating).where(Rating.supplier_id == supplier_id)).one()


def names(page):
    return re.findall(r'<a href="/scorecards/\d+">([^<]+)</a>', page)


@pytest.mark.parametrize("person", [LIN, PAN, FANG, MO], ids=lambda person: person.role)
def test_the_offices_see_all_suppliers_with_their_figures(world, as_person, person):
    page = as_person(person).page("/scorecards")
    assert names(page) == ["Huiling Precision Electronics", "Mingyan Circuit Boards"]
    for supplier_id in (HUILING, MINGYAN):
        figures = rating_of(world, supplier_id).published
        assert figures["rating"] in page
        assert figures["sustainability"] in page
    assert "G1 critical" in page
    assert "policy 1.0.0" in page


def test_filter_sort_and_page_stand_in_the_address(world, as_person):
    add_more(world, 25, category="optical")
    lin = as_person(LIN)
    assert names(lin.page("/scorecards?gate=blocked")) == ["Mingyan Circuit Boards"]
    assert names(lin.page("/scorecards?text=%E6%83%A0%E5%B2%AD")) == ["Huiling Precision Electronics"]
    second = lin.page("/scorecards?category=optical&sort=name&page=2")
    assert names(second) == [f"Supplier {number}" for number in range(120, 125)]
    assert "21–25 of 25" in second
    assert 'href="/scorecards?category=optical&amp;sort=name&amp;page=1"' in second
    assert "Excel, 25 rows as seen" in second
    assert 'name="category" value="optical"' in second
    assert "No supplier is left by these filters" in lin.page("/scorecards?text=nobody")
    assert lin.get("/scorecards?page=x&sort=%00&validity='&gate=%25&size=1e9").status_code == 200


def test_a_supplier_that_was_never_rated_stands_in_the_table_and_has_a_page(world, as_person):
    with world.unit_of_work(SYSTEM) as session:
        session.add(Supplier(id=500, number="S-0500", name_en="Unrated Castings", country="DE", category="optical"))
    lin = as_person(LIN)
    assert "not rated yet" in lin.page("/scorecards")
    assert "No rating was published yet" in lin.page("/scorecards/500")


def test_without_a_policy_the_table_says_what_to_do(as_person):
    assert "No policy holds yet" in as_person(LIN).page("/scorecards")


@pytest.mark.parametrize("address", ["/scorecards?size=100", f"/scorecards/{HUILING}"])
def test_the_number_of_statements_does_not_grow_with_the_rows(world, as_person, app, address):
    lin = as_person(LIN)
    counted = []
    for count, first in ((3, 100), (55, 200)):
        add_more(world, count, first=first)
        lin.page(address)
        with Statements(app.extensions["portal"].database.engine) as statements:
            page = lin.page(address)
        counted.append(len(statements))
    assert counted[0] == counted[1] <= (MOST_STATEMENTS if "size" in address else MOST_OF_ONE), statements.seen
    assert f"Supplier {254 if 'size' in address else ''}" in page or "size" not in address


def test_a_scorecard_opens_down_to_the_answer(world, as_person):
    page = as_person(LIN).page(f"/scorecards/{HUILING}")
    figures = rating_of(world, HUILING).published
    assert f"Why {figures['rating']}" in page
    for told in (
        "Effective audit, Huizhou", "full value until 1 Mar 2025", "S Strategy", "Step 4", "S4.3", "level 1,",
        "Level 1 × 25 = 25 points, weight 4 in its step", "100 × (0.70 × 0.6200 + 0.30 × 1) = 73.40",
        "up to 365 days the age factor is 1", "The policy gives B 75 points",
        "0 pieces of evidence", "CDP: B", "Science-based target: none", "Data quality: 62 % primary, verified",
        "Quality", "88.00", "No gate caps it", "Checkpoints and gates that lift it most",
        "open major findings: 1, holds from 3",
    ):  # fmt: skip
        assert told in page, told


def test_a_blocked_supplier_says_which_gate_blocks_it_and_what_would_be_without(world, as_person):
    page = as_person(LIN).page(f"/scorecards/{MINGYAN}")
    for told in (
        "bids blocked",
        "Capped by G1 49.99",
        "The lowest counts: 49.99",
        "Without G1, open critical findings: grade",
        "shrinks in proportion",
    ):
        assert told in page


def test_a_scorecard_speaks_chinese(world, as_person):
    page = as_person(LIN).speaking("zh").page(f"/scorecards/{HUILING}")
    for told in ("惠岭精密电子", "为什么是", "有效审核得分", "门槛", "计算凭证", "成熟度 1"):
        assert told in page
    assert "Published ratings" not in page
    assert "记分卡" in as_person(LIN).speaking("zh").page("/scorecards")


def test_a_supplier_is_led_to_its_own_scorecard(world, as_person):
    tan = as_person(TAN)
    assert tan.get("/scorecards").headers["Location"] == f"/scorecards/{HUILING}"
    page = tan.page(f"/scorecards/{HUILING}")
    assert rating_of(world, HUILING).published["rating"] in page
    assert "/pdf" not in page


@pytest.mark.safety(3)
def test_a_supplier_finds_no_trace_of_its_rival(world, as_person):
    add_more(world, 4)  # with the rival five peers: medians are shown, figures are not
    with world.unit_of_work(SYSTEM) as session:
        publish_ratings(session, SYSTEM, [HUILING], NOW, "input")
        rival = session.get_one(RatingNow, MINGYAN)
        canaries = [str(rival.rating), str(rival.sustainability), *scored.MINGYAN_MODULES.values()]
        own = session.get_one(RatingNow, HUILING).rating_id
    tan = as_person(TAN)
    page = tan.page(f"/scorecards/{HUILING}")
    receipt = tan.get(f"/scorecards/{HUILING}/receipts/{own}.json").text
    assert "peer median" in page
    for seen in (page, receipt):
        for canary in ("Mingyan", "明砚", "Kunshan", "S-0002", "Rival canary", *canaries):
            assert canary not in seen, canary


@pytest.mark.safety(2)
def test_another_suppliers_pages_answer_like_missing_ones(world, as_person):
    theirs = rating_of(world, MINGYAN).id
    tan = as_person(TAN)
    for there, missing in (
        (f"/scorecards/{MINGYAN}", "/scorecards/987654"),
        (f"/scorecards/{MINGYAN}/receipts/{theirs}.json", "/scorecards/987654/receipts/1.json"),
        (f"/scorecards/{HUILING}/receipts/{theirs}.json", f"/scorecards/{HUILING}/receipts/987654.json"),
    ):
        one, other = tan.get(there), tan.get(missing)
        assert one.status_code == other.status_code == 404
        assert TOKEN.sub("", one.text).replace(there, "") == TOKEN.sub("", other.text).replace(missing, "")
    for huge in (2**31, 2**63, 10**30):
        assert tan.get(f"/scorecards/{huge}").status_code == 404


@pytest.mark.parametrize("person", [LUO, ADA], ids=lambda person: person.role)
def test_who_may_read_no_rating_finds_none(world, as_person, person):
    browser = as_person(person)
    for address in ("/scorecards", f"/scorecards/{HUILING}"):
        assert browser.get(address).status_code == 404


@pytest.mark.safety(38)
def test_a_downloaded_receipt_recomputes_and_has_the_hash_of_the_page(world, as_person):
    rating = rating_of(world, HUILING)
    lin = as_person(LIN)
    answer = lin.get(f"/scorecards/{HUILING}/receipts/{rating.id}.json")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=rating-{rating.id}-{TODAY}.json"
    assert recompute(json.loads(answer.data)).differences == ()
    assert hashlib.sha256(answer.data).hexdigest() == rating.receipt_sha256
    assert rating.receipt_sha256 in lin.page(f"/scorecards/{HUILING}")


def test_a_changed_policy_leaves_older_receipts_whole(world, as_person):
    rating = rating_of(world, HUILING)
    before = as_person(LIN).get(f"/scorecards/{HUILING}/receipts/{rating.id}.json").data
    with world.unit_of_work(SYSTEM) as session:
        publish_policy(session, SYSTEM, scored.policy_document() | {"version": "2.0.0"}, TODAY, NOW)
        publish_ratings(session, SYSTEM, [HUILING], NOW, "input")
    lin = as_person(LIN)
    assert lin.get(f"/scorecards/{HUILING}/receipts/{rating.id}.json").data == before
    assert "policy 2.0.0" in lin.page("/scorecards")


def test_medians_of_peers_are_shown_from_five_on(world, as_person):
    lin = as_person(LIN)
    add_more(world, 3)
    page = lin.page(f"/scorecards/{HUILING}")
    assert "peer median" not in page
    assert "Quartiles need five audited peers of the same category; there are 4." in page
    add_more(world, 1, first=300)
    page = lin.page(f"/scorecards/{HUILING}")
    assert "median of 5" in page
    assert "In the top quarter of its peers" in page
    assert "half of the peers between" in page


def test_names_with_markup_are_inert(world, as_person):
    with world.unit_of_work(SYSTEM) as session:
        session.execute(update(Supplier).where(Supplier.id == HUILING).values(name_en=HOSTILE, name_zh=HOSTILE))
    lin = as_person(LIN)
    for address in ("/scorecards", f"/scorecards/{HUILING}"):
        page = lin.client.get(address).text
        assert HOSTILE not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_offices_and_suppliers_find_their_menu_entry(world, as_person):
    assert ">Scorecards</a>" in as_person(LIN).page("/scorecards")
    assert ">Score</a>" in as_person(RIVAL).page(f"/scorecards/{MINGYAN}")
