"""The columns of the suppliers' file and of the sites' file, and the headings people know them by."""

from collections.abc import Mapping

from supplier_portal.intake.importing import ImportColumn
from supplier_portal.language.catalogue import LANGUAGES, catalogue
from supplier_portal.language.codes import words
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.models import GRIDS


def in_both_languages(prefix: str, codes: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Code → its word in every language, for a cell to hold any of them."""
    said = {code: words()[f"{prefix}.{code}"] for code in codes}
    return {code: tuple(catalogue(language).gettext(word) for language in LANGUAGES) for code, word in said.items()}


CATEGORY_WORDS = in_both_languages("supplier_category", CATEGORIES)
SEPARATED_EN = "Several are separated by a semicolon; one that holds a semicolon stands in quotation marks."
SEPARATED_ZH = "多个以分号分隔；本身含分号的，用双引号括起。"

NUMBER = ImportColumn(
    "number",
    "code",
    (
        "Supplier number",
        "供应商编号",
        *("Number", "Supplier code", "Supplier no", "Supplier ID", "Vendor number", "Vendor code", "Vendor ID"),
        *("供应商编码", "供应商代码", "编号", "编码", "代码", "供应商号", "供方编码", "厂商编号", "厂商代码"),
    ),
    required=True,
    most=32,
    example="S-0001",
)
SUPPLIER_COLUMNS = (
    NUMBER,
    ImportColumn(
        "name_en",
        "text",
        (
            "Name in English",
            "英文名称",
            *("English name", "Supplier name", "Name", "Company name", "Company", "Vendor name", "Supplier"),
            *("供应商英文名称", "企业英文名称", "公司英文名称", "英文名"),
        ),
        example="Example Precision Electronics Co., Ltd.",
        note_en="A new supplier without it gets its Chinese name.",
        note_zh="新增供应商未填时，以中文名称代替。",
    ),
    ImportColumn(
        "name_zh",
        "text",
        (
            "Name in Chinese",
            "中文名称",
            *("Chinese name", "供应商名称", "供应商中文名称", "企业名称", "公司名称", "厂商名称", "供方名称"),
            *("名称", "中文名", "供应商"),
        ),
        example="示例精密电子有限公司",
    ),
    ImportColumn(
        "aliases",
        "text",
        ("Aliases", "别名", "Alias", "Other names", "Also known as", "Trade names", "简称", "曾用名", "其他名称"),
        most=4000,
        note_en=f"They are added to those known. {SEPARATED_EN}",
        note_zh=f"添加到已有别名中。{SEPARATED_ZH}",
    ),
    ImportColumn(
        "country",
        "country",
        (
            "Country",
            "国家/地区",
            *("Country/region", "Country code", "Region/country", "国家", "国家或地区", "国别", "国家代码"),
            *("注册国家", "所在国家"),
        ),
        example="CN",
    ),
    ImportColumn(
        "category",
        "choice",
        (
            "Category",
            "品类",
            *("Main category", "Commodity", "Purchasing category", "采购品类", "物料品类", "主品类", "类别"),
        ),
        choices=CATEGORY_WORDS,
        example="electronics",
    ),
    ImportColumn(
        "further_categories",
        "text",
        ("Further categories", "其他品类", "Other categories", "Additional categories", "次要品类", "兼供品类"),
        most=500,
        note_en=SEPARATED_EN,
        note_zh=SEPARATED_ZH,
    ),
    ImportColumn(
        "strategic_core",
        "boolean",
        (
            "Strategic core supplier",
            "是否战略核心",
            *("Strategic core", "Core supplier", "Core", "Strategic", "战略核心", "战略核心供应商", "核心供应商"),
            "是否战略核心供应商",
        ),
        example="yes",
    ),
    ImportColumn(
        "makes_goods",
        "boolean",
        ("Makes goods", "是否生产制造", "Manufacturer", "Is manufacturer", "生产制造", "是否制造商", "是否生产型"),
        example="yes",
    ),
    ImportColumn(
        "staff",
        "integer",
        (
            "Staff",
            "员工人数",
            *("Employees", "Headcount", "Number of employees", "人数", "职工人数", "员工数", "从业人数"),
        ),
        example="800",
    ),
    ImportColumn(
        "scope_1_2",
        "tonnes",
        (
            "Scope 1 and 2, t CO2e a year",
            "范围一和范围二排放量（吨二氧化碳当量/年）",
            *("Scope 1 and 2", "Scope 1+2", "Scope 1+2 emissions", "范围一和范围二排放量", "范围一二排放量"),
            *("范围1和2排放量", "碳排放量"),
        ),
        places=3,
        example="12500.5",
    ),
    ImportColumn(
        "annual_spend",
        "money",
        (
            "Annual spend, CNY",
            "年采购额（元）",
            *("Annual spend", "Spend", "Yearly spend", "Purchase volume", "年采购额", "年度采购额", "采购额"),
            *("采购金额", "年采购金额"),
        ),
        example="1250000.00",
    ),
    ImportColumn(
        "spend_year",
        "year",
        ("Spend year", "采购年度", "Year of spend", "Fiscal year", "采购额年度", "年度", "年份"),
        example="2023",
        note_en="The year the annual spend is of.",
        note_zh="年采购额所属年度。",
    ),
    ImportColumn("lei", "code", ("LEI", "LEI 代码", "LEI code", "Legal entity identifier", "LEI码", "法人识别编码")),
    ImportColumn("isin", "code", ("ISIN", "ISIN 代码", "ISIN code", "ISIN码", "证券识别码")),
    ImportColumn(
        "uscc",
        "code",
        (
            "USCC",
            "统一社会信用代码",
            *("Unified social credit code", "Unified social credit identifier", "Credit code", "社会信用代码"),
            *("信用代码", "税号", "纳税人识别号"),
        ),
    ),
    ImportColumn(
        "duns", "code", ("D-U-N-S", "邓白氏编码", "DUNS", "DUNS number", "D-U-N-S number", "邓氏编码", "邓白氏码")
    ),
    ImportColumn(
        "time_zone",
        "text",
        ("Time zone", "时区", "Timezone"),
        most=40,
        example="Asia/Shanghai",
    ),
    ImportColumn(
        "parent_number",
        "code",
        (
            "Parent's number",
            "母公司编号",
            *("Parent number", "Parent supplier", "Parent", "Parent company number", "母公司编码", "母公司代码"),
            *("上级公司编号", "集团编号"),
        ),
        most=32,
        note_en="Number of the supplier above; it may stand further down in the file.",
        note_zh="上级供应商的编号，可在文件后面的行中出现。",
    ),
    ImportColumn(
        "contact_name",
        "text",
        ("Contact", "联系人", "Contact name", "Contact person", "Main contact", "联系人姓名", "主要联系人"),
        most=120,
        example="Li Wen",
    ),
    ImportColumn(
        "contact_email",
        "text",
        (
            "Contact e-mail",
            "联系人邮箱",
            *("Contact email", "E-mail", "Email", "Email address", "邮箱", "电子邮箱", "电子邮件", "联系邮箱"),
        ),
        most=254,
        example="li.wen@supplier.example",
    ),
    ImportColumn(
        "contact_phone",
        "text",
        (
            "Contact phone",
            "联系电话",
            *("Phone", "Telephone", "Phone number", "Mobile", "联系人电话", "电话", "手机", "手机号"),
        ),
        most=40,
        example="+86 752 555 0100",
    ),
)
SITE_COLUMNS = (
    NUMBER,
    ImportColumn(
        "name_en",
        "text",
        (
            "Site name in English",
            "场所英文名称",
            *("Site name", "Site", "Name in English", "Plant", "Plant name", "Factory", "工厂英文名称", "英文名称"),
        ),
        most=120,
        example="Huizhou",
        note_en="Tells the supplier's sites apart. A new site without it gets its Chinese name.",
        note_zh="用于区分同一供应商的各场所；新增场所未填时，以中文名称代替。",
    ),
    ImportColumn(
        "name_zh",
        "text",
        (
            "Site name in Chinese",
            "场所中文名称",
            *("Name in Chinese", "场所名称", "工厂名称", "工厂", "厂区", "基地名称", "中文名称", "场所"),
        ),
        most=120,
        example="惠州",
    ),
    ImportColumn(
        "region",
        "text",
        ("Region", "省份", "Province", "Province or region", "State", "省/地区", "所在省份", "地区"),
        most=80,
        example="Guangdong",
    ),
    ImportColumn(
        "grid",
        "choice",
        ("Grid", "区域电网", "Power grid", "Regional grid", "电网", "所属电网", "电网区域"),
        choices=in_both_languages("grid", GRIDS),
        example="south",
    ),
    ImportColumn(
        "country",
        "country",
        ("Country", "国家/地区", "Site country", "国家", "国别", "所在国家"),
        note_en="Empty where it is the supplier's.",
        note_zh="与供应商所在国家/地区一致时不填。",
    ),
    ImportColumn(
        "spend_share",
        "share",
        ("Share of spend", "采购额占比", "Spend share", "Share", "占比", "采购占比", "份额"),
        places=4,
        example="0.6",
    ),
    ImportColumn(
        "category",
        "text",
        ("Categories", "品类", "Category", "Site category", "供应品类", "生产品类"),
        most=500,
        note_en=SEPARATED_EN,
        note_zh=SEPARATED_ZH,
    ),
)
