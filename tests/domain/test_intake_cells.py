"""Cells as people write them: read right, or refused with the reason; never off by a factor."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from supplier_portal.intake.cells import CellColumn, Unreadable
from supplier_portal.intake.importing import ImportColumn
from supplier_portal.output.sheets import LostNumber, NumberText


def column_of(kind, heading="Column", cells=(), **given):
    return CellColumn.of(ImportColumn("it", kind, (heading,), **given), heading, cells)


def said(kind, cell, *others, heading="Column", **given):
    """The value of a cell, or the code of its refusal, where `others` stand in the same column."""
    try:
        return column_of(kind, heading, (cell, *others), **given).read(cell)
    except Unreadable as error:
        return error.code.removeprefix("intake.")


WIDE = str.maketrans(
    "0123456789.,-%()",
    "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff0e\uff0c\uff0d\uff05\uff08\uff09",
)
ONE = "1250.50"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1250.5", ONE), ("1250.50", ONE), ("1,250.50", ONE), ("1.250,50", ONE), ("1 250.50", ONE), ("1 250,50", ONE),
        ("1\u00a0250,50", ONE), ("1\u2009250.5", ONE), ("1\u202f250,5", ONE), ("1'250.50", ONE),
        ("1\u2019250.50", ONE),
        ("1,250.50".translate(WIDE), ONE), ("1 250.50".replace(" ", "\u3000"), ONE), (" 1250.5 ", ONE),
        ("¥1,250.50", ONE), ("\uffe51,250.50", ONE), ("¥ 1250.5", ONE), ("1250.5元", ONE), ("1250.5 元", ONE),
        ("CNY 1,250.50", ONE), ("1,250.50 CNY", ONE), ("RMB1250.5", ONE), ("人民币1250.5元", ONE), ("+1250.5", ONE),
        ("-1250.5", "-" + ONE), ("\u22121250.5", "-" + ONE), ("–1250.5", "-" + ONE), ("(1,250.50)", "-" + ONE),
        ("1,250.50-", "-" + ONE), ("-¥1,250.50", "-" + ONE), ("¥-1250.50", "-" + ONE), ("（1250.5）", "-" + ONE),
        ("1,234,567", "1234567"), ("1.234.567", "1234567"), ("1 234 567", "1234567"), ("1'234'567,5", "1234567.5"),
        ("12,5", "12.5"), ("12.5", "12.5"), ("0,125", "not kept"), ("0.12", "0.12"), (".5", "0.5"),
        ("1234,5", "1234.5"),
        ("12.5万元", "125000"), ("12万", "120000"), ("1.2亿元", "120000000"), ("3 million", "3000000"), ("007", "7"),
        (NumberText("1.25"), "1.25"), (NumberText("1234"), "1234"), (NumberText("-3.5"), "-3.5"), ("0", "0"),
        ("-0", "0"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_written(cell, value):
    expected = "too_many_places" if value == "not kept" else Decimal(value)
    assert said("money", cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "abc",
        "12abc", "1,23,456", "1,2345.6", "1.234.56", "12,34.567,8", "1  234", "1 23", "--5", "-(5)", "5-3", "1/2",
        "10–20", "~12", ">5", "10²", "½", "①", "一百", "12.5.", "1,250.50,", "1e3", "1.2E+5", "0x10", "∞", "NaN", "٣",
        "45%", "5 USD", "$5", "€5", "5 kg", "12 3456", "1'23", "0,123,456", "1,234,56", "1\n234", "=1+1", "5 元 5",
        "++5",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(cell):
    assert said("money", cell) in {"not_a_number", "unit_unknown"}


@pytest.mark.parametrize(
    ("cell", "others", "value"),
    [
        ("1,234", [], "ambiguous_number"),
        ("1.234", [], "ambiguous_number"),
        ("1,234", ["5", "n/a", "1 234", NumberText("1.5")], "ambiguous_number"),
        ("1,234", ["1,234,567"], Decimal(1234)),
        ("1,234", ["12.5"], Decimal(1234)),
        ("1,234", ["1,000.00"], Decimal(1234)),
        ("1.234", ["1.234,56"], Decimal(1234)),
        ("1.234", ["12,5"], Decimal(1234)),
        ("1.234", ["1.234.567"], Decimal(1234)),
        ("1,234", ["12,5"], "too_many_places"),
        ("1.234", ["12.5"], "too_many_places"),
        ("1,234", ["12,5", "12.5"], "ambiguous_number"),
        ("1,234", ["1,234,567", "1.234.567"], "ambiguous_number"),
        ("12,5", ["1,234,567"], "marks_differ"),
        ("12,5", ["1,234,567", "3,5", "4,5"], Decimal("12.5")),
        ("1.000,50", ["1,000.50"], Decimal("1000.5")),
        (NumberText("1.234"), ["1.234,5"], "too_many_places"),
        ("¥1,234", ["2.5"], Decimal(1234)),
    ],
)
def test_a_mark_that_may_be_either_needs_another_cell_as_proof(cell, others, value):
    assert said("money", cell, *others) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("250", 250), ("1,234", 1234), ("1.234", 1234), ("12,345,678", 12345678), ("250.0", 250),
        (NumberText("800"), 800),
        ("12.5", "not_whole"), (NumberText("1.5"), "not_whole"), ("n/a", None), ("50%", "not_a_number"),
        (True, "not_a_number"),
        ("250人", "not_a_number"), ("-3", -3),
    ],
)  # fmt: skip
def test_a_whole_number_is_whole(cell, value):
    assert said("integer", cell) == value


def test_a_whole_number_in_a_column_of_decimal_commas_stays_in_doubt():
    assert said("integer", "1,234", "2,0") == "not_whole"


@pytest.mark.parametrize(
    ("heading", "cell", "value"),
    [
        ("Share", "0.45", "0.45"), ("Share", "45%", "0.45"), ("Share", "45 %", "0.45"),
        ("Share", "\uff14\uff15\uff05", "0.45"),
        ("Share", "0,5", "0.5"), ("Share", "1", "1"), ("Share", "100%", "1"), ("Share", "0", "0"),
        ("Share", NumberText("0.45"), "0.45"),
        ("Share", "45", "no_share"), ("Share", "1.5", "no_share"), ("Share", "-0.1", "no_share"),
        ("Share", "101%", "no_share"),
        ("Share", "0.12345", "too_many_places"), ("Share", "45‰", "not_a_number"),
        ("Share (%)", "45", "0.45"), ("占比（%）", "45", "0.45"), ("占比，%", "45", "0.45"),
        ("Share %", "12.5", "0.125"),
        ("Share (percent)", "45", "0.45"), ("占比（百分比）", "45", "0.45"), ("Share (%)", "45%", "0.45"),
        ("Share (%)", "100", "1"),
        ("Share (%)", "0.45", "ambiguous_share"), ("Share (%)", "1", "ambiguous_share"),
        ("Share (%)", "0.45%", "0.0045"),
        ("Share (%)", NumberText("0.45"), "ambiguous_share"), ("Share (%)", "0", "0"),
        ("Share (%)", "101", "no_share"),
        ("Share (0–1)", "0.3", "0.3"), ("Share of spend, 0 to 1", "0.3", "0.3"),
    ],
)  # fmt: skip
def test_a_share_is_a_share_or_refused(heading, cell, value):
    expected = Decimal(value) if value[0].isdigit() else value
    assert said("share", cell, heading=heading, places=4) == expected


@pytest.mark.parametrize(
    ("heading", "factor"),
    [
        ("采购额（万元）", 10_000), ("采购额(千元)", 1_000), ("采购额【百万元】", 1_000_000),
        ("采购额（亿元）", 100_000_000),
        ("采购额（元）", 1), ("采购额（人民币万元）", 10_000), ("采购额（万元人民币）", 10_000),
        ("采购额/万元", 10_000),
        ("采购额，万元", 10_000), ("采购额 万元", 10_000), ("采购额万元", 10_000), ("采购额_万元", 10_000),
        ("采购额:万元", 10_000),
        ("采购额（单位：万元）", 10_000), ("采购额（万元，不含税）", 10_000), ("万元采购额", 10_000),
        ("采购额", 1), ("采购额（不含税）", 1),
        ("Spend (CNY)", 1), ("Spend, CNY", 1), ("Spend [RMB]", 1), ("Spend (CNY thousand)", 1_000),
        ("Spend (thousand CNY)", 1_000),
        ("Spend CNY million", 1_000_000), ("Spend in CNY million", 1_000_000), ("Spend (CNY mn)", 1_000_000),
        ("Spend (CNY '000)", 1_000), ("Spend (kCNY)", 1_000), ("Spend (CNY bn)", 10**9), ("Spend 2023 (CNY)", 1),
        ("Spend (CNY, 2023)", 1), ("Spend\n(万元)", 10_000), ("Spend (\uff23\uff2e\uff39)", 1), ("采购额度", 1),
    ],
)  # fmt: skip
def test_the_unit_of_a_heading_is_read_into_the_column_s_own(heading, factor):
    assert said("money", "2.5", heading=heading) == Decimal("2.5") * factor


@pytest.mark.parametrize(
    ("heading", "factor"),
    [
        ("Emissions (t)", "1"), ("Emissions (kt)", "1000"), ("排放量（万吨）", "10000"), ("排放量（吨）", "1"),
        ("Mass (kg)", "0.001"),
        ("排放量（千克）", "0.001"), ("Emissions, t CO2e a year", "1"), ("Emissions (kt CO₂e)", "1000"),
        ("Emissions (tCO2e)", "1"),
        ("范围一（吨二氧化碳当量）", "1"), ("排放量 kt", "1000"), ("Scope 1 and 2, t CO2e a year", "1"),
        ("Emissions (million t)", "1000000"),
    ],
)  # fmt: skip
def test_tonnes_have_their_units_too(heading, factor):
    assert said("tonnes", "1250", heading=heading, places=3) == 1250 * Decimal(factor)


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("money", "Spend (USD)"), ("money", "Spend USD"), ("money", "USD spend"), ("money", "采购额（美元）"),
        ("money", "采购金额美元"),
        ("money", "Spend (k€)"), ("money", "Spend ($)"), ("money", "Spend (m)"), ("money", "Spend (TEUR)"),
        ("money", "Spend, HK$"),
        ("money", "Spend (lakh)"), ("money", "采购额（万元，千元）"), ("money", "采购额（日元）"),
        ("tonnes", "Weight (lb)"),
        ("tonnes", "Weight (short tons)"), ("tonnes", "Emissions (m3)"), ("tonnes", "用电量（kWh）"),
        ("tonnes", "Emissions (MT)"),
        ("share", "Share (‰)"), ("integer", "员工（千人）"), ("integer", "Staff (thousand)"),
        ("decimal", "Output (million)"),
    ],
)  # fmt: skip
def test_a_unit_that_is_not_known_refuses_the_column(kind, heading):
    with pytest.raises(Unreadable, match="unit_unknown"):
        column_of(kind, heading)


@pytest.mark.parametrize("cell", ["12元", "12千元", "¥12", "12亿元"])
def test_a_cell_that_names_another_unit_than_its_heading_is_refused(cell):
    assert said("money", cell, heading="采购额（万元）") == "unit_differs"
    assert said("money", "12万元", heading="采购额（万元）") == Decimal(120_000)


DAY = date(2024, 3, 31)


@pytest.mark.parametrize(
    "cell",
    [
        "2024-03-31", "2024/3/31", "2024.3.31", "2024年3月31日", "2024年03月31号", "2024 年 3 月 31 日",
        "31.12.2024", "31/12/2024",
        "12/31/2024", "31 Mar 2024", "31-Mar-2024", "31 March 2024", "Mar 31, 2024", "March 31 2024",
        "31st March 2024", "20240331",
        "45382", NumberText("45382"), NumberText("45382.5"), "2024-03-31 00:00:00", "2024-03-31T08:30", DAY,
        datetime.combine(DAY, time(8, 30)), "\uff12\uff10\uff12\uff14-03-31",
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(cell):
    text = str(cell)
    assert said("date", cell) == (date(2024, 12, 31) if ("12" in text and "/" in text) or text == "31.12.2024" else DAY)


@pytest.mark.parametrize(
    "cell",
    ["2024-02-30", "2024-13-01", "31/12/24",
     "2024-03", "2024", "March 2024", "1", NumberText("3"), NumberText("999999"), "32/01/2024",
     "today", "0000-00-00", "2024-3-31Z", "99991231", True, "12.5"],
)  # fmt: skip
def test_what_is_no_date_is_refused(cell):
    assert said("date", cell) == "not_a_date"


@pytest.mark.parametrize(
    ("cell", "others", "value"),
    [
        ("03/04/2024", [], "ambiguous_date"),
        ("03.04.2024", ["2024-01-31"], "ambiguous_date"),
        ("03/04/2024", ["31/12/2024"], date(2024, 4, 3)),
        ("03/04/2024", ["12/31/2024"], date(2024, 3, 4)),
        ("03/04/2024", ["12/31/2024", "31/12/2024"], "ambiguous_date"),
        ("03/03/2024", [], date(2024, 3, 3)),
    ],
)
def test_day_or_month_first_needs_proof(cell, others, value):
    assert said("date", cell, *others) == value


@pytest.mark.parametrize(
    "kind", ["integer", "decimal", "money", "tonnes", "share", "date", "year", "text", "code", "country", "boolean"]
)
@pytest.mark.parametrize(
    "cell", ["", " ", "\u3000", "n/a", "N/A", "#N/A", "-", "–", "—", "——", "/", "无", "不适用", "暂无", "未知",
    "\uff0d", "\uff2e/\uff21"]
)  # fmt: skip
def test_nothing_is_nothing_and_never_a_zero(kind, cell):
    assert said(kind, cell) is None


@pytest.mark.parametrize("kind", ["money", "text", "date", "boolean", "code"])
def test_a_failed_formula_is_refused(kind):
    assert said(kind, "#REF!") == "formula_failed"


@pytest.mark.parametrize(
    ("cell", "value"),
    [*((cell, True) for cell in ("是", "yes", "Y", "√", "TRUE", "1", NumberText("1"), True, "✓")),
     *((cell, False) for cell in ("否", "No", "n", "×", "false", "0", False)), ("maybe", "not_yes_or_no"),
     ("2", "not_yes_or_no")],
)  # fmt: skip
def test_yes_and_no_are_read_in_both_languages(cell, value):
    assert said("boolean", cell) == value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("CN", "CN"), ("cn", "CN"), ("CHN", "CN"), ("China", "CN"), ("中国", "CN"), ("PRC", "CN"),
        ("P.R. China", "CN"), ("中华人民共和国", "CN"),
        ("Hong Kong, China", "HK"), ("中国香港", "HK"), ("Taiwan, Province of China", "TW"), ("中国台湾", "TW"),
        ("台湾", "TW"), ("TWN", "TW"),
        ("UK", "GB"), ("United Kingdom", "GB"), ("英国", "GB"), ("Korea, Republic of", "KR"),
        ("South Korea", "KR"), ("韩国", "KR"),
        ("USA", "US"), ("U.S.A.", "US"), ("美国", "US"), ("Germany", "DE"), ("德国", "DE"), ("DEU", "DE"),
        ("Viet Nam", "VN"), ("越南", "VN"),
        ("\uff23\uff2e", "CN"), ("NA", "NA"), ("Namibia", "NA"), ("Türkiye", "TR"), ("Czech Republic", "CZ"),
        ("Russia", "RU"), ("日本", "JP"),
        ("Macao, China", "MO"), ("Côte d’Ivoire", "CI"), ("EU", "country_unknown"),
        ("Atlantis", "country_unknown"), ("86", "country_unknown"),
    ],
)  # fmt: skip
def test_countries_are_read_by_code_and_by_name(cell, code):
    assert said("country", cell) == code


@pytest.mark.parametrize(
    ("cell", "value"),
    [("0042", "0042"), (NumberText("4403"), "4403"), ("91440300MA5EXAMPLE", "91440300MA5EXAMPLE"),
    ("\uff21-\uff11", "A-1"),
     ("1.23457E+17", "digits_lost"), (LostNumber("9.1e+17"), "digits_lost"), ("x" * 21, "text_too_long"),
     (" A 1 ", "A 1")],
)  # fmt: skip
def test_a_code_keeps_its_zeros_or_says_that_its_end_is_lost(cell, value):
    assert said("code", cell, most=20) == value


def test_a_number_the_file_does_not_hold_to_the_end_is_refused():
    assert said("money", LostNumber("1e+20")) == "number_too_large"
    assert said("money", "1234567890123456") == "number_too_large"


@pytest.mark.parametrize(
    ("cell", "value"), [("2023", 2023), ("2023年", 2023), ("FY2023", 2023), ("2023年度", 2023),
    (NumberText("2023"), 2023),
                        ("23", "not_a_year"), ("2023/24", "not_a_year"), ("202", "not_a_year"),
                        ("3023", "not_a_year")],
)  # fmt: skip
def test_a_year_has_four_digits(cell, value):
    assert said("year", cell) == value


CHOICES = {"electronics": ("Electronics", "电子"), "none": ("None", "无"), "a_minus": ("A-",), "a": ("A",)}


@pytest.mark.parametrize(
    ("cell", "code"),
    [("Electronics", "electronics"), ("electronics ", "electronics"), ("电子", "electronics"), ("无", "none"),
    ("A-", "a_minus"),
     ("A", "a"), ("A\u2212", "a_minus"), ("a -", "a_minus"), ("B", "unknown_choice"), ("-", None), ("", None)],
)  # fmt: skip
def test_a_choice_is_read_by_code_or_word(cell, code):
    assert said("choice", cell, choices=CHOICES) == code


def test_a_text_is_one_line_and_not_longer_than_it_may_be():
    assert said("text", "  Huiling\n Precision\t(深圳)  ") == "Huiling Precision (深圳)"
    assert said("text", "深" * 201) == "text_too_long"
