"""Exclusions, methods, ties and fragility of a tender (scoring.md 4)."""

from typing import Any

import pytest
from scoring_documents import DROP, bid, changed, evaluated, faults_of, tender

LATER = "2024-05-01T00:00:01Z"


@pytest.mark.parametrize(
    ("bid_changes", "rules", "reasons"),
    [
        ({}, {}, None),
        ({"blocked": True}, {}, ["blocked"]),
        ({"grade": "C"}, {"min_grade": "C"}, None),
        ({"grade": "D"}, {"min_grade": "C"}, ["grade"]),
        ({"grade": "D"}, {"min_grade": None}, None),
        ({"price": "1000000"}, {"ceiling": "1000000"}, None),
        ({"price": "1000000.01"}, {"ceiling": "1000000"}, ["ceiling"]),
        (
            {"price": "1000000.01", "grade": "B", "blocked": True},
            {"ceiling": "1000000", "min_grade": "A"},
            ["blocked", "grade", "ceiling"],
        ),
    ],
)
def test_a_bid_is_left_out_with_its_reasons(
    bid_changes: dict[str, Any], rules: dict[str, Any], reasons: list[str] | None
) -> None:
    bids = [bid("X", "900000", "80", "50", grade="A"), bid("Y", "1000000", "80", "50") | bid_changes]
    published = evaluated(tender(bids=bids, **rules))
    assert published["excluded"] == ({"Y": reasons} if reasons else {})
    assert published["ranking"] == (["X"] if reasons else ["X", "Y"])
    assert list(published["totals"]) == published["ranking"]


@pytest.mark.parametrize(
    ("price", "total"),
    [
        ("1200000", "0.0000"),
        ("1200000.01", "0.0000"),
        ("800000", "100.0000"),
        ("799999.99", "100.0000"),
        ("0", "100.0000"),
        ("1000000.20", "50.0000"),  # 49.99995: halves away from zero
    ],
)
def test_the_price_score_stays_on_the_announced_scale(price: str, total: str) -> None:
    criteria = [{"code": "price", "weight": "1"}, {"code": "technical", "weight": "0"}]
    document = tender(criteria=criteria, sustainability_criterion=None, bids=[bid("X", price, "0", "0", scores={})])
    assert evaluated(document)["totals"] == {"X": total}


@pytest.mark.parametrize(
    ("score", "total"),
    [("39.99", "100.00"), ("40", "95.00"), ("59.99", "95.00"), ("60", "90.00"), ("80", "90.00"), (None, "100.00")],
)
def test_a_discount_is_the_largest_whose_threshold_is_reached(score: str | None, total: str) -> None:
    scores = {} if score is None else {"sustainability": score}
    document = tender(
        method="fictitious_discount",
        reference_value="100",
        discounts=[["80", "0.08"], ["40", "0.05"], ["60", "0.10"]],
        bids=[bid("X", "100", "0", "0", scores=scores)],
    )
    assert evaluated(document)["totals"] == {"X": total}


def test_a_discount_can_take_a_price_below_zero() -> None:
    bids = [bid("X", "0.005", "0", "100"), bid("Y", "20", "0", "100")]
    document = tender(method="fictitious_discount", reference_value="100", discounts=[["100", "0.1"]], bids=bids)
    assert evaluated(document)["totals"] == {"X": "-10.00", "Y": "10.00"}  # -9.995: halves away from zero


@pytest.mark.parametrize(
    ("vmax", "scores", "total"),
    [
        ("0.5", {"sustainability": "100"}, "500.00"),
        ("0.5", {"sustainability": "0"}, "1000.00"),
        ("0.5", {}, "1000.00"),
        ("0", {"sustainability": "100"}, "1000.00"),
    ],
)
def test_the_ratio_divides_by_quality(vmax: str, scores: dict[str, str], total: str) -> None:
    bids = [bid("X", "1000", "0", "0", scores=scores)]
    assert evaluated(tender(method="quality_price_ratio", vmax=vmax, bids=bids))["totals"] == {"X": total}


