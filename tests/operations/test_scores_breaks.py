"""Across a change of checklist that does not compare, the trend is a break, and the audit is scored under both."""

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.checklist.version import Text
from supplier_portal.domain.moment import Moment
from supplier_portal.language.speech import Speech
from supplier_portal.scores.operations import publish_rating
from supplier_portal.scores.pictures import pictures_of
from supplier_portal.scores.queries.scorecard import scorecard_of
from supplier_portal.suppliers.models import Supplier
from tests import scored
from tests.audit_story import published_next
from tests.cast import HUILING, HUIZHOU_SITE, LIN, NOW, TODAY

EARLIER = TODAY - timedelta(days=400)


def published_on(session, day):
    publish_rating(session, SYSTEM, HUILING, Moment(NOW.at - (TODAY - day), day), "input")


def card_of(session):
    return scorecard_of(session, LIN.actor, session.get_one(Supplier, HUILING))


@pytest.fixture
def audited(session):
    """Audited at level 2 a year ago and rated since; the second audit's version is the test's to choose."""
    scored.add_policy(session)
    scored.add_scored_audit(session, HUILING, HUIZHOU_SITE, 2, starts_on=EARLIER, issued_on=EARLIER)
    published_on(session, EARLIER)

    def again(version, **levels):
        day = TODAY - timedelta(days=10)
        scored.add_scored_audit(
            session, HUILING, HUIZHOU_SITE, 2, levels, checklist_version_id=version.id, starts_on=day, issued_on=day
        )
        published_on(session, TODAY)
        return card_of(session)

    return again


def test_a_version_without_comparable_results_breaks_the_line(session, audited):
    version = published_next(session, "2.0.0", S1_3=None, S1_2={"weight": Decimal(5)})
    card = audited(version, **{"S1.2": 4})
    (found,) = card.breaks
    assert (found.before, found.after, found.shared, found.asked) == ("1.0.0", "2.0.0", 43, 44)
    # Step 1 under 2.0.0: weights 3 5 2 2, under 1.0.0 without S1.3: 3 3 2 2; S1.2 at 100, the others at 50.
    step_after, step_before = Decimal(50) + Decimal(250) / 12, Decimal(50) + Decimal(150) / 10
    for figure, step in ((found.under_after, step_after), (found.under_before, step_before)):
        assert figure == (Decimal(50) + (step - 50) * Decimal("0.12")).quantize(Decimal("0.01"))
    breaks = pictures_of(card, Speech("en", ZoneInfo("UTC"))).history.breaks
    assert [(one.before, one.reason) for one in breaks] == [(1, "1.0.0 → 2.0.0")]


def test_another_wording_breaks_nothing(session, audited):
    version = published_next(session, "1.0.1", S1_2={"title": Text("Committee", "委员会")})
    assert audited(version).breaks == []
