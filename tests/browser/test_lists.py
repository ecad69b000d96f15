"""Lists on a phone: what is wider than the screen is scrolled, and each row still says whose it is."""

import pytest
from playwright.sync_api import expect

from tests.cast import PAN

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("path", ["/suppliers", "/scorecards"])
def test_the_name_of_a_row_stays_when_its_figures_are_scrolled(open_as, full_rows, path):
    assert full_rows
    page = open_as(PAN, path)
    page.set_viewport_size(PHONE)
    name = page.locator(".dense tbody th").first
    name.scroll_into_view_if_needed()
    before = name.bounding_box()["x"]
    page.locator(".table-responsive").first.evaluate("region => region.scrollLeft = 10000")
    expect(name.locator("a").first).to_be_in_viewport(ratio=1)
    last = page.locator(".dense tbody tr").first.locator("td").last
    expect(last).to_be_in_viewport()
    assert name.bounding_box()["x"] <= before
