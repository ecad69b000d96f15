"""A portal of ten thousand suppliers and thirty thousand audits, written in bulk: what pages are measured on.

It goes past the operations: what is measured is reading, and making a million answers one by one would take an hour.
Ratings are published by the portal itself, so that tables read what they read in use.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, insert, literal, select, update
from sqlalchemy.orm import Session

from benchmarks.world import AUDITOR_EMAIL, MOMENT, PASSWORD
from supplier_portal.access.actor import SYSTEM, Role
from supplier_portal.accounts.operations import NewAccount, create_account
from supplier_portal.audits.models import LEAD, MEMBER, Answer, Audit, AuditMember, AuditMove
from supplier_portal.carbon.models import CdpScore, DataQuality
from supplier_portal.checklists.operations import publish_checklist
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.config import Config
from supplier_portal.db import schema
from supplier_portal.db.unit_of_work import Database
from supplier_portal.desk.models import ClosingTime
from supplier_portal.domain.checklist.version import ChecklistVersion
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import Finding
from supplier_portal.scores.models import AuditResult, ModuleScore
from supplier_portal.scores.operations import publish_policy, publish_ratings
from supplier_portal.shipped import CHECKLISTS, SEED
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.models import Site, Supplier

BUYER_EMAIL, REVIEWER_EMAIL = "procurement@example.org", "reviewer@example.org"
OWNER_EMAIL = "owner@example.org"
ROUNDS = ("closed", "closed", "issued")
"""States of a supplier's audits, from the oldest on."""
LEVELS = (2, 3, 1, 4, 0, 3, 2, 2, 4, 1)
SEVERITIES = ("minor", "major", "minor", "critical", "minor")
FINDING_STATES = ("open", "closed", "cap_proposed", "effective", "accepted", "closed", "implemented")
AT_ONCE = 500
EVERYBODY = {"planned_by": 1, "planned_at": MOMENT.at}


@dataclass(frozen=True)
class Made:
    """running: an audit in progress; drafts: audits that may be issued; supplier_id: one with three audits."""

    running: int
    drafts: Sequence[int]
    supplier_id: int


