"""Figures of a duplicate go over with it, except for periods the survivor has a figure of its own."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from supplier_portal.carbon.models import CdpScore, DataQuality
from supplier_portal.declared import declare_rooms
from supplier_portal.scores.models import ModuleScore
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.operations import MergeSuppliers, add_supplier, merge_suppliers
from supplier_portal.suppliers.operations.merge_plan import plan_merge
from tests.cast import HUILING, NOW, PAN, TODAY
from tests.operations.test_suppliers_merge import PLAIN

PART = "merge_part."


def test_figures_go_over_but_for_periods_the_survivor_has(session):
    declare_rooms()
    duplicate = add_supplier(session, PAN.actor, PLAIN, NOW)
    for supplier_id, year, score in ((HUILING, 2023, "B"), (duplicate.id, 2023, "C"), (duplicate.id, 2022, "D")):
        session.add(CdpScore(supplier_id=supplier_id, year=year, score=score, published_on=date(year, 12, 1)))
    session.add(DataQuality(supplier_id=duplicate.id, known_on=TODAY, primary_share=Decimal("0.5"), source="PCF"))
    for supplier_id, module in ((HUILING, "quality"), (duplicate.id, "quality"), (duplicate.id, "cost")):
        session.add(
            ModuleScore(
                supplier_id=supplier_id, module=module, value=Decimal(80), period_ends_on=TODAY, source="SRM"
            )
        )  # fmt: skip
    session.flush()
    counts = plan_merge(session, session.get_one(Supplier, HUILING), duplicate).counts
    assert {part: counts[f"{PART}{part}"] for part in ("cdp_scores", "data_quality", "module_scores")} == {
        "cdp_scores": 1, "data_quality": 1, "module_scores": 1,
    }  # fmt: skip
    merge_suppliers(session, PAN.actor, MergeSuppliers(HUILING, duplicate.id), NOW)
    session.expire_all()
    of_survivor = select(CdpScore.year, CdpScore.score).where(CdpScore.supplier_id == HUILING).order_by(CdpScore.year)
    assert list(session.execute(of_survivor)) == [(2022, "D"), (2023, "B")]
    left = select(ModuleScore.module).where(ModuleScore.supplier_id == duplicate.id)
    assert list(session.scalars(left)) == ["quality"]
