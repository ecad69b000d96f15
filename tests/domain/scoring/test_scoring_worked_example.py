"""The worked example of scoring.md 7, figure by figure."""

from datetime import date, timedelta

import pytest
from scoring_documents import DROP, changed, evaluated, rated, rating, tender


def asked_after(days: int) -> dict:
    return rated(rating(as_of=str(date(2023, 1, 1) + timedelta(days))))


def test_steps_dimensions_and_audit_of_the_example() -> None:
    site = asked_after(0)["sites"][0]
    assert list(site["steps"].values()) == ["93.75", "75.00", "66.67", "55.00", "58.33", "50.00", "50.00", "12.50"]
    assert site["dimensions"] == {"S": "93.75", "M": "70.14", "A": "55.00", "R": "58.33", "T": "36.61"}
    assert (site["audit_raw"], site["audit_current"], site["audit_gated"]) == ("59.87", "59.87", "59.87")
    assert site["audit_grade"] == "C"


@pytest.mark.parametrize(
    ("days", "effective"),
    [(0, "59.87"), (365, "59.87"), (366, "59.82"), (456, "54.92"), (730, "40.00"), (731, "40.00")],
)
def test_the_example_ages(days: int, effective: str) -> None:
    published = asked_after(days)
    assert published["sites"][0]["effective_audit"] == published["effective_audit"] == effective


def test_the_rating_of_the_example_at_456_days_and_expired() -> None:
    aged, expired = asked_after(456), asked_after(731)
    assert (aged["sustainability"], aged["rating"], aged["grade"]) == ("57.28", "80.87", "B")
    assert (aged["gates"], aged["provisional"]) == ([], False)
    assert (expired["sustainability"], expired["rating"], expired["grade"]) == ("46.84", "79.30", "C")
    assert (expired["gates"], expired["provisional"], expired["bid_blocked"]) == (["G4"], True, False)


def test_published_stands_in_the_order_of_the_form() -> None:
    published = asked_after(0)
    assert list(published) == [
        "sites",
        "effective_audit",
        "sustainability",
        "rating",
        "grade",
        "provisional",
        "bid_blocked",
        "gates",
    ]
    assert list(published["sites"][0]) == [
        "site",
        "steps",
        "dimensions",
        "audit_raw",
        "audit_current",
        "audit_gated",
        "audit_grade",
        "effective_audit",
    ]


def test_the_tender_of_the_example() -> None:
    assert evaluated(tender()) == {
        "totals": {"Y": "60.0000", "X": "58.7300", "Z": "55.2000"},
        "ranking": ["Y", "X", "Z"],
        "excluded": {"W": ["blocked"]},
        "manual_tie_break": False,
        "price_of_one_sustainability_point": "1000.00",
        "price_to_draw_level": {"X": "991533.33", "Z": "1028000.00"},
        "winner_by_sustainability_weight": [
            {"from": "0.000000", "to": "0.186630", "winners": ["Y"]},
            {"from": "0.186630", "to": "0.240024", "winners": ["X"]},
            {"from": "0.240024", "to": "1.000000", "winners": ["Z"]},
        ],
    }


@pytest.mark.parametrize(
    ("method", "totals"),
    [
        ("fictitious_discount", {"Z": "910000.00", "X": "950000.00", "Y": "960000.00"}),
        ("quality_price_ratio", {"X": "906860.13", "Y": "911731.84", "Z": "917515.27"}),
        ("carbon_adder", {"Y": "961000.00", "X": "1001000.00", "Z": "1061000.00"}),
    ],
)
def test_the_other_methods_rank_the_example_from_the_lowest(method: str, totals: dict[str, str]) -> None:
    published = evaluated(tender(method=method))
    assert published == {
        "totals": totals,
        "ranking": list(totals),
        "excluded": {"W": ["blocked"]},
        "manual_tie_break": False,
    }


def test_a_receipt_may_pin_its_form_and_need_not() -> None:
    assert rated(rating(form=1)) == rated(rating())
    assert evaluated(tender(form=1)) == evaluated(tender())


def test_weight_extension_and_re_rating_of_an_audit_may_be_left_out() -> None:
    bare = rating()
    for key in ("weight", "extension_days", "re_rated"):
        bare = changed(bare, f"audits/0/{key}", DROP)
    assert rated(bare) == rated(rating())
