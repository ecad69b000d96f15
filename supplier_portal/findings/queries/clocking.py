"""Findings with both sides' clocks, for one page or for ten thousand rows in a fixed number of statements."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, select
from sqlalchemy.orm import Session

from supplier_portal.calendars.queries import buyer_calendar, calendars_for, standing_days
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.findings.clock import Asked, Clock, Course, begun_with, clock_of
from supplier_portal.domain.findings.escalation import escalates_on
from supplier_portal.domain.findings.policy import ClockRules, rules_from
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import ClockPolicy, Extension, Finding, FindingMove
from supplier_portal.findings.queries import local_day
from supplier_portal.shipped import SEED
from supplier_portal.suppliers.models import Supplier

SHIPPED = SEED / "clocks" / "1.0.0.json"
KEPT = ("contain_due_on", "plan_due_on", "close_due_on", "stage_due_on", "turn_due_on", "half_on", "escalates_on")
_READ = (
    "id",
    "supplier_id",
    "kind",
    "severity",
    "state",
    "contained_at",
    "clock_policy",
    "close_days",
    "stage_before",
)


_RULES: dict[str, ClockRules] = {}


@cache
def shipped_rules() -> ClockRules:
    """The policy that comes with this release, for findings that have none of their own."""
    return rules_from(json.loads(SHIPPED.read_text(encoding="utf-8")))


def rules_by_policy(session: Session, policies: Iterable[str | None]) -> dict[str | None, ClockRules]:
    """The rules of each policy by its SHA-256; those of None are the shipped ones.

    One statement for those that were not asked for before: a document never changes under its SHA-256.
    """
    known = {sha256 for sha256 in policies if sha256 is not None}
    if missing := known - _RULES.keys():
        asked = select(ClockPolicy.sha256, ClockPolicy.document).where(ClockPolicy.sha256.in_(missing))
        _RULES.update({sha256: rules_from(document) for sha256, document in session.execute(asked)})
    return {None: shipped_rules()} | {sha256: _RULES[sha256] for sha256 in known}


def policy_in_force(session: Session, day: date) -> ClockPolicy | None:
    """The policy that a notice of `day` follows; None where none was published by then."""
    newest_first = (ClockPolicy.holds_from.desc(), ClockPolicy.published_at.desc(), ClockPolicy.version.desc())
    return session.scalar(select(ClockPolicy).where(ClockPolicy.holds_from <= day).order_by(*newest_first).limit(1))


def rules_in_force(session: Session, day: date) -> ClockRules:
    """The rules that a notice of `day` follows, in one statement."""
    policy = policy_in_force(session, day)
    return rules_from(policy.document) if policy else shipped_rules()


@dataclass(frozen=True)
class Timed:
    """A finding with its clocks as they stand. row: it, or its kept columns; clock: None where nothing is asked."""

    row: Any
    course: Course
    rules: ClockRules
    clock: Clock | None

    @cached_property
    def kept(self) -> dict[str, date | None]:
        """What is kept with the finding, worked out anew."""
        clock = self.clock
        if clock is None:
            return dict.fromkeys(KEPT)
        days = {f"{name}_due_on": clock.due_on(code) for name, code in _DUE.items()}
        escalates = escalates_on(self.course.run, clock, self.rules)
        close, before = days["close_due_on"], self.row.stage_before
        days["stage_due_on"] = close - timedelta(days=before) if close is not None and before is not None else None
        return {**days, "turn_due_on": clock.turn_due_on, "half_on": clock.half_on, "escalates_on": escalates}

    @property
    def changed(self) -> bool:
        """Whether what is kept is no longer so; a finding without any move is left as it is."""
        return bool(self.course.moves) and any(getattr(self.row, name) != day for name, day in self.kept.items())


_DUE = {"contain": "containment", "plan": "plan", "close": "close"}


def timed(session: Session, asked: Sequence[ColumnElement[bool]], moment: Moment) -> list[Timed]:
    """The findings that match, with their clocks at the end of the supplier's day; for rules of the house.

    Whoever asks has seen to it that the reader may see them.
    """
    names = (getattr(Finding, name) for name in (*_READ, *KEPT))
    rows = session.execute(
        select(*names, Supplier.time_zone)
        .join(Supplier, Supplier.id == Finding.supplier_id)
        .where(*asked)
        .order_by(Finding.id)
    ).all()
    if not rows:
        return []
    moves = by_finding(session, asked, FindingMove)
    extensions = by_finding(session, asked, Extension)
    rules = rules_by_policy(session, {row.clock_policy for row in rows})
    suppliers = standing_days(session, {row.supplier_id for row in rows})
    buyer = buyer_calendar(session)
    found = []
    for row in rows:
        course = course_of(row, row.time_zone, moves.get(row.id, ()), extensions.get(row.id, ()))
        own, today = rules[row.clock_policy], local_day(moment.at, row.time_zone)
        found.append(Timed(row, course, own, clock_of(course, own, suppliers[row.supplier_id], buyer, today)))
    return found


def timed_now(session: Session, finding: Finding, moment: Moment) -> Timed:
    """One finding with its clocks at the end of the supplier's day, its moves and extensions read anew."""
    supplier = session.get_one(Supplier, finding.supplier_id)
    moves, extensions = (session.execute(asked, {"finding": finding.id}).all() for asked in _OF_ONE)
    return timed_one(session, finding, supplier, (moves, extensions), moment)


