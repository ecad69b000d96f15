"""How long files take to come in: the list of targets, matching with it, and suppliers by the thousand."""

import csv
import io
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.outcome import Outcome, Row
from supplier_portal.access.actor import SYSTEM, Actor, Role
from supplier_portal.carbon.matching import Matcher, Sought
from supplier_portal.carbon.operations import ImportSbtiList, import_sbti_list
from supplier_portal.carbon.sbti_list.file import digest_of, read_sbti_list
from supplier_portal.config import Config
from supplier_portal.db import schema
from supplier_portal.db.unit_of_work import Database
from supplier_portal.declared import declare_rooms
from supplier_portal.domain.moment import Moment
from supplier_portal.files.kinds import SHEET
from supplier_portal.files.operations import Upload
from supplier_portal.files.store import FileStore
from supplier_portal.intake.operations import ConfirmBatch, TakeFile, confirm_batch, take_file
from supplier_portal.intake.queries import found
from supplier_portal.intake.steps import Step, read_batch, write_batch
from supplier_portal.output.sheets import Column, ReadLimits, Sheet, read_table, write_workbook
from supplier_portal.suppliers.importing import SUPPLIERS

COMPANIES, MATCHED, IMPORTED = 14_907, 1_000, 10_000
QUICK = 10
GOAL_LIST, GOAL_MATCH, GOAL_SUPPLIERS = 10.0, 10.0, 30.0
MOMENT = Moment(datetime(2024, 3, 31, 8, tzinfo=UTC), date(2024, 3, 31))
PLANNER = Actor(Role.ADMINISTRATOR, None, name="benchmark")
SYLLABLES = (
    "bel",
    "cor",
    "dan",
    "fel",
    "gor",
    "hal",
    "kim",
    "lon",
    "mar",
    "nor",
    "pel",
    "ros",
    "san",
    "tor",
    "val",
    "zen",
)
TRADES = ("Foods", "Textiles", "Logistics", "Polymers", "Optics", "Castings", "Coatings", "Motors", "Paper", "Cables")
FORMS = ("Ltd.", "GmbH", "S.A.", "Co., Ltd.", "Inc.", "AB", "B.V.", "S.p.A.")
PLACES = (("China", "CN"), ("Germany", "DE"), ("Japan", "JP"), ("United States of America", "US"), ("Sweden", "SE"))
LIST_HEAD = ("sbti_id", "company_name", "isin", "lei", "location", "near_term_status", "near_term_target_year")


