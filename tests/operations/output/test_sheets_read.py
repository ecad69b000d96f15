"""Uploads: rows as people typed them, or a reason that names the place, whatever the bytes."""

import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supplier_portal.domain.errors import Invalid
from supplier_portal.language.codes.output import ERRORS
from supplier_portal.output.sheets import (
    Column,
    LostNumber,
    NumberText,
    ReadCell,
    ReadLimits,
    Sheet,
    read_table,
    write_workbook,
)
from tests.operations.output.workbooks import MAIN, archive, rows, workbook

LIMITS = ReadLimits()
SMALL = ReadLimits(file_bytes=100_000, unpacked_bytes=3_000_000, parts=20, cells=1_000)
AT = datetime(2024, 3, 31, tzinfo=UTC)
PLAIN = write_workbook([Sheet("Data", [Column("Code"), Column("Tonnes", "integer")], [["0012", 7]])], at=AT)


def refusal(data: bytes, limits: ReadLimits = LIMITS) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        read_table(data, limits=limits)
    assert all(fault.code in ERRORS for fault in refused.value.faults)
    return [(fault.code, fault.place) for fault in refused.value.faults]


def first_row(*cells: str, **parts: str) -> tuple[ReadCell, ...]:
    return read_table(workbook(rows("".join(cells)), **parts), limits=LIMITS)[0].rows[0]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("<v>4403</v>", "4403"),
        ("<v>123456789012345</v>", "123456789012345"),
        ("<v>0.30000000000000004</v>", "0.3"),
        ("<v>1E-7</v>", "0.0000001"),
        ("<v>100</v>", "100"),
        ("<v>-0</v>", "0"),
    ],
)
def test_numbers_are_read_as_they_would_be_typed(cell: str, read: str) -> None:
    assert first_row(f'<c r="A1">{cell}</c>') == (read,)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ('<c r="A1" t="s"><v>0</v></c>', "shared"),
        ('<c r="A1" t="inlineStr"><is><t>0012</t></is></c>', "0012"),
        ('<c r="A1" t="str"><f>[1]Other!A1</f><v>last value</v></c>', "last value"),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" s="1"><v>45327</v></c>', date(2024, 2, 5)),
        ('<c r="A1" s="2"><v>45327.5</v></c>', datetime(2024, 2, 5, 12)),  # noqa: DTZ001  # as a sheet has it
        ('<c r="A1" s="3"><v>1.5</v></c>', "36:00:00"),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="A1" t="inlineStr"><is><t>a_x0000_b</t></is></c>', "ab"),
    ],
)
def test_cells_are_read_by_their_type(cell: str, read: ReadCell) -> None:
    assert first_row(cell) == (read,)


def test_rows_and_columns_keep_their_place() -> None:
    (sheet,) = read_table(workbook('<row r="3"><c r="C3"><v>1</v></c></row>'), limits=LIMITS)
    assert sheet.rows == (("", "", ""), ("", "", ""), ("", "", "1"))


def test_cells_without_an_address_follow_each_other() -> None:
    (sheet,) = read_table(
        workbook("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"), limits=LIMITS
    )
    assert sheet.rows == (("1", "2"), ("3", ""))


def test_sheets_that_are_hidden_or_hold_nothing_are_passed_over() -> None:
    cell = '<c r="A1"><v>1</v></c>'
    assert [one.name for one in read_table(workbook(rows(cell), second=rows(cell)), limits=LIMITS)] == ["Data", "More"]
    assert [one.name for one in read_table(workbook(rows(cell), second=rows(cell), hidden=True), limits=LIMITS)] == [
        "Data"
    ]
    assert [one.name for one in read_table(workbook("", second=rows(cell)), limits=LIMITS)] == ["More"]


def test_errors_of_formulas_stand_in_their_own_sheet() -> None:
    failed = workbook(
        rows('<c r="A1"><v>1</v></c>'), second=rows('<c r="A1"><v>2</v></c><c r="B1" t="e"><v>#DIV/0!</v></c>')
    )
    assert [one.rows for one in read_table(failed, limits=LIMITS)] == [(("1",),), (("2", "#DIV/0!"),)]


