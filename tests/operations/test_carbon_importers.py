"""CDP scores and data quality by file: whose they are, what is refused, what is corrected and taken back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from supplier_portal.carbon.importing import CDP_SCORES, DATA_QUALITY
from supplier_portal.carbon.models import CdpScore, DataQuality
from supplier_portal.carbon.operations.declared import cdp_score_of
from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.scores.following import follow_inputs
from supplier_portal.scores.models import Rating, RatingNow
from supplier_portal.suppliers.models import Supplier, SupplierName
from supplier_portal.trail.operations import seal_new
from tests.cast import HUILING, LIN, MINGYAN, NOW, PAN, TAN, ZHOU
from tests.sbti_list import lei
from tests.scored import add_modules, add_policy
from tests.taking_in import faults, plan, run_batch, undo_whole, verdicts, write

HEAD = "Supplier number,LEI,Supplier name,Year,CDP score,Published on,Public\n"
QUALITY_HEAD = "供应商编号,获知日期,初级数据占比,核查期截止日,来源\n"


def wide(text):
    """As Chinese keyboards type it."""
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def scores(session):
    rows = session.scalars(select(CdpScore).order_by(CdpScore.supplier_id, CdpScore.year))
    return [(row.supplier_id, row.year, row.score, row.public) for row in rows]


@pytest.fixture
def known(session):
    """Both suppliers with LEI and alias; a name that both have."""
    for number, name in ((HUILING, "HUILING"), (MINGYAN, "MINGYAN")):
        session.get(Supplier, number).lei = lei(name)
        session.add(SupplierName(supplier_id=number, kind="alias", language="en", name=f"{name} Group", source=""))
        session.add(SupplierName(supplier_id=number, kind="alias", language="en", name="Sunrise Holdings", source=""))
    session.add(SupplierName(supplier_id=HUILING, kind="number", language="en", name="OLD-77", source=""))
    session.flush()
    return session


@pytest.mark.parametrize(
    "named",
    [
        "S-0001,,",
        "OLD-77,,",
        f",{lei('HUILING')},",
        f",{lei('HUILING').lower()},",
        ",,Huiling Precision Electronics",
        ",,HUILING  PRECISION-ELECTRONICS",
        ",,惠岭精密电子",
        ",,Huiling Group",
        f"S-0001,{lei('HUILING')},Huiling Group",
        "S-0001,,A name that nobody has",
        f",,{wide('HUILING')} Group",
    ],
)
def test_a_supplier_is_found_by_number_lei_or_name(known, named):
    (row,) = plan(known, CDP_SCORES, f"{HEAD}{named},2023,B,2024-02-06,yes\n")
    assert (row.verdict, row.label) == ("new", "S-0001 Huiling Precision Electronics")


@pytest.mark.parametrize(
    ("named", "fault"),
    [
        (",,", ("A2", "suppliers.figure_nobody")),
        ("S-0099,,", ("A2", "suppliers.figure_number_unknown")),
        (f",{lei('NOBODY')},", ("B2", "suppliers.figure_lei_unknown")),
        (",529900ABCDEFGHIJKL00,", ("B2", "suppliers.wrong_lei")),
        (",,Sunrise Holdings", ("C2", "suppliers.figure_name_of_several")),
        (",,Huiling", ("C2", "suppliers.figure_name_unknown")),
        (f"S-0001,{lei('MINGYAN')},", ("B2", "suppliers.figure_two_suppliers")),
        (f"S-0001,{lei('NOBODY')},", ("B2", "suppliers.figure_other_lei")),
        ("S-0001,,Mingyan Group", ("C2", "suppliers.figure_two_suppliers")),
    ],
)
def test_a_row_that_means_nobody_or_two_is_refused_at_its_cell(known, named, fault):
    planned = plan(known, CDP_SCORES, f"{HEAD}{named},2023,B,2024-02-06,yes\nS-0002,,,2023,C,2024-02-06,\n")
    assert faults(planned) == [fault]
    assert verdicts(planned) == ["refused", "new"]


def test_a_name_of_several_is_told_with_their_numbers(known):
    (row,) = plan(known, CDP_SCORES, f"{HEAD},,Sunrise Holdings,2023,B,2024-02-06,\n")
    assert row.faults[0].facts == {"numbers": ["S-0001", "S-0002"]}


def test_a_duplicate_that_was_merged_is_nobody(session):
    session.get(Supplier, MINGYAN).merged_into_id = HUILING
    session.flush()
    (row,) = plan(session, CDP_SCORES, f"{HEAD},,Mingyan Circuit Boards,2023,B,2024-02-06,\n")
    assert row.faults[0].code == "suppliers.figure_name_unknown"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("A", "A"),
        ("a-", "A-"),
        ("A\N{MINUS SIGN}", "A-"),
        ("B \N{EN DASH}", "B-"),
        (wide("C-"), "C-"),
        (" D- ", "D-"),
        ("F", "F"),
    ],
)
def test_a_score_is_read_as_it_is_kept(session, written, kept):
    assert cdp_score_of(written) == kept
    write(session, CDP_SCORES, f"{HEAD}S-0001,,,2023,{written},2024-02-06,否\n")
    assert scores(session) == [(HUILING, 2023, kept, False)]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("S-0001,,,2023,E,2024-02-06,", ("E2", "carbon.no_cdp_score")),
        ("S-0001,,,2023,A+,2024-02-06,", ("E2", "carbon.no_cdp_score")),
        ("S-0001,,,2025,A,2024-02-06,", ("F2", "carbon.published_before_year")),
        ("S-0001,,,2023,,2024-02-06,", ("E2", "intake.required")),
        ("S-0001,,,year,A,2024-02-06,", ("D2", "intake.not_a_year")),
        ("S-0001,,,2023,A,soon,", ("F2", "intake.not_a_date")),
    ],
)
def test_what_is_no_score_is_refused_at_its_cell(session, row, fault):
    assert faults(plan(session, CDP_SCORES, f"{HEAD}{row}\n")) == [fault]


@pytest.mark.parametrize("said", ["Not scored", "not scored", "NS", "未评分"])
def test_not_scored_is_left_out_and_said(session, said):
    planned = plan(session, CDP_SCORES, f"{HEAD}S-0001,,,2023,{said},2024-02-06,\n")
    assert verdicts(planned) == ["same"]
    assert faults(planned) == [("E2", "carbon.cdp_not_scored")]
    assert write(session, CDP_SCORES, f"{HEAD}S-0001,,,2023,{said},2024-02-06,\n") == []


def test_not_scored_against_a_score_on_record_is_refused(session):
    write(session, CDP_SCORES, f"{HEAD}S-0001,,,2023,B,2024-02-06,\n")
    planned = plan(session, CDP_SCORES, f"{HEAD}S-0001,,,2023,NS,2024-02-06,\nS-0001,,,2022,NS,2024-02-06,\n")
    assert verdicts(planned) == ["refused", "same"]


def test_a_second_row_of_a_supplier_and_year_is_refused_naming_the_first(session):
    text = f"{HEAD}S-0001,,,2023,B,2024-02-06,\nS-0001,,,2022,B,2024-02-06,\n,,惠岭精密电子,2023,C,2024-02-06,\n"
    planned = plan(session, CDP_SCORES, text)
    assert verdicts(planned) == ["new", "new", "refused"]
    assert planned[2].faults[0].facts == {"first": "A2"}


def test_the_same_file_twice_changes_nothing_and_a_correction_is_shown(session):
    text = f"{HEAD}S-0001,,,2023,B,2024-02-06,no\nS-0002,,,2023,D,2024-02-06,\n"
    assert len(write(session, CDP_SCORES, text)) == 2
    assert verdicts(plan(session, CDP_SCORES, text)) == ["same", "same"]
    assert write(session, CDP_SCORES, text) == []
    corrected = text.replace("2023,B", "2023,B-")
    planned = plan(session, CDP_SCORES, corrected)
    assert verdicts(planned) == ["changed", "same"]
    assert planned[0].changes == {"score": ("B", "B-")}
    (written,) = write(session, CDP_SCORES, corrected)
    assert (written.before["score"], written.after["score"]) == ("B", "B-")
    assert scores(session) == [(HUILING, 2023, "B-", False), (MINGYAN, 2023, "D", True)]


def test_taking_back_restores_what_stood_and_leaves_what_was_changed_since(session):
    first = write(session, CDP_SCORES, f"{HEAD}S-0001,,,2023,B,2024-02-06,\nS-0002,,,2023,D,2024-02-06,\n")
    second = write(session, CDP_SCORES, f"{HEAD}S-0001,,,2023,A,2024-02-06,\nS-0001,,,2022,C,2023-02-06,\n")
    left = CDP_SCORES.undo(session, PAN.actor, first[::-1], NOW)
    assert [(fault.place, fault.code) for fault in left] == [("S-0001 · 2023", "suppliers.undo_changed")]
    assert scores(session) == [(HUILING, 2022, "C", True), (HUILING, 2023, "A", True)]
    assert CDP_SCORES.undo(session, PAN.actor, second[::-1], NOW) == []
    assert scores(session) == [(HUILING, 2023, "B", True)]
    assert [fault.code for fault in CDP_SCORES.undo(session, PAN.actor, second[1:], NOW)] == ["suppliers.undo_gone"]


@pytest.mark.parametrize("importer", [CDP_SCORES, DATA_QUALITY])
@pytest.mark.parametrize("person", [TAN, LIN, ZHOU])
def test_others_take_nothing_in(session, importer, person):
    for act in (importer.plan, importer.write, importer.undo):
        with pytest.raises(Missing):
            act(session, person.actor, [], NOW)


def quality(session):
    rows = session.scalars(select(DataQuality).order_by(DataQuality.supplier_id, DataQuality.known_on))
    return [(row.supplier_id, row.known_on, row.primary_share, row.verified_to, row.source) for row in rows]


def test_data_quality_is_taken_in_as_people_write_it(session):
    write(session, DATA_QUALITY, f"{QUALITY_HEAD}S-0001,2024/1/31,62%,2023-12-31,问卷\nS-0002,2024年1月31日,0.5,,\n")
    day = date(2024, 1, 31)
    assert quality(session) == [
        (HUILING, day, Decimal("0.62"), date(2023, 12, 31), "问卷"),
        (MINGYAN, day, Decimal("0.5"), None, ""),
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("S-0001,2024-01-31,0.62,2024-02-01,", ("D2", "carbon.verified_ahead")),
        ("S-0001,2024-01-31,1.5,,", ("C2", "intake.no_share")),
        ("S-0001,2024-01-31,0.62345,,", ("C2", "intake.too_many_places")),
        ("S-0001,,0.5,,", ("B2", "intake.required")),
        ("S-0001,2024-01-31,n/a,,", ("C2", "intake.required")),
    ],
)
def test_what_is_no_data_quality_is_refused_at_its_cell(session, row, fault):
    assert faults(plan(session, DATA_QUALITY, f"{QUALITY_HEAD}{row}\n")) == [fault]


def test_a_column_the_file_has_not_leaves_what_stands_and_an_empty_cell_clears_it(session):
    write(session, DATA_QUALITY, f"{QUALITY_HEAD}S-0001,2024-01-31,0.62,2023-12-31,survey\n")
    write(session, DATA_QUALITY, "供应商编号,获知日期,初级数据占比\nS-0001,2024-01-31,0.7\n")
    assert quality(session)[0][2:] == (Decimal("0.7"), date(2023, 12, 31), "survey")
    write(session, DATA_QUALITY, f"{QUALITY_HEAD}S-0001,2024-01-31,0.7,,\n")
    assert quality(session)[0][2:] == (Decimal("0.7"), None, "survey")


@pytest.fixture
def rated(database):
    with database.unit_of_work(PAN.actor) as session:
        add_policy(session)
        for supplier in (HUILING, MINGYAN):
            add_modules(session, supplier, {"quality": "80", "cost": "80", "delivery": "80", "technology": "80"})
    return database


def follow(database):
    with database.unit_of_work(PAN.actor) as session:
        seal_new(session)
        return follow_inputs(session, NOW)


def test_a_file_through_intake_publishes_each_named_rating_once_and_taking_it_back_again(rated, config):
    text = f"{HEAD}S-0001,,,2023,A,2024-02-06,\nS-0001,,,2022,B,2023-02-06,\nS-0099,,,2023,A,2024-02-06,\n"
    step = run_batch(rated, config, CDP_SCORES, text)
    assert follow(rated) == [HUILING]
    assert follow(rated) == []
    with rated.reading(PAN.actor) as session:
        (rating,) = session.scalars(select(Rating)).all()
        assert (rating.supplier_id, rating.inputs["cdp"]) == (HUILING, "A")
        # Nothing but CDP is known: 10 of 100 points, on top of the 40 an unaudited supplier has, weighted 70.
        assert session.get_one(RatingNow, HUILING).sustainability == Decimal("38.00")
    undo_whole(step)
    assert follow(rated) == [HUILING]
    with rated.reading(PAN.actor) as session:
        assert scores(session) == []
        assert session.get_one(RatingNow, HUILING).sustainability == Decimal("28.00")
        first = session.scalars(select(Rating).order_by(Rating.id)).first()
        assert first.inputs["cdp"] == "A"


def test_ten_thousand_rows_take_few_statements(session):
    session.add_all(
        Supplier(number=f"N-{number}", name_en=f"N {number}", country="CN", category="optical")
        for number in range(10_000)
    )
    session.flush()
    text = HEAD + "".join(f"N-{number},,,2023,B,2024-02-06,\n" for number in range(10_000))
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: statements.append(given[2]))
    planned = plan(session, CDP_SCORES, text)
    assert len(statements) == 3
    assert set(verdicts(planned)) == {"new"}
    statements.clear()
    written = CDP_SCORES.write(session, PAN.actor, planned[:500], NOW)
    assert len(statements) <= 5
    statements.clear()
    assert CDP_SCORES.undo(session, PAN.actor, written, NOW) == []
    assert len(statements) <= 5


CELLS = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12
) | st.sampled_from(
    ["2023", "2024-02-06", "A-", "0.5", "1e9", "-1", "100", "CN", "kgCO2/kWh", "location", "yes", "NaN", "99999999999"]
)


@pytest.mark.safety(23)
@pytest.mark.parametrize("importer", [CDP_SCORES, DATA_QUALITY])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(CELLS, min_size=5, max_size=7))
def test_any_cells_end_in_rows_or_a_clear_fault(session, importer, cells):
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    head = ",".join(column.title_en for column in importer.columns)
    try:
        planned = plan(session, importer, f"{head}\nS-0001,,,{quoted}\n")
    except Invalid:
        return
    assert all(row.faults for row in planned if verdicts([row]) == ["refused"])