def measure(*, quick: bool) -> Outcome:
    share = QUICK if quick else 1
    declare_rooms()
    listed = list_file(COMPANIES // share)
    suppliers = suppliers_file(IMPORTED // share)
    with new_portal() as (config, database):
        brought, bare_rows = timed(lambda: bring_in(config, database, suppliers)), bare_insert(IMPORTED // share)
        taken = timed(lambda: take_list(database, listed))
    companies = read_sbti_list(listed).companies
    matched = timed(lambda: match_all(companies, MATCHED // share))
    bare_reading = timed(lambda: read_table(listed, limits=ReadLimits()))
    rows = [
        _row(
            f"list of {COMPANIES // share:,} companies, {IMPORTED // share:,} suppliers", taken, bare_reading, GOAL_LIST
        ),
        _row(f"{MATCHED // share:,} suppliers matched", matched, bare_reading, GOAL_MATCH),
        _row(f"{IMPORTED // share:,} suppliers from Excel", brought, bare_rows, GOAL_SUPPLIERS),
    ]
    notes = (
        "floor of the first two: the cells of the list's workbook alone, read by the same reader",
        "floor of the third: as many rows of nine columns into a bare sqlite3 table, in one transaction",
        "wall seconds; suppliers are read, planned and written in chunks, with progress, as the worker does it",
    )
    figures: dict[str, object] = {"list": taken, "match": matched, "suppliers": brought, "reading": bare_reading}
    return Outcome("imports", "What comes in by file", rows, notes, figures)


def _row(name: str, spent: float, floor: float, goal: float) -> Row:
    return Row(name, f"{spent:.2f} s", f"{floor:.2f} s", f"{spent / floor:.1f}", f"≤ {goal:.0f} s")


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def new_portal() -> Iterator[tuple[Config, Database]]:
    """A migrated database in a folder of its own under var."""
    Path("var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir="var") as folder:
        config = Config(data_folder=Path(folder), secret_key="b" * 40)
        schema.upgrade(config.database_address)
        database = Database(config.database_address)
        yield config, database
        database.engine.dispose()


def name_of(number: int) -> str:
    """An invented company's name; no two numbers share one."""
    first, second, third = number % 16, number // 16 % 16, number // 256 % 16
    stem = f"{SYLLABLES[first]}{SYLLABLES[second]}{SYLLABLES[third]}{'' if number < 4096 else number // 4096}"
    return f"{stem.title()} {TRADES[number % 10]} {FORMS[number % 8]}"


def list_file(count: int) -> bytes:
    columns = [Column(title, "text") for title in LIST_HEAD]
    rows = [
        (str(40_000_000 + one), name_of(one), "", "", PLACES[one % 5][0], "Targets set", "2030") for one in range(count)
    ]
    return write_workbook([Sheet("Data", columns, rows)], at=MOMENT.at)


def suppliers_file(count: int) -> bytes:
    head = ("Supplier number", "Name in English", "Country", "Category", "Staff", "Annual spend (CNY)", "Spend year")
    columns = [Column(title, "text") for title in head]
    rows = [
        (f"S-{one:06}", name_of(one), PLACES[one % 5][1], "electronics", str(one % 900), str(one * 1000), "2023")
        for one in range(count)
    ]
    return write_workbook([Sheet("Suppliers", columns, rows)], at=MOMENT.at)


def bring_in(config: Config, database: Database, data: bytes) -> None:
    """Read, plan, confirm and write, as pages and worker do it together."""
    store = FileStore.of(config)
    with database.unit_of_work(PLANNER) as session:
        upload = Upload(store.keep(data), len(data), SHEET)
        batch = take_file(session, PLANNER, TakeFile(SUPPLIERS.code, "suppliers.xlsx", upload), MOMENT)
    step = Step(database, store, PLANNER, batch.id, MOMENT)
    settle = read_batch(step)
    with database.unit_of_work(PLANNER) as session:
        settle(session)
        planned = found(session, PLANNER, batch.id)
        confirm_batch(session, PLANNER, ConfirmBatch(batch.id, planned.to_write), MOMENT)
    write_batch(step, lambda *_: None)
    with database.reading(PLANNER) as session:
        ended = found(session, PLANNER, batch.id)
        if ended.refused or not ended.written:
            raise SystemExit(f"{ended.refused} rows were refused: the benchmark measures nothing")


def take_list(database: Database, data: bytes) -> None:
    with database.unit_of_work(SYSTEM) as session:
        command = ImportSbtiList(read_sbti_list(data), digest_of(data), MOMENT.day)
        import_sbti_list(session, SYSTEM, command, MOMENT)


def match_all(companies: tuple[object, ...], count: int) -> None:
    matcher = Matcher(companies)  # type: ignore[arg-type]
    for one in range(count):
        matcher.match(Sought((name_of(one * 7).upper().replace("E", "", 1),), PLACES[one % 5][1]))


def bare_insert(count: int) -> float:
    """Seconds for as many rows of nine columns in one sqlite3 transaction, from the CSV text on."""
    import sqlite3  # noqa: PLC0415 the floor alone needs it

    text = "".join(f"S-{one:06},{name_of(one)},CN,electronics,{one % 900},{one},2023,,\n" for one in range(count))
    with tempfile.TemporaryDirectory(dir="var") as folder, sqlite3.connect(Path(folder) / "floor.db") as database:
        database.execute("CREATE TABLE row (a TEXT PRIMARY KEY, b, c, d, e, f, g, h, i)")

        def work() -> None:
            rows = [[*row, "", ""][:9] for row in csv.reader(io.StringIO(text))]
            database.executemany("INSERT INTO row VALUES (?,?,?,?,?,?,?,?,?)", rows)
            database.commit()

        return timed(work)
