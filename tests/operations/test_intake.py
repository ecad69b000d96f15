"""A file's way in: read, previewed, confirmed, written in chunks, undone; the same file twice changes nothing."""

from datetime import date

import pytest
from sqlalchemy import func, select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.intake import steps
from supplier_portal.intake.models import Batch, BatchRow, BatchWritten
from supplier_portal.intake.operations import (
    ChooseColumns,
    ChooseSheet,
    ConfirmBatch,
    TakeFile,
    ask_work,
    choose_columns,
    choose_sheet,
    confirm_batch,
    take_file,
    undo_batch,
)
from supplier_portal.intake.planned import fault_of
from supplier_portal.intake.queries import earlier, found, kept_of, rows_of, visible
from supplier_portal.intake.steps import Step, undo_batch_rows, write_batch
from supplier_portal.trail.models import Event
from tests.cast import LIN, NOW, PAN, TAN, ZHOU
from tests.intake_story import (
    HEAD,
    add_table,
    batch_of,
    change_thing,
    confirmed,
    stored,
    taken,
    things,
    undone,
    work,
    workbook,
)


@pytest.fixture(autouse=True)
def table(database):
    add_table(database)


def csv(*lines: str) -> bytes:
    return (HEAD + "\n".join(lines)).encode()


def counts(batch) -> tuple[int, ...]:
    return batch.new, batch.changed, batch.same, batch.refused, batch.left_out


def faults(database, batch_id, person=PAN):
    with database.reading(person.actor) as session:
        rows = session.scalars(rows_of(found(session, person.actor, batch_id), "refused"))
        return [(fault_of(fault).code, fault_of(fault).place) for row in rows for fault in row.faults]


def chosen(database, config, person, choose, command):
    with database.unit_of_work(person.actor) as session:
        batch = choose(session, person.actor, command, NOW)
        ask_work(session, person.actor, batch, "en", NOW.at)
    work(database, config)
    return batch_of(database, batch.id, person)


THREE = csv(
    "0001,Bolt,12.50,2024-01-31", "0002,Nut,abc,2024-01-31", "0001,Again,,", "0003,Washer,n/a,", "Total,,12.50,"
)


def test_a_preview_counts_names_every_fault_and_writes_nothing(database, config):
    batch = batch_of(database, taken(database, config, THREE))
    assert (batch.state, counts(batch)) == ("previewed", (2, 0, 0, 2, 1))
    assert faults(database, batch.id) == [("intake.not_a_number", "C3"), ("intake.same_key", "A4")]
    assert things(database) == {}


def test_confirmed_rows_are_written_and_a_refused_one_stops_none(database, config):
    batch = confirmed(database, config, taken(database, config, THREE))
    assert (batch.state, counts(batch), batch.written) == ("done", (2, 0, 0, 2, 1), 2)
    assert things(database) == {
        "0001": ("Bolt", "12.50", date(2024, 1, 31)),
        "0003": ("Washer", None, None),
    }


def test_the_number_confirmed_must_be_the_number_shown(database, config):
    batch_id = taken(database, config, THREE)
    with pytest.raises(Conflict, match="other_preview"), database.unit_of_work(PAN.actor) as session:
        confirm_batch(session, PAN.actor, ConfirmBatch(batch_id, 3), NOW)
    assert batch_of(database, batch_id).state == "previewed"


def test_the_same_file_again_changes_nothing_and_names_the_earlier_batch(database, config):
    first = taken(database, config, THREE)
    confirmed(database, config, first)
    second = taken(database, config, THREE)
    assert counts(batch_of(database, second)) == (0, 0, 2, 2, 1)
    with database.reading(PAN.actor) as session:
        assert earlier(session, PAN.actor, found(session, PAN.actor, second)).id == first
    with pytest.raises(Conflict), database.unit_of_work(PAN.actor) as session:
        confirm_batch(session, PAN.actor, ConfirmBatch(second, 0), NOW)


