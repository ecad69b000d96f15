"""`supplier-portal sbti import FILE`: what it prints, what it leaves, and how it refuses."""

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from supplier_portal.carbon.cli import sbti
from supplier_portal.carbon.models import SbtiCompany, SbtiSnapshot
from supplier_portal.suppliers.models import Supplier
from tests.cast import HUILING, MINGYAN, PAN, TODAY
from tests.sbti_list import HEAD, SMALL_LIST, lei, listed

MINGYAN_NAMES = "Mingyan Circuit Boards 明砚电路板"


@pytest.fixture
def run(database, database_address, tmp_path, monkeypatch):
    """The command on a database with Huiling's LEI, and Mingyan under the LEI of a shipping line."""
    with database.unit_of_work(PAN.actor) as session:
        session.get(Supplier, HUILING).lei = lei("HUILING")
        session.get(Supplier, MINGYAN).lei = lei("SHUOFANG")
    monkeypatch.setenv("SUPPLIER_PORTAL_DATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("SUPPLIER_PORTAL_DATABASE", database_address)
    monkeypatch.setenv("SUPPLIER_PORTAL_PINNED_DAY", TODAY.isoformat())

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(sbti, ["import", *map(str, arguments)])

    return run


def counted(database, model):
    with database.reading(PAN.actor) as session:
        return session.scalar(select(func.count()).select_from(model))


def test_the_import_tells_its_counts_and_each_conflict_with_both_names(run, database):
    done = run(SMALL_LIST)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "List of 2024-03-31: 25 companies (validated 11, committed 12, none 2).",
        "Wrong check digit, taken as none: 1 LEI, 1 ISIN.",
        "Suppliers: 1 sure by LEI or ISIN, 0 decided before, 1 in conflict, 0 with candidates by name.",
        "Not applied, because the name is plainly another company's:",
        f"  S-0002 {MINGYAN_NAMES} | in the list: Northmere Shipping Lines plc | LEI {lei('SHUOFANG')}",
    ]
    assert "25 of 25 companies stored" in done.stderr
    assert counted(database, SbtiCompany) == 25


def test_the_same_file_again_says_that_nothing_was_changed(run, database):
    run(SMALL_LIST, "--as-of", "2023-06-30")
    again = run(SMALL_LIST)
    assert again.exit_code == 0
    assert again.stdout == (
        "This file was imported before, as the list of 2023-06-30 with 25 companies. Nothing was changed.\n"
    )
    assert (counted(database, SbtiSnapshot), counted(database, SbtiCompany)) == (1, 25)


def test_a_file_with_missing_columns_is_refused_whole_and_all_are_named(run, database, tmp_path):
    file = tmp_path / "older.xlsx"
    file.write_bytes(listed([{"company_name": "Elmarra"}], [name for name in HEAD if name not in {"lei", "isin"}]))
    refused = run(file)
    assert refused.exit_code == 1
    assert [line.split(":")[0] for line in refused.stderr.splitlines()[1:]] == [
        "lei",
        "isin",
        "The file was refused, nothing was written.",
    ]
    assert counted(database, SbtiSnapshot) == 0


def test_rows_left_out_and_what_was_not_understood_are_told(run, tmp_path):
    file = tmp_path / "list.xlsx"
    good = {"company_name": "Elmarra", "near_term_status": "Extended", "near_term_target_year": "soon"}
    file.write_bytes(listed([good, {"location": "Spain"}]))
    told = run(file).stdout
    assert "Unknown status, counted as none: Extended." in told
    assert "Target year not understood, taken as none: 1." in told
    assert "Rows left out: 1.\n  Data!B3: The row has no company name." in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere.xlsx"], "No such file or directory"),
        ([SMALL_LIST, "--as-of", "31.12.2023"], "31.12.2023"),
        ([SMALL_LIST.parent], "Is a directory"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(run, database, arguments, told):
    refused = run(*arguments)
    assert refused.exit_code != 0
    assert told in refused.stderr
    assert "Traceback" not in refused.output
    assert counted(database, SbtiSnapshot) == 0


def test_a_file_larger_than_is_taken_is_refused(run, tmp_path):
    file = tmp_path / "huge.csv"
    with file.open("wb") as opened:
        opened.truncate(20_000_001)
    assert "larger than 20 MB" in run(file).stderr
