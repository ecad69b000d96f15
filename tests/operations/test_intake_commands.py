"""Importing from the command line: what is printed, what is written, and how a file is refused."""

import click
import pytest
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.intake.commands import run_import
from supplier_portal.intake.models import Batch
from tests.cast import TODAY
from tests.intake_story import HEAD, THINGS, add_table, things


@pytest.fixture
def run(database, database_address, tmp_path, monkeypatch, capsys):
    """Run the import on these lines; gives the number refused and what was printed."""
    add_table(database)
    monkeypatch.setenv("SUPPLIER_PORTAL_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("SUPPLIER_PORTAL_DATABASE", database_address)
    monkeypatch.setenv("SUPPLIER_PORTAL_PINNED_DAY", TODAY.isoformat())

    def run(data: bytes, *, dry_run=False) -> tuple[int, list[str]]:
        path = tmp_path / "things.csv"
        path.write_bytes(data)
        refused = run_import(path, THINGS, dry_run=dry_run)
        return refused, capsys.readouterr().out.splitlines()

    return run


THREE = (HEAD + "1,Bolt,10,\n2,Nut,abc,\n3,Pin,,\nTotal,,10,\n").encode()


def test_a_dry_run_says_what_would_be_and_writes_nothing(run, database):
    assert run(THREE, dry_run=True) == (
        1,
        [
            "Would be new 2, changed 0, same 0, refused 1, left out 1.",
            "  C3: “abc” is no number.",
            "A dry run: nothing was written.",
        ],
    )
    assert things(database) == {}
    with database.reading(SYSTEM) as session:
        assert session.scalars(select(Batch)).all() == []


def test_an_import_is_a_batch_and_the_same_file_again_changes_nothing(run, database):
    refused, told = run(THREE)
    assert (refused, told[0]) == (1, "Batch 1: new 2, changed 0, same 0, refused 1, left out 1.")
    assert list(things(database)) == ["1", "3"]
    _, told = run(THREE)
    assert told[0].startswith("The same file came before, in batch 1")
    assert told[1] == "Batch 2: new 0, changed 0, same 2, refused 1, left out 1."


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"Code,Price\n1,2\n", "Name / 名称"), (b"", "holds no table"), (b"%PDF-1.7", "neither an Excel workbook")],
)
def test_a_file_that_cannot_be_read_is_refused_whole(run, database, data, said):
    with pytest.raises(click.ClickException, match=said):
        run(data)
    assert things(database) == {}


def test_a_file_that_is_not_there_is_named(run, tmp_path):
    with pytest.raises(click.ClickException, match=r"nowhere\.csv"):
        run_import(tmp_path / "nowhere.csv", THINGS, dry_run=True)
