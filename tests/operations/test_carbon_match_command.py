"""`supplier-portal sbti match`: the same rows, in order, with verdict, id and candidates; or a clear refusal."""

import csv
import io

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supplier_portal.carbon.cli import sbti
from supplier_portal.carbon.cli.suppliers_file import read_suppliers
from supplier_portal.domain.errors import Invalid
from supplier_portal.output.sheets import Column, Sheet, write_workbook
from tests.cast import NOW
from tests.sbti_list import HEAD, SMALL_LIST, isin, lei, listed

HUILING_ID, NORTHMERE_ID, ALDERMOOR_ID, MINGYAN_ID = "90000001", "90000008", "90000017", "90000002"


@pytest.fixture
def match(tmp_path):
    def match(data: bytes | str, among=SMALL_LIST):
        file = tmp_path / "suppliers.csv"
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return CliRunner().invoke(sbti, ["match", str(file), "--list", str(among)])

    return match


def rows_of(done):
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def answers(done):
    return [(row["verdict"], row["sbti_id"], row["candidates"]) for row in rows_of(done)]


def test_each_row_has_its_verdict_in_the_order_of_the_file(match):
    done = match(
        "name,country,lei,isin\n"
        f"Huiling Electronics,China,{lei('HUILING').lower()} ,\n"
        f"Huiling Electronics,China,{lei('SHUOFANG')},\n"
        "Aldermoor Paper,DE,,\n"
        "Nobody Knows,China,,\n"
    )
    assert answers(done) == [
        ("sure", HUILING_ID, ""),
        ("conflict", "", f"{NORTHMERE_ID}|{HUILING_ID}"),
        ("candidate", "", ALDERMOOR_ID),
        ("none", "", ""),
    ]
    assert done.stdout.splitlines()[0] == "name,country,lei,isin,verdict,sbti_id,candidates"


def test_input_columns_stay_as_they_were_and_a_formula_runs_nowhere(match):
    done = match('Spend; NAME ;"Remark";Country\n1,5;Aldermoor Paper;"=1+1";Germany\n\n2;Nobody;@x;\n')
    assert done.stdout == (
        "Spend, NAME ,Remark,Country,verdict,sbti_id,candidates\n"
        f'"1,5",Aldermoor Paper,\'=1+1,Germany,candidate,,{ALDERMOOR_ID}\n'
        "2,Nobody,'@x,,none,,\n"
    )


def test_a_row_with_a_wrong_identifier_is_looked_up_by_its_name(match):
    wrong = f"{lei('MINGYAN')[:-1]}X"
    done = match(f"lei,name,isin\n{wrong},Mingyan Circuit Boards,{isin('MINGYAN')[:-1]}X\n")
    assert answers(done) == [("candidate", "", MINGYAN_ID)]


def test_an_identifier_alone_is_enough(match):
    assert answers(match(f"name,lei\n,{lei('ALDERMOOR')}\n")) == [("sure", ALDERMOOR_ID, "")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_file_may_be_written_as_people_s_programs_write_it(match, encoding, mark):
    text = mark.join(["公司名称", "国家", "备注"]) + "\r\n" + mark.join(["Aldermoor Paper GmbH", "德国", "纸"]) + "\r\n"
    row = rows_of(match(text.encode(encoding)))[0]
    assert (row["备注"], row["verdict"], row["candidates"]) == ("纸", "candidate", ALDERMOOR_ID)


def test_titles_may_stand_above_the_head_and_the_file_may_be_a_workbook(match):
    columns = [Column("Suppliers of 2024"), Column("")]
    rows = [["", ""], ["Supplier name", "Country"], ["Aldermoor Paper", "Deutschland"]]
    done = match(write_workbook([Sheet("List", columns, rows)], at=NOW.at))
    assert answers(done) == [("candidate", "", ALDERMOOR_ID)]


def test_the_list_s_ids_are_written_without_a_decimal(match, tmp_path):
    among = tmp_path / "list.csv"
    head = "sbti_id,company_name,location,lei,isin,near_term_status,near_term_target_year"
    among.write_text(f"{head}\n40001.0,Aldermoor Paper,Germany,,,Committed,\n")
    assert answers(match("name\nAldermoor Paper\n", among)) == [("candidate", "", "40001")]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("company number,country\n1,China\n", "No column is called “name”"),
        ("name,Name\nA,B\n", "name: This column stands twice"),
        ("name,country\nHuiling Co., Ltd.,China\n", "C2: The row has more cells than the head"),
        (b"", "The file holds no table"),
        (b"\xff\x00\x01", "This is neither an Excel workbook"),
        (b"PK\x03\x04 damaged", "damaged"),
    ],
)
def test_a_file_of_suppliers_that_cannot_be_used_names_place_reason_and_way_out(match, data, told):
    refused = match(data)
    assert refused.exit_code == 2
    assert "suppliers.csv: " in refused.stderr
    assert refused.stdout == ""
    assert told in refused.stderr


def test_a_list_without_its_columns_is_refused_with_all_of_them(match, tmp_path):
    among = tmp_path / "list.xlsx"
    kept = [name for name in HEAD if name not in {"sbti_id", "near_term_status"}]
    among.write_bytes(listed([{"company_name": "Elmarra"}], kept))
    refused = match("name\nElmarra\n", among)
    assert refused.exit_code == 2
    told = [line.split(": ")[-2] for line in refused.stderr.splitlines()]
    assert told == ["sbti_id", "near_term_status"]


@pytest.mark.parametrize("missing", ["suppliers", "list"])
def test_a_file_that_is_not_there_is_one_sentence(tmp_path, missing):
    files = {"suppliers": tmp_path / "s.csv", "list": SMALL_LIST}
    files["suppliers"].write_text("name\nA\n")
    files[missing] = tmp_path / "nowhere.csv"
    refused = CliRunner().invoke(sbti, ["match", str(files["suppliers"]), "--list", str(files["list"])])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "nowhere.csv: No such file or directory." in refused.stderr


def test_it_needs_no_database_and_leaves_nothing(match, tmp_path, monkeypatch):
    monkeypatch.setenv("SUPPLIER_PORTAL_DATA_FOLDER", str(tmp_path / "data"))
    assert match("name\nElmarra\n").exit_code == 0
    assert not (tmp_path / "data").exists()


def ends_in_rows_or_a_refusal(data: bytes) -> None:
    try:
        found = read_suppliers(data)
    except Invalid as error:
        codes = [fault.code for fault in error.faults]
    else:
        assert all(len(row) == len(found.head) for row in found.rows)
        assert len(found.rows) == len(found.sought)
        codes = ["carbon.read"]
    assert codes
    assert all(code.startswith(("sheet.", "carbon.")) for code in codes)


@pytest.mark.safety(23)
@given(st.binary(max_size=2000))
def test_any_bytes_end_in_rows_or_a_clear_refusal(data):
    ends_in_rows_or_a_refusal(data)


@pytest.mark.safety(23)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.lists(st.text(max_size=40), min_size=1, max_size=5), max_size=6))
def test_any_cells_below_a_head_end_in_rows_or_a_clear_refusal(rows):
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    ends_in_rows_or_a_refusal("\r\n".join(["name,country,lei,isin", *lines]).encode("utf-8", "surrogatepass"))
