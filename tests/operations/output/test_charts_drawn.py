"""The pictures as markup: named, described, safe, and legible for readers of tables, on pages and in PDFs."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from supplier_portal.output import charts
from supplier_portal.shipped import PACKAGE, TEMPLATES
from tests.operations.output import figures
from tests.operations.output.drawing import drawn, parsed, texts


def radar(**more: object) -> str:
    return drawn("radar", 'radar(chart, "r", "Huiling", print=p)', chart=charts.radar(figures.DIMENSIONS), **more)


def step_bars(**more: object) -> str:
    chart = charts.step_bars(figures.EIGHT_STEPS)
    return drawn("step_bars", 'step_bars(chart, "s", "Huiling", print=p)', chart=chart, **more)


def history(**more: object) -> str:
    chart = charts.history(
        figures.QUARTERS,
        [figures.RATING, figures.SUSTAINABILITY],
        breaks=[figures.NEW_CHECKLIST],
        guides=figures.GUIDES,
        marks=[charts.Mark(2, "1"), charts.Mark(7, "2")],
    )
    return drawn("history", 'history(chart, "h", "Rating over eight quarters", print=p)', chart=chart, **more)


def quartiles(**more: object) -> str:
    chart = charts.quartile_bars(figures.QUARTILES)
    return drawn("quartiles", 'quartiles(chart, "q", "Huiling", print=p)', chart=chart, **more)


def winner_band(**more: object) -> str:
    chart = charts.winner_band(figures.BIDDERS, figures.INTERVALS, own_weight=figures.OWN_WEIGHT)
    call = 'winner_band(chart, "w", "price and technical keep 60 : 25", print=p)'
    return drawn("winner_band", call, chart=chart, **more)


def scatter(**more: object) -> str:
    return drawn("scatter", 'scatter(chart, "c", "CNY", print=p)', chart=charts.scatter(figures.BIDS), **more)


def sparkline(**more: object) -> str:
    chart = charts.sparkline(figures.RATING.values)
    return drawn(
        "sparkline", 'sparkline(chart, "l", "Rating over eight quarters", print=p)', "minis", chart=chart, **more
    )


def five_bars(**more: object) -> str:
    chart = charts.five_bars(figures.DIMENSIONS)
    return drawn("five_bars", 'five_bars(chart, "f", print=p)', "minis", chart=chart, **more)


LARGE = [radar, step_bars, quartiles, history, winner_band, scatter]
ALL = [*LARGE, sparkline, five_bars]
Draw = Callable[..., str]


@pytest.mark.parametrize("draw", ALL)
@pytest.mark.parametrize("p", [False, True])
def test_every_picture_is_named_and_described(draw: Draw, p: bool) -> None:
    svg = next(iter(parsed(draw(p=p)).iter("svg")))
    assert svg.get("role") == "img"
    title, desc = (svg.get("aria-labelledby") or "").split()
    by_id = {element.get("id"): element for element in svg}
    assert by_id[title].tag == "title"
    assert by_id[title].text
    assert re.search(r"\d\.\d", by_id[desc].text or ""), "the description gives the figures"


@pytest.mark.parametrize("draw", ALL)
def test_pages_draw_by_class_and_pdfs_by_attribute(draw: Draw) -> None:
    page, pdf = draw(p=False), draw(p=True)
    shapes = [element for element in parsed(pdf).iter() if element.tag in ("path", "rect", "text")]
    assert "style=" not in page + pdf
    assert not re.search(r'(fill|stroke)="', page)
    assert all(element.get("class") is None and element.get("fill") for element in shapes)
    assert all(element.get("font-family") == "Noto Sans SC" for element in shapes if element.tag == "text")


@pytest.mark.parametrize("draw", LARGE)
def test_the_data_stands_in_a_table_folded_on_pages_and_open_in_pdfs(draw: Draw) -> None:
    page, pdf = parsed(draw(p=False)), parsed(draw(p=True))
    assert page.find("details/summary") is not None
    assert page.find("details/table") is not None
    assert (pdf.find("details"), pdf.find("table") is not None) == (None, True)


def test_classes_stand_in_the_theme() -> None:
    theme = (PACKAGE / "static" / "theme.css").read_text(encoding="utf-8")
    used = {name for draw in ALL for names in re.findall(r'class="([^"]+)"', draw(p=False)) for name in names.split()}
    ours = used - {"table", "table-sm", "w-auto", "data", "num", "hint"}
    assert {name for name in ours if not re.search(rf"\.{name}\b", theme)} == set()


def test_the_radar_writes_value_and_peer_median_at_each_corner() -> None:
    assert {"S Strategy", "68.75 (68.80)", "54.46 (40.00)"} <= set(texts(parsed(radar(p=False))))


def test_without_peers_no_median_is_spoken_of() -> None:
    alone = [replace(dimension, peer=None) for dimension in figures.DIMENSIONS]
    markup = drawn("radar", 'radar(chart, "r", "Huiling")', chart=charts.radar(alone))
    assert "median" not in markup
    assert "dash" not in markup


def test_the_band_says_who_wins_where_in_words_and_in_its_table() -> None:
    root = parsed(winner_band(p=False))
    desc = next(root.iter("desc")).text or ""
    assert "X Linzhao Enclosures wins from 0.186630 to 0.240024" in desc
    assert "This tender weighs it 0.150000." in desc
    assert "this tender: 0.150000" in texts(root)
    assert "Y Ruochuan wins" in texts(root)
    rows = [[cell.text for cell in row] for row in root.iter("tr")]
    assert rows[2] == ["X Linzhao Enclosures", "0.186630", "0.240024", "0.053394"]


def test_a_bid_left_out_is_marked_in_words_too() -> None:
    rows = [[cell.text for cell in row] for row in parsed(scatter(p=False)).iter("tr")]
    assert rows[4] == ["W Pengyao Sheet Metal, left out", "900,000.00", "40.00"]


def test_a_break_gives_its_reason() -> None:
    root = parsed(history(p=False))
    assert "break before Q2 23: checklist 2.0.0: comparison breaks" in (next(root.iter("desc")).text or "")
    assert "checklist 2.0.0: comparison breaks" in texts(root)


def test_names_are_text_whatever_they_hold() -> None:
    name = "</title><script>alert(1)</script>\" onload='x' & {{ 7*7 }}"
    bidders = [replace(one, label=name, name=name) for one in figures.BIDDERS]
    band = charts.winner_band(bidders, figures.INTERVALS, own_weight=figures.OWN_WEIGHT)
    bids = charts.scatter([replace(bid, label=name, name=name) for bid in figures.BIDS])
    dimensions = charts.radar([replace(one, name=name) for one in figures.DIMENSIONS])
    for p in (False, True):
        markup = (
            drawn("winner_band", "winner_band(chart, 'w', name, print=p)", chart=band, name=name, p=p)
            + drawn("scatter", "scatter(chart, 'c', name, print=p)", chart=bids, name=name, p=p)
            + drawn("radar", "radar(chart, 'r', name, print=p)", chart=dimensions, name=name, p=p)
        )
        root = parsed(markup)
        assert list(root.iter("script")) == []
        assert all("onload" not in element.attrib for element in root.iter())
        assert name in [cell.text for cell in root.iter("th")]


def test_bids_without_a_label_are_counted_under_the_picture() -> None:
    many = [replace(figures.BIDDERS[0], code=str(at), label=str(at)) for at in range(20)]
    intervals = [charts.Interval(*figures.decimals("0.000000 1.000000"), ("0",))]
    chart = charts.winner_band(many, intervals, own_weight=figures.OWN_WEIGHT)
    assert "4 further bids in grey never win." in drawn("winner_band", "winner_band(chart, 'w', '')", chart=chart)


def test_no_template_marks_text_as_safe() -> None:
    for template in (TEMPLATES / "charts").glob("*.html"):
        assert "safe" not in template.read_text(encoding="utf-8").split(), template
