"""Global warming potentials by file: one row a gas of a set."""

from collections.abc import Iterator
from decimal import Decimal

from supplier_portal.carbon.importing.publication import (
    PUBLICATION_COLUMNS,
    SET_COLUMNS,
    fault_at,
    publication_of,
    set_of,
)
from supplier_portal.carbon.importing.sets import ReadRow, SetImport
from supplier_portal.carbon.models import WarmingPotential
from supplier_portal.domain.errors import Fault
from supplier_portal.intake.importing import ImportColumn, Importer, ImportRow

MOST_PLACES, BELOW = 4, Decimal(100_000)
HORIZONS = (20, 100, 500)
COLUMNS = (
    *SET_COLUMNS,
    ImportColumn("gas", "code", ("Gas", "气体", "温室气体"), required=True, most=24, example="HFC-134a"),
    ImportColumn("formula", "text", ("Formula", "化学式", "分子式"), most=40, example="CH2FCF3"),
    ImportColumn(
        "horizon",
        "integer",
        ("Horizon", "时间尺度", "Time horizon", "时间范围"),
        required=True,
        example="100",
        note_en="Years: 20, 100 or 500.",
        note_zh="年数：20、100或500。",
    ),
    ImportColumn(
        "value", "decimal", ("GWP", "数值", "Value", "GWP值"), required=True, places=MOST_PLACES, example="1530"
    ),
    *PUBLICATION_COLUMNS,
)


def read_row(row: ImportRow) -> ReadRow:
    """What a row says, with every fault at its cell."""
    values = {
        "gas": row.values["gas"],
        "formula": row.values.get("formula") or "",
        "horizon": row.values["horizon"],
        "value": row.values["value"],
        **publication_of(row),
    }
    return ReadRow(set_of(row), values, list(_faults(row)))


def _faults(row: ImportRow) -> Iterator[Fault]:
    value = row.values["value"]
    if row.values["horizon"] not in HORIZONS:
        yield fault_at(row, "horizon", "carbon.no_horizon", horizons=list(HORIZONS))
    if not isinstance(value, Decimal) or not 0 <= value < BELOW:
        yield fault_at(row, "value", "carbon.no_factor", most=BELOW - 1)


_IMPORT = SetImport("gwp", WarmingPotential, ("gas", "horizon"), read_row)
WARMING_POTENTIALS = Importer(
    code="carbon.gwp",
    title_en="Global warming potentials",
    title_zh="全球变暖潜势",
    permission=_IMPORT.permission,
    columns=COLUMNS,
    key=("set", "version", "gas", "horizon"),
    plan=_IMPORT.plan,
    plan_again=_IMPORT.plan_again,
    write=_IMPORT.write,
    undo=_IMPORT.undo,
    about_en="One row for each gas of an assessment report’s set. A loaded version never changes.",
    about_zh="评估报告数据集中每种气体一行。版本一经导入不再变更。",
)
