"""The pages of scorecards, as the buyer's offices and as a supplier and its rival see them."""

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.scores.operations import publish_ratings
from tests import scored
from tests.cast import HUILING, LIN, MINGYAN, NOW, TAN


@pytest.fixture
def world(database):
    with database.unit_of_work(SYSTEM) as session:
        scored.add_scored_world(session)
        publish_ratings(session, SYSTEM, [HUILING, MINGYAN], NOW, "input")
    return database


def test_table(world, as_person):
    lin = as_person(LIN)
    page = lin.page("/scorecards/")
    assert "Huiling" in page
    page = lin.page(f"/scorecards/{HUILING}")
    assert "Why" in page
    tan = as_person(TAN)
    page = tan.page(f"/scorecards/{HUILING}")
