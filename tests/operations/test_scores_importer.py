"""Module scores by file, one a row or side by side, and the ratings that follow them."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event, select

from supplier_portal.domain.errors import Missing
from supplier_portal.scores.following import follow_inputs
from supplier_portal.scores.importing import MODULE_SCORES, MODULE_SCORES_WIDE
from supplier_portal.scores.models import ModuleScore, Rating
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.operations import seal_new
from tests.cast import ADA, HUILING, LIN, MINGYAN, MO, NOW, PAN, TAN, ZHOU
from tests.scored import add_policy
from tests.taking_in import faults, plan, run_batch, undo_whole, verdicts, write

HEAD = "供应商编号,评估模块,得分,期末日期,来源\n"
WIDE = "Supplier number,Quality,Cost,Delivery,Technology,Period ends on,Source\n"
ENDED = date(2023, 12, 31)


def kept(session):
    rows = session.scalars(select(ModuleScore).order_by(ModuleScore.supplier_id, ModuleScore.module))
    return [(row.supplier_id, row.module, row.value, row.period_ends_on, row.source) for row in rows]


@pytest.mark.parametrize(
    ("said", "module"),
    [("质量", "quality"), ("成本", "cost"), ("交付", "delivery"), ("技术", "technology"), ("Delivery", "delivery")],
)
def test_modules_are_known_in_both_languages(session, said, module):
    write(session, MODULE_SCORES, f"{HEAD}S-0001,{said},88.25,2023-12-31,SRM\n")
    assert kept(session) == [(HUILING, module, Decimal("88.25"), ENDED, "SRM")]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("S-0001,可持续,80,2023-12-31,", ("B2", "intake.unknown_choice")),
        ("S-0001,质量,100.01,2023-12-31,", ("C2", "scores.module_range")),
        ("S-0001,质量,-1,2023-12-31,", ("C2", "scores.module_range")),
        ("S-0001,质量,8.2551,2023-12-31,", ("C2", "intake.too_many_places")),
        ("S-0001,质量,,2023-12-31,", ("C2", "intake.required")),
        ("S-0001,质量,80,,", ("D2", "intake.required")),
        ("S-0099,质量,80,2023-12-31,", ("A2", "suppliers.figure_number_unknown")),
    ],
)
def test_what_is_no_score_is_refused_and_stops_no_other(session, row, fault):
    planned = plan(session, MODULE_SCORES, f"{HEAD}{row}\nS-0002,成本,0,2023-12-31,\n")
    assert faults(planned) == [fault]
    assert verdicts(planned) == ["refused", "new"]


def test_scores_side_by_side_are_the_same_figures(session):
    write(session, MODULE_SCORES, f"{HEAD}S-0001,质量,88,2023-12-31,SRM\n")
    text = f"{WIDE}S-0001,88,75,,91.5,2023-12-31,\nS-0002,,,60,,2023-12-31,ERP\n"
    planned = plan(session, MODULE_SCORES_WIDE, text)
    assert verdicts(planned) == ["changed", "new"]
    assert planned[0].changes == {"cost": ("", "75.00"), "technology": ("", "91.50")}
    assert len(write(session, MODULE_SCORES_WIDE, text)) == 3
    assert kept(session) == [
        (HUILING, "cost", Decimal(75), ENDED, ""),
        (HUILING, "quality", Decimal(88), ENDED, "SRM"),
        (HUILING, "technology", Decimal("91.5"), ENDED, ""),
        (MINGYAN, "delivery", Decimal(60), ENDED, "ERP"),
    ]
    assert verdicts(plan(session, MODULE_SCORES_WIDE, text)) == ["same", "same"]


def test_each_wrong_score_side_by_side_is_told_at_its_cell_and_an_empty_row_refused(session):
    text = f"{WIDE}S-0001,101,75,-3,,2023-12-31,\nS-0002,,-,n/a,,2023-12-31,\n"
    assert faults(plan(session, MODULE_SCORES_WIDE, text)) == [
        ("B2", "scores.module_range"),
        ("D2", "scores.module_range"),
        ("B3", "scores.no_module_score"),
    ]


def test_a_period_named_twice_in_a_file_is_refused(session):
    text = f"{WIDE}S-0001,80,,,,2023-12-31,\nS-0001,,70,,,2023-12-31,\nS-0001,,60,,,2023-12-31,\n"
    assert verdicts(plan(session, MODULE_SCORES_WIDE, text)) == ["new", "new", "refused"]


def test_a_correction_is_taken_back_to_the_former_score(session):
    write(session, MODULE_SCORES, f"{HEAD}S-0001,质量,88.25,2023-12-31,SRM\n")
    corrected = write(session, MODULE_SCORES, f"{HEAD}S-0001,质量,90,2023-12-31,SRM\nS-0001,成本,70,2023-12-31,SRM\n")
    assert MODULE_SCORES.undo(session, LIN.actor, corrected[::-1], NOW) == []
    assert kept(session) == [(HUILING, "quality", Decimal("88.25"), ENDED, "SRM")]


@pytest.mark.parametrize("importer", [MODULE_SCORES, MODULE_SCORES_WIDE])
@pytest.mark.parametrize("person", [TAN, MO, ADA, ZHOU])
def test_others_take_no_scores_in(session, importer, person):
    for act in (importer.plan, importer.write, importer.undo):
        with pytest.raises(Missing):
            act(session, person.actor, [], NOW)


def test_procurement_takes_scores_in(session):
    assert verdicts(plan(session, MODULE_SCORES, f"{HEAD}S-0001,质量,80,2023-12-31,\n", LIN)) == ["new"]


def follow(database):
    with database.unit_of_work(PAN.actor) as session:
        seal_new(session)
        return follow_inputs(session, NOW)


def test_a_file_through_intake_changes_each_published_rating_once(database, config):
    with database.unit_of_work(PAN.actor) as session:
        add_policy(session)
    text = f"{WIDE}S-0001,88,75,91.5,80,2023-12-31,SRM\nS-0002,60,60,60,60,2023-12-31,SRM\n"
    step = run_batch(database, config, MODULE_SCORES_WIDE, text)
    assert follow(database) == [HUILING, MINGYAN]
    assert follow(database) == []
    with database.reading(PAN.actor) as session:
        ratings = {rating.supplier_id: rating for rating in session.scalars(select(Rating))}
        assert ratings[HUILING].inputs["modules"] == {
            "quality": "88", "cost": "75", "delivery": "91.5", "technology": "80"
        }  # fmt: skip
        # (88·30 + 75·20 + 91.5·25 + 80·10 + 28·15) / 100; sustainability is 28 for want of everything else.
        assert ratings[HUILING].published["rating"] == "76.48"
        assert ratings[MINGYAN].published["rating"] == "55.20"
    undo_whole(step)
    assert follow(database) == [HUILING, MINGYAN]
    with database.reading(PAN.actor) as session:
        assert kept(session) == []


def test_a_chunk_is_planned_and_written_in_few_statements(session):
    session.add_all(
        Supplier(number=f"N-{number}", name_en=f"N {number}", country="CN", category="optical") for number in range(500)
    )
    session.flush()
    text = WIDE + "".join(f"N-{number},80,70,60,50,2023-12-31,\n" for number in range(500))
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: statements.append(given[2]))
    assert len(write(session, MODULE_SCORES_WIDE, text)) == 2000
    assert len(statements) <= 8


def test_a_chunk_of_a_batch_takes_as_many_statements_however_many_rows_it_has(database, config):
    with database.unit_of_work(PAN.actor) as session:
        session.add_all(
            Supplier(number=f"N-{number}", name_en=f"N {number}", country="CN", category="optical")
            for number in range(400)
        )
    counts, statements = [], []
    event.listen(database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    for rows in (1, 400):
        statements.clear()
        text = WIDE + "".join(f"N-{number},{90 - rows % 7},70,60,50,2023-12-31,\n" for number in range(rows))
        run_batch(database, config, MODULE_SCORES_WIDE, text)
        counts.append(len(statements))
    assert abs(counts[1] - counts[0]) <= 3, counts
