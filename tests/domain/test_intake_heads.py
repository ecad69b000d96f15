"""Where the head is and which column is which; which rows are read, refused or left out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as any_of

from supplier_portal.domain.errors import Invalid
from supplier_portal.intake.heads import Choice, TitleIndex
from supplier_portal.intake.reading import read_file
from supplier_portal.language.codes.intake import ERRORS as SENTENCES
from supplier_portal.language.codes.output import ERRORS
from supplier_portal.output.sheets.columns import clean
from supplier_portal.suppliers.importing import SUPPLIERS
from tests.intake_story import THINGS, workbook

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")
CELLS = any_of.one_of(
    any_of.text(max_size=12), any_of.sampled_from(["Code", "名称", "合计", "1,234", "n/a", "2024-03-31", "Total"])
)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Code", "code"), ("code", "code"), ("CODE *", "code"), (" Code: ", "code"),
        ("\uff23\uff4f\uff44\uff45", "code"), ("Thing code", "code"),
        ("Thing_Code", "code"), ("thing-code", "code"), ("ThingCode", "code"), ("编号", "code"), ("编 号", "code"),
        ("编号（必填）", "code"),
        ("Code / 编号", "code"), ("Code\n编号", "code"), ("编号|Code", "code"), ("Annual spend (CNY)", "spend"),
        ("Annual spend, CNY", "spend"),
        ("annual spend CNY thousand", "spend"), ("年采购额（万元）", "spend"), ("年采购额万元", "spend"),
        ("年采购额/万元", "spend"),
        ("Annual spend (USD)", "spend"), ("Spend", None), ("Encode", None), ("", None), ("Code name", None),
        ("Since", "since"),
    ],
)  # fmt: skip
def test_a_heading_is_known_in_both_languages_however_it_is_written(heading, name):
    assert TitleIndex(THINGS).find(heading) == name


@pytest.mark.parametrize("heading", ["name_zh", "annual_spend", "NAME_ZH", "scope_1_2"])
def test_a_heading_is_known_as_programs_write_it_too(heading):
    assert TitleIndex(SUPPLIERS).find(heading) == heading.lower()


FOUND = Choice()


def read(data: bytes, choice=FOUND):
    file = read_file(data, THINGS, choice)
    return file, file.rows(THINGS)


@pytest.mark.parametrize(
    "data",
    [
        "Code,Name,Annual spend (CNY)\n0001,螺栓,12.5\n".encode(),
        "\ufeffCode,Name,Annual spend (CNY)\r\n0001,螺栓,12.5\r\n".encode(),
        "Code;Name;Annual spend (CNY)\n0001;螺栓;12,5\n".encode(),
        "Code\tName\tAnnual spend (CNY)\n0001\t螺栓\t12,5\n".encode("utf-16"),
        "Code\tName\tAnnual spend (CNY)\n0001\t螺栓\t12.5\n".encode("utf-16-le"),
        "Code,Name,Annual spend (CNY)\n0001,螺栓,12.5\n".encode("utf-16-be"),
        "编号,名称,年采购额\n0001,螺栓,12.5\n".encode("gb18030"),
        "Things, of 2024, all\n\nCode;Name;Annual spend\n0001;螺栓;12,5\n".encode(),
        workbook([["Things of 2024"], [], ["Code", "Name", "Annual spend"], ["0001", "螺栓", 12.5]]),
    ],
)
def test_a_table_is_read_whatever_its_file(data):
    _, rows = read(data)
    assert [dict(row.values) for row in rows.rows] == [{"code": "0001", "name": "螺栓", "spend": Decimal("12.50")}]


def test_a_column_that_is_not_there_has_no_key_and_an_empty_cell_has_none():
    _, rows = read(b"Code,Name,Since\n1,Bolt,\n")
    assert dict(rows.rows[0].values) == {"code": "1", "name": "Bolt", "since": None}
    assert dict(rows.rows[0].places) == {"code": "A2", "name": "B2", "since": "C2"}


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("Total,,12.5", "left"), ("合计,,1,", "left"), (",总 计：,12.50", "left"), ("Grand total,,(3)", "left"),
        ("小计,n/a,5", "left"),
        ("Sum,,", "left"), (",,", "left"), ("-,n/a,—", "left"), ("Code,Name,Annual spend", "left"),
        ("Total,Total Energies,5", "read"),
        ("T1,Total,5", "read"), ("12,Bolt,5", "read"), ("Totally,,5", "refused"), ("1,,5", "refused"),
        (",Bolt,5", "refused"),
    ],
)  # fmt: skip
def test_a_total_is_no_row_and_a_blank_one_neither(line, outcome):
    _, rows = read(f"Code,Name,Annual spend\n{line}\n".encode())
    found = {"left": rows.left_out, "read": len(rows.rows), "refused": len(rows.faults)}
    assert {name for name, count in found.items() if count} == {outcome}


def test_every_fault_of_a_row_is_named_by_its_cell_and_the_other_rows_are_read():
    data = workbook(
        [["Code", "Name", "Annual spend", "Since"], ["1", "", "abc", "x"], ["2", "Nut", 3, "2024-01-31"]], "Lager"
    )
    _, rows = read(data)
    assert [(fault.code, fault.place) for fault in rows.faults[0].faults] == [
        ("intake.required", "Lager!B2"),
        ("intake.not_a_number", "Lager!C2"),
        ("intake.not_a_date", "Lager!D2"),
    ]
    assert [row.number for row in rows.rows] == [3]


def test_a_number_that_lost_its_end_refuses_its_row_and_no_other():
    _, rows = read(workbook([["Code", "Name"], [914403001234567890, "Bolt"], ["2", "Nut"]]))
    assert ([row.number for row in rows.faults], len(rows.rows)) == ([2], 1)


def test_the_first_of_two_headings_for_one_column_is_used():
    file, _ = read(b"Code,Thing code,Name\n1,2,Bolt\n")
    assert file.head.columns == {"code": 0, "name": 2}


def test_a_chosen_column_keeps_the_unit_of_its_heading():
    _, rows = read("Ref,Label,金额（万元）\n1,Bolt,2\n".encode(), Choice("", 1, {"code": 0, "name": 1, "spend": 2}))
    assert rows.rows[0].values["spend"] == Decimal(20_000)


def rows_or_codes(data: bytes):
    """What is read of any bytes: rows, or the codes of why there are none."""
    try:
        return read(data)[1], ()
    except Invalid as error:
        return None, tuple(fault.code for fault in error.faults)


@given(any_of.binary(max_size=200))
def test_any_bytes_end_in_rows_or_a_clear_error(data):
    rows, codes = rows_or_codes(data)
    assert (rows is None) == bool(codes)
    assert set(codes) <= ERRORS.keys()


@given(any_of.lists(any_of.lists(CELLS, max_size=6), max_size=8), any_of.sampled_from(ENCODINGS))
def test_any_table_ends_in_rows_or_a_clear_error(table, encoding):
    text = "\n".join(",".join('"{}"'.format(cell.replace('"', '""')) for cell in row) for row in table)
    rows, codes = rows_or_codes(text.encode(encoding, "ignore"))
    assert set(codes) <= ERRORS.keys()
    for refused in rows.faults if rows else ():
        assert all(fault.place and fault.code in SENTENCES for fault in refused.faults)


@given(any_of.lists(any_of.lists(CELLS, max_size=6), min_size=1, max_size=8))
def test_any_workbook_ends_in_rows_or_a_clear_error(table):
    rows, codes = rows_or_codes(workbook([[clean(cell) for cell in row] for row in table]))
    assert (rows is None) == (codes == ("sheet.empty",))