def test_a_changed_row_shows_old_and_new_and_is_written(database, config):
    confirmed(database, config, taken(database, config, csv("1,Bolt,10,")))
    batch_id = taken(database, config, csv("1,Bolt,12.5,"))
    with database.reading(PAN.actor) as session:
        row = session.scalars(rows_of(found(session, PAN.actor, batch_id), "changed")).one()
        assert (row.label, row.changes) == ("1", {"spend": ["10.00", "12.50"]})
    confirmed(database, config, batch_id)
    assert things(database)["1"][1] == "12.50"


def test_what_changed_between_preview_and_writing_is_decided_anew(database, config):
    confirmed(database, config, taken(database, config, csv("1,Bolt,10,", "2,Nut,10,")))
    batch_id = taken(database, config, csv("1,Bolt,10,", "2,Nut,11,", "3,Pin,,"))
    change_thing(database, "1", spend="99.00")
    change_thing(database, "2", spend="11.00")
    batch = confirmed(database, config, batch_id)
    assert counts(batch) == (1, 1, 1, 0, 0)
    assert things(database)["1"][1] == "10.00"


def test_undoing_takes_back_what_was_created_and_what_was_changed(database, config):
    confirmed(database, config, taken(database, config, csv("1,Bolt,10,")))
    batch_id = taken(database, config, csv("1,Bolt,12,", "2,Nut,,"))
    confirmed(database, config, batch_id)
    batch = undone(database, config, batch_id)
    assert (batch.state, batch.kept, things(database)) == ("undone", 0, {"1": ("Bolt", "10.00", None)})


def test_undoing_leaves_and_names_what_was_changed_since_or_is_in_use(database, config):
    batch_id = taken(database, config, csv("1,Bolt,,", "2,Nut,,", "3,Pin,,"))
    confirmed(database, config, batch_id)
    change_thing(database, "1", name="Bolt M6")
    change_thing(database, "3", in_use=1)
    assert undone(database, config, batch_id).kept == 2
    with database.reading(PAN.actor) as session:
        kept = [fault_of(row.fault) for row in kept_of(session, found(session, PAN.actor, batch_id), 10)]
    assert [(fault.code, fault.place) for fault in kept] == [
        ("intake.referred_to", "3"),
        ("intake.changed_since", "1"),
    ]
    assert list(things(database)) == ["1", "3"]


def test_a_batch_undone_may_be_taken_in_again(database, config):
    first = taken(database, config, csv("1,Bolt,,"))
    confirmed(database, config, first)
    undone(database, config, first)
    assert counts(batch_of(database, taken(database, config, csv("1,Bolt,,")))) == (1, 0, 0, 0, 0)


class PowerCut(Exception):
    pass


def cut_after(chunks: int):
    """Progress that dies within the given chunk, before its commit."""
    seen = []

    def told(*_):
        seen.append(1)
        if len(seen) > chunks:
            raise PowerCut

    return told


def step_of(database, config, batch_id):
    return Step(database, steps.FileStore.of(config), PAN.actor, batch_id, NOW)


@pytest.mark.safety(35)
def test_a_killed_writer_goes_on_where_it_stood_and_writes_nothing_twice(database, config, monkeypatch):
    monkeypatch.setattr(steps, "CHUNK", 2)
    batch_id = taken(database, config, csv(*(f"{number},Bolt,," for number in range(7)), "x,Wrong,abc,"))
    confirmed(database, config, batch_id, worked=False)
    with pytest.raises(PowerCut):
        write_batch(step_of(database, config, batch_id), cut_after(2))
    assert (len(things(database)), batch_of(database, batch_id).position) == (4, 4)
    work(database, config)
    assert (len(things(database)), batch_of(database, batch_id).state) == (7, "done")
    with database.reading(SYSTEM) as session:
        written = select(BatchWritten).where(BatchWritten.batch_id == batch_id)
        assert len({row.row_id for row in session.scalars(written)}) == 7


