"""What pages weigh on the wire: at most 150 kB with an empty cache, 30 kB once the browser has what it keeps."""

import pytest

from tests.browser.conftest import signed_in
from tests.cast import HUILING, LIN, PAN, TAN, ZHOU

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
FIRST, AFTER = 150_000, 30_000
PAGES = [
    (ZHOU, "/audits/{audit_id}/S1.1"),
    (ZHOU, "/audits/{audit_id}"),
    (PAN, "/checklists/{version_id}"),
    (LIN, "/scorecards"),
    (LIN, f"/scorecards/{HUILING}"),
    (LIN, "/tenders/{tender_id}/evaluation"),
    (TAN, "/findings/{finding_id}"),
]


@pytest.mark.parametrize(("person", "address_of"), PAGES, ids=str)
def test_a_page_is_light(chromium, address, full_rows, person, address_of):
    path = address_of.format(**full_rows.of(person, "own"))
    with signed_in(chromium, address, person) as page:
        first, after = transferred(page, path, empty=True), transferred(page, path, empty=False)
    assert first <= FIRST
    assert after <= AFTER


def transferred(page, path, *, empty):
    """Bytes that came over the wire for a page, headers included."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    if empty:
        wire.send("Network.clearBrowserCache")
    came = []
    wire.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    wire.detach()
    return sum(came)
