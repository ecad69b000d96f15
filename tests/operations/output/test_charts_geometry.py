"""Where things stand in the pictures: exact where exactness shows, and no text over text or over the edge."""

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplier_portal.output import charts
from supplier_portal.output.charts.lettering import fit, rows_apart, spread, text_width, ticks
from supplier_portal.output.charts.shapes import MISSING, coordinate
from tests.operations.output import figures

points = st.decimals(0, 100, places=2)
names = st.text(alphabet="abcMW 深圳惠岭精密,.", min_size=1, max_size=40)


def box(label: charts.Label) -> tuple[float, float, float, float]:
    wide = float(text_width(label.text, label.size, bold=bool(label.classes)))
    x, y = float(label.x), float(label.y)
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[label.anchor]
    return left, y - label.size + 2, left + wide, y + 1


def assert_legible(labels: Sequence[charts.Label], width: int, height: int) -> None:
    boxes = [(label, box(label)) for label in labels if label.text]
    for place, (label, one) in enumerate(boxes):
        assert one[0] >= -1, label
        assert one[2] <= width + 1, label
        assert one[1] >= 0, label
        assert one[3] <= height, label
        for other_label, other in boxes[place + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (label, other_label)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0.3"),
        (Decimal("209.50"), "209.5"),
        (12, "12"),
        (Fraction(-1, 25), "0"),
        (Fraction(-5, 2), "-2.5"),
    ],
)
def test_a_coordinate_is_short_text_at_one_decimal(value: Fraction | Decimal | int, text: str) -> None:
    assert coordinate(value) == text


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("Strategy", 200, "Strategy"),
        ("Strategy and committee", 60, "Strateg…"),
        ("惠岭精密电子", 40, "惠岭…"),
        ("Wide", 5, ""),
    ],
)
def test_text_is_shortened_to_its_room(text: str, room: int, expected: str) -> None:
    assert fit(text, room) == expected


def test_labels_are_moved_apart_in_their_order_and_stay_in_the_plot() -> None:
    assert spread([Fraction(50), Fraction(48), Fraction(99)], Fraction(15), Fraction(0), Fraction(100)) == [
        63,
        48,
        78 + 21,
    ]
    assert spread([Fraction(98), Fraction(99)], Fraction(15), Fraction(0), Fraction(100)) == [85, 100]


def test_spans_that_touch_take_another_row() -> None:
    spans = [(Fraction(0), Fraction(10)), (Fraction(5), Fraction(15)), (Fraction(10), Fraction(20))]
    assert rows_apart(spans) == [0, 1, 0]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 100, [0, 25, 50, 75, 100]), (45, 72, [50, 60, 70]), (Decimal("0.1"), Decimal("0.3"), None), (7, 7, [7])],
)
def test_gridlines_stand_at_round_values(low: int | Decimal, high: int | Decimal, expected: list[int] | None) -> None:
    found = ticks(low, high)
    assert 1 <= len(found) <= 5
    assert all(low <= value <= high for value in found)
    assert expected is None or found == expected


def test_the_radar_puts_a_full_dimension_on_the_outer_ring_and_zero_at_the_centre() -> None:
    dimensions = [
        charts.Dimension(code, "", Decimal(value)) for code, value in zip("SMART", (100, 0, 50, 50, 50), strict=True)
    ]
    chart = charts.radar(dimensions)
    own = next(outline for outline in chart.outlines if outline.classes == "l1")
    first, second = re.findall(r"[\d.]+ [\d.]+", own.path)[:2]
    assert (first, second) == ("209.5 46", "209.5 158")


def test_a_dimension_that_left_the_audit_has_no_corner_and_says_so() -> None:
    dimensions = [*figures.DIMENSIONS[:4], charts.Dimension("T", "Transmission", None, None)]
    chart = charts.radar(dimensions)
    own = next(outline for outline in chart.outlines if outline.classes == "l1")
    assert own.path.count("L") == 3
    assert chart.labels[-1].text == MISSING


@given(st.lists(st.one_of(st.none(), points), min_size=5, max_size=5), names)
def test_the_radar_stays_legible(values: list[Decimal | None], name: str) -> None:
    chart = charts.radar([charts.Dimension(c, name, v, v) for c, v in zip("SMART", values, strict=True)])
    assert_legible(chart.labels, chart.width, chart.height)


def test_a_step_bar_is_as_long_as_its_value_and_amber_below_55() -> None:
    chart = charts.step_bars(figures.EIGHT_STEPS)
    filled = [bar for bar in chart.bars if bar.classes != "fk"]
    assert [(bar.width, bar.classes) for bar in filled[:2]] == [("275", "f1"), ("200", "fa")]


@pytest.mark.parametrize("width", [304, 400])
def test_step_names_leave_their_figures_free(width: int) -> None:
    steps = [*figures.EIGHT_STEPS, charts.Step(9, "A name that goes on and on until it meets its figure", None)]
    chart = charts.step_bars(steps, width=width)
    assert_legible(chart.labels, chart.width, chart.height)


