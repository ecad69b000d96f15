"""Exports an actor may read of, with the names of who made them and whose data they hold."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide, reach_of
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import Audit
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.models import ExportEntry, ExportSupplier

LONGEST, MOST_NAMED, MOST_PEOPLE = 80, 3, 200
MOST_ID = 2**31 - 1


def visible(actor: Actor) -> Select[ExportEntry]:
    """All exports; those of tenders, which tell who bids, for readers of the event log alone. Raises Missing."""
    reach_of(actor, Permission.TRAIL_EXPORT_READ)
    asked = select(ExportEntry)
    if decide(actor, Permission.TRAIL_EVENT_READ).allowed:
        return asked
    return asked.where(ExportEntry.tender_id.is_(None))


@dataclass(frozen=True)
class ExportFilter:
    """person: an account's id; what: code; supplier: exact number; since, until: days of the buyer's zone."""

    person: str = ""
    what: str = ""
    supplier: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "ExportFilter":
        """Read the fields from an address; what else stands there is left alone."""
        return cls(**{field.name: str(given.get(field.name, "")).strip()[:LONGEST] for field in fields(cls)})

    def conditions(self, zone: ZoneInfo) -> list[ColumnElement[bool]]:
        """An empty field asks for all; what cannot be read too."""
        asked: list[ColumnElement[bool]] = []
        if self.person.isdecimal():
            asked.append(ExportEntry.account_id == min(int(self.person), MOST_ID))
        if self.what:
            asked.append(ExportEntry.what == self.what)
        if self.supplier:
            supplier = select(Supplier.id).where(Supplier.number == self.supplier)
            listed = select(ExportSupplier.entry_id).where(ExportSupplier.supplier_id.in_(supplier))
            asked.append(or_(ExportEntry.id.in_(listed), ExportEntry.whole))
        if since := _day(self.since):
            asked.append(ExportEntry.at >= _begin(since, zone))
        if until := _day(self.until):
            asked.append(ExportEntry.at < _begin(until + timedelta(days=1), zone))
        return asked


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date.min < day < date.max - timedelta(days=1) else None


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


@dataclass(frozen=True)
class ListedExport:
    """suppliers: the first few whose data it holds; more: how many besides; audit: its number, or empty."""

    entry: ExportEntry
    person: Account | None
    suppliers: Sequence[Supplier]
    more: int
    audit: str


def list_exports(
    session: Session, actor: Actor, wanted: Sequence[ColumnElement[bool]], first: int, size: int
) -> list[ListedExport]:
    """One page, the newest first: five statements for any size."""
    asked = visible(actor).where(*wanted).order_by(ExportEntry.id.desc()).offset(first).limit(size)
    entries = session.scalars(asked).all()
    accounts = select(Account).where(Account.id.in_({one.account_id for one in entries if one.account_id}))
    people = {one.id: one for one in session.scalars(accounts)}
    numbers = select(Audit.id, Audit.number).where(Audit.id.in_({one.audit_id for one in entries if one.audit_id}))
    audits = dict(session.execute(numbers).all())
    named, counts = _suppliers(session, [one.id for one in entries])
    return [
        ListedExport(
            entry,
            people.get(entry.account_id or 0),
            named[entry.id],
            counts.get(entry.id, 0) - len(named[entry.id]),
            audits.get(entry.audit_id or 0, ""),
        )
        for entry in entries
    ]


def _suppliers(session: Session, entry_ids: Sequence[int]) -> tuple[Mapping[int, list[Supplier]], dict[int, int]]:
    """The first suppliers of each export, and how many it has."""
    place = func.row_number().over(partition_by=ExportSupplier.entry_id, order_by=ExportSupplier.supplier_id)
    whole = func.count().over(partition_by=ExportSupplier.entry_id)
    rows = select(ExportSupplier.entry_id, ExportSupplier.supplier_id, place.label("place"), whole.label("whole"))
    ranked = rows.where(ExportSupplier.entry_id.in_(entry_ids)).subquery()
    asked = (
        select(ranked.c.entry_id, ranked.c.whole, Supplier)
        .join(Supplier, Supplier.id == ranked.c.supplier_id)
        .where(ranked.c.place <= MOST_NAMED)
        .order_by(ranked.c.entry_id, ranked.c.place)
    )
    named: dict[int, list[Supplier]] = defaultdict(list)
    counts: dict[int, int] = {}
    for entry_id, count, supplier in session.execute(asked):
        named[entry_id].append(supplier)
        counts[entry_id] = count
    return named, counts


def count_exports(session: Session, actor: Actor, wanted: Sequence[ColumnElement[bool]]) -> int:
    """How many there are in all."""
    counted = visible(actor).where(*wanted).with_only_columns(func.count(ExportEntry.id))
    return session.scalar(counted) or 0


@dataclass(frozen=True)
class PersonCount:
    """How many files one person took, and the rows in them; person: None for the platform itself."""

    person: Account | None
    exports: int
    rows: int


def counts_by_person(session: Session, actor: Actor, wanted: Sequence[ColumnElement[bool]]) -> list[PersonCount]:
    """Who took how much, the most first; at most 200 people."""
    files = func.count()
    rows = func.coalesce(func.sum(ExportEntry.rows), 0)
    counted = (
        visible(actor)
        .where(*wanted)
        .with_only_columns(ExportEntry.account_id, files.label("files"), rows.label("rows"))
        .group_by(ExportEntry.account_id)
        .subquery()
    )
    asked = (
        select(counted.c.files, counted.c.rows, Account)
        .outerjoin(Account, Account.id == counted.c.account_id)
        .order_by(counted.c.files.desc(), counted.c.account_id)
        .limit(MOST_PEOPLE)
    )
    return [PersonCount(person, files, int(rows)) for files, rows, person in session.execute(asked)]


def kinds_exported(session: Session, actor: Actor) -> list[str]:
    """Codes of all kinds of files that were ever made."""
    return sorted(session.scalars(visible(actor).with_only_columns(ExportEntry.what).distinct()))