def make_scale(config: Config, suppliers: int, drafts: int) -> Made:
    """Fill a new database: so many suppliers with three audits each, and so many more audits whose draft is sent."""
    config.data_folder.mkdir(parents=True, exist_ok=True)
    schema.upgrade(config.database_address)
    database = Database(config.database_address)
    with database.unit_of_work(SYSTEM) as session:
        data = (CHECKLISTS / "supplier-dual-carbon-1.0.0.yaml").read_bytes()
        version = publish_checklist(session, SYSTEM, data, MOMENT)
        policy = json.loads((SEED / "policies" / "default-1.0.0.json").read_text(encoding="utf-8"))
        publish_policy(session, SYSTEM, policy, date(2020, 1, 1), MOMENT)
        _people(session)
        _suppliers(session, suppliers)
        _audits(session, suppliers, version.id)
        running, unissued = _unfinished(session, suppliers, version.id, drafts)
        checklist = checklist_of(version)
        _answers(session, checklist)
        _settle(session)
        _results(session, checklist)
        _findings(session)
        _closing_times(session)
        _figures(session)
        _owner(session, 1 + suppliers // 2)
    _rate(database, suppliers)
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # What autovacuum does within a minute where it runs; the cluster made for a run is without it.
            connection.exec_driver_sql("VACUUM (ANALYZE)")
    database.engine.dispose()
    return Made(running, unissued, 1 + suppliers // 2)


def _people(session: Session) -> None:
    """Number 1 plans, 2 leads, 3 audits, 4 buys, 5 reviews."""
    for email, role in (
        ("planner@example.org", Role.PLANNER),
        ("lead@example.org", Role.LEAD_AUDITOR),
        (AUDITOR_EMAIL, Role.AUDITOR),
        (BUYER_EMAIL, Role.PROCUREMENT),
        (REVIEWER_EMAIL, Role.REVIEWER),
    ):
        create_account(session, NewAccount(email, email.split("@")[0], PASSWORD, role), MOMENT.at)


def _suppliers(session: Session, count: int) -> None:
    numbers = range(1, count + 1)
    _insert(session, Supplier, ({"id": number, **_profile(number)} for number in numbers))
    _insert(session, Site, ({"id": number, "supplier_id": number, "name_en": f"Site {number}"} for number in numbers))


def _profile(number: int) -> dict[str, object]:
    return {
        "number": f"S-{number:06}",
        "name_en": f"Supplier {number:05}",
        "name_zh": f"供应商{number:05}",
        "country": "CN",
        "category": CATEGORIES[number % len(CATEGORIES)],
        "strategic_core": number % 33 == 0,
        "staff": 40 + number * 7 % 3000,
        "annual_spend": Decimal(100_000_000 // (1 + number % 997)),
        "spend_year": 2023,
    }


def _audits(session: Session, suppliers: int, version_id: int) -> None:
    """Three of each supplier, in progress until their answers are written."""
    days = {turn: date(2021, 4, 1) + timedelta(days=365 * turn) for turn in range(len(ROUNDS))}
    _insert(
        session,
        Audit,
        (
            _audit(turn * suppliers + number, number, days[turn] + timedelta(days=number % 330), version_id)
            for turn in days
            for number in range(1, suppliers + 1)
        ),
    )


def _audit(number: int, supplier_id: int, day: date, version_id: int, **more: object) -> dict[str, object]:
    return {
        "id": number,
        "number": f"A-{day.year}-{number:06}",
        "supplier_id": supplier_id,
        "site_id": supplier_id,
        "checklist_version_id": version_id,
        "type": "periodic",
        "mode": "on_site",
        "state": "in_progress",
        "profile": {"manufacturer": True, "large": True, "core": True},
        "starts_on": day,
        "ends_on": day + timedelta(days=1),
        **EVERYBODY,
        **more,
    }


def _unfinished(session: Session, suppliers: int, version_id: int, drafts: int) -> tuple[int, list[int]]:
    """One audit in progress and the drafts, each with the team that signs in; the next numbers after the others."""
    first = len(ROUNDS) * suppliers + 1
    day = MOMENT.day - timedelta(days=20)
    several = [first + place for place in range(drafts + 1)]
    over = {"comments_until": day, "draft_released_at": MOMENT.at}
    _insert(session, Audit, [_audit(first, 1 + suppliers // 2, MOMENT.day, version_id)])
    _insert(session, Audit, (_audit(number, number - first, day, version_id, **over) for number in several[1:]))
    team = ((2, LEAD), (3, MEMBER))
    members = ({"audit_id": one, "account_id": person, "role": role} for one in several for person, role in team)
    _insert(session, AuditMember, members)
    return first, several[1:]


def _answers(session: Session, checklist: ChecklistVersion) -> None:
    """Every checkpoint of every audit, in one statement a checkpoint."""
    for place, checkpoint in enumerate(checklist.checkpoints):
        columns = {
            Answer.audit_id: Audit.id,
            Answer.checkpoint: literal(checkpoint.code),
            Answer.rating: literal(str(_level(checkpoint.type, place))),
            Answer.note: literal("Bills of all months seen, meter 4 read again; two of eight samples without a date."),
            Answer.saved_by: literal(3),
            Answer.saved_at: literal(MOMENT.at, Answer.saved_at.type),
        }
        session.execute(insert(Answer).from_select([*columns], select(*columns.values())))


def _level(kind: str, place: int) -> int:
    level = LEVELS[place % len(LEVELS)]
    return (4 if level > 1 else 0) if kind == "yes_no" else level


def _settle(session: Session) -> None:
    """Bring the rounds to their states and the last audits to the supplier: from here on answers are frozen."""
    day = Audit.ends_on
    issued = update(Audit).where(Audit.comments_until.is_(None), Audit.ends_on < MOMENT.day).values(issued_on=day)
    session.execute(issued.values(state="issued"))
    session.execute(
        update(Audit).where(Audit.state == "issued", Audit.ends_on < date(2023, 4, 1)).values(state="closed")
    )
    session.execute(update(Audit).where(Audit.comments_until.is_not(None)).values(state="draft_sent"))
    moves = {
        AuditMove.audit_id: Audit.id,
        AuditMove.origin: literal(""),
        AuditMove.target: literal("planned"),
        AuditMove.account_id: literal(1),
        AuditMove.at: literal(MOMENT.at, AuditMove.at.type),
    }
    session.execute(insert(AuditMove).from_select([*moves], select(*moves.values())))


def _results(session: Session, checklist: ChecklistVersion) -> None:
    """What issuing keeps of each audit; the same levels for all of a variant."""
    for variant in range(len(LEVELS)):
        entries = [
            {"code": one.code, "step": one.step, "weight": str(one.weight), "rating": _level(one.type, place + variant)}
            for place, one in enumerate(checklist.checkpoints)
        ]
        columns: dict[Any, Any] = {
            AuditResult.audit_id: Audit.id,
            AuditResult.supplier_id: Audit.supplier_id,
            AuditResult.site_id: Audit.site_id,
            AuditResult.issued_on: Audit.issued_on,
            AuditResult.mode: Audit.mode,
            AuditResult.extension_days: Audit.extension_days,
            AuditResult.revision: Audit.revision,
            AuditResult.checkpoints: literal(entries, AuditResult.checkpoints.type),
        }
        chosen = select(*columns.values()).where(Audit.issued_on.is_not(None), Audit.id % len(LEVELS) == variant)
        session.execute(insert(AuditResult).from_select([*columns], chosen))


def _findings(session: Session) -> None:
    """Two of each issued audit, notified with its report, in turn of every severity and of most states."""
    audits = session.execute(select(Audit.id, Audit.supplier_id, Audit.ends_on).where(Audit.issued_on.is_not(None)))
    rows: list[dict[str, Any]] = []
    for audit_id, supplier_id, issued_on in audits.all():
        for code in ("S3.1", "S5.2"):
            number = len(rows) + 1
            noticed_at = datetime.combine(issued_on, time(4), UTC)
            old = issued_on < date(2023, 4, 1)
            rows.append(
                {
                    "number": f"NC-{issued_on.year}-{number:06}",
                    "audit_id": audit_id,
                    "supplier_id": supplier_id,
                    "site_id": supplier_id,
                    "checkpoint": code,
                    "kind": "nonconformity",
                    "severity": SEVERITIES[number % len(SEVERITIES)],
                    "state": "effective" if old else FINDING_STATES[number % len(FINDING_STATES)],
                    "title": "No procedure for the inventory",
                    "requirement": "A procedure names sources, duties and dates.",
                    "seen": "A table of one person, without a date.",
                    "raised_by": 3,
                    "raised_at": noticed_at,
                    "notified_at": noticed_at,
                    "plan_due_on": issued_on + timedelta(days=14),
                    "close_due_on": issued_on + timedelta(days=60),
                    "turn_since": noticed_at,
                    "turn_due_on": issued_on + timedelta(days=60),
                    "clock_from": noticed_at,
                }
            )
    _insert(session, Finding, rows)


def _closing_times(session: Session) -> None:
    """How long each settled finding took."""
    columns: dict[Any, Any] = {
        ClosingTime.finding_id: Finding.id,
        ClosingTime.closed_on: Finding.close_due_on,
        ClosingTime.calendar_days: 40 + Finding.id % 67,
        ClosingTime.supplier_days: 20 + Finding.id % 41,
        ClosingTime.buyer_days: 5 + Finding.id % 13,
    }
    settled = select(*columns.values()).where(Finding.state.in_(("closed", "effective")))
    session.execute(insert(ClosingTime).from_select([*columns], settled))


def _owner(session: Session, supplier_id: int) -> None:
    """Who signs in for a supplier."""
    create_account(session, NewAccount(OWNER_EMAIL, "owner", PASSWORD, Role.SUPPLIER_OWNER, supplier_id), MOMENT.at)


def _figures(session: Session) -> None:
    """CDP scores, data quality and the buyer's modules of every supplier."""
    ids = session.scalars(select(Supplier.id)).all()
    scores = ("A", "B", "C", "D", "F")
    _insert(
        session,
        CdpScore,
        (
            {"supplier_id": one, "year": 2023, "score": scores[one % 5], "published_on": date(2024, 2, 6)}
            for one in ids
            if one % 3
        ),
    )
    quality = {"known_on": date(2024, 1, 31), "verified_to": date(2023, 12, 31), "source": "Suppliers' answers"}
    _insert(session, DataQuality, ({"supplier_id": one, "primary_share": Decimal("0.40"), **quality} for one in ids))
    modules = ("quality", "cost", "delivery", "technology")
    period = {"period_ends_on": date(2023, 12, 31), "source": "Buyer's system"}
    _insert(
        session,
        ModuleScore,
        (
            {"supplier_id": one, "module": module, "value": Decimal(50 + (one * share) % 50), **period}
            for one in ids
            for share, module in enumerate(modules, 1)
        ),
    )


def _rate(database: Database, suppliers: int) -> None:
    """Publish every supplier's rating at two month's ends, as the month's end does it."""
    for first in range(1, suppliers + 1, AT_ONCE):
        several = range(first, min(first + AT_ONCE, suppliers + 1))
        for day in (date(2023, 12, 31), MOMENT.day):
            with database.unit_of_work(SYSTEM) as session:
                publish_ratings(session, SYSTEM, several, Moment(MOMENT.at, day), "month_end")


def _insert(session: Session, model: type, rows: Iterator[dict[str, Any]] | Sequence[Mapping[str, Any]]) -> None:
    session.execute(insert(model), list(rows))
    if session.get_bind().dialect.name == "postgresql" and "id" in model.__table__.columns:  # type: ignore[attr-defined]
        name = model.__tablename__  # type: ignore[attr-defined]
        newest = select(func.max(model.id)).scalar_subquery()  # type: ignore[attr-defined]
        session.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), newest)))