def timed_one(
    session: Session,
    finding: Finding,
    supplier: Supplier,
    told: tuple[Sequence[Any], Sequence[Any]],
    moment: Moment,
) -> Timed:
    """The same of one finding whose moves and extensions are read already, in two statements or three."""
    moves, extensions = told
    course = course_of(finding, supplier.time_zone, moves, extensions)
    rules = rules_by_policy(session, {finding.clock_policy})[finding.clock_policy]
    days, buyer = calendars_for(session, supplier)
    today = local_day(moment.at, supplier.time_zone)
    return Timed(finding, course, rules, clock_of(course, rules, days, buyer, today))


def course_of(row: Any, zone: str, moves: Sequence[Any], extensions: Sequence[Any]) -> Course:
    """What a finding went through, in the supplier's days; of extensions those of the present run alone."""
    begun = begun_with([move.target for move in moves])
    reopened_at = moves[begun].at if begun else None

    def this_run(at: datetime | None) -> bool:
        return at is not None and (reopened_at is None or at >= reopened_at)

    return Course(
        severity=row.severity,
        moves=[(move.target, local_day(move.at, zone)) for move in moves],
        contained_on=local_day(row.contained_at, zone) if this_run(row.contained_at) else None,
        close_days=row.close_days,
        asked=[asked_of(one, zone) for one in extensions if this_run(one.asked_at)],
    )


def asked_of(one: Any, zone: str) -> Asked:
    """An extension in the supplier's days."""
    decided_on = local_day(one.decided_at, zone) if one.decided_at else None
    return Asked(one.clock, local_day(one.asked_at, zone), one.granted_days or 0, decided_on)


_COLUMNS: Mapping[type[Any], tuple[Any, ...]] = {
    FindingMove: (FindingMove.finding_id, FindingMove.target, FindingMove.at),
    Extension: (
        Extension.finding_id, Extension.clock, Extension.asked_at, Extension.granted_days, Extension.decided_at,
    ),
}  # fmt: skip


_OF_ONE = [
    select(*columns).where(table.finding_id == bindparam("finding")).order_by(table.id)
    for table, columns in _COLUMNS.items()
]
"""Moves and extensions of one finding; built once: each step of a finding asks for them."""


def by_finding(
    session: Session, asked: Sequence[ColumnElement[bool]], table: type[Any]
) -> Mapping[int, Sequence[Row[Any]]]:
    """Rows of a table by their finding, in the order they were written."""
    rows = select(*_COLUMNS[table]).join(Finding, Finding.id == table.finding_id).where(*asked).order_by(table.id)
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in session.execute(rows):
        found[row.finding_id].append(row)
    return found


def policy_shown(session: Session, version: str, day: date) -> tuple[ClockRules, date | None]:
    """The rules of a version and the day they hold from, None of shipped ones; those in force on `day` where empty.

    Raises Missing for a version that is none.
    """
    stored = policy_in_force(session, day)
    if version:
        stored = session.scalar(select(ClockPolicy).where(ClockPolicy.version == version))
    if stored is not None:
        return rules_from(stored.document), stored.holds_from
    if version not in {"", shipped_rules().version}:
        raise Missing
    return shipped_rules(), None
