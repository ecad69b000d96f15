"""Peer medians and quartiles: exact, by group, in the published figures' own unit."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplier_portal.output.analysis import Quartiles, quartiles

scores = st.decimals(0, 100, places=2)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("58.20", ("58.20", "58.20", "58.20")),
        ("58.20 58.21", ("58.2025", "58.205", "58.2075")),
        ("3 1 2", ("1.5", "2", "2.5")),
        ("10 20 30 40", ("17.5", "25", "32.5")),
        ("0 0 0 100 100", ("0", "0", "100")),
    ],
)
def test_quartiles_stand_between_figures_in_proportion(values: str, expected: Sequence[str]) -> None:
    found = quartiles({"Electronics": list(map(Decimal, values.split()))})
    lower, middle, upper = map(Decimal, expected)
    assert found == {"Electronics": Quartiles(len(values.split()), lower, middle, upper)}


def test_groups_keep_apart_and_a_group_without_figures_is_absent() -> None:
    found = quartiles({("Optical", "S"): [Decimal(90)], ("Optical", "M"): [], ("Thermal", "S"): [Decimal(10)]})
    assert {group: one.median for group, one in found.items()} == {("Optical", "S"): 90, ("Thermal", "S"): 10}


def test_nothing_at_all_has_no_quartiles() -> None:
    assert quartiles({}) == {}


def test_a_figure_with_more_than_two_places_is_refused() -> None:
    with pytest.raises(ValueError, match="more than two places"):
        quartiles({"Electronics": [Decimal("1.005")]})


@given(st.dictionaries(st.text(max_size=3), st.lists(scores, min_size=1, max_size=30), max_size=5))
def test_the_median_is_exact(groups: dict[str, list[Decimal]]) -> None:
    found = quartiles(groups)
    assert list(found) == list(groups)
    for group, values in groups.items():
        assert Fraction(found[group].median) == median(map(Fraction, values))
        assert min(values) <= found[group].lower <= found[group].median <= found[group].upper <= max(values)
