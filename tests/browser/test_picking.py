"""Ticking rows of a table in a real browser: all shown ones at once, and how many they are."""

import pytest
from playwright.sync_api import expect

from tests.cast import PAN

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.mark.parametrize("path", ["/desk/findings", "/scorecards"])
def test_all_rows_are_ticked_at_once_and_counted(open_as, full_rows, path):
    assert full_rows
    page = open_as(PAN, path)
    rows, every = page.locator("[data-pick]:not(:disabled)"), page.locator("[data-pick-all] input")
    counter = page.locator("[data-picked]")
    expect(counter).to_have_text("")
    every.check()
    many = rows.count()
    assert many > 1
    expect(counter).to_have_text(f" ({many})")
    expect(page.locator("[data-pick]:checked")).to_have_count(many)
    rows.first.uncheck()
    expect(counter).to_have_text(f" ({many - 1})")
    assert every.evaluate("box => box.indeterminate")
    expect(counter).to_be_visible()
