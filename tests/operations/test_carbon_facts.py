"""What a rating takes from carbon data on a day: the newest that counts, by age, in a fixed number of statements."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event, func, select

from supplier_portal.carbon.models import CdpScore, DataQuality
from supplier_portal.carbon.operations import RecordCdpScore, RecordDataQuality, record_cdp_score, record_data_quality
from supplier_portal.carbon.queries import MOST_NAMED, CarbonFacts, months_before, scoring_facts
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.suppliers.models import Supplier
from tests.cast import HUILING, LIN, MINGYAN, NOW, PAN, TAN, TODAY, ZHOU


def score(session, year, letter, published_on, supplier=HUILING):
    return record_cdp_score(session, PAN.actor, RecordCdpScore(supplier, year, letter, published_on), NOW)


def quality(session, known_on, share, verified_to=None, supplier=HUILING):
    command = RecordDataQuality(supplier, known_on, Decimal(share), verified_to, "questionnaire")
    return record_data_quality(session, PAN.actor, command, NOW)


def of_huiling(session, day=TODAY):
    session.flush()
    return scoring_facts(session, [HUILING], day)[HUILING]


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2024, 3, 31), 24, date(2022, 3, 31)),
        (date(2024, 3, 31), 18, date(2022, 9, 30)),
        (date(2024, 2, 29), 24, date(2022, 2, 28)),
        (date(2024, 1, 15), 1, date(2023, 12, 15)),
        (date(2024, 12, 31), 12, date(2023, 12, 31)),
    ],
)
def test_months_are_counted_back_on_the_calendar(day, months, before):
    assert months_before(day, months) == before


def test_a_supplier_of_whom_nothing_is_known_has_nothing(session):
    score(session, 2023, "A", date(2023, 12, 1), MINGYAN)
    quality(session, date(2024, 1, 1), "0.9", supplier=MINGYAN)
    assert of_huiling(session) == CarbonFacts("none", "none", Decimal(0), verified=False)


@pytest.mark.parametrize(
    ("day", "letter"),
    [
        (date(2022, 1, 31), "none"),
        (date(2022, 2, 1), "C"),
        (date(2024, 1, 31), "C"),
        (date(2024, 2, 1), "B"),
        (date(2026, 2, 1), "B"),
        (date(2026, 2, 2), "none"),
    ],
)
def test_the_latest_score_published_by_the_day_counts_for_two_years(session, day, letter):
    score(session, 2021, "C", date(2022, 2, 1))
    score(session, 2023, "B", date(2024, 2, 1))
    assert of_huiling(session, day).cdp == letter


def test_of_two_scores_published_on_one_day_the_later_year_counts(session):
    score(session, 2023, "B", date(2024, 2, 1))
    score(session, 2022, "A", date(2024, 2, 1))
    assert of_huiling(session).cdp == "B"


@pytest.mark.parametrize(
    ("day", "share", "verified"),
    [
        (date(2023, 5, 31), "0", False),
        (date(2023, 6, 1), "0.5", True),
        (date(2024, 3, 31), "0.62", True),
        (date(2024, 6, 30), "0.62", True),
        (date(2024, 7, 1), "0.62", False),
    ],
)
def test_the_newest_data_quality_counts_and_a_verification_for_eighteen_months(session, day, share, verified):
    quality(session, date(2023, 6, 1), "0.5", date(2022, 12, 31))
    quality(session, date(2024, 3, 1), "0.62", date(2022, 12, 31))
    found = of_huiling(session, day)
    assert (found.primary_share, found.verified) == (Decimal(share), verified)


def test_a_newer_figure_without_verification_takes_it_away(session):
    quality(session, date(2024, 1, 1), "0.5", date(2023, 12, 31))
    quality(session, date(2024, 2, 1), "0.6")
    assert of_huiling(session) == CarbonFacts("none", "none", Decimal("0.6"), verified=False)


def test_the_facts_take_three_statements_whatever_the_number_of_suppliers(session):
    for number in range(MOST_NAMED + 100):
        session.add(Supplier(number=f"N-{number}", name_en=f"N {number}", country="CN", category="optical"))
    session.flush()
    score(session, 2023, "A-", date(2024, 2, 1))
    quality(session, date(2024, 3, 1), "0.62", date(2022, 12, 31))
    session.flush()
    everybody = list(session.scalars(select(Supplier.id)))
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: statements.append(given[2]))
    for ids in ([HUILING], everybody, [number for number in everybody if number != HUILING]):
        statements.clear()
        found = scoring_facts(session, ids, TODAY)
        assert len(statements) == 3
        assert set(found) == set(ids)
        assert found.get(HUILING, CarbonFacts("A-", "none", Decimal("0.62"), verified=True)).cdp == "A-"
    assert scoring_facts(session, [], TODAY) == {}


def test_the_minus_of_a_score_is_written_in_ascii(session):
    assert score(session, 2023, "a\N{MINUS SIGN} ", date(2024, 2, 1)).score == "A-"


@pytest.mark.parametrize(("letter", "place"), [("E", "score"), ("A+", "score"), ("F-", "score"), ("", "score")])
def test_a_score_that_is_none_is_refused(session, letter, place):
    with pytest.raises(Invalid) as refused:
        score(session, 2023, letter, date(2024, 2, 1))
    assert [fault.place for fault in refused.value.faults] == [place]


def test_a_score_published_before_its_year_is_refused(session):
    with pytest.raises(Invalid, match=r"carbon\.published_before_year"):
        score(session, 2025, "A", date(2024, 2, 1))


def test_the_same_score_again_changes_nothing_and_another_is_refused(session):
    first = score(session, 2023, "B", date(2024, 2, 1))
    assert score(session, 2023, "B", date(2024, 2, 1)) is first
    with pytest.raises(Conflict, match=r"carbon\.cdp_recorded"):
        score(session, 2023, "A", date(2024, 2, 1))
    assert session.scalar(select(func.count()).select_from(CdpScore)) == 1


@pytest.mark.parametrize("share", ["-0.01", "1.01", "0.12345", "NaN", "Infinity"])
def test_a_share_that_is_none_is_refused(session, share):
    with pytest.raises(Invalid, match=r"carbon\.no_share"):
        quality(session, date(2024, 1, 1), share)


def test_a_verification_of_days_to_come_is_refused(session):
    with pytest.raises(Invalid, match=r"carbon\.verified_ahead"):
        quality(session, date(2024, 1, 1), "0.5", date(2024, 1, 2))


def test_the_same_data_quality_again_changes_nothing_and_another_is_refused(session):
    first = quality(session, date(2024, 1, 1), "0.5")
    assert quality(session, date(2024, 1, 1), "0.50") is first
    with pytest.raises(Conflict, match=r"carbon\.quality_recorded"):
        quality(session, date(2024, 1, 1), "0.51")
    assert session.scalar(select(func.count()).select_from(DataQuality)) == 1


@pytest.mark.parametrize("person", [TAN, LIN, ZHOU])
def test_others_record_nothing(session, person):
    with pytest.raises(Missing):
        record_cdp_score(session, person.actor, RecordCdpScore(HUILING, 2023, "A", TODAY), NOW)
    with pytest.raises(Missing):
        record_data_quality(session, person.actor, RecordDataQuality(HUILING, TODAY, Decimal(1), None, ""), NOW)


def test_nothing_is_recorded_of_a_supplier_that_is_not_there(session):
    with pytest.raises(Missing):
        score(session, 2023, "A", TODAY, supplier=999_999)
