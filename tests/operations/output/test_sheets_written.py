"""Exports: the right types, texts that run nothing, the same bytes for the same rows."""

import csv
import re
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET

import pytest

from supplier_portal.domain.errors import Invalid
from supplier_portal.output.read_cells import address
from supplier_portal.output.sheets import Column, ReadLimits, Sheet, read_table, write_csv, write_workbook
from supplier_portal.output.sheets.workbook import LONGEST_TEXT, sheet_names

AT = datetime(2024, 3, 31, 15, 59, tzinfo=UTC)
SHANGHAI = timezone(timedelta(hours=8))
COLUMNS = [
    Column("供应商 Supplier"),
    Column("Open", "integer"),
    Column("Rating", "decimal"),
    Column("Primary", "percent", places=1),
    Column("Issued", "date"),
    Column("Published", "moment"),
    Column("Blocked", "boolean"),
]
ROW = (
    "惠岭精密电子",
    4,
    Decimal("81.02"),
    Decimal("0.62"),
    date(2024, 2, 5),
    datetime(2024, 4, 1, tzinfo=SHANGHAI),
    False,
)
HOSTILE = [
    "=1+1",
    "+86 755 1234",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\uff1d1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1")',
    "<r><t>rich</t></r>",
    "<r></si><si><t>x</t></r>",
    "{=1}",
    "https://127.0.0.1/x",
]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def part(workbook: bytes, path: str = "xl/worksheets/sheet1.xml") -> ET.Element:
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        return ET.fromstring(archive.read(path))  # noqa: S314  # our own file


def formats(workbook: bytes) -> list[dict[str, str]]:
    """Of each cell style: its number format's code and whether it quotes."""
    styles = part(workbook, "xl/styles.xml")
    built_in = {"0": "General", "3": "#,##0", "4": "#,##0.00", "49": "@"}
    codes = built_in | {one.get("numFmtId", ""): one.get("formatCode", "") for one in styles.iter(f"{MAIN}numFmt")}
    cells = styles.find(f"{MAIN}cellXfs")
    assert cells is not None
    return [{"code": codes[xf.get("numFmtId", "")], "quote": xf.get("quotePrefix", "0")} for xf in cells]


def cells(workbook: bytes, row: int = 2) -> list[ET.Element]:
    return [cell for cell in part(workbook).iter(f"{MAIN}c") if (cell.get("r") or "").endswith(str(row))]


def test_cells_have_their_columns_type_and_format() -> None:
    written = write_workbook([Sheet("Scorecards", COLUMNS, [ROW])], at=AT)
    found = [(cell.get("t", "n"), formats(written)[int(cell.get("s", "0"))]["code"]) for cell in cells(written)]
    assert found == [
        ("s", "@"),
        ("n", "#,##0"),
        ("n", "#,##0.00"),
        ("n", "0.0%"),
        ("n", "yyyy-mm-dd"),
        ("n", "yyyy-mm-dd hh:mm:ss"),
        ("b", "General"),
    ]


def test_what_is_written_is_read_back() -> None:
    written = write_workbook([Sheet("Scorecards", COLUMNS, [ROW, (None,) * 7])], at=AT)
    (sheet,) = read_table(written, limits=ReadLimits())
    assert sheet.name == "Scorecards"
    assert sheet.rows[0] == tuple(column.title for column in COLUMNS)
    assert sheet.rows[1] == ("惠岭精密电子", "4", "81.02", "0.62", date(2024, 2, 5), date(2024, 4, 1), False)


def test_a_moment_shows_its_own_zones_clock() -> None:
    moment = datetime(2024, 4, 1, 7, 30, tzinfo=SHANGHAI)
    written = write_workbook([Sheet("Log", [Column("At", "moment")], [[moment]])], at=AT)
    assert read_table(written, limits=ReadLimits())[0].rows[1] == (datetime(2024, 4, 1, 7, 30),)  # noqa: DTZ001  # as a sheet has it


def test_the_head_is_frozen_filtered_and_wide_enough() -> None:
    written = write_workbook([Sheet("Scorecards", [*COLUMNS, Column("Note", width=60)], [(*ROW, "x" * 500)])], at=AT)
    sheet = part(written)
    pane, filters = next(sheet.iter(f"{MAIN}pane")), next(sheet.iter(f"{MAIN}autoFilter"))
    assert (pane.get("ySplit"), pane.get("state"), filters.get("ref")) == ("1", "frozen", "A1:H2")
    widths = [
        float(column.get("width", 0))
        for column in sheet.iter(f"{MAIN}col")
        for _ in range(int(column.get("min", 0)), int(column.get("max", 0)) + 1)
    ]
    assert widths[0] > len("供应商 Supplier") + 3, "Chinese characters take two columns"
    assert widths[-1] > 60


