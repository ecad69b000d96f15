"""From one answer to a site's effective figure (scoring.md 1)."""

from typing import Any

import pytest
from scoring_documents import audit, changed, checkpoints, faults_of, flat, rated, rating


def site_of(audit_document: dict, **changes: Any) -> dict:
    return rated(rating(audits=[audit_document], **changes))["sites"][0]


@pytest.mark.parametrize(("level", "points"), [(0, "0.00"), (1, "25.00"), (2, "50.00"), (3, "75.00"), (4, "100.00")])
def test_a_level_is_25_points(level: int | None, points: str) -> None:
    assert site_of(audit(checkpoints=flat(level)))["audit_raw"] == points


@pytest.mark.parametrize(
    ("answer", "step"),
    [(None, "50.00"), ("NA", "100.00"), ("out_of_profile", "100.00"), (0, "50.00")],
)
def test_an_unanswered_checkpoint_counts_nothing_and_one_that_does_not_apply_leaves(answer: object, step: str) -> None:
    document = changed(audit(checkpoints=checkpoints({1: "1:4 1:4"})), "checkpoints/1/rating", answer)
    assert site_of(document)["steps"] == {"1": step}


def test_a_step_without_weight_leaves_its_dimension_and_a_dimension_without_steps_the_audit() -> None:
    site = site_of(audit(checkpoints=checkpoints({2: "1:NA 0:4", 3: "1:2", 4: "1:4", 5: "0:3"})))
    assert site["steps"] == {"3": "50.00", "4": "100.00"}
    assert site["dimensions"] == {"M": "50.00", "A": "100.00"}
    assert site["audit_raw"] == "76.19"  # (20 · 50 + 22 · 100) / 42


@pytest.mark.parametrize("levels", [{}, {1: "1:NA"}, {1: "0:4"}])
def test_an_audit_with_nothing_left_to_rate_is_invalid(levels: dict[int, str]) -> None:
    document = rating(audits=[audit("A"), audit("B", checkpoints=checkpoints(levels))])
    assert faults_of(rated, document) == [("audits[1]", "nothing_rated")]


def test_weights_may_have_decimals() -> None:
    assert site_of(audit(checkpoints=checkpoints({1: "0.5:4 1.25:0"})))["audit_raw"] == "28.57"


@pytest.mark.parametrize(
    ("level", "re_rated", "current"),
    [
        (0, 2, "50.00"),
        (0, 3, "75.00"),
        (0, 4, "75.00"),  # a verified action lifts to 3 at most
        (2, 1, "50.00"),  # and never lowers
        (4, 3, "100.00"),
        (None, 2, "50.00"),
    ],
)
def test_a_verified_action_lifts_audit_current_and_never_audit_raw(
    level: int | None, re_rated: int, current: str
) -> None:
    site = site_of(audit(checkpoints=flat(level), re_rated={"S1.1": re_rated}))
    assert site["audit_current"] == site["audit_gated"] == current
    assert site["audit_raw"] == site["steps"]["1"] == site["dimensions"]["S"] == f"{25 * (level or 0)}.00"


@pytest.mark.parametrize("code", ["S3.2", "S9.9"])
def test_re_rating_what_has_no_level_is_invalid(code: str) -> None:
    place = f"audits[0].re_rated.{code}"
    assert faults_of(rated, rating(audits=[audit(re_rated={code: 3, "S1.2": 3})])) == [(place, "not_rated")]


@pytest.mark.parametrize(
    ("mode", "gated", "grade"), [("on_site", "100.00", "A"), ("remote", "85.00", "A"), ("desktop", "70.00", "B")]
)
def test_the_mode_caps_an_audit(mode: str, gated: str, grade: str) -> None:
    site = site_of(audit(checkpoints=flat(4), mode=mode))
    assert (site["audit_current"], site["audit_gated"], site["audit_grade"]) == ("100.00", gated, grade)


@pytest.mark.parametrize(
    ("as_of", "extension", "effective"),
    [
        ("2023-01-01", 0, "75.00"),
        ("2024-01-01", 0, "75.00"),  # 365 days
        ("2024-01-02", 0, "74.90"),
        ("2024-12-31", 0, "40.00"),  # 730 days: nothing but the pivot is left
        ("2025-01-01", 0, "40.00"),
        ("2024-12-31", 365, "57.50"),  # the buyer was late: half of the longer way
        ("2025-12-31", 365, "40.00"),
        ("2026-01-01", 365, "40.00"),
    ],
)
def test_an_audit_is_drawn_to_the_pivot_with_age(as_of: str, extension: int, effective: str) -> None:
    document = rating(audits=[audit(checkpoints=flat(3), extension_days=extension)], as_of=as_of)
    assert rated(document)["effective_audit"] == effective


@pytest.mark.parametrize("as_of", ["2023-06-01", "2024-06-01", "2030-06-01"])
def test_age_never_lifts_a_figure_below_the_pivot(as_of: str) -> None:
    assert rated(rating(audits=[audit(checkpoints=flat(1))], as_of=as_of))["effective_audit"] == "25.00"


def test_the_factor_at_expiry_is_what_is_left_of_the_distance_to_the_pivot() -> None:
    document = changed(
        rating(audits=[audit(checkpoints=flat(4))], as_of="2024-12-31"), "policy/validity/factor_at_expiry", "0.25"
    )
    assert rated(document)["effective_audit"] == "55.00"
    assert rated(document | {"as_of": "2025-01-01"})["effective_audit"] == "40.00"


def test_an_audit_that_never_fades_expires_all_the_same() -> None:
    document = changed(
        rating(audits=[audit(checkpoints=flat(4))], as_of="2024-01-01"), "policy/validity/expires_after_days", 365
    )
    assert rated(document)["effective_audit"] == "100.00"
    assert rated(document | {"as_of": "2024-01-02"})["effective_audit"] == "40.00"


def test_an_audit_issued_after_the_day_asked_is_invalid() -> None:
    document = rating(audits=[audit("A"), audit("B", issued_on="2023-01-02")])
    assert faults_of(rated, document) == [("audits[1].issued_on", "after_day_asked")]


@pytest.mark.parametrize("days", ["0001-01-01", "9999-12-31"])
def test_every_date_of_the_calendar_is_taken(days: str) -> None:
    assert rated(rating(audits=[audit(issued_on=days)], as_of=days))["effective_audit"] == "59.87"


def test_sites_count_by_weight_with_their_published_figures() -> None:
    audits = [
        audit("A", weight="2", checkpoints=flat(4)),
        audit("B", weight="0.5", checkpoints=checkpoints({1: "1:1 2:2"})),
        audit("C", weight="0", checkpoints=flat(0)),
    ]
    published = rated(rating(audits=audits))
    assert [site["effective_audit"] for site in published["sites"]] == ["100.00", "41.67", "0.00"]
    assert published["effective_audit"] == "88.33"  # (2 · 100 + 0.5 · 41.67) / 2.5 = 88.334


def test_sites_without_any_weight_are_invalid() -> None:
    assert faults_of(rated, rating(audits=[audit(weight="0")])) == [("audits", "no_weight")]


def test_halves_are_published_away_from_zero() -> None:
    # 25 · 1/32 of a level is 0.78125; 25 · 13/2000 is 0.1625; 0.125 stands right on a half
    assert site_of(audit(checkpoints=checkpoints({1: "1:1 199:0"})))["audit_raw"] == "0.13"
