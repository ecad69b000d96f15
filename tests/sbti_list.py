"""Lists of companies with science-based targets, in the layout of the public one, of invented companies.

`python -m tests.sbti_list` writes the small list that the demonstration and the tests read. Its identifiers begin with
codes that are given to nobody, and have right check digits unless a row is there for a wrong one.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from supplier_portal.output.sheets import Column, Sheet, write_workbook
from supplier_portal.shipped import SEED

SMALL_LIST = SEED / "sbti" / "small-list.xlsx"

HEAD = (
    *("sbti_id", "company_name", "isin", "lei", "organization_type", "location", "region", "sector"),
    *("near_term_status", "near_term_target_classification", "near_term_target_year"),
    *(
        "long_term_status",
        "long_term_target_classification",
        "long_term_target_year",
        "net_zero_status",
        "net_zero_year",
    ),
    *("full_target_language", "ba15_status", "ba15_date", "target_classification_long"),
    *("reason_for_extension_or_removal", "date_updated"),
)

SET, COMMITTED, REMOVED = "Targets set", "Committed", "Commitment removed"


def lei(middle: str) -> str:
    """The LEI of an issuer that does not exist, with right check digits."""
    body = f"ZZZZ00{middle.upper():0<12.12}"
    digits = "".join(str(int(character, 36)) for character in f"{body}00")
    return f"{body}{98 - int(digits) % 97:02}"


def isin(middle: str) -> str:
    """The ISIN of a country that does not exist, with the right check digit."""
    body = f"ZZ{middle.upper():0<9.9}"
    digits = "".join(str(int(character, 36)) for character in body)
    doubled = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[::-2])
    return f"{body}{-(doubled + sum(map(int, digits[-2::-2]))) % 10}"


# name, country, LEI, ISIN, near-term status, target year
SMALL_ROWS = (
    ("Huiling Precision Electronics Co., Ltd.", "China", lei("HUILING"), "", COMMITTED, ""),
    ("Mingyan Circuit Boards Co., Ltd.", "China", lei("MINGYAN"), isin("MINGYAN"), COMMITTED, ""),
    ("WANGXIAO BATTERY CO LTD", "China", lei("WANGXIAO"), "", SET, "2030"),
    ("Lanchuan Electronic Materials", "China", "", isin("LANCHUAN"), COMMITTED, ""),
    ("Yunqiao Optoelectronics Group", "China", f" {lei('YUNQIAO').lower()} ", "", SET, "FY2030"),
    ("Zeque Connectors (Suzhou) Co., Ltd.", "China", lei("ZEQUE"), "", COMMITTED, ""),
    ("Hengmei Thermal", "China", "", isin("HENGMEI"), COMMITTED, ""),
    ("Northmere Shipping Lines plc", "United Kingdom", lei("SHUOFANG"), "", SET, "2032"),
    ("Brennholm Castings AB", "Sweden", lei("BRENNHOLM"), isin("BRENNHOLM"), COMMITTED, ""),
    ("Okumari Ceramics K.K.", "Japan", lei("OKUMARI"), "", COMMITTED, ""),
    ("Xingli Cabinets", "China", "", isin("XINGLI"), COMMITTED, ""),
    ("Vallantra Semicon, Inc.", "United States of America", lei("VALLANTRA"), isin("VALLANTRA"), SET, "2035"),
    ("Heyu Plastics Holdings", "Hong Kong, China", lei("HEYU"), "", COMMITTED, ""),
    ("Lizhou Packaging", "China", lei("LIZHOU"), "", REMOVED, ""),
    ("Tannerley Magnetics Ltd.", "United Kingdom", lei("TANNERLEY"), "", COMMITTED, ""),
    ("Castellmar Thermal S.L.", "Spain", lei("CASTELLMAR"), "", SET, "2023"),
    ("Aldermoor Paper GmbH & Co. KG", "Germany", lei("ALDERMOOR"), "", SET, "2030"),
    ("Bergsund Rederi AS", "Norway", "", "", SET, "FY2033"),
    ("Cascine Verdi S.p.A.", "Italy", lei("CASCINE"), isin("CASCINE"), SET, "2030"),
    ("Dorvale Dairy Cooperative", "Ireland", "", "", COMMITTED, ""),
    ("Elmarra Mining Pty Ltd", "Australia", "", isin("ELMARRA"), REMOVED, ""),
    ("Fjordlys Energi A/S", "Denmark", f"{lei('FJORDLYS')[:-1]}X", "", SET, "2030"),
    ("Granvella Têxtil Ltda", "Brazil", "", f"{isin('GRANVELLA')[:-1]}X", COMMITTED, ""),
    ("Huanlu Steel Structure Co., Ltd.", "Taiwan, Province of China", lei("HUANLU"), "", SET, "2034"),
    ("Ilmenvaara Oy", "Finland", "", "", SET, "FY2031"),
)


def small_list() -> bytes:
    """The small list's file."""
    return listed(
        {
            "sbti_id": f"9{number:07}",
            "company_name": name,
            "lei": own_lei,
            "isin": own_isin,
            "organization_type": "Corporate",
            "location": country,
            "near_term_status": status,
            "near_term_target_classification": "1.5°C" if status == SET else "",
            "near_term_target_year": year,
            "date_updated": date(2024, 1, 25),
        }
        for number, (name, country, own_lei, own_isin, status, year) in enumerate(SMALL_ROWS, 1)
    )


def listed(rows: Iterable[Mapping[str, object]], head: Iterable[str] = HEAD) -> bytes:
    """A workbook with these columns; a row may leave out what it does not say."""
    names = tuple(head)
    columns = [Column(name, "date" if name == "date_updated" else "text") for name in names]
    cells = [[row.get(name) for name in names] for row in rows]
    return write_workbook([Sheet("Data", columns, cells)], at=datetime(2024, 1, 25, tzinfo=UTC))


if __name__ == "__main__":
    SMALL_LIST.parent.mkdir(parents=True, exist_ok=True)
    SMALL_LIST.write_bytes(small_list())
