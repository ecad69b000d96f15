"""Levels and severities a figure or a rating proposes."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from supplier_portal.domain.checklist.profile import Profile
from supplier_portal.domain.checklist.suggestion import (
    carried_by,
    gap,
    level_of,
    proposed_severity,
    share_of_claimed,
    suggested_level,
    suggested_level_of_pair,
)
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.errors import DomainError

Find = Callable[[str], Checkpoint]
CORE = Profile(manufacturer=True, large=True, core=True)
OTHER = Profile(manufacturer=True, large=True, core=False)
BANDS = {
    "S2.3": ["-1:0 0:0 0.01:1 7.99:1 8:2 15.99:2 16:3 31.99:3 32:4 500:4"],
    "S2.5 S4.6": ["0:0 0.01:1 24.99:1 25:2 49.99:2 50:3 79.99:3 80:4 100:4"],
    "S3.4": ["0:0 49.99:0 50:1 69.99:1 70:2 89.99:2 90:3 97.99:3 98:4 100:4"],
    "S4.2 S4.3": ["0:4 1:4 1.01:3 2:3 2.01:2 5:2 5.01:1 20:1 20.01:0 300:0"],
    "S5.3": ["0:0 24.99:0 25:1 49.99:1 50:2 79.99:2 80:3 94.99:3 95:4 100:4 120:4"],
    "S5.4": ["0:0 0.01:1 9.99:1 10:2 29.99:2 30:3 59.99:3 60:4 100:4"],
    "S5.5": ["-3:0 0:0 0.01:1 0.99:1 1:2 2.99:2 3:3 4.99:3 5:4"],
    "S8.2": ["-1:0 0:0 0.01:1 2.49:1 2.5:2 4.19:2 4.2:3 9:3"],
}
CASES = [
    (code, *pair.split(":"))
    for codes, rows in BANDS.items()
    for code in codes.split()
    for row in rows
    for pair in row.split()
]


@pytest.mark.parametrize(("code", "number", "level"), CASES)
def test_a_figure_belongs_to_the_highest_level_it_reaches(checkpoint: Find, code: str, number: str, level: str) -> None:
    assert suggested_level(checkpoint(code), Decimal(number)) == int(level)


@pytest.mark.parametrize(("number", "level"), [("4.2", 4), ("4.19", 2), ("10", 4), ("0", 0)])
def test_steep_enough_needs_to_be_on_track_for_the_top(checkpoint: Find, number: str, level: int) -> None:
    assert suggested_level(checkpoint("S8.2"), Decimal(number), on_track=True) == level


def test_no_figure_or_no_metric_suggests_nothing(checkpoint: Find) -> None:
    assert suggested_level(checkpoint("S2.3"), None) is None
    assert suggested_level(checkpoint("S1.1"), Decimal(4)) is None


@pytest.mark.parametrize(
    ("claimed", "reperformed", "apart"),
    [
        ("0", "0", 0),
        ("5", "0", None),
        ("0", "5", 100),
        ("98", "100", 2),
        ("102", "100", 2),
        ("1", "3", Fraction(200, 3)),
    ],
)
def test_the_gap_is_measured_against_the_reperformed_figure(
    claimed: str, reperformed: str, apart: Fraction | None
) -> None:
    assert gap(Decimal(claimed), Decimal(reperformed)) == apart


@pytest.mark.parametrize(
    ("code", "claimed", "reperformed", "level"),
    [
        ("S4.2", "0", "0", 4),
        ("S4.2", "5", "0", 0),
        ("S4.2", "0", "5", 0),
        ("S4.2", "99", "100", 4),
        ("S4.3", "101.001", "100", 3),
        ("S4.3", "120", "100", 1),
        ("S4.3", "79.99", "100", 0),
        ("S5.3", "0", "0", None),
        ("S5.3", "0", "10", None),
        ("S5.3", "100", "0", 0),
        ("S5.3", "200", "190", 4),
        ("S5.3", "3", "2", 2),
    ],
)
def test_two_figures_suggest_a_level(
    checkpoint: Find, code: str, claimed: str, reperformed: str, level: int | None
) -> None:
    assert suggested_level_of_pair(checkpoint(code), Decimal(claimed), Decimal(reperformed)) == level


def test_a_wide_band_does_not_lift_the_gap_of_one_missing_figure(checkpoint: Find) -> None:
    metric = checkpoint("S4.2").metric
    assert metric is not None
    first, *others = metric.bands
    lenient = replace(
        checkpoint("S4.2"), metric=replace(metric, bands=(replace(first, threshold=Decimal(100)), *others))
    )
    assert suggested_level_of_pair(lenient, Decimal(0), Decimal(5)) == 0
    assert suggested_level_of_pair(lenient, Decimal(1), Decimal(5)) == 1


@pytest.mark.parametrize("figures", [(Decimal(-1), Decimal(5)), (Decimal(5), Decimal(-1))])
def test_figures_below_zero_are_refused(figures: tuple[Decimal, Decimal]) -> None:
    for measure in (gap, share_of_claimed):
        with pytest.raises(DomainError, match=r"checklist\.figure_negative"):
            measure(*figures)


@pytest.mark.parametrize("code", ["S2.3", "S1.1"])
def test_a_checkpoint_without_two_figures_is_not_rated_from_them(checkpoint: Find, code: str) -> None:
    with pytest.raises(ValueError, match=code):
        suggested_level_of_pair(checkpoint(code), Decimal(1), Decimal(1))


@pytest.mark.parametrize(
    ("code", "rating", "other", "core"),
    [
        ("S1.1", 0, "major", "major"),
        ("S1.1", 1, "minor", "minor"),
        ("S1.1", 2, None, None),
        ("S1.1", 4, None, None),
        ("S1.1", None, None, None),
        ("S1.1", "NA", None, None),
        ("S1.1", "out_of_profile", None, None),
        ("S1.3", 0, "minor", "minor"),
        ("S1.3", 1, "observation", "observation"),
        ("S1.5", "no", "major", "major"),
        ("S1.5", "yes", None, None),
        ("S1.5", 0, "major", "major"),
        ("S6.1", 0, "minor", "major"),
        ("S6.1", 1, "observation", "minor"),
        ("S7.1", 0, "minor", "major"),
        ("S8.1", 1, "observation", "minor"),
        ("S6.5", 0, "observation", "observation"),
        ("S6.5", 1, None, None),
    ],
)
def test_a_weak_answer_proposes_a_severity(
    checkpoint: Find, code: str, rating: int | str | None, other: str | None, core: str | None
) -> None:
    assert proposed_severity(checkpoint(code), rating, OTHER) == other
    assert proposed_severity(checkpoint(code), rating, CORE) == core


def test_critical_lowers_to_major(checkpoint: Find) -> None:
    assert proposed_severity(replace(checkpoint("S1.1"), severity_at_zero="critical"), 1, OTHER) == "major"


@pytest.mark.parametrize(
    ("code", "ratings", "carrier"),
    [
        ("S8.2", {"S5.1": 0, "S8.2": 0}, "S5.1"),
        ("S8.2", {"S5.1": 1, "S8.2": 0}, None),
        ("S8.2", {"S5.1": "NA"}, None),
        ("S8.2", {}, None),
        ("S8.4", {"S5.1": 0, "S8.4": 0}, None),
    ],
)
def test_what_follows_from_a_missing_target_refers_to_its_finding(
    checkpoint: Find, code: str, ratings: dict[str, int | str | None], carrier: str | None
) -> None:
    assert carried_by(checkpoint(code), ratings) == carrier


def test_yes_and_no_are_the_ends_of_the_scale() -> None:
    assert [level_of(rating) for rating in ("yes", "no", 3, 0, "NA", None)] == [4, 0, 3, 0, None, None]
