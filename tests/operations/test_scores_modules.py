"""Scores from the buyer's own systems, kept by supplier, part and period."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.scores.models import ModuleScore
from supplier_portal.scores.operations.modules import RecordModuleScore, record_module_score
from tests.cast import HUILING, LIN, MINGYAN, MO, NOW, PAN, TAN, ZHOU

QUALITY = RecordModuleScore(HUILING, "quality", Decimal("88.25"), date(2023, 12, 31), "Supplier management system")


def test_a_score_told_again_is_corrected_and_others_stay(session: Session) -> None:
    for command in (QUALITY, replace(QUALITY, supplier_id=MINGYAN), replace(QUALITY, value=Decimal(90))):
        record_module_score(session, PAN.actor, command, NOW)
    kept = session.execute(select(ModuleScore.supplier_id, ModuleScore.value).order_by(ModuleScore.supplier_id)).all()
    assert kept == [(HUILING, Decimal(90)), (MINGYAN, Decimal("88.25"))]


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"module": "sustainability"}, "module"),
        ({"value": Decimal("100.01")}, "value"),
        ({"value": Decimal("-0.01")}, "value"),
        ({"value": Decimal("1.001")}, "value"),
        ({"value": Decimal("NaN")}, "value"),
    ],
)
def test_a_score_that_is_none_is_refused_at_its_field(session: Session, wrong: dict[str, object], place: str) -> None:
    with pytest.raises(Invalid) as refused:
        record_module_score(session, PAN.actor, replace(QUALITY, **wrong), NOW)
    assert [fault.place for fault in refused.value.faults] == [place]
    assert session.scalars(select(ModuleScore)).all() == []


def test_procurement_records_too(session: Session) -> None:
    assert record_module_score(session, LIN.actor, QUALITY, NOW).value == Decimal("88.25")


@pytest.mark.parametrize("person", [TAN, MO, ZHOU])
def test_nobody_else_records(session: Session, person) -> None:
    with pytest.raises(Missing):
        record_module_score(session, person.actor, QUALITY, NOW)


def test_a_score_of_nobody_is_refused(session: Session) -> None:
    with pytest.raises(Missing):
        record_module_score(session, PAN.actor, replace(QUALITY, supplier_id=999), NOW)
