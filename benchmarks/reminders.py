"""A day's reminders of a hundred thousand open findings: found, told and escalated, beside the bare writing of rows."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, select

from benchmarks.bulk import audit_row, insert_rows, supplier_row
from benchmarks.outcome import Outcome, Row
from benchmarks.pages import on_postgresql, on_sqlite
from benchmarks.world import MOMENT, PASSWORD
from supplier_portal.access.actor import SYSTEM, Role
from supplier_portal.accounts.models import Account
from supplier_portal.accounts.operations import NewAccount, create_accounts
from supplier_portal.audits.models import LEAD, Audit, AuditMember
from supplier_portal.checklists.operations import publish_checklist
from supplier_portal.config import Config
from supplier_portal.db import schema
from supplier_portal.db.base import Base
from supplier_portal.db.unit_of_work import Database
from supplier_portal.findings.jobs import JOBS
from supplier_portal.findings.models import Finding, FindingMove
from supplier_portal.findings.telling.rounds import ReminderRound
from supplier_portal.jobs.worker import Worker
from supplier_portal.notices.models import Mail, Notice
from supplier_portal.shipped import CHECKLISTS
from supplier_portal.suppliers.models import Site, Supplier

SUPPLIERS, EACH, EACH_QUICK = 2_000, 50, 2
AROUND = 60
"""Due days lie so many days before and after the day told, one as often as another."""
GOAL_SECONDS = 30.0
PLANNER, LEADER, FIRST_OWNER = 1, 2, 1_001
MORNING = datetime(2024, 3, 31, 2, tzinfo=UTC)


def measure(*, quick: bool) -> Outcome:
    each = EACH_QUICK if quick else EACH
    found = {}
    for engine, portal in (("SQLite", on_sqlite), ("PostgreSQL", on_postgresql)):
        with portal() as config:
            found[engine] = measured(replace(config, pinned_day=MOMENT.day), each)
    return told(found, SUPPLIERS * each)


def measured(config: Config, each: int) -> tuple[float, float, int]:
    """Seconds of the portal, and of writing as many bare notices; how many were told."""
    database = make_findings(config, each)
    began = time.perf_counter()
    Worker(database, config, JOBS, rounds=(ReminderRound(lambda: MORNING),)).run_due()
    portal = time.perf_counter() - began
    with database.unit_of_work(SYSTEM) as session:
        count = session.scalar(select(func.count()).select_from(Notice)) or 0
        mails = session.scalar(select(func.count()).select_from(Mail)) or 0
        table = Base.metadata.tables[Notice.__tablename__]
        rows = session.execute(select(*(column for column in table.c if column.name not in {"id", "once"}))).mappings()
        copies = [{**row, "mail_id": None, "once": f"floor:{number}"} for number, row in enumerate(rows)]
        began = time.perf_counter()
        session.connection().execute(insert(table), copies)
        floor = time.perf_counter() - began
    database.engine.dispose()
    if not count or not mails:
        raise RuntimeError("nothing was told")
    return portal, floor, count


def told(found: Mapping[str, tuple[float, float, int]], count: int) -> Outcome:
    rows = [
        Row(
            f"{count:,} open findings, {engine}",
            f"{portal:.2f} s",
            f"{floor:.2f} s",
            f"{portal / floor:.1f}",
            f"≤ {GOAL_SECONDS:.0f} s of 100,000",
        )
        for engine, (portal, floor, _) in found.items()
    ]
    notes = (
        f"{SUPPLIERS:,} suppliers with two people each; due days from {AROUND} days ago to {AROUND} days ahead",
        "portal: the worker's round, the job with its reminders and escalations, notices with their mails",
        "floor: one INSERT of as many notices, without mails, with values at hand",
        *(f"{engine}: {notices:,} notices" for engine, (_, _, notices) in found.items()),
    )
    figures: dict[str, object] = {
        "findings": count,
        "seconds": {engine: {"portal": portal, "floor": floor} for engine, (portal, floor, _) in found.items()},
        "notices": {engine: notices for engine, (_, _, notices) in found.items()},
        "goal_seconds": GOAL_SECONDS,
    }
    return Outcome("reminders", "A day's reminders", rows, notes, figures)


def make_findings(config: Config, each: int) -> Database:
    """A new database of suppliers with their people and so many findings each, four of five of them the supplier's."""
    config.data_folder.mkdir(parents=True, exist_ok=True)
    schema.upgrade(config.database_address)
    database = Database(config.database_address)
    with database.unit_of_work(SYSTEM) as session:
        data = (CHECKLISTS / "supplier-dual-carbon-1.0.0.yaml").read_bytes()
        version = publish_checklist(session, SYSTEM, data, MOMENT).id
        people = (("planner@example.org", Role.PLANNER), ("lead@example.org", Role.LEAD_AUDITOR))
        create_accounts(session, [NewAccount(email, email, PASSWORD, role) for email, role in people], MOMENT.at)
        numbers = range(1, SUPPLIERS + 1)
        insert_rows(session, Supplier, (supplier_row(number) for number in numbers))
        insert_rows(session, Account, (_account(number, Role.SUPPLIER_MEMBER) for number in numbers))
        insert_rows(session, Account, (_account(number, Role.SUPPLIER_OWNER) for number in numbers))
        insert_rows(session, Site, ({"id": number, "supplier_id": number, "name_en": "Site"} for number in numbers))
        insert_rows(session, Audit, (audit_row(number, version, PLANNER, MOMENT.at) for number in numbers))
        team = ({"audit_id": number, "account_id": LEADER, "role": LEAD} for number in numbers)
        insert_rows(session, AuditMember, team)
        insert_rows(session, Finding, (_finding(number) for number in range(SUPPLIERS * each)))
        insert_rows(session, FindingMove, (_move(number) for number in range(SUPPLIERS * each)))
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # What autovacuum does within a minute where it runs; the cluster made for a run is without it.
            connection.exec_driver_sql("VACUUM (ANALYZE)")
    return database


