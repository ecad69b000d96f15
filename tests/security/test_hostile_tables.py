"""Tables at every importer: rows of sound values, or a reason by its cell; nothing ends otherwise."""

import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from supplier_portal.carbon.cli import sbti
from supplier_portal.carbon.cli.suppliers_file import read_suppliers
from supplier_portal.carbon.sbti_list.file import read_sbti_list
from supplier_portal.declared import declare_rooms
from supplier_portal.domain.errors import Invalid
from supplier_portal.intake.heads import Choice
from supplier_portal.intake.models import DONE, PREVIEWED
from supplier_portal.intake.reading import FileRead, read_file
from supplier_portal.intake.registry import importers
from supplier_portal.intake.rows import ReadRows
from supplier_portal.jobs.models import FAILED, Job
from supplier_portal.language.codes import errors
from tests.cast import ADA, PAN
from tests.intake_story import batch_of, confirmed, taken
from tests.sbti_list import HEAD, SMALL_LIST
from tests.security.hostile_tables import NUMBERS, TYPED, examples, number_table, shapes, titles, typed_table

pytestmark = [pytest.mark.safety(20), pytest.mark.safety(23)]

declare_rooms()
IMPORTERS = {one.code: one for one in importers() if not one.code.startswith("tests.")}
SUPPLIERS = IMPORTERS["suppliers.suppliers"]
SHAPES = dict(shapes(",".join(titles(SUPPLIERS))))
LIST_HEAD = ",".join(HEAD)
LIST_SHAPES = dict(shapes(LIST_HEAD))


def unsound(value: object) -> bool:
    """Whether a value is none that a column may hold, or one that a database would refuse."""
    if value is None or isinstance(value, bool):
        return False
    if isinstance(value, Decimal):
        return not value.is_finite() or abs(value) >= Decimal(10) ** 24 or value.as_tuple().exponent < -24
    if isinstance(value, int):
        return abs(value) >= 10**16
    if isinstance(value, date) and not isinstance(value, datetime):
        return not 1900 <= value.year <= 2199
    held = isinstance(value, str) and len(value) <= 4_000 and value == value.encode("utf-8", "replace").decode()
    return not held or any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in value)


def faults_of(file: FileRead, read: ReadRows) -> list[str]:
    """What is wrong with the values read, and with the reasons told."""
    told = [fault for row in read.faults for fault in row.faults] + list(file.faults.values())
    wrong = [f"{fault.code} at {fault.place!r}" for fault in told if fault.code not in errors() or not fault.place]
    return wrong + [
        f"{row.number}, {name}: {value!r}"[:120]
        for row in read.rows
        for name, value in row.values.items()
        if unsound(value)
    ]


def read_or_refused(data: bytes) -> list[str]:
    try:
        file = read_file(data, SUPPLIERS, Choice())
        return faults_of(file, file.rows(SUPPLIERS))
    except Invalid as refused:
        return [fault.code for fault in refused.faults if fault.code not in errors()]


@pytest.mark.parametrize("code", IMPORTERS)
def test_no_cell_is_read_as_what_no_column_holds(code):
    importer = IMPORTERS[code]
    wrong = []
    for column in importer.columns:
        for data, rows in ((typed_table(importer, [column], TYPED), len(TYPED)), (number_table(importer, column), 50)):
            file = read_file(data, importer, Choice())
            read = file.rows(importer)
            assert len(read.rows) + len(read.faults) + read.left_out >= rows, column.name
            wrong += [f"{column.name}: {fault}" for fault in faults_of(file, read)]
    assert wrong == []


