"""A holiday calendar changed for ten thousand findings: worked out and written anew, beside the bare writing."""

import time
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from benchmarks.bulk import audit_row, insert_rows, supplier_row
from benchmarks.outcome import Outcome, Row
from benchmarks.pages import on_postgresql, on_sqlite
from benchmarks.world import MOMENT, PASSWORD
from supplier_portal.access.actor import SYSTEM, Role
from supplier_portal.accounts.operations import NewAccount, create_account
from supplier_portal.audits.models import Audit
from supplier_portal.calendars.models import Calendar, CalendarDay
from supplier_portal.checklists.operations import publish_checklist
from supplier_portal.config import Config
from supplier_portal.db import schema
from supplier_portal.db.unit_of_work import Database
from supplier_portal.findings.following import follow_calendars
from supplier_portal.findings.models import Finding, FindingMove
from supplier_portal.findings.operations.filling import fill_clocks
from supplier_portal.findings.queries.clocking import KEPT
from supplier_portal.shipped import CHECKLISTS
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.trail.operations import record_event, seal_new

SUPPLIERS, EACH, EACH_QUICK = 500, 20, 2
GOAL_SECONDS = 10.0
NOTICE = MOMENT.at - timedelta(days=40)
MOVES = (("open", 0), ("cap_proposed", 9), ("rejected", 13), ("cap_proposed", 16), ("accepted", 21))
"""State, and days after the notice."""
FEAST = date(2024, 4, 4)


def measure(*, quick: bool) -> Outcome:
    each = EACH_QUICK if quick else EACH
    found = {}
    for engine, portal in (("SQLite", on_sqlite), ("PostgreSQL", on_postgresql)):
        with portal() as config:
            found[engine] = measured(config, each)
    return told(found, SUPPLIERS * each)


def measured(config: Config, each: int) -> tuple[float, float]:
    """Seconds of the portal, and of writing the same columns of the same rows alone."""
    database = make_findings(config, each)
    with database.unit_of_work(SYSTEM) as session:
        session.add(Calendar(code="CN", name_en="China", name_zh="中国"))
        session.flush()
        for passed in range(5):
            day = FEAST + timedelta(days=passed)
            session.add(CalendarDay(calendar="CN", day=day, kind="holiday", name_en="Qingming", name_zh="清明节"))
        record_event(session, SYSTEM, MOMENT, "calendar_changed", calendar="CN", years=["2024"])
        session.flush()
        seal_new(session)
    portal = _seconds_to_follow(database)
    with database.unit_of_work(SYSTEM) as session:
        rows = session.execute(select(Finding.id, *(getattr(Finding, name) for name in KEPT))).all()
        began = time.perf_counter()
        table = Finding.__table__
        written = update(table).where(table.c.id == bindparam("its_id"))  # type: ignore[arg-type]
        written = written.values({name: bindparam(f"new_{name}") for name in KEPT})
        session.connection().execute(written, [_values(row) for row in rows])
        session.flush()
    floor = time.perf_counter() - began
    database.engine.dispose()
    return portal, floor


def _seconds_to_follow(database: Database) -> float:
    began = time.perf_counter()
    with database.unit_of_work(SYSTEM) as session:
        changed = follow_calendars(session, MOMENT)
    if len(changed) != SUPPLIERS:
        raise RuntimeError("not every supplier's due days moved")
    return time.perf_counter() - began


def _values(row: Any) -> dict[str, object]:
    return {"its_id": row.id, **{f"new_{name}": getattr(row, name) for name in KEPT}}


def told(found: Mapping[str, tuple[float, float]], count: int) -> Outcome:
    rows = [
        Row(
            f"{count:,} findings, {engine}",
            f"{portal:.2f} s",
            f"{floor:.2f} s",
            f"{portal / floor:.1f}",
            f"≤ {GOAL_SECONDS:.0f} s of 10,000",
        )
        for engine, (portal, floor) in found.items()
    ]
    notes = (
        f"{SUPPLIERS} suppliers, findings of {len(MOVES)} moves each, all due after the new holidays",
        "portal: the worker's follower reads the event, findings, moves and calendars, works out and writes six days",
        "floor: one UPDATE by id of the same six columns of the same rows, with values at hand",
    )
    figures: dict[str, object] = {
        "findings": count,
        "seconds": {engine: {"portal": portal, "floor": floor} for engine, (portal, floor) in found.items()},
        "goal_seconds": GOAL_SECONDS,
    }
    return Outcome("clocks", "A holiday calendar changed", rows, notes, figures)


def make_findings(config: Config, each: int) -> Database:
    """A new database of suppliers with an audit and so many accepted findings each, their days worked out."""
    config.data_folder.mkdir(parents=True, exist_ok=True)
    schema.upgrade(config.database_address)
    database = Database(config.database_address)
    with database.unit_of_work(SYSTEM) as session:
        data = (CHECKLISTS / "supplier-dual-carbon-1.0.0.yaml").read_bytes()
        version = publish_checklist(session, SYSTEM, data, MOMENT).id
        create_account(session, NewAccount("lead@example.org", "Lead", PASSWORD, Role.LEAD_AUDITOR), MOMENT.at)
        numbers = range(1, SUPPLIERS + 1)
        insert_rows(session, Supplier, (supplier_row(number) for number in numbers))
        insert_rows(session, Site, ({"id": number, "supplier_id": number, "name_en": "Site"} for number in numbers))
        insert_rows(session, Audit, (audit_row(number, version, 1, NOTICE) for number in numbers))
        insert_rows(session, Finding, (_finding(number) for number in range(SUPPLIERS * each)))
        insert_rows(session, FindingMove, (one for number in range(SUPPLIERS * each) for one in _moves(number + 1)))
    with database.unit_of_work(SYSTEM) as session:
        while fill_clocks(session, MOMENT):
            pass
    return database


def _finding(number: int) -> dict[str, object]:
    supplier = number % SUPPLIERS + 1
    return {
        "number": f"NC-2024-{number:06}", "audit_id": supplier, "supplier_id": supplier, "site_id": supplier,
        "checkpoint": "S3.4", "kind": "nonconformity", "severity": "major", "state": "accepted", "title": "Meters",
        "requirement": "Meters are calibrated.", "seen": "Two were not.", "raised_by": 1, "raised_at": NOTICE,
        "notified_at": NOTICE, "turn_since": NOTICE + timedelta(days=MOVES[-1][1]),
    }  # fmt: skip


def _moves(finding_id: int) -> Iterable[dict[str, object]]:
    origin = "draft"
    for target, days in MOVES:
        at = NOTICE + timedelta(days=days)
        yield {"finding_id": finding_id, "origin": origin, "target": target, "account_id": 1, "at": at, "reason": ""}
        origin = target
