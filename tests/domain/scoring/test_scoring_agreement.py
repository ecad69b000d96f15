"""The package against the naive second implementation, on documents made up by Hypothesis."""

from datetime import date
from typing import Any

import naive
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring_documents import audit, evaluated, finding, policy, rated, rating, tender

SITES = ("甲", "B", "Huizhou")
agreed = settings(derandomize=True, deadline=None, max_examples=200, database=None)


def decimals(most: int, places: int = 2, least: int = 0) -> st.SearchStrategy[str]:
    scale = 10**places
    return st.integers(least * scale, most * scale).map(lambda units: f"{units // scale}.{units % scale:0{places}d}")


def few(*values: object) -> st.SearchStrategy[object]:
    return st.sampled_from(values)


weights = few("0", "1", "2", "0.5", "3.25", "10")
answers = few(None, "NA", "out_of_profile", 0, 1, 2, 3, 4)


@st.composite
def audits(draw: st.DrawFn, site: str) -> dict[str, Any]:
    checkpoints = [{"code": "S4.0", "step": 4, "weight": "1", "rating": draw(few(0, 2, None, 4))}]
    for number in range(draw(st.integers(0, 12))):
        step = draw(st.integers(1, 8))
        checkpoints.append(
            {"code": f"S{step}.{number + 1}", "step": step, "weight": draw(weights), "rating": draw(answers)}
        )
    levelled = [one["code"] for one in checkpoints if one["rating"] not in ("NA", "out_of_profile")]
    return audit(
        site,
        weight=draw(few("1", "2", "0.37")),
        issued_on=str(draw(st.dates(min_value=_day(2021), max_value=_day(2023)))),
        mode=draw(few("on_site", "remote", "desktop")),
        extension_days=draw(few(0, 0, 180)),
        checkpoints=checkpoints,
        re_rated=draw(st.dictionaries(st.sampled_from(levelled), st.integers(0, 4), max_size=3)),
    )


def _day(year: int) -> date:
    return date(year, 6, 30)


@st.composite
def policies(draw: st.DrawFn) -> dict[str, Any]:
    rules = policy()
    rules["validity"] |= {"pivot": draw(few("40", "55.55")), "factor_at_expiry": draw(few("0", "0.3"))}
    rules["validity"] |= {"no_audit": draw(few("40", "0", "61.07")), "expires_after_days": draw(few(365, 500, 730))}
    rules["dimension_weights"] |= {"S": draw(weights), "T": draw(weights)}
    rules["step_weights"] |= {"2": draw(weights), "7": draw(weights)}
    gates = [gate | {"cap_audit": draw(decimals(100))} if draw(st.booleans()) else gate for gate in rules["gates"]]
    gates.append({"code": "G7", "when": "open_major", "at_least": draw(st.integers(1, 3)), "cap_grade": "B"})
    return rules | {"gates": draw(st.permutations(gates))}


@st.composite
def ratings(draw: st.DrawFn) -> dict[str, Any]:
    named = draw(st.lists(few(*SITES), unique=True, max_size=3))
    return rating(
        as_of=str(draw(st.dates(min_value=_day(2023), max_value=_day(2025)))),
        policy=draw(policies()),
        audits=[draw(audits(site)) for site in named],
        audit_refused=draw(few(False, False, False, True)),
        nonconformities=[
            finding(
                draw(few("critical", "major", "major", "minor")),
                draw(few(None, *SITES, "elsewhere")),
                still_open=draw(st.booleans()),
                overdue=draw(st.booleans()),
            )
            for _ in range(draw(st.integers(0, 6)))
        ],
        waived=draw(st.lists(few("G1", "G2", "G4", "G7"), max_size=2)),
        cdp=draw(few("A", "A-", "D-", "none")),
        sbt=draw(few("validated", "none")),
        data={"primary_share": draw(decimals(1, 3)), "verified": draw(st.booleans())},
        modules=draw(
            st.fixed_dictionaries(
                {"quality": decimals(100), "cost": decimals(100, 3)},
                optional={"delivery": st.none() | decimals(100), "technology": decimals(100)},
            )
        ),
    )


@given(ratings())
@agreed
def test_ratings_agree_with_the_naive_reading_of_the_text(document: dict[str, Any]) -> None:
    assert rated(document) == naive.rating(document)


@st.composite
def bids(draw: st.DrawFn, bidder: str) -> dict[str, Any]:
    return {
        "bidder": bidder,
        "price": draw(few("900000", "1000000", "1234567.89", "799999.99", "1200000") | decimals(1_300_000)),
        "scores": {
            "technical": draw(few("80", "80", "100", "0") | decimals(100)),
            "sustainability": draw(few("58.2", "58.20", "40", "0") | decimals(100)),
        },
        "grade": draw(few("A", "B", "C", "D")),
        "submitted_at": draw(few("2024-05-01T00:00:00Z", "2024-04-30T23:59:59Z")),
        "blocked": draw(few(False, False, False, True)),
        "pcf": draw(st.none() | decimals(1000, 3)),
        "quantity": draw(decimals(5000, 1)),
    }


any_method = few("weighted_sum", "fictitious_discount", "quality_price_ratio", "carbon_adder")


any_method = few("weighted_sum", "fictitious_discount", "quality_price_ratio", "carbon_adder")


@st.composite
def tenders(draw: st.DrawFn, method: st.SearchStrategy[object] = any_method) -> dict[str, Any]:
    bidders = draw(st.lists(few("X", "Y", "Z", "乙", "a", "é"), unique=True, max_size=6))
    criteria = [
        {"code": "price", "weight": draw(few("60", "0", "33.3"))},
        {"code": "technical", "weight": draw(few("25", "1"))},
        {"code": "sustainability", "weight": draw(few("15", "0", "7.77"))},
    ]
    return tender(
        method=draw(method),
        criteria=criteria,
        ceiling=draw(few(None, None, "1250000.5")),
        min_grade=draw(few(None, None, "C", "B")),
        vmax=draw(few("0", "0.15", "0.999")),
        discounts=draw(st.permutations([["40", "0.05"], ["60", "0.5"], ["80", "0.15"]])),
        bids=[draw(bids(bidder)) for bidder in bidders],
    )


@given(tenders())
@agreed
def test_evaluations_agree_with_the_naive_reading_of_the_text(document: dict[str, Any]) -> None:
    published = evaluated(document)
    assert published == naive.evaluation(document)
    assert list(published["totals"]) == published["ranking"]


@given(tenders(method=st.just("weighted_sum")), st.data())
@agreed
def test_taking_a_bidder_away_never_swaps_two_others(document: dict[str, Any], data: st.DataObject) -> None:
    whole = evaluated(document)["ranking"]
    gone = data.draw(st.sets(few("X", "Y", "Z", "乙", "a", "é")))
    left = [bid for bid in document["bids"] if bid["bidder"] not in gone]
    assert evaluated(document | {"bids": left})["ranking"] == [bidder for bidder in whole if bidder not in gone]
