"""Sustainability and the performance rating (scoring.md 2)."""

import pytest
from scoring_documents import audit, changed, faults_of, flat, rated, rating

NOTHING = {"cdp": "none", "sbt": "none", "data": {"primary_share": "0", "verified": False}}


@pytest.mark.parametrize(
    ("score", "sustainability"),
    [
        ("A", "80.00"),
        ("A-", "79.00"),
        ("B", "77.50"),
        ("B-", "76.50"),
        ("C", "75.00"),
        ("C-", "74.00"),
        ("D", "72.50"),
        ("D-", "71.50"),
        ("F", "70.00"),
        ("none", "70.00"),
    ],
)
def test_cdp_counts_a_tenth(score: str, sustainability: str) -> None:
    document = rating(audits=[audit(checkpoints=flat(4))], **NOTHING | {"cdp": score})
    assert rated(document)["sustainability"] == sustainability


@pytest.mark.parametrize(
    ("status", "sustainability"), [("validated", "80.00"), ("committed", "74.00"), ("none", "70.00")]
)
def test_a_recognised_target_counts_a_tenth(status: str, sustainability: str) -> None:
    document = rating(audits=[audit(checkpoints=flat(4))], **NOTHING | {"sbt": status})
    assert rated(document)["sustainability"] == sustainability


@pytest.mark.parametrize(
    ("share", "verified", "sustainability"),
    [
        ("0", False, "70.00"),
        ("0", True, "73.00"),
        ("1", False, "77.00"),
        ("1", True, "80.00"),
        ("0.625", True, "77.38"),
    ],
)
def test_data_quality_is_primary_share_and_verification(share: str, verified: bool, sustainability: str) -> None:
    data = {"primary_share": share, "verified": verified}
    document = rating(audits=[audit(checkpoints=flat(4))], **NOTHING | {"data": data})
    assert rated(document)["sustainability"] == sustainability


@pytest.mark.parametrize(
    ("value", "grade"),
    [("85", "A"), ("84.99", "B"), ("84.995", "A"), ("70", "B"), ("55", "C"), ("54.99", "D"), ("0", "D")],
)
def test_a_grade_is_earned_by_the_published_figure(value: str, grade: str) -> None:
    modules = dict.fromkeys(("quality", "cost", "delivery", "technology"), value)
    document = changed(rating(modules=modules), "policy/module_weights/sustainability", "0")
    assert rated(document)["grade"] == grade


def test_the_rating_goes_on_from_the_published_sustainability() -> None:
    weights = {"quality": "0", "sustainability": "3", "cost": "1"}
    document = changed(rating(modules={"quality": "1", "cost": "0"}), "policy/module_weights", weights)
    published = rated(document)
    assert (published["sustainability"], published["rating"]) == ("60.75", "45.56")  # 3 · 60.75 / 4 = 45.5625


def test_a_policy_may_weigh_other_modules() -> None:
    weights = {"safety": "1", "sustainability": "1"}
    document = changed(rating(modules={"safety": "80"}), "policy/module_weights", weights)
    assert rated(document)["rating"] == "70.38"  # (80 + 60.75) / 2 = 70.375


def test_a_rating_without_any_module_of_weight_is_invalid() -> None:
    document = changed(rating(modules={}), "policy/module_weights/sustainability", "0")
    assert faults_of(rated, document) == [("modules", "no_weight")]