@pytest.mark.safety(19)
@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_the_text_it_is_in_a_workbook(text: str) -> None:
    written = write_workbook([Sheet("Bids", [Column(text), Column("Name")], [[text, "after"]])], at=AT)
    assert list(part(written).iter(f"{MAIN}f")) == []
    assert list(part(written).iter(f"{MAIN}hyperlink")) == []
    read = read_table(written, limits=ReadLimits())[0].rows
    assert [str(cell).replace("\r", "\n").strip() for cell in (*read[0], *read[1])] == [
        text.replace("\r", "\n").strip(),
        "Name",
        text.replace("\r", "\n").strip(),
        "after",
    ]


@pytest.mark.safety(19)
@pytest.mark.parametrize("text", [one for one in HOSTILE if not one.startswith(("<", "{", "h"))])
def test_a_text_that_looks_like_a_formula_is_quoted(text: str) -> None:
    written = write_workbook([Sheet("Bids", [Column("Name")], [[text]])], at=AT)
    (cell,) = cells(written)
    assert (cell.get("t"), formats(written)[int(cell.get("s", "0"))]["quote"]) == ("s", "1")


def test_characters_that_xml_forbids_are_left_out() -> None:
    written = write_workbook([Sheet("A\x00", [Column("N\x0bame")], [["a\x00b\ud800c\ufffe\u202ed"]])], at=AT)
    (sheet,) = read_table(written, limits=ReadLimits())
    assert (sheet.name, sheet.rows) == ("A", (("Name",), ("abc\u202ed",)))


def test_the_same_rows_give_the_same_bytes() -> None:
    one, other = (write_workbook([Sheet("Scorecards", COLUMNS, iter([ROW]))], at=AT) for _ in range(2))
    assert one == other
    assert b"2024-03-31T15:59:00Z" in zipfile.ZipFile(BytesIO(one)).read("docProps/core.xml")


@pytest.mark.parametrize(
    ("wished", "names"),
    [
        (["a/b", "[x]:*?\\"], ["a b", "x"]),
        (["", "'", "History"], ["Sheet", "Sheet (2)", "History (2)"]),
        (["x" * 40, "X" * 40], ["x" * 31, "X" * 27 + " (2)"]),
        (["\U00020000" * 20], ["\U00020000" * 15]),
    ],
)
def test_sheet_names_are_ones_that_spreadsheets_take(wished: list[str], names: list[str]) -> None:
    assert sheet_names(wished) == names
    assert write_workbook([Sheet(name, [Column("x")], []) for name in wished], at=AT)


def test_a_text_too_long_for_a_cell_is_named_instead_of_lost() -> None:
    rows = [["fine"], ["x" * (LONGEST_TEXT + 1)]]
    with pytest.raises(Invalid) as refused:
        write_workbook([Sheet("Notes", [Column("Note")], rows)], at=AT)
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [("sheet.text_too_long", "Notes!A3")]


@pytest.mark.parametrize(
    ("place", "name"), [((0, 0), "A1"), ((13, 25), "Z14"), ((0, 26), "AA1"), ((1_048_575, 16_383), "XFD1048576")]
)
def test_cells_are_named_as_spreadsheets_name_them(place: tuple[int, int], name: str) -> None:
    assert address(*place) == name


def test_csv_carries_the_mark_and_exact_figures() -> None:
    written = write_csv(COLUMNS, [ROW, (None,) * 7])
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(written.decode("utf-8-sig"))))
    assert rows[1] == ["惠岭精密电子", "4", "81.02", "0.62", "2024-02-05", "2024-04-01T00:00:00+08:00", "false"]
    assert rows[2] == [""] * 7


@pytest.mark.safety(19)
@pytest.mark.parametrize("text", HOSTILE)
def test_a_csv_text_cannot_run_and_comes_back_as_it_was(text: str) -> None:
    columns = [Column(text), Column("Gap", "decimal")]
    written = write_csv(columns, [[text, Decimal("-1.50")]])
    rows = list(csv.reader(StringIO(written.decode("utf-8-sig"), newline="")))
    assert not any(re.match(r"[=+\-@\t\r\n\uff1d]", cell) for cell in (rows[0][0], rows[1][0]))
    assert rows[1][1] == "-1.50"
    if not text.startswith("<"):
        assert read_table(written, limits=ReadLimits())[0].rows[1] == (text, "-1.50")