def test_the_middle_half_of_the_peers_is_a_bar_and_the_own_figure_a_dot() -> None:
    chart = charts.quartile_bars(figures.QUARTILES, width=400)
    middle_halves = [(bar.x, bar.width) for bar in chart.bars if bar.classes == "fg2"]
    assert middle_halves == [("248", "72"), ("140", "132"), ("160", "2")], "62 to 80, 35 to 68, and one point"
    assert [tick.path.split()[0] for tick in chart.ticks] == ["M284", "M208", "M160"]
    assert len(chart.dots) == 2
    assert [label.text for label in chart.labels if label.anchor == "end"] == ["81.02", "58.28", MISSING]


@pytest.mark.parametrize("width", [304, 400])
@given(value=st.decimals(0, 100, places=2), name=st.text(max_size=60))
def test_quartiles_stay_inside_their_picture(width: int, value: Decimal, name: str) -> None:
    low, middle, high = sorted((value, Decimal(0), Decimal(100)))
    chart = charts.quartile_bars([charts.QuartileRow(name, value, (low, middle, high))], width=width)
    assert_legible(chart.labels, width, chart.height)
    assert all(0 <= float(bar.x) <= float(bar.x) + float(bar.width) <= width for bar in chart.bars)


def test_marks_stand_under_their_periods_and_make_room_for_themselves() -> None:
    series = [figures.RATING]
    plain = charts.history(figures.QUARTERS, series)
    marked = charts.history(figures.QUARTERS, series, marks=[charts.Mark(0, "1"), charts.Mark(7, "2")])
    first, second = (label for label in marked.labels if label.text in {"1", "2"})
    assert marked.height - plain.height == 20
    assert float(second.y) <= marked.height
    assert (first.x, second.x) == (coordinate_of_dot(marked, 0), coordinate_of_dot(marked, 7))
    assert len(marked.uprights) - len(plain.uprights) == 2


def coordinate_of_dot(chart: charts.History, at: int) -> str:
    """A dot begins at its left edge, three points before its centre."""
    left = Fraction(chart.dots[at].path.split()[0].removeprefix("M"))
    return coordinate(left + 3)


def test_the_history_breaks_between_two_checklists_and_where_a_figure_is_missing() -> None:
    values = (*figures.RATING.values[:2], None, *figures.RATING.values[3:])
    chart = charts.history(
        figures.QUARTERS, [charts.Series("Rating", values)], breaks=[figures.NEW_CHECKLIST], guides=figures.GUIDES
    )
    assert len(chart.lines) == 2, "one before the gap, none of the single figure between gap and break, one after"
    assert len(chart.dots) == 7
    assert len(chart.uprights) == 1


def test_the_history_shows_every_figure_inside_its_plot() -> None:
    chart = charts.history(figures.QUARTERS, [figures.RATING, figures.SUSTAINABILITY], guides=figures.GUIDES)
    heights = [float(y) for line in chart.lines for y in re.findall(r" ([\d.]+)", line.path)]
    assert min(heights) >= 12
    assert max(heights) <= chart.height - 26
    assert {"A ≥ 85", "B ≥ 70", "C ≥ 55", "Rating 81.02", "Sustainability 58.28"} <= {one.text for one in chart.labels}


@given(st.lists(st.lists(points, min_size=9, max_size=9), min_size=1, max_size=3), names, st.integers(1, 8))
def test_the_history_stays_legible(lines: list[list[Decimal]], name: str, before: int) -> None:
    chart = charts.history(
        [f"2023-{month:02d}" for month in range(1, 10)],
        [charts.Series(name, tuple(line)) for line in lines],
        breaks=[charts.Break(before, f"{name}: comparison breaks"), figures.NEW_CHECKLIST],
        guides=figures.GUIDES,
    )
    assert_legible(chart.labels, chart.width, chart.height)


def test_the_band_has_the_receipts_exact_ends_and_stops_at_one_half() -> None:
    chart = charts.winner_band(figures.BIDDERS, figures.INTERVALS, own_weight=figures.OWN_WEIGHT)
    texts = [label.text for label in chart.labels]
    assert {"0.186630", "0.240024", "… Z Aldervik → 1.000000", "0.5"} <= set(texts)
    assert "Y Ruochuan 47.65" in texts
    assert [(cell.text, cell.wins) for cell in chart.cells] == [
        ("Y Ruochuan", True),
        (chart.cells[1].text, False),
        ("Z Aldervik", True),
    ]
    left, right = float(chart.cells[0].bar.x), float(chart.cells[2].bar.x) + float(chart.cells[2].bar.width)
    share = (float(chart.cells[1].bar.x) - left) / (right - left)
    assert math.isclose(share, 0.186630 / 0.5, abs_tol=0.005)


def test_the_band_runs_to_one_where_a_winner_changes_late() -> None:
    late = [
        charts.Interval(*figures.decimals("0.000000 0.700000"), ("Y",)),
        charts.Interval(*figures.decimals("0.700000 1.000000"), ("X",)),
    ]
    chart = charts.winner_band(figures.BIDDERS, late, own_weight=figures.OWN_WEIGHT)
    assert "1.0" in [label.text for label in chart.labels]
    assert [cell.text for cell in chart.cells] == ["Y Ruochuan", "X Linzhao"]