@pytest.mark.parametrize(
    ("footprint", "total"),
    [({"pcf": "12.5"}, "1001.00"), ({"pcf": "0"}, "1000.00"), ({"pcf": None}, "1048.00"), ({"pcf": DROP}, "1048.00")],
)
def test_carbon_is_added_at_its_price_or_at_the_default(footprint: dict[str, Any], total: str) -> None:
    document = tender(method="carbon_adder", bids=[bid("X", "1000", "0", "0")])
    document = changed(changed(document, "bids/0/pcf", footprint["pcf"]), "bids/0/quantity", "1")
    assert evaluated(document)["totals"] == {"X": total}


@pytest.mark.parametrize("method", ["fictitious_discount", "quality_price_ratio", "carbon_adder"])
def test_what_only_another_method_needs_may_be_absent(method: str) -> None:
    needed = {
        "fictitious_discount": ("reference_value", "discounts"),
        "quality_price_ratio": ("vmax",),
        "carbon_adder": ("carbon_price", "default_pcf"),
    }
    document = bare = tender(method=method)
    others = [key for keys in needed.values() for key in keys if key not in needed[method]]
    for key in ("criteria", "price_scale", "ceiling", "min_grade", "grades", *others):
        bare = changed(bare, key, DROP)
    assert evaluated(bare) == evaluated(document)


@pytest.mark.parametrize(
    ("first", "second", "ranking", "by_decision"),
    [
        # the published total decides, though Y is ahead by less than 0.0001
        (
            {"price": "900000"},
            {"price": "899999.98", "scores": {"technical": "50", "sustainability": "40"}},
            "XY",
            False,
        ),
        # equal totals: the higher criterion, then the lower price, then the earlier bid, then the order of the receipt
        ({}, {"scores": {"technical": "44", "sustainability": "60"}}, "YX", False),
        ({"price": "700000"}, {"price": "650000", "submitted_at": LATER}, "YX", False),
        ({"submitted_at": LATER}, {}, "YX", False),
        ({}, {"submitted_at": LATER}, "XY", False),
        ({}, {}, "XY", True),
        ({"price": "900000.00"}, {"price": "900000"}, "XY", True),
    ],
)
def test_ties_are_broken_in_order(
    first: dict[str, Any], second: dict[str, Any], ranking: str, by_decision: bool
) -> None:
    bids = [bid("X", "900000", "50", "50") | first, bid("Y", "900000", "50", "50") | second]
    if second.get("scores", {}).get("sustainability") == "40":
        bids[0] = bids[0] | {"scores": {"technical": "44", "sustainability": "50"}}
    published = evaluated(tender(bids=bids))
    assert published["ranking"] == list(ranking)
    assert published["manual_tie_break"] is by_decision


def test_a_tie_behind_the_first_place_needs_no_decision() -> None:
    bids = [bid("A", "950000", "50", "50"), bid("B", "950000", "50", "50"), bid("C", "900000", "50", "50")]
    published = evaluated(tender(bids=bids))
    assert (published["ranking"], published["manual_tie_break"]) == (["C", "A", "B"], False)


def test_a_tie_without_a_sustainability_criterion_goes_to_the_lower_price() -> None:
    bids = [
        bid("X", "700000", "50", "50"),
        bid("Y", "600000", "50", "10", scores={"technical": "50", "sustainability": "50"}),
    ]
    assert evaluated(tender(sustainability_criterion=None, bids=bids))["ranking"] == ["Y", "X"]


FRAGILITY = ["price_of_one_sustainability_point", "price_to_draw_level", "winner_by_sustainability_weight"]


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "carbon_adder"},
        {"sustainability_criterion": None},
        {"bids": []},
        {"bids": [bid("W", "900000", "70", "40", blocked=True)]},
        {"criteria": [{"code": "price", "weight": "0"}, *tender()["criteria"][1:]]},
        {"criteria": [*tender()["criteria"][:2], {"code": "sustainability", "weight": "0"}]},
        {"criteria": tender()["criteria"][1:]},
    ],
)
def test_fragility_is_told_only_where_price_and_criterion_weigh(changes: dict[str, Any]) -> None:
    assert list(evaluated(tender(**changes))) == ["totals", "ranking", "excluded", "manual_tie_break"]
    assert list(evaluated(tender()))[-3:] == FRAGILITY