def test_a_row_that_reads_otherwise_by_now_is_refused_and_not_written(database, config, monkeypatch):
    batch_id = taken(database, config, csv("1,Bolt,,", "2,Nut,10.5,"))
    monkeypatch.setattr("supplier_portal.intake.cells.column.MOST_WHOLE_DIGITS", 1)
    batch = confirmed(database, config, batch_id)
    assert (counts(batch), list(things(database))) == ((1, 0, 0, 1, 0), ["1"])
    assert faults(database, batch_id) == [("intake.reads_otherwise", "3")]


@pytest.mark.safety(35)
def test_a_killed_undoing_goes_on_where_it_stood(database, config, monkeypatch):
    monkeypatch.setattr(steps, "CHUNK", 2)
    batch_id = taken(database, config, csv(*(f"{number},Bolt,," for number in range(5))))
    confirmed(database, config, batch_id)
    change_thing(database, "4", name="Kept")
    with database.unit_of_work(PAN.actor) as session:
        undo_batch(session, PAN.actor, batch_id, NOW)
    with pytest.raises(PowerCut):
        undo_batch_rows(step_of(database, config, batch_id), cut_after(1))
    undo_batch_rows(step_of(database, config, batch_id), lambda *_: None)
    batch = batch_of(database, batch_id)
    assert (batch.state, batch.kept, list(things(database))) == ("undone", 1, ["4"])


def test_columns_that_are_not_found_are_chosen_once_and_remembered(database, config):
    data = b"Ref,Label,Remark\n1,Bolt,blue\n"
    batch = batch_of(database, taken(database, config, data))
    assert (batch.state, batch.layout["missing"]) == ("mapped", ["code", "name"])
    batch = chosen(database, config, PAN, choose_columns, ChooseColumns(batch.id, {"code": 0, "name": 1}))
    assert (batch.state, counts(batch)) == ("previewed", (1, 0, 0, 0, 0))
    later = batch_of(database, taken(database, config, b"REF;label;Remark\n2;Nut;red\n"))
    assert (later.state, counts(later)) == ("previewed", (1, 0, 0, 0, 0))
    other = batch_of(database, taken(database, config, b"Ref,Label,Note\n2,Nut,red\n"))
    assert other.state == "mapped"


@pytest.mark.parametrize(
    ("columns", "wrong"),
    [
        ({"code": 0}, [("intake.column_needed", "name")]),
        ({"code": 0, "name": 0}, [("intake.heading_taken", "name")]),
        ({"code": 0, "name": 9}, [("form.unknown_choice", "name")]),
        ({"code": 0, "name": 1, "password": 2}, [("form.unknown_choice", "password")]),
    ],
)
def test_a_wrong_choice_of_columns_is_refused_at_its_column(database, config, columns, wrong):
    batch_id = taken(database, config, b"Ref,Label,Remark\n1,Bolt,blue\n")
    with pytest.raises(Invalid) as told, database.unit_of_work(PAN.actor) as session:
        choose_columns(session, PAN.actor, ChooseColumns(batch_id, columns), NOW)
    assert [(fault.code, fault.place) for fault in told.value.faults] == wrong


def test_the_sheet_that_fits_best_is_taken_and_another_may_be_chosen(database, config):
    data = workbook(
        [["Things of 2024"], [], ["Code", "Name"], ["1", "Bolt"]], "Data", Notes=[["Code"], ["1"]],
        More=[["编号", "名称"], ["7", "垫圈"], ["8", "销"]],
    )  # fmt: skip
    batch = batch_of(database, taken(database, config, data, name="things.xlsx"))
    assert (batch.layout["sheet"], batch.new) == ("More", 2)
    batch = chosen(database, config, PAN, choose_sheet, ChooseSheet(batch.id, "Data"))
    assert (batch.layout["sheet"], counts(batch)) == ("Data", (1, 0, 0, 0, 0))


def test_a_row_may_be_chosen_as_the_head(database, config):
    data = b"Code,Name\nRef,Label\n1,Bolt\n"
    batch = batch_of(database, taken(database, config, data))
    assert batch.new == 2
    batch = chosen(database, config, PAN, choose_sheet, ChooseSheet(batch.id, "", 2))
    assert batch.state == "mapped"