def test_every_number_that_lost_digits_is_named() -> None:
    data = rows(
        '<c r="A1"><v>1234567890123456</v></c><c r="B1"><v>12</v></c>',
        '<c r="B2"><v>NaN</v></c><c r="C2"><v>1E400</v></c>',
    )
    assert refusal(workbook(data)) == [
        ("sheet.too_many_digits", "Data!A1"),
        ("sheet.not_a_number", "Data!B2"),
        ("sheet.not_a_number", "Data!C2"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet.empty"),
        (b"\n\n,,\n", "sheet.empty"),
        (workbook(""), "sheet.empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "sheet.old_excel"),
        (b"%PDF-1.7\n1 0 obj", "sheet.not_text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "sheet.not_text"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "sheet.not_text"),
        (b"\xef\xbb\xbf <?xml version='1.0'?><Workbook/>", "sheet.not_text"),
        (b'a,b\n"c,d\n', "sheet.malformed_csv"),
        (b"a\n" + b"x" * 200_000, "sheet.malformed_csv"),
        (PLAIN[:-40], "sheet.damaged"),
        (b"PK\x03\x04" + bytes(100), "sheet.damaged"),
        (archive({"word/document.xml": "<a/>"}), "sheet.damaged"),
        (
            archive({"content.xml": "<a/>", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            "sheet.damaged",
        ),
        (workbook("<row><c>"), "sheet.damaged"),
        (workbook('<row r="0"><c><v>1</v></c></row>'), "sheet.damaged"),
        (workbook('<row r="1"><c r="XFE1"><v>1</v></c></row>'), "sheet.damaged"),
        (workbook('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'), "sheet.damaged"),
        (workbook('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "sheet.damaged"),
    ],
)
@pytest.mark.safety(16)
def test_what_is_no_table_is_refused_with_a_reason(data: bytes, code: str) -> None:
    assert [found for found, _ in refusal(data)] == [code]


def test_a_file_over_the_limit_is_not_opened() -> None:
    assert refusal(b"a,b\n" * 30_000, SMALL) == [("sheet.too_large", "")]


def test_a_protected_workbook_says_so() -> None:
    data = bytearray(PLAIN)
    with zipfile.ZipFile(BytesIO(PLAIN)) as written:
        start = written.start_dir
    while (at := data.find(b"PK\x01\x02", start)) >= 0:
        data[at + 8] |= 1
        start = at + 4
    assert refusal(bytes(data)) == [("sheet.encrypted", "")]


@pytest.mark.safety(20)
@pytest.mark.parametrize(
    "parts",
    [
        {"xl/media/zeros.xml": bytes(40_000_000)},
        {"xl/worksheets/sheet2.xml": b" " * 40_000_000},
        {f"xl/worksheets/sheet{number}.xml": "<a/>" for number in range(3, 1_100)},
    ],
    ids=["in a part nobody reads", "in a sheet", "in many parts"],
)
def test_a_bomb_is_not_unpacked(parts: dict[str, bytes]) -> None:
    data = workbook(rows('<c r="A1"><v>1</v></c>'), **parts)
    assert len(data) < 400_000
    assert refusal(data) == [("sheet.bomb", "")]


@pytest.mark.safety(20)
def test_a_part_that_is_larger_than_declared_is_refused() -> None:
    data = bytearray(workbook(rows('<c r="A1"><v>1</v></c>'), **{"xl/worksheets/sheet2.xml": b" " * 40_000_000}))
    at = data.rfind(b"xl/worksheets/sheet2.xml") - 46
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    assert refusal(bytes(data)) == [("sheet.damaged", "")]


@pytest.mark.safety(20)
def test_one_long_text_in_many_cells_is_refused() -> None:
    many = workbook(
        rows("".join('<c t="s"><v>0</v></c>' for _ in range(900))),
        **{"xl/sharedStrings.xml": f"<sst {MAIN}><si><t>{'ab' * 5_000}</t></si></sst>"},
    )
    assert refusal(many, SMALL) == [("sheet.bomb", "")]


@pytest.mark.safety(20)
def test_a_cell_in_the_far_corner_is_refused_and_one_without_content_is_none() -> None:
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    far = '<row r="1048576"><c r="XFD1048576">{}</c></row>'
    assert refusal(workbook(near + far.format("<v>1</v>"))) == [("sheet.too_many_cells", "XFD1048576")]
    assert read_table(workbook(near + far.format("")), limits=LIMITS)[0].rows == (("1",),)


@pytest.mark.safety(20)
def test_declared_entities_are_refused() -> None:
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>' + f"<sst {MAIN}><si><t>&c;</t></si></sst>"
    data = workbook(rows('<c r="A1" t="s"><v>0</v></c>'), **{"xl/sharedStrings.xml": laughs})
    assert refusal(data) == [("sheet.forbidden_markup", "")]


@pytest.mark.safety(16)
def test_a_bomb_takes_little_memory() -> None:
    code = """
import resource, sys
from supplier_portal.domain.errors import Invalid
from supplier_portal.output.sheets import ReadLimits, read_table
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_table(sys.stdin.buffer.read(), limits=ReadLimits())
except Invalid:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    data = workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', **{"xl/media/x.xml": bytes(40_000_000)})
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True, timeout=60)
    assert int(done.stdout) < 20_000, "kilobytes"


def test_macros_and_links_to_other_files_are_not_handed_on() -> None:
    data = workbook(
        rows('<c r="A1"><v>1</v></c>'),
        **{
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0",
            "xl/externalLinks/externalLink1.xml": "no markup",
            "../../up.xml": "x",
        },
    )
    assert read_table(data, limits=LIMITS)[0].rows == (("1",),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_every_usual_kind_is_read(encoding: str, delimiter: str) -> None:
    text = f'名称{delimiter}"代码{delimiter}x"{delimiter}t\r\n惠岭精密电子{delimiter}0012{delimiter}"a ""b""\n;,c"\r\n'
    (sheet,) = read_table(text.encode(encoding), limits=LIMITS)
    assert sheet.rows == (("名称", f"代码{delimiter}x", "t"), ("惠岭精密电子", "0012", 'a "b"\n;,c'))
    assert sheet.name == ""


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Suppliers, March 2024, all\nCode;Spend\n1;12,5\n2;3,5\n", ("Code", "Spend")),
        ("List\n\nCode,Name\n1,a;b;c\n2,d\n", ("Code", "Name")),
        ("Title; with; marks\nCode\tName\n1\tx\n2\ty\n", ("Code", "Name")),
        ("Code\nName\n", ("Name",)),
    ],
)
def test_a_title_above_the_head_does_not_decide_what_splits_the_lines(text: str, second: tuple[str, ...]) -> None:
    (sheet,) = read_table(text.encode(), limits=LIMITS)
    assert second in sheet.rows


def test_a_number_cell_is_told_from_a_typed_text() -> None:
    number, text = first_row("<c><v>1.234</v></c>", '<c t="inlineStr"><is><t>1.234</t></is></c>')
    assert (number, text) == ("1.234", "1.234")
    assert isinstance(number, NumberText)
    assert not isinstance(text, NumberText)


def test_a_number_that_lost_its_end_may_be_left_to_its_row() -> None:
    data = workbook(rows("<c><v>914403001234567890</v></c><c><v>7</v></c>"))
    (sheet,) = read_table(data, limits=LIMITS, keep_lost=True)
    assert [type(cell) for cell in sheet.rows[0]] == [LostNumber, NumberText]


def test_csv_keeps_long_codes_and_names_the_line_of_too_much() -> None:
    assert read_table(b"code\n12345678901234567890\n", limits=LIMITS)[0].rows[1] == ("12345678901234567890",)
    with pytest.raises(Invalid) as refused:
        read_table(b"a,b\n" * 600, limits=SMALL)
    assert [(fault.code, fault.line) for fault in refused.value.faults] == [("sheet.too_many_cells", 501)]


@pytest.mark.safety(23)
@given(st.binary(max_size=2_000))
def test_any_bytes_end_in_rows_or_a_reason(data: bytes) -> None:
    read_or_refused(data)


@pytest.mark.safety(23)
@given(st.sampled_from([b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"a,b\n"]), st.binary(max_size=500))
def test_any_bytes_after_a_known_beginning_end_in_rows_or_a_reason(start: bytes, rest: bytes) -> None:
    read_or_refused(start + rest)


@pytest.mark.safety(23)
@settings(max_examples=200)
@given(st.integers(0, len(PLAIN) - 1), st.binary(min_size=1, max_size=8))
def test_a_workbook_with_any_bytes_changed_ends_in_rows_or_a_reason(at: int, change: bytes) -> None:
    read_or_refused(PLAIN[:at] + change + PLAIN[at + len(change) :])


@pytest.mark.safety(23)
@given(st.text(max_size=300), st.sampled_from(["data", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]))
def test_a_workbook_with_any_part_replaced_ends_in_rows_or_a_reason(markup: str, part: str) -> None:
    if part == "data":
        read_or_refused(workbook(markup))
    else:
        read_or_refused(
            workbook(rows('<c r="A1" t="s"><v>0</v></c>'), **{part: f"<a>{markup}</a>".encode("utf-8", "replace")})
        )


def read_or_refused(data: bytes) -> None:
    unknown: list[object]
    try:
        sheets = read_table(data, limits=SMALL)
    except Invalid as refused:
        unknown = [fault.code for fault in refused.faults if fault.code not in ERRORS]
    else:
        unknown = [
            cell for sheet in sheets for row in sheet.rows for cell in row if not isinstance(cell, str | bool | date)
        ]
    assert unknown == []
