"""The columns every row of reference data has: its set, and where it was published."""

from supplier_portal.domain.errors import Fault
from supplier_portal.intake.importing import ImportColumn, ImportRow

SET_COLUMNS = (
    ImportColumn(
        "set",
        "code",
        ("Set", "数据集", "Set code", "数据集代码"),
        required=True,
        most=40,
        example="cn-electricity",
    ),
    ImportColumn(
        "version",
        "code",
        ("Version", "版本", "Set version", "数据集版本"),
        required=True,
        most=32,
        example="2026.1",
        note_en="A version that is loaded never changes; another content needs another version.",
        note_zh="版本一经导入即不再变更；内容不同须用新版本号。",
    ),
)
PUBLICATION_COLUMNS = (
    ImportColumn("publisher", "text", ("Publisher", "发布机构", "Published by", "发布单位"), required=True),
    ImportColumn(
        "source",
        "text",
        ("Source", "来源文件", "Document", "来源", "出处"),
        required=True,
        most=300,
        note_en="Document, number and date.",
        note_zh="文件名称、文号和日期。",
    ),
    ImportColumn(
        "confirmed",
        "boolean",
        ("Confirmed", "已核对", "Compared with its publication", "已与原文核对"),
        required=True,
        example="no",
        note_en="Whether the value was compared with its publication.",
        note_zh="数值是否已与发布原文核对。",
    ),
    ImportColumn("note_en", "text", ("Note in English", "英文说明", "Note"), most=400),
    ImportColumn("note_zh", "text", ("Note in Chinese", "中文说明", "说明", "备注"), most=400),
)


def set_of(row: ImportRow) -> tuple[str, str]:
    """Code and version."""
    return str(row.values["set"]), str(row.values["version"])


def publication_of(row: ImportRow) -> dict[str, object]:
    """Values of the columns of `PUBLICATION_COLUMNS`; a note that is not there is empty."""
    return {column.name: row.values.get(column.name) or text_or_no(column) for column in PUBLICATION_COLUMNS}


def text_or_no(column: ImportColumn) -> object:
    """What an empty cell stands for."""
    return False if column.kind == "boolean" else ""


def fault_at(row: ImportRow, column: str, code: str, **facts: object) -> Fault:
    return Fault(code, row.places.get(column, ""), facts=facts)
