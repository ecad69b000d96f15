"""The columns by which a row names its supplier: number, LEI or name, any one of them."""

from supplier_portal.intake.importing import ImportColumn

NUMBER = ImportColumn(
    "supplier_number",
    "code",
    (
        "Supplier number",
        "供应商编号",
        *("Number", "Supplier code", "Supplier no", "Supplier ID", "Vendor number", "Vendor code", "Vendor ID"),
        *("供应商编码", "供应商代码", "编号", "编码", "代码", "供应商号", "供方编码", "厂商编号", "厂商代码"),
    ),
    most=32,
    example="S-0001",
    note_en="Number, LEI or name: one of the three is enough.",
    note_zh="编号、LEI、名称，填其中一项即可。",
)
LEI = ImportColumn(
    "lei",
    "code",
    ("LEI", "法人机构识别编码", "LEI code", "Legal entity identifier", "LEI编码", "法人识别编码"),
    most=32,
)
NAME = ImportColumn(
    "supplier_name",
    "text",
    (
        "Supplier name",
        "供应商名称",
        *("Supplier", "Name", "Company", "Company name", "Organisation", "Organization", "Account name", "Vendor name"),
        *("供应商", "名称", "企业名称", "公司名称", "公司", "厂商名称", "供方名称"),
    ),
    most=300,
    note_en="A registered name or an alias, in either language. It must be the name of one supplier alone.",
    note_zh="注册名称或别名，中英文均可，须只对应一家供应商。",
)
NAMING_COLUMNS = (NUMBER, LEI, NAME)
