"""How many times in a row a person audits one supplier."""

from datetime import date

import pytest

from supplier_portal.domain.rotation import Turn, times_in_a_row

WEI, GAO = 1, 2
PLANNED = (1, date(2024, 6, 1))


def turn(site, day, *team):
    return Turn(site, day, frozenset(team))


@pytest.mark.parametrize(
    ("past", "times"),
    [
        ([], 1),
        ([turn(1, date(2023, 6, 1), WEI)], 2),
        ([turn(1, date(2023, 6, 1), GAO)], 1),
        ([turn(1, date(year, 6, 1), WEI, GAO) for year in (2021, 2022, 2023)], 4),
        ([turn(1, date(2021, 6, 1), WEI), turn(1, date(2022, 6, 1), GAO), turn(1, date(2023, 6, 1), WEI)], 2),
        ([turn(1, date(2023, 6, 1), WEI), turn(1, date(2025, 6, 1), WEI), turn(1, date(2026, 6, 1), GAO)], 3),
        ([turn(1, date(2025, 6, 1), GAO), turn(1, date(2023, 6, 1), WEI)], 2),
        ([turn(1, date(2024, 6, 1), WEI)], 2),
    ],
    ids=[
        "the first", "the year before", "another person before", "three years before", "broken by another",
        "before and after", "after it another", "the same site on the same day",
    ],
)  # fmt: skip
def test_audits_in_a_row_are_counted_around_the_planned_one(past, times):
    assert times_in_a_row(past, turn(*PLANNED, WEI), WEI) == times


@pytest.mark.parametrize(
    ("second", "times"),
    [
        (turn(2, date(2024, 5, 20), WEI), 2),
        (turn(2, date(2024, 5, 1), WEI), 2),
        (turn(2, date(2024, 4, 30), WEI), 3),
        (turn(1, date(2024, 5, 20), WEI), 3),
        (turn(2, date(2024, 5, 20), GAO), 2),
    ],
    ids=["another site, the same month", "31 days before", "32 days before", "the same site again", "by another"],
)
def test_sites_visited_within_a_month_are_one_round(second, times):
    past = [turn(1, date(2023, 6, 1), WEI), second]
    assert times_in_a_row(past, turn(*PLANNED, WEI), WEI) == times