@pytest.mark.parametrize("code", IMPORTERS)
def test_what_was_read_is_planned_and_written_or_refused(database, config, code):
    """Whatever the cells hold, the worker ends its jobs: a row the database would refuse was refused before."""
    importer, person = IMPORTERS[code], ADA if code.startswith("carbon.emission") or code == "carbon.gwp" else PAN
    data = typed_table(importer, importer.columns, [value for value in TYPED if len(value) < 500])
    number = taken(database, config, data, person, code, "=cmd.csv")
    batch = batch_of(database, number, person)
    assert batch.state == PREVIEWED
    assert batch.rows > 100
    if batch.to_write:
        assert confirmed(database, config, number, person).state == DONE
    with database.reading(person.actor) as session:
        assert [job.error for job in session.query(Job) if job.error or job.state == FAILED] == []


@pytest.mark.parametrize("what", SHAPES)
def test_no_shape_ends_otherwise_than_in_rows_or_a_reason(what):
    assert read_or_refused(SHAPES[what]) == []


@pytest.mark.parametrize("what", LIST_SHAPES)
def test_the_public_list_of_any_shape_ends_in_companies_or_a_reason(what):
    assert listed_or_refused(read_sbti_list, LIST_SHAPES[what])


@pytest.mark.parametrize("value", [*TYPED[::3], *NUMBERS[::4]], ids=lambda value: repr(value[:12]))
def test_the_list_and_the_suppliers_to_look_up_take_any_cell(value):
    cell = '"' + value.encode("utf-8", "replace").decode().replace('"', '""') + '"'
    row = ",".join([cell] * len(HEAD))
    assert listed_or_refused(read_sbti_list, f"{LIST_HEAD}\n{row}\n".encode())
    assert listed_or_refused(read_suppliers, f"name,country,lei,isin\n{','.join([cell] * 4)}\n".encode())


@pytest.mark.parametrize(
    "data", [b"", b"\0" * 99, b"name\n" + b"\n" * 90_000, b"name,name\nx,y\n", b"PK\x03\x04" + bytes(99), b"a\n=1\n"]
)
def test_looking_up_a_file_that_is_no_list_of_suppliers_ends_with_its_reasons(tmp_path, data):
    path = tmp_path / "suppliers.csv"
    path.write_bytes(data)
    done = CliRunner().invoke(sbti, ["match", str(path), "--list", str(SMALL_LIST)])
    assert done.exit_code in {0, 2}, done.output
    assert done.exit_code == 0 or done.stderr.strip()
    assert done.exception is None or isinstance(done.exception, SystemExit)
    other = CliRunner().invoke(sbti, ["match", str(SMALL_LIST), "--list", str(path)])
    assert other.exit_code == 2
    assert isinstance(other.exception, SystemExit)


def test_what_is_printed_of_a_supplier_runs_nowhere(tmp_path):
    path = tmp_path / "suppliers.csv"
    path.write_text('name,country\n"=HYPERLINK(1)",=1\n"+1",@x\n')
    done = CliRunner().invoke(sbti, ["match", str(path), "--list", str(SMALL_LIST)])
    assert done.exit_code == 0, done.output
    cells = [cell for line in done.stdout.splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def listed_or_refused(read, data: bytes) -> bool:
    try:
        read(data)
    except Invalid as refused:
        return bool(refused.faults) and all(fault.code in errors() for fault in refused.faults)
    return True


@settings(max_examples=150)
@given(st.binary(max_size=1_500))
def test_any_bytes_end_in_rows_or_reasons(data):
    assert read_or_refused(data) == []
    assert listed_or_refused(read_suppliers, data)


FIGURES = st.one_of(st.decimals().map(str), st.floats().map(repr), st.dates().map(str))
CELLS = st.one_of(st.text(max_size=40), st.sampled_from(TYPED), FIGURES)


@settings(max_examples=100)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=len(SUPPLIERS.columns)), max_size=6), st.sampled_from(",;\t"))
def test_any_cells_below_a_known_head_end_in_rows_or_reasons(cells, mark):
    lines = [mark.join(titles(SUPPLIERS)), mark.join(examples(SUPPLIERS))]
    lines += [mark.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells]
    assert read_or_refused("\r\n".join(lines).encode("utf-8", "replace")) == []