def test_two_who_share_an_interval_are_both_named() -> None:
    shared = [charts.Interval(*figures.decimals("0.000000 1.000000"), ("X", "Y"))]
    chart = charts.winner_band(figures.BIDDERS, shared, own_weight=figures.OWN_WEIGHT)
    assert chart.cells[0].text == "Y Ruochuan, X Linzhao"
    assert chart.intervals[0][1] == "X Linzhao Enclosures, Y Ruochuan Enclosures"


@given(
    st.lists(st.tuples(points, points, names), min_size=1, max_size=24),
    st.decimals(0, 1, places=6),
    st.lists(st.decimals(Decimal("0.000001"), Decimal("0.999999"), places=6), max_size=6, unique=True),
)
def test_the_band_stays_legible(ends: list[tuple[Decimal, Decimal, str]], own: Decimal, changes: list[Decimal]) -> None:
    bidders = [
        charts.BidderLine(str(at), name, name, zero, one, round(zero + own * (one - zero), 4))
        for at, (zero, one, name) in enumerate(ends)
    ]
    edges = [Decimal("0.000000"), *sorted(changes), Decimal("1.000000")]
    intervals = [
        charts.Interval(start, end, (str(at % len(bidders)),)) for at, (start, end) in enumerate(pairwise(edges))
    ]
    chart = charts.winner_band(bidders, intervals, own_weight=own)
    assert_legible(chart.labels, chart.width, chart.height)
    assert_legible(chart.own.totals, chart.width, chart.height)
    narrow = charts.winner_band(bidders, intervals, own_weight=own, width=charts.PHONE, short=True)
    assert_legible(narrow.labels, charts.PHONE, narrow.height)


def test_on_a_phone_bidders_stand_in_the_band_by_their_codes() -> None:
    long = charts.BidderLine("S" * 32, "Long", "Long Name", *figures.decimals("50 20 40"))
    bidders = [*figures.BIDDERS, long]
    kept = {"own_weight": figures.OWN_WEIGHT, "width": charts.PHONE, "short": True}
    chart = charts.winner_band(bidders, figures.INTERVALS, **kept)
    assert {"X", "Y", "Z", "0.186630", "0.240024"} <= {label.text for label in chart.labels}
    assert next(name for _, name in chart.intervals) == "Y Ruochuan Enclosures"
    right = max(float(cell.bar.x) + float(cell.bar.width) for cell in chart.cells)
    assert right - float(chart.cells[0].bar.x) > charts.PHONE / 3
    assert chart.own.totals == ()


def test_a_change_close_to_the_right_edge_stays_within_the_picture() -> None:
    bidders = [charts.BidderLine(code, "", code, *figures.decimals("4 6 5")) for code in "ab"]
    starts = figures.decimals("0.000000 0.991000 0.994622 1.000000")
    intervals = [
        charts.Interval(start, end, (code,)) for (start, end), code in zip(pairwise(starts), "aba", strict=True)
    ]
    chart = charts.winner_band(bidders, intervals, own_weight=Decimal("0.5"))
    assert_legible(chart.labels, chart.width, chart.height)


def test_bids_keep_their_marks_and_the_one_left_out_is_a_ring() -> None:
    chart = charts.scatter(figures.BIDS)
    assert [mark.classes for mark in chart.marks] == ["f1", "fg", "fa", "ring lg"]
    assert "1,000,000.00 · 58.20" in [label.text for label in chart.labels]


@given(st.lists(st.tuples(st.decimals(1, 10**9, places=2), points, names), min_size=1, max_size=15))
def test_the_scatter_stays_legible(bids: list[tuple[Decimal, Decimal, str]]) -> None:
    chart = charts.scatter([charts.Bid(name, name, price, score) for price, score, name in bids])
    assert_legible(chart.labels, chart.width, chart.height)


@pytest.mark.parametrize(
    ("values", "classes"),
    [("70 73", "l1 thin"), ("73 70", "lr thin"), ("70 72", "lg thin"), ("72 70.00", "lg thin")],
)
def test_a_sparkline_turns_green_or_red_beyond_two_points(values: str, classes: str) -> None:
    line = charts.sparkline(figures.decimals(values)).line
    assert line is not None
    assert line.classes == classes


def test_a_sparkline_of_one_figure_is_a_dot_and_of_none_nothing() -> None:
    one, none = charts.sparkline(figures.decimals("70")), charts.sparkline(())
    assert (one.line, none.line, none.last) == (None, None, None)
    assert one.last is not None


def test_the_five_bars_change_colour_at_55_and_35() -> None:
    values = (*figures.decimals("55.00 54.99 35.00 34.99"), None)
    dimensions = [charts.Dimension(c, "", value) for c, value in zip("SMART", values, strict=True)]
    filled = [bar.classes for bar in charts.five_bars(dimensions).bars if bar.classes != "fk"]
    assert filled == ["f1", "fa", "fa", "fr"]
