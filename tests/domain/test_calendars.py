"""Days that stand still, working days, and what a supplier may declare; a model that counts day by day agrees."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplier_portal.domain.calendars import MONDAY_TO_FRIDAY, Calendar, DaySet, Span
from supplier_portal.domain.shutdowns import MOST_A_YEAR, Standing, days_in, exceeded, shutdown_faults

FEBRUARY, QINGMING, LABOUR = (
    Span(date(2024, 2, 10), date(2024, 2, 17)),
    Span(date(2024, 4, 4), date(2024, 4, 6)),
    Span(date(2024, 5, 1), date(2024, 5, 5)),
)
WORKED = [date(2024, month, day) for month, day in ((2, 4), (2, 18), (4, 7), (4, 28), (5, 11))]
CHINA = Calendar(DaySet.of([*FEBRUARY, *QINGMING, *LABOUR]), DaySet.of(WORKED))


def on(month, day, year=2024):
    return date(year, month, day)


@pytest.mark.parametrize(
    ("since", "until", "counted"),
    [
        (on(2, 5), on(2, 22), 9),  # eight of the seventeen days stand still
        (on(2, 9), on(2, 10), 0),
        (on(2, 10), on(2, 17), 0),
        (on(2, 17), on(2, 18), 1),
        (on(2, 28), on(3, 1), 2),  # over a leap day
        (on(3, 31), on(3, 31), 0),
        (on(3, 31), on(3, 1), 0),  # the other way round nothing is counted
    ],
)
def test_the_day_the_ball_was_given_counts_for_who_gave_it_and_no_standing_day_counts(since, until, counted):
    assert CHINA.counted_days(since, until) == counted


@pytest.mark.parametrize(
    ("since", "number", "due"),
    [
        (on(2, 5), 60, on(4, 16)),  # Spring Festival and Qingming stand still, were it never given back
        (on(3, 31), 23, on(4, 26)),  # 37 of 60 were used
        (on(3, 31), 33, on(5, 11)),  # ten more granted: Labour Day stands still too
        (on(2, 5), 5, on(2, 18)),  # never a standing day
        (on(2, 5), 4, on(2, 9)),
        (on(2, 12), 1, on(2, 18)),  # from within a stretch
        (on(2, 12), 0, on(2, 12)),
        (on(2, 28), 2, on(3, 1)),
        (on(12, 30, 2023), 3, on(1, 2)),
    ],
)
def test_a_due_day_is_the_nth_day_that_counts(since, number, due):
    assert CHINA.nth_counted_day(since, number) == due


@pytest.mark.parametrize(
    ("since", "number", "last"),
    [
        (on(4, 1), 5, on(4, 9)),  # 4 to 6 April stand still, Sunday the 7th is worked
        (on(4, 3), 1, on(4, 7)),
        (on(4, 26), 1, on(4, 28)),  # a Sunday that is worked
        (on(4, 26), 3, on(4, 30)),
        (on(4, 30), 1, on(5, 6)),
        (on(3, 29), 1, on(4, 1)),  # an ordinary weekend
        (on(3, 30), 0, on(3, 30)),
    ],
)
def test_working_days_leave_out_holidays_and_take_in_swapped_weekend_days(since, number, last):
    assert CHINA.working_days_after(since, number) == last


@pytest.mark.parametrize(
    ("day", "working", "still"),
    [
        (on(4, 3), True, False),
        (on(4, 4), False, True),
        (on(4, 6), False, True),  # a Saturday within the stretch
        (on(4, 7), True, False),  # a Sunday worked instead
        (on(4, 13), False, False),  # an ordinary Saturday counts for clocks and is no working day
    ],
)
def test_a_day_is_worked_or_stands_still_or_neither(day, working, still):
    assert (CHINA.is_working(day), CHINA.stands_still(day)) == (working, still)


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (on(2, 5), 5, on(2, 12)),
        (on(2, 9), 1, on(2, 12)),
        (on(2, 10), 1, on(2, 12)),
        (on(2, 11), 10, on(2, 23)),
        (on(2, 9), 0, on(2, 9)),
    ],
)
def test_where_nothing_is_known_every_day_counts_and_weekends_are_not_worked(day, number, expected):
    assert MONDAY_TO_FRIDAY.working_days_after(day, number) == expected
    assert MONDAY_TO_FRIDAY.nth_counted_day(day, number) == day + timedelta(days=number)


def test_further_standing_days_leave_the_calendar_itself_as_it_was():
    shut = CHINA.also_standing(DaySet.of(Span(on(2, 16), on(2, 20))))
    assert shut.counted_days(on(2, 9), on(2, 21)) == 1
    assert CHINA.counted_days(on(2, 9), on(2, 21)) == 4
    assert shut.worked == CHINA.worked
    assert CHINA.also_standing(DaySet()) is CHINA


def test_a_set_of_days_tells_its_stretches():
    assert DaySet.of([*LABOUR, *FEBRUARY, on(2, 10)]).spans() == (FEBRUARY, LABOUR)
    assert len(DaySet.of([on(2, 10), on(2, 10)])) == 1


FIRST = date(2023, 12, 1)
DAYS = st.integers(0, 760).map(lambda passed: FIRST + timedelta(days=passed))  # a leap day and two new years
SETS = st.lists(st.tuples(DAYS, st.integers(1, 12)), max_size=8).map(
    lambda stretches: {first + timedelta(days=passed) for first, length in stretches for passed in range(length)}
)


def days_after(since, until):
    return [since + timedelta(days=passed) for passed in range(1, (until - since).days + 1)]


@given(SETS, DAYS, DAYS)
def test_counting_is_the_same_as_going_day_by_day(standing, since, until):
    calendar = Calendar(DaySet.of(standing))
    assert calendar.counted_days(since, until) == sum(day not in standing for day in days_after(since, until))


@given(SETS, DAYS, st.integers(0, 200))
def test_the_nth_day_is_the_same_as_going_day_by_day(standing, since, number):
    day, left = since, number
    while left:
        day += timedelta(days=1)
        left -= day not in standing
    assert Calendar(DaySet.of(standing)).nth_counted_day(since, number) == day


@given(SETS, SETS, DAYS, st.integers(0, 40))
def test_working_days_are_the_same_as_going_day_by_day(standing, worked, since, number):
    calendar = Calendar(DaySet.of(standing), DaySet.of(worked))
    last = calendar.working_days_after(since, number)
    assert calendar.working_days(since, last) == number
    if number:
        assert last not in standing
        assert last.weekday() < 5 or last in worked


@given(SETS, SETS, DAYS, st.integers(1, 60))
def test_days_that_stand_still_after_a_due_day_never_move_it(standing, shutdown, since, number):
    calendar = Calendar(DaySet.of(standing))
    due = calendar.nth_counted_day(since, number)
    later = DaySet.of(day for day in shutdown if day > due)
    assert calendar.also_standing(later).nth_counted_day(since, number) == due


@given(SETS, SETS, DAYS, DAYS)
def test_days_of_two_sets_count_once(one, other, since, until):
    both = DaySet.of(one) | DaySet.of(other)
    assert both == DaySet.of(one | other)
    assert both.count(since, until) == sum(day in one | other for day in days_after(since, until))


def test_hundred_thousand_looks_take_no_walk_over_the_days():
    asked = 0

    class Counting(DaySet):
        def __contains__(self, day):
            nonlocal asked
            asked += 1
            return super().__contains__(day)

    calendar = Calendar(Counting.of([*FEBRUARY, *QINGMING]))
    for number in range(1, 100):
        calendar.nth_counted_day(on(2, 5), number)
        calendar.counted_days(on(2, 5), on(12, 31))
    assert asked == 0


TODAY = on(3, 31)


def faults(first, last, spans=(), agreed=()):
    return [(fault.place, fault.code) for fault in shutdown_faults(Span(first, last), TODAY, Standing(spans, agreed))]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (on(4, 1), on(4, 1), []),
        (on(4, 1), on(4, 30), []),  # thirty days, the most at once
        (on(4, 1), on(5, 1), [("last_on", "calendars.too_long")]),
        (TODAY, on(4, 2), [("first_on", "calendars.begun_already")]),
        (on(3, 1), on(3, 5), [("first_on", "calendars.begun_already")]),
        (on(4, 5), on(4, 4), [("last_on", "calendars.not_in_order")]),
        (on(3, 5), on(3, 4), [("first_on", "calendars.begun_already"), ("last_on", "calendars.not_in_order")]),
        (on(1, 1, 2027), on(1, 2, 2027), [("first_on", "calendars.too_far_ahead")]),
        (on(12, 31, 2026), on(1, 2, 2027), []),
    ],
)
def test_a_shutdown_is_declared_ahead_in_order_and_no_longer_than_thirty_days(first, last, expected):
    assert faults(first, last) == expected


@pytest.mark.parametrize(
    ("first", "last", "overlapping"),
    [
        (on(4, 8), on(4, 9), 0),
        (on(4, 9), on(4, 10), 1),
        (on(4, 12), on(4, 22), 2),
        (on(4, 14), on(4, 19), 0),
        (on(4, 11), on(4, 12), 1),
    ],
)
def test_a_shutdown_overlaps_no_other_that_stands_or_waits(first, last, overlapping):
    spans = (Span(on(4, 10), on(4, 13)), Span(on(4, 20), on(4, 25)))
    assert faults(first, last, spans) == [("first_on", "calendars.overlaps")] * overlapping


@pytest.mark.parametrize(
    ("first", "last", "beyond"),
    [
        (on(5, 1), on(5, 15), []),  # 30 and 15
        (on(5, 1), on(5, 16), [(2024, 15)]),
        (on(12, 25), on(1, 10, 2025), []),  # seven days of this year, ten of the next
        (on(12, 17), on(1, 10, 2025), []),
        (on(12, 16), on(1, 10, 2025), [(2024, 15)]),
    ],
)
def test_at_most_forty_five_days_are_agreed_in_a_calendar_year(first, last, beyond):
    agreed = [Span(on(4, 1), on(4, 30)), Span(on(6, 1, 2025), on(6, 30, 2025))]
    assert list(exceeded(Span(first, last), agreed)) == beyond
    assert faults(first, last, agreed=agreed) == [("last_on", "calendars.too_many_days")] * len(beyond)


@given(st.lists(st.tuples(DAYS, st.integers(0, 29)), max_size=6), DAYS, st.integers(0, 29))
def test_no_year_ever_holds_more_agreed_days_than_may_be(others, first, length):
    agreed = [Span(start, start + timedelta(days=more)) for start, more in others]
    asked = Span(first, first + timedelta(days=length))
    beyond = {year for year, _ in exceeded(asked, agreed)}
    for year in {asked.first.year, asked.last.year}:
        assert (sum(days_in(span, year) for span in [*agreed, asked]) > MOST_A_YEAR) == (year in beyond)
