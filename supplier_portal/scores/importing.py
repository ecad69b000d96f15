"""Module scores by file: one figure a row, or one row with a column for each module.

A period's figure that is told again is corrected, as when it is recorded singly; the batch keeps the former one.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Fault
from supplier_portal.intake.importing import ImportColumn, Importer, ImportRow
from supplier_portal.scores.models import ModuleScore
from supplier_portal.scores.operations.modules import LONGEST_SOURCE, MODULES, PLACES, module_faults
from supplier_portal.suppliers.figures import NAMING_COLUMNS, Figure, FigureImport, FigureTable, Reading

TABLE = FigureTable(
    ModuleScore,
    ("module", "period_ends_on"),
    ("value", "source"),
    "module_scores_taken_in",
    "module_scores_taken_back",
)
MODULE_WORDS = {
    "quality": ("quality", "质量", "品质", "Q"),
    "cost": ("cost", "成本", "价格", "C"),
    "delivery": ("delivery", "交付", "交期", "交货", "D"),
    "technology": ("technology", "技术", "T"),
}
PERIOD = ImportColumn(
    "period_ends_on",
    "date",
    ("Period ends on", "期末日期", "Period end", "End of period", "期间截止日", "考核期末", "截止日期"),
    required=True,
    example="2023-12-31",
    note_en="Last day of the period the score is about.",
    note_zh="评分所属期间的最后一日。",
)
SOURCE = ImportColumn(
    "source",
    "text",
    ("Source", "来源", "Source system", "System", "来源系统", "数据来源"),
    most=LONGEST_SOURCE,
    example="Supplier management system",
)
VALUE_EN, VALUE_ZH = "From 0 to 100.", "0至100。"
LONG_COLUMNS = (
    *NAMING_COLUMNS,
    ImportColumn(
        "module",
        "choice",
        ("Module", "评估模块", "Dimension", "模块", "考核维度", "维度"),
        required=True,
        choices=MODULE_WORDS,
        example="quality",
    ),
    ImportColumn(
        "value",
        "decimal",
        ("Score", "得分", "Value", "Points", "分值", "评分", "分数"),
        required=True,
        places=PLACES,
        example="88.25",
        note_en=VALUE_EN,
        note_zh=VALUE_ZH,
    ),
    PERIOD,
    SOURCE,
)
WIDE_TITLES = {
    "quality": ("Quality", "质量", "Quality score", "质量得分", "品质", "质量评分"),
    "cost": ("Cost", "成本", "Cost score", "成本得分", "价格", "成本评分"),
    "delivery": ("Delivery", "交付", "Delivery score", "交付得分", "交期", "交付评分"),
    "technology": ("Technology", "技术", "Technology score", "技术得分", "技术评分"),
}
WIDE_COLUMNS = (
    *NAMING_COLUMNS,
    *(
        ImportColumn(
            module, "decimal", WIDE_TITLES[module], places=PLACES, example="88.25", note_en=VALUE_EN, note_zh=VALUE_ZH
        )
        for module in MODULES
    ),
    PERIOD,
    SOURCE,
)


def read_long(row: ImportRow) -> Reading:
    """One figure of one module."""
    return _reading(row, [(str(row.values["module"]), "value")])


def read_wide(row: ImportRow) -> Reading:
    """A figure for each module that has one in the row."""
    told = [(module, module) for module in MODULES if row.values.get(module) is not None]
    if not told:
        place = next((row.places[module] for module in MODULES if module in row.places), row.places["period_ends_on"])
        return Reading(faults=[Fault("scores.no_module_score", place)])
    return _reading(row, told)


def _reading(row: ImportRow, told: Iterable[tuple[str, str]]) -> Reading:
    """Read pairs of a module and the column its figure stands in, by the rules of a single record."""
    ends_on, source = row.values["period_ends_on"], row.values.get("source")
    if not isinstance(ends_on, date):
        raise TypeError("a date is a date")
    figures, faults = [], []
    for module, column in told:
        value = row.values[column]
        if not isinstance(value, Decimal):
            raise TypeError("a score is a decimal")
        faults += [Fault(fault.code, row.places[column], facts=fault.facts) for fault in module_faults(module, value)]
        values = {"value": value} if source is None else {"value": value, "source": source}
        figures.append(Figure((module, ends_on), values, {"source": ""}, column))
    return Reading(figures, faults=faults)


_LONG = FigureImport(TABLE, Permission.SCORES_MODULE_RECORD, read_long)
_WIDE = FigureImport(TABLE, Permission.SCORES_MODULE_RECORD, read_wide)
MODULE_SCORES = Importer(
    code="scores.module_scores",
    title_en="Module scores, one a row",
    title_zh="模块评分（每行一项）",
    permission=_LONG.permission,
    columns=LONG_COLUMNS,
    key=("supplier_number", "lei", "supplier_name", "module", "period_ends_on"),
    plan=_LONG.plan,
    write=_LONG.write,
    undo=_LONG.undo,
    about_en="Quality, cost, delivery and technology from the buyer’s systems: a row for each figure.",
    about_zh="采购方系统的质量、成本、交付、技术评分，每个数值一行。",
)
MODULE_SCORES_WIDE = Importer(
    code="scores.module_scores_wide",
    title_en="Module scores, side by side",
    title_zh="模块评分（并列）",
    permission=_WIDE.permission,
    columns=WIDE_COLUMNS,
    key=("supplier_number", "lei", "supplier_name", "period_ends_on"),
    plan=_WIDE.plan,
    write=_WIDE.write,
    undo=_WIDE.undo,
    about_en="Quality, cost, delivery and technology in columns of their own: a row for each supplier and period.",
    about_zh="质量、成本、交付、技术各占一列，每家供应商每个期间一行。",
)
IMPORTERS = (MODULE_SCORES, MODULE_SCORES_WIDE)