def test_a_single_bid_has_none_to_draw_level_and_wins_at_every_weight() -> None:
    published = evaluated(tender(bids=[bid("X", "900000", "50", "50")]))
    assert published["price_to_draw_level"] == {}
    assert published["winner_by_sustainability_weight"] == [{"from": "0.000000", "to": "1.000000", "winners": ["X"]}]


@pytest.mark.parametrize(
    ("bids", "drawn"),
    [
        # 100 points would be needed exactly: full marks at 800,000
        ([bid("A", "800000", "50", "50"), bid("B", "900000", "50", "50")], "800000.00"),
        # more than 100 points: no price does it
        ([bid("A", "800000", "50", "50"), bid("B", "800000", "49", "50")], None),
        # above the scale the score is 0 already; the price is told from the scale's end
        ([bid("A", "1200000", "100", "100"), bid("B", "1300000", "100", "96")], "1196000.00"),
        # a thin lead: 991,533.333… is rounded down
        (tender()["bids"][:2], "991533.33"),
    ],
)
def test_the_price_to_draw_level(bids: list[dict[str, Any]], drawn: str | None) -> None:
    published = evaluated(tender(bids=bids))
    assert list(published["price_to_draw_level"].values()) == [drawn]


def test_a_bid_first_by_its_tie_break_draws_level_above_the_scale() -> None:
    """Its exact total may lie above the first's by less than 0.0001: the formula holds as written."""
    bids = [bid("A", "1200000", "50", "50.0001"), bid("B", "1300000", "50.00009", "50")]
    published = evaluated(tender(bids=bids))
    assert published["ranking"] == ["A", "B"]
    assert published["price_to_draw_level"] == {"B": "1200000.05"}


def test_drawing_level_gives_the_firsts_exact_total() -> None:
    document = tender()
    document = changed(document, "bids/2/price", evaluated(document)["price_to_draw_level"]["Z"])
    assert evaluated(document)["totals"] == {"Z": "60.0000", "Y": "60.0000", "X": "58.7300"}


def winners(*bids: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    intervals = evaluated(tender(bids=list(bids)))["winner_by_sustainability_weight"]
    return [(interval["from"], interval["to"], interval["winners"]) for interval in intervals]


def test_equal_lines_win_together_by_code_point() -> None:
    same = [bid(bidder, "900000", "50", "50") for bidder in ("é", "z", "Z", "乙")]
    assert winners(*same, bid("a", "950000", "50", "50")) == [("0.000000", "1.000000", ["Z", "z", "é", "乙"])]


def test_a_line_that_only_touches_wins_nothing() -> None:
    # all three lines meet in the middle, where M never leads; at the far end A and C meet and C does not lead either
    def line(bidder: str, others: int, criterion: int) -> dict[str, Any]:
        price = str(1_200_000 - 4000 * others)
        return bid(bidder, price, str(others), str(criterion))

    assert winners(line("A", 60, 20), line("M", 40, 40), line("C", 20, 60)) == [
        ("0.000000", "0.500000", ["A"]),
        ("0.500000", "1.000000", ["C"]),
    ]
    assert winners(line("A", 60, 50), line("C", 20, 50)) == [("0.000000", "1.000000", ["A"])]
    assert winners(line("A", 60, 20), line("B", 60, 50)) == [("0.000000", "1.000000", ["B"])]


def test_a_criterion_without_weight_needs_no_score_and_one_with_weight_does() -> None:
    criteria = [*tender()["criteria"], {"code": "delivery", "weight": "0"}]
    assert evaluated(tender(criteria=criteria))["totals"] == evaluated(tender())["totals"]
    criteria[-1] = {"code": "delivery", "weight": "0.1"}
    document = tender(criteria=criteria)
    assert faults_of(evaluated, document) == [(f"bids[{number}].scores.delivery", "missing") for number in range(4)]
