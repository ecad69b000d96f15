"""Reading the public list of targets: columns by name, every fault named, any bytes end in rows or a clear refusal."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supplier_portal.carbon.sbti_list.companies import SbtiList, counted_in, status_of
from supplier_portal.carbon.sbti_list.file import read_sbti_list
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.output.sheets import Column, Sheet, write_workbook
from tests.cast import NOW
from tests.sbti_list import HEAD, SMALL_LIST, isin, lei, listed, small_list

READ = ("sbti_id", "company_name", "location", "lei", "isin", "near_term_status", "near_term_target_year")
ROW = {"sbti_id": "1", "company_name": "Aldermoor Paper", "location": "Germany", "near_term_status": "Committed"}
COLUMNS = [*ROW, "lei", "isin", "near_term_target_year"]


def refusal(data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        read_sbti_list(data)
    return [(fault.place, fault.code) for fault in refused.value.faults]


def read_one(**cells: object) -> SbtiList:
    return read_sbti_list(listed([ROW | cells], COLUMNS))


def test_the_small_list_in_the_repository_is_the_one_made_here():
    assert read_sbti_list(SMALL_LIST.read_bytes()) == read_sbti_list(small_list())


def test_the_small_list_is_read_whole():
    found = read_sbti_list(SMALL_LIST.read_bytes())
    assert len(found.companies) == 25
    assert (found.wrong_leis, found.wrong_isins, found.unread_years, found.left_out) == (1, 1, 0, ())
    assert [found.count(status) for status in ("validated", "committed", "none")] == [11, 12, 2]
    yunqiao = next(company for company in found.companies if company.name.startswith("Yunqiao"))
    assert (yunqiao.lei, yunqiao.target_year) == (lei("YUNQIAO"), 2030)


def test_columns_are_found_by_name_whatever_their_order_and_writing():
    head = [
        "Extra",
        "Near-term target year",
        "NEAR_TERM_STATUS",
        " isin ",
        "Company  Name",
        "lei",
        "Location",
        "SBTi ID",
    ]
    cells = ["x", "FY2031", "Targets set", isin("A"), "Elmarra", lei("B"), "Australia", "7"]
    company = read_sbti_list(listed([dict(zip(head, cells, strict=True))], head)).companies[0]
    assert (company.sbti_id, company.name, company.country) == ("7", "Elmarra", "Australia")
    assert (company.isin, company.lei, company.near_term_status, company.target_year) == (
        isin("A"), lei("B"), "Targets set", 2031,
    )  # fmt: skip


def test_every_missing_column_is_named_at_once():
    kept = [name for name in HEAD if name not in {"lei", "near_term_status"}]
    assert refusal(listed([ROW], kept)) == [
        ("lei", "carbon.column_missing"),
        ("near_term_status", "carbon.column_missing"),
    ]


def test_a_column_that_stands_twice_is_named():
    head = [Column(name) for name in (*READ, "LEI")]
    data = write_workbook([Sheet("Data", head, [["x"] * len(head)])], at=NOW.at)
    assert refusal(data) == [("lei", "carbon.column_twice")]


def test_the_sheet_with_the_columns_is_found_behind_another():
    notes = Sheet("Read me", [Column("Notes")], [["Nothing here."]])
    data = Sheet("List", [Column(name) for name in READ], [["1", "Elmarra", "Australia", "", "", "Committed", ""]])
    assert read_sbti_list(write_workbook([notes, data], at=NOW.at)).companies[0].name == "Elmarra"


def test_the_list_is_read_from_csv_too():
    text = ";".join(READ) + "\n1;埃尔马拉矿业;Australia;;;Committed;\n"
    assert read_sbti_list(text.encode("gb18030")).companies[0].name == "埃尔马拉矿业"


@pytest.mark.parametrize(
    ("cells", "kept", "wrong"),
    [
        ({"lei": f" {lei('A').lower()}\u00a0"}, (lei("A"), None), (0, 0)),
        ({"lei": lei("A")[:-1] + "X", "isin": isin("A")}, (None, isin("A")), (1, 0)),
        ({"lei": "see parent", "isin": "#N/A"}, (None, None), (1, 1)),
        ({"lei": "", "isin": "  "}, (None, None), (0, 0)),
        ({"lei": isin("A"), "isin": lei("A")}, (None, None), (1, 1)),
    ],
)
def test_an_identifier_with_a_wrong_check_digit_counts_as_none_and_refuses_no_row(cells, kept, wrong):
    found = read_one(**cells)
    assert (found.companies[0].lei, found.companies[0].isin) == kept
    assert (found.wrong_leis, found.wrong_isins) == wrong


@pytest.mark.parametrize(
    ("written", "year", "unread"),
    [
        *(("2030", 2030, 0), ("FY2030", 2030, 0), ("fy 2030", 2030, 0), ("2030.0", 2030, 0), ("", None, 0)),
        *(("2030/2035", None, 1), ("soon", None, 1), ("9999", None, 1), ("20300", None, 1)),
    ],
)
def test_a_target_year_is_read_or_counted_never_guessed(written, year, unread):
    found = read_one(near_term_target_year=written)
    assert (found.companies[0].target_year, found.unread_years) == (year, unread)


@pytest.mark.parametrize(
    ("written", "status"),
    [
        *(("Targets set", "validated"), ("targets  SET", "validated"), ("Committed", "committed")),
        *(("Commitment removed", "none"), ("", "none"), ("Extended", "none")),
    ],
)
def test_the_near_term_status_counts_as_the_rating_takes_it(written, status):
    assert status_of(written) == status


def test_a_status_that_nobody_explained_is_told():
    assert read_one(near_term_status="Extended").unknown_statuses == ("Extended",)
    assert read_one(near_term_status="").unknown_statuses == ()


@pytest.mark.parametrize(
    ("year", "target_year", "counted"),
    [(2030, 2030, "validated"), (2031, 2030, "none"), (2024, None, "validated")],
)
def test_a_target_counts_until_its_year_is_over(year, target_year, counted):
    assert counted_in(year, "validated", target_year) == counted


def test_a_row_that_cannot_be_taken_is_named_and_stops_no_other():
    rows = [ROW | {"company_name": ""}, ROW, {}, ROW | {"location": "x" * 81}, ROW | {"company_name": "Elmarra"}]
    found = read_sbti_list(listed(rows, COLUMNS))
    assert [company.name for company in found.companies] == ["Aldermoor Paper", "Elmarra"]
    assert found.left_out == (
        Fault("carbon.no_company_name", "Data!B2"),
        Fault("carbon.cell_too_long", "Data!C5", facts={"most": 80}),
    )


def test_a_head_without_companies_is_refused():
    assert refusal(listed([], COLUMNS)) == [("", "sheet.empty")]


def test_a_list_of_which_no_row_can_be_taken_is_refused_with_the_reasons():
    assert refusal(listed([ROW | {"company_name": " "}], COLUMNS)) == [("Data!B2", "carbon.no_company_name")]


def ends_in_rows_or_a_clear_refusal(data: bytes) -> None:
    try:
        found = read_sbti_list(data)
    except Invalid as error:
        codes = [fault.code for fault in error.faults]
    else:
        assert all(0 < len(company.name) <= 300 for company in found.companies)
        codes = ["carbon.read"]
    assert codes
    assert all(code.startswith(("sheet.", "carbon.")) for code in codes)


@pytest.mark.safety(23)
@given(st.binary(max_size=3000))
def test_any_bytes_end_in_rows_or_a_clear_refusal(data):
    ends_in_rows_or_a_clear_refusal(data)


@pytest.mark.safety(23)
@given(st.lists(st.lists(st.text(max_size=100), min_size=7, max_size=9), max_size=8))
def test_any_cells_below_the_head_end_in_rows_or_a_clear_refusal(rows):
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    text = "\r\n".join([",".join(READ), *lines])
    ends_in_rows_or_a_clear_refusal(text.encode("utf-8", "surrogatepass"))


@pytest.mark.safety(20)
@pytest.mark.safety(23)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_a_damaged_workbook_ends_in_rows_or_a_clear_refusal(data):
    """Bytes of one part are changed before it is packed, so that the damage reaches the reader."""
    whole = zipfile.ZipFile(io.BytesIO(SMALL_LIST.read_bytes()))
    parts = {name: bytearray(whole.read(name)) for name in whole.namelist()}
    damaged = parts[data.draw(st.sampled_from(sorted(parts)))]
    for at, byte in data.draw(
        st.dictionaries(st.integers(0, len(damaged) - 1), st.integers(0, 255), max_size=20)
    ).items():
        damaged[at] = byte
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, bytes(content))
    ends_in_rows_or_a_clear_refusal(target.getvalue())
