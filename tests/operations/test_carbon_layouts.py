"""Older layouts of the public list: other names, other sheets, titles above the head, one row a target."""

import pytest

from supplier_portal.carbon.sbti_list.file import read_sbti_list
from supplier_portal.domain.errors import Invalid
from supplier_portal.output.sheets import Column, Sheet, write_workbook
from tests.cast import NOW
from tests.sbti_list import isin, lei

WIDE = (
    *("Company Name", "ISIN", "LEI", "Near term - Target Status", "Near term - Target Classification"),
    *("Near term - Target Year", "Long term - Target Status", "Long term - Target Year", "Net-Zero Committed"),
    *("Net-Zero Year", "Organization Type", "Location", "Region", "Sector", "Date"),
)
BY_TARGET = (
    *("ID", "Company Name", "ISIN", "LEI", "Company Temperature Alignment", "Organization Type", "Location", "Region"),
    *("Sector", "Action", "Commitment Type", "Commitment Deadline", "Status", "Target", "Target Wording", "Scope"),
    *("Base Year", "Target Year", "Date Published", "Reason for commitment extension or removal"),
)
OLDEST = ("Company Name", "ISIN", "LEI", "Country", "Region", "Sector", "Status", "Target Year", "Date Published")


def workbook(head, *rows, above=(), before=()):
    columns = [Column(name) for name in head]
    cells = [[row.get(name, "") for name in head] for row in rows]
    if above:
        columns, cells = [Column(title) for title in (*above, *[""] * (len(head) - len(above)))], [list(head), *cells]
    return write_workbook([*before, Sheet("Companies", columns, cells)], at=NOW.at)


def read(head, *rows, **given):
    return read_sbti_list(workbook(head, *rows, **given)).companies


def company(**cells):
    names = {"name": "Company Name", "status": "Status", "year": "Target Year", "action": "Action", "target": "Target"}
    return {"Company Name": "Aldermoor Paper", "Location": "Germany"} | {
        names[key]: value for key, value in cells.items()
    }


def test_the_wide_layout_is_read():
    row = {
        "Company Name": "Aldermoor Paper", "ISIN": isin("A"), "LEI": lei("A"), "Location": "Germany",
        "Near term - Target Status": "Targets Set", "Near term - Target Year": "FY2030",
        "Long term - Target Status": "Committed", "Long term - Target Year": "2050",
    }  # fmt: skip
    found = read(
        WIDE, row, {"Company Name": "Elmarra", "Location": "Australia", "Near term - Target Status": "Removed"}
    )
    assert [(one.sbti_id, one.name, one.country, one.lei, one.isin) for one in found] == [
        ("", "Aldermoor Paper", "Germany", lei("A"), isin("A")),
        ("", "Elmarra", "Australia", None, None),
    ]
    assert [(one.near_term_status, one.target_year) for one in found] == [("Targets Set", 2030), ("Removed", None)]


def test_the_oldest_layout_is_read():
    row = {"Company Name": "Aldermoor Paper", "Country": "Germany", "Status": "Committed", "Target Year": ""}
    assert [(one.country, one.near_term_status) for one in read(OLDEST, row)] == [("Germany", "Committed")]


@pytest.mark.parametrize(
    ("rows", "counted"),
    [
        ([company(action="Target", target="Near-term", year="2030")], ("Targets set", 2030)),
        ([company(action="Commitment", target="")], ("Committed", None)),
        ([company(action="Commitment", status="Removed")], ("Commitment removed", None)),
        ([company(action="Target", target="Long-term", year="2050")], ("", None)),
        ([company(action="Target", target="Net-zero", year="2050")], ("", None)),
        ([company(action="Target", target="Net-zero", year="2050"), company(action="Commitment")], ("Committed", None)),
        (
            [
                company(action="Target", target="Net-zero", year="2050"),
                company(action="Target", target="Near-term", year="2025"),
                company(action="Target", target="Near-term", year="2030"),
                company(action="Commitment", status="Active"),
            ],
            ("Targets set", 2030),
        ),
        ([company(action="Target", status="Active", target="Near-term", year="FY2031")], ("Targets set", 2031)),
        ([company(action="Commitment") | {"Commitment Type": "Net-zero"}], ("", None)),
        ([company(action="Commitment") | {"Commitment Type": "BA1.5"}], ("Committed", None)),
    ],
)
def test_of_one_row_a_target_the_near_term_counts_and_each_company_stands_once(rows, counted):
    other = {"ID": "2", "Company Name": "Elmarra", "Location": "Australia", "Action": "Commitment"}
    found = read(BY_TARGET, *({"ID": "1"} | row for row in rows), other)
    assert [one.sbti_id for one in found] == ["1", "2"]
    assert (found[0].near_term_status, found[0].target_year) == counted
    assert found[1].near_term_status == "Committed"


def test_the_wording_of_a_target_is_no_kind_of_target():
    wording = "Aldermoor commits to reduce emissions along its value chain by 2030 and to net-zero later."
    assert (
        read((*OLDEST, "Target"), company(status="Targets set", year="2030", target=wording) | {"Country": "Germany"})[
            0
        ].near_term_status
        == "Targets set"
    )


def test_identifiers_of_a_company_are_gathered_from_its_rows():
    rows = [
        company(action="Target", target="Near-term"),
        company(action="Target", target="Net-zero") | {"LEI": lei("A")},
    ]
    assert [one.lei for one in read(BY_TARGET, *rows)] == [lei("A")]


def test_companies_of_one_name_with_two_leis_or_in_two_countries_stay_two():
    rows = [
        company(action="Commitment") | {"LEI": lei("A")},
        company(action="Commitment") | {"LEI": lei("B")},
        company(action="Commitment") | {"Location": "Austria"},
    ]
    assert len(read(BY_TARGET, *rows)) == 3


def test_a_target_at_the_parent_company_s_level_is_told():
    removed = company(action="Commitment", status="Removed")
    rows = [removed | {"Reason for commitment extension or removal": "Target set at parent company level"}]
    assert [one.at_parent for one in read(BY_TARGET, *rows)] == [True]


def test_titles_above_the_head_and_sheets_before_the_list_are_passed_over():
    notes = Sheet("Read me", [Column("Company Name"), Column("of"), Column("course")], [["x", "y", "z"]])
    row = company(action="Commitment")
    found = read(BY_TARGET, row, above=("Companies taking action", "as of 2023-06-01"), before=(notes,))
    assert [one.name for one in found] == ["Aldermoor Paper"]


def test_an_older_list_without_what_is_needed_is_refused_whole_and_all_is_named():
    head = [name for name in OLDEST if name not in {"LEI", "Target Year", "Country"}]
    with pytest.raises(Invalid) as refused:
        read(head, {"Company Name": "Aldermoor Paper", "Status": "Committed"})
    assert [(fault.place, fault.code) for fault in refused.value.faults] == [
        ("location", "carbon.column_missing"),
        ("lei", "carbon.column_missing"),
        ("near_term_target_year", "carbon.column_missing"),
    ]
    assert "Country" in str(refused.value.faults[0].facts["known"])