def _account(supplier: int, role: Role) -> dict[str, object]:
    """A member, who stands above the owner."""
    owner = role is Role.SUPPLIER_OWNER
    number = FIRST_OWNER + supplier + (0 if owner else SUPPLIERS)
    return {
        "id": number, "email": f"{number}@example.org", "name": f"Person {number}", "password_hash": "",
        "role": role.value, "supplier_id": supplier, "language": "zh", "created_at": MOMENT.at,
        "superior_id": number + SUPPLIERS if owner else None,
    }  # fmt: skip


def _finding(number: int) -> dict[str, object]:
    supplier, due_on = number % SUPPLIERS + 1, MOMENT.day + timedelta(days=number % (2 * AROUND + 1) - AROUND)
    given_at = MOMENT.at + timedelta(days=number % (2 * AROUND + 1) - 2 * AROUND)
    return {
        "id": number + 1, "number": f"NC-2024-{number:06}", "audit_id": supplier, "supplier_id": supplier,
        "site_id": supplier, "checkpoint": "S3.4", "kind": "nonconformity", "severity": "major",
        "state": "implemented" if number % 5 == 0 else "accepted", "title": "Meters without a seal",
        "requirement": "Meters are calibrated.", "seen": "Two were not.", "raised_by": LEADER, "raised_at": given_at,
        "notified_at": given_at, "clock_from": given_at, "turn_since": given_at, "turn_due_on": due_on,
        "close_due_on": due_on, "half_on": due_on - timedelta(days=AROUND // 2),
        "escalates_on": due_on + timedelta(days=15),
    }  # fmt: skip


def _move(number: int) -> dict[str, object]:
    finding = _finding(number)
    return {
        "finding_id": number + 1, "origin": "cap_proposed", "target": finding["state"], "account_id": LEADER,
        "at": finding["notified_at"], "reason": "",
    }  # fmt: skip