def test_a_heading_of_an_unknown_unit_refuses_its_column_and_says_so(database, config):
    batch = batch_of(database, taken(database, config, b"Code,Name,Annual spend (USD)\n1,Bolt,5\n"))
    assert (batch.state, batch.new) == ("previewed", 1)
    assert [(fault_of(one).code, fault_of(one).place) for one in batch.problems] == [("intake.unit_unknown", "C1")]
    confirmed(database, config, batch.id)
    assert things(database)["1"] == ("Bolt", None, None)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "sheet.not_text"),
        (b"PK\x03\x04broken", "sheet.damaged"),
        (b" ", "sheet.empty"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(database, config, data, code):
    batch = batch_of(database, taken(database, config, data))
    assert (batch.state, [fault_of(one).code for one in batch.problems]) == ("refused", [code])


def test_a_batch_is_there_for_those_who_may_use_its_importer(database, config):
    mine = taken(database, config, csv("1,Bolt,,"))
    common = taken(database, config, csv("1,Bolt,,"), LIN, "tests.for_all")
    with database.reading(LIN.actor) as session:
        seen = {
            person: set(session.scalars(visible(person.actor).with_only_columns(Batch.id)))
            for person in (PAN, LIN, ZHOU, TAN)
        }
    assert seen == {PAN: {mine, common}, LIN: {common}, ZHOU: set(), TAN: set()}
    with pytest.raises(Missing), database.unit_of_work(LIN.actor) as session:
        undo_batch(session, LIN.actor, mine, NOW)


@pytest.mark.parametrize("person", [LIN, ZHOU, TAN])
def test_who_may_not_use_an_importer_begins_no_batch(database, config, person):
    upload = stored(config, csv("1,Bolt,,"))
    with pytest.raises(Missing), database.unit_of_work(person.actor) as session:
        take_file(session, person.actor, TakeFile("tests.things", "x.csv", upload), NOW)


@pytest.mark.parametrize("act", ["confirm", "undo", "columns"])
def test_what_the_state_does_not_allow_is_refused(database, config, act):
    batch_id = taken(database, config, csv("1,Bolt,,"))
    if act == "undo":
        with pytest.raises(Conflict), database.unit_of_work(PAN.actor) as session:
            undo_batch(session, PAN.actor, batch_id, NOW)
        return
    confirmed(database, config, batch_id)
    with pytest.raises(Conflict), database.unit_of_work(PAN.actor) as session:
        if act == "confirm":
            confirm_batch(session, PAN.actor, ConfirmBatch(batch_id, 1), NOW)
        else:
            choose_columns(session, PAN.actor, ChooseColumns(batch_id, {"code": 0, "name": 1}), NOW)


def test_the_trail_says_who_did_what_with_a_file(database, config):
    batch_id = taken(database, config, csv("1,Bolt,,"))
    confirmed(database, config, batch_id)
    undone(database, config, batch_id)
    with database.reading(SYSTEM) as session:
        bodies = " ".join(session.scalars(select(Event.body).where(Event.body.contains(f'"account":{PAN.number}'))))
    for act in ("batch_taken", "batch_confirmed", "things_written", "batch_done", "batch_undo_asked", "batch_undone"):
        assert f'"act":"{act}"' in bodies


def test_many_rows_are_written_in_chunks_with_one_event_each(database, config):
    batch_id = taken(database, config, csv(*(f"{number},Bolt {number},1 250.5," for number in range(2_000))))
    batch = confirmed(database, config, batch_id)
    assert (batch.state, batch.new, len(things(database))) == ("done", 2_000, 2_000)
    with database.reading(SYSTEM) as session:
        of_batch = BatchRow.batch_id == batch_id
        assert session.scalar(select(func.count()).select_from(BatchRow).where(of_batch)) == 2_000
        written = select(func.count()).select_from(Event).where(Event.body.contains("things_written"))
        assert session.scalar(written) == 4
