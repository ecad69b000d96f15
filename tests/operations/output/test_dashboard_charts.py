"""The dashboard's pictures: what their shapes say."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from supplier_portal.output import charts
from supplier_portal.output.charts.coverage import year_of
from tests.operations.output.drawing import drawn, parsed, texts

MONTHS = [
    charts.MonthBar("Jan", 9, 9, begun=True),
    charts.MonthBar("Feb", 6, 8, begun=True, present=True),
    charts.MonthBar("Mar", 17, 0),
    charts.MonthBar("Apr", 0, 0),
]
MOVES = {("A", "A"): 6, ("A", "B"): 2, ("B", "A"): 3, ("C", "C"): 9}


def test_bars_stand_on_zero_and_are_as_high_as_their_counts():
    chart = charts.months(MONTHS)
    heights = [Fraction(one.height) for one in chart.bars]
    feet = {Fraction(one.y) + Fraction(one.height) for one in chart.bars}
    assert max(feet) - min(feet) <= Fraction(1, 5)
    assert heights[0] == heights[1]
    assert abs(heights[0] * 17 - max(heights) * 9) < 3
    assert [one.text for one in chart.labels if "/" in one.text] == ["9/9", "8/6"]


def test_the_plan_stays_marked_where_more_was_done():
    assert len(charts.months(MONTHS).markers) == 1
    assert charts.months(MONTHS[:1]).markers == ()


def test_a_narrow_month_says_one_figure_alone():
    wide = [charts.MonthBar("J", 1200, 1100, begun=True)] * 12
    said = {one.text for one in charts.months(wide, width=294).labels}
    assert "1100" in said
    assert "1100/1200" not in said


def test_parts_of_a_row_lie_side_by_side_and_fill_the_longest_row():
    chart = charts.stacked_rows(
        [charts.StackedRow("1 Strategy", (5, 0, 3, 2), "2 overdue"), charts.StackedRow("2 Rest", (1, 0, 0, 0))],
        width=300,
    )
    ends = [Fraction(one.x) + Fraction(one.width) for one in chart.bars]
    assert ends[:3] == sorted(ends[:3])
    assert 295 < ends[2] <= 300
    assert [one.classes for one in chart.bars] == ["f4", "f2", "fr", "f4"]
    assert [one.text for one in chart.labels] == ["1 Strategy", "10", "2 overdue", "2 Rest", "1"]


@pytest.mark.parametrize(("count", "most", "step"), [(0, 9, 0), (1, 9, 1), (9, 9, 6), (4, 6, 4), (1, 1, 6), (3, 0, 0)])
def test_counts_rise_in_six_steps(count, most, step):
    assert charts.heat_of_count(count, most) == step


@pytest.mark.parametrize(("points", "step"), [("0", 1), ("39.99", 1), ("40", 2), ("71.99", 5), ("72", 6), ("100", 6)])
def test_points_rise_at_their_bounds(points, step):
    assert charts.heat_of_points(Decimal(points)) == step


def test_flows_are_as_thick_as_their_counts_and_columns_add_up():
    chart = charts.grade_moves("ABCD", MOVES, ("then", "now"))
    assert [one.classes for one in chart.flows] == ["fg2 faint", "fr half", "f3 firm", "fg2 faint"]
    said = [one.text for one in chart.labels[2:]]
    assert said == ["A 8", "A 9", "B 3", "B 2", "C 9", "C 9", "D 0", "D 0"]
    heights = [Fraction(one.height) for one in chart.columns]
    assert abs(sum(heights[0::2]) - sum(heights[1::2])) < 1


def test_a_stage_shows_those_who_came_and_those_who_stand_there():
    chart = charts.funnel([charts.Stage("Notified", 10, 4, "· 100 %"), charts.Stage("Closed", 5, 0)], width=200)
    assert [(one.width, one.classes) for one in chart.bars] == [("200", "f4"), ("80", "f1"), ("100", "f4")]
    assert [one.text for one in chart.labels] == ["Notified", "10 · 100 %", "Closed", "5"]


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2023, 12, 31), Fraction(2023)),
        (date(2024, 3, 31), 2023 + Fraction(91, 366)),
        (date(2024, 1, 1), 2023 + Fraction(1, 366)),
    ],
)
def test_a_year_is_over_on_its_last_day(day, year):
    assert year_of(day) == year


def test_the_pace_leads_to_the_next_goal_ahead():
    known = [charts.Known(date(2023, 12, 31), Decimal("26.4"))]
    road = [charts.Goal(2020, Decimal(5), ""), charts.Goal(2040, Decimal(80), ""), charts.Goal(2050, Decimal(100), "")]
    assert charts.pace(known, road) == Fraction(536, 170)
    assert charts.pace(known, road[:1]) is None
    assert charts.pace([], road) is None


def test_goals_and_known_days_stand_where_their_years_are():
    known = [charts.Known(date(2021, 12, 31), Decimal(4)), charts.Known(date(2023, 12, 31), Decimal(26))]
    chart = charts.coverage_line(known, [charts.Goal(2040, Decimal(80), "80 % in 2040")], ("26 %", "+3 points"))
    assert [one.classes for one in chart.lines] == ["lg dash", "fsoft", "l1"]
    assert len(chart.marks) == 3
    assert {"26 %", "+3 points", "80 % in 2040", "2030"} <= {one.text for one in chart.labels}


@pytest.mark.parametrize(
    ("name", "call", "chart"),
    [
        ("months", 'months(chart, "m", "Audits", ["a", "b", "c", "d"], print=p)', charts.months(MONTHS)),
        ("stacked_rows", 'stacked_rows(chart, "s", "Findings", ["Step", "0–30", "31–60", "60", "Late"], print=p)',
         charts.stacked_rows([charts.StackedRow("1 Strategy", (5, 0, 3, 2), "2 overdue")])),
        ("funnel", 'funnel(chart, "f", "How far", print=p)', charts.funnel([charts.Stage("Notified", 10, 4)])),
        ("grade_moves", 'grade_moves(chart, "g", "M", print=p)', charts.grade_moves("ABCD", MOVES, ("then", "now"))),
    ],
)  # fmt: skip
@pytest.mark.parametrize("printed", [False, True])
def test_every_picture_has_a_name_a_description_and_a_table(name, call, chart, printed):
    markup = drawn(name, call, chart=chart, p=printed)
    svg = parsed(markup)
    assert "<title" in markup
    assert "<desc" in markup
    assert "<table" in markup
    assert ("<details" in markup) is not printed
    assert texts(svg)
