"""The two data-quality figures by file: primary share and verification, as known on a day.

Figures of a day that are corrected replace the former ones, as CDP scores do.
"""

from datetime import date
from decimal import Decimal

from supplier_portal.access.permissions import Permission
from supplier_portal.carbon.models import DataQuality
from supplier_portal.carbon.operations.declared import LONGEST_SOURCE, SHARE_PLACES, quality_faults
from supplier_portal.domain.errors import Fault
from supplier_portal.intake.importing import ImportColumn, Importer, ImportRow
from supplier_portal.suppliers.figures import NAMING_COLUMNS, Figure, FigureImport, FigureTable, Reading

TABLE = FigureTable(
    DataQuality,
    ("known_on",),
    ("primary_share", "verified_to", "source"),
    "data_quality_taken_in",
    "data_quality_taken_back",
)
COLUMNS = (
    *NAMING_COLUMNS,
    ImportColumn(
        "known_on",
        "date",
        ("Known on", "获知日期", "Date", "As of", "Recorded on", "日期", "截至日期", "统计日期", "获取日期"),
        required=True,
        example="2024-01-31",
        note_en="The day from which both figures are known.",
        note_zh="两项数据自该日起为已知。",
    ),
    ImportColumn(
        "primary_share",
        "share",
        (
            "Primary data share",
            "初级数据占比",
            "Primary share",
            "Share of primary data",
            "初级数据比例",
            "原始数据占比",
        ),
        required=True,
        places=SHARE_PLACES,
        example="62%",
        note_en="Weighted by spend over the product footprints supplied.",
        note_zh="按采购额加权，覆盖已提交的产品碳足迹。",
    ),
    ImportColumn(
        "verified_to",
        "date",
        (
            *("Verified to", "核查期截止日", "Verified until", "End of the verified period", "Verified period ends on"),
            *("核查截止日期", "核查期末", "核查期间截止日"),
        ),
        example="2023-12-31",
        note_en="Last day of the full-year inventory a third party verified; empty where none was.",
        note_zh="经第三方核查的全年清单的最后一日；未核查则留空。",
    ),
    ImportColumn(
        "source",
        "text",
        ("Source", "来源", "Data source", "数据来源"),
        most=LONGEST_SOURCE,
        example="Questionnaire 2023",
    ),
)


def read_row(row: ImportRow) -> Reading:
    """What a row says, by the rules by which single figures are recorded."""
    known_on, share, verified_to = (row.values.get(name) for name in ("known_on", "primary_share", "verified_to"))
    if not isinstance(known_on, date) or not isinstance(share, Decimal):
        raise TypeError("a date is a date and a share a decimal")
    ends_on = verified_to if isinstance(verified_to, date) else None
    told = quality_faults(known_on, share, ends_on, str(row.values.get("source") or ""))
    faults = [Fault(fault.code, row.places[fault.place], facts=fault.facts) for fault in told]
    values: dict[str, object] = {"primary_share": share}
    if "verified_to" in row.values:
        values["verified_to"] = ends_on
    if row.values.get("source") is not None:
        values["source"] = row.values["source"]
    return Reading([Figure((known_on,), values, {"verified_to": None, "source": ""})], faults=faults)


_IMPORT = FigureImport(TABLE, Permission.CARBON_FIGURE_RECORD, read_row)
DATA_QUALITY = Importer(
    code="carbon.data_quality",
    title_en="Data quality",
    title_zh="数据质量",
    permission=_IMPORT.permission,
    columns=COLUMNS,
    key=("supplier_number", "lei", "supplier_name", "known_on"),
    plan=_IMPORT.plan,
    write=_IMPORT.write,
    undo=_IMPORT.undo,
    about_en="One row for each supplier and day: share of primary data, and up to when its inventory was verified.",
    about_zh="每家供应商每个日期一行：初级数据占比，以及清单经核查的截止日。",
)
