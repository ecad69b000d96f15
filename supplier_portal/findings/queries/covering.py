"""Which findings cover a checkpoint, and which settled ones a finding repeats."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, extract, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload, with_expression
from sqlalchemy.sql.base import ExecutableOption

from supplier_portal.access.actor import Actor
from supplier_portal.audits.models import Audit
from supplier_portal.domain.findings.rules import NONCONFORMITY, OBSERVATION, REPEAT_MONTHS, SETTLED
from supplier_portal.findings.models import Finding, FindingCheckpoint, FindingMove
from supplier_portal.findings.queries import local_day, visible
from supplier_portal.suppliers.models import Supplier

_YEAR, _MONTH = 10_000, 100


def covers(codes: Iterable[str]) -> ColumnElement[bool]:
    """Whether a `Finding` covers one of these checkpoints, as its own or as a further one."""
    wanted = list(codes)
    beside = select(FindingCheckpoint.finding_id).where(FindingCheckpoint.finding_id == Finding.id)
    further = beside.where(FindingCheckpoint.checkpoint.in_(wanted)).correlate(Finding)
    return or_(Finding.checkpoint.in_(wanted), further.exists())


def findings_of(session: Session, actor: Actor, *audit_ids: int) -> list[Finding]:
    """The findings of an audit's revisions that the actor may see with what they cover, in one statement."""
    asked = visible(actor).where(Finding.audit_id.in_(audit_ids)).order_by(Finding.id)
    return list(session.scalars(asked.options(joinedload(Finding.further))).unique())


def whole() -> tuple[ExecutableOption, ...]:
    """Options that load findings with what they cover and whether they are repeats, all in one statement."""
    return joinedload(Finding.further), with_expression(Finding.repeat, repeats())


def findings_covering(session: Session, audit_id: int) -> dict[str, Finding]:
    """By checkpoint, the first weakness an audit's team raised on it: strengths and withdrawn ones aside."""
    asked = select(Finding).where(
        Finding.audit_id == audit_id, Finding.kind.in_((NONCONFORMITY, OBSERVATION)), Finding.state != "withdrawn"
    )
    covering: dict[str, Finding] = {}
    for finding in session.scalars(asked.order_by(Finding.id)):
        for code in finding.checkpoints:
            covering.setdefault(code, finding)
    return covering


@dataclass(frozen=True)
class Earlier:
    """A finding of an earlier audit of the same site.

    closed_on: the day it was closed last, None where it is not; readable: whether the reader may open it;
    repeated: a non-conformity of the later audit is a repeat of it.
    """

    finding_id: int
    number: str
    checkpoint: str
    kind: str
    severity: str
    state: str
    title: str
    audit: str
    audited_on: date
    closed_on: date | None
    readable: bool
    repeated: bool


def earlier_findings(
    session: Session, actor: Actor, audit: Audit, codes: Iterable[str], but: int | None = None
) -> list[Earlier]:
    """What earlier audits of the site found on these checkpoints and notified, the latest first, in one statement.

    The caller has seen to it that the actor reads `audit`: its team learns what was found before, in short, though it
    was not on that audit. but: a finding to leave out.
    """
    closed = (
        select(func.max(FindingMove.at))
        .where(FindingMove.finding_id == Finding.id, FindingMove.target == "closed")
        .scalar_subquery()
    )
    may_open = Finding.id.in_(visible(actor).with_only_columns(Finding.id))
    columns = (
        *(Finding.number, Finding.checkpoint, Finding.kind, Finding.severity, Finding.state, Finding.title),
        *(Finding.id.label("finding_id"), Audit.number.label("audit"), Audit.ends_on.label("audited_on")),
        *(closed.label("closed_at"), may_open.label("readable"), Supplier.time_zone.label("zone")),
        _settled_within(Finding, Audit, _number(audit.starts_on)).label("repeated"),
    )
    asked = (
        select(*columns)
        .join(Audit, Audit.id == Finding.audit_id)
        .join(Supplier, Supplier.id == Finding.supplier_id)
        .where(Finding.site_id == audit.site_id, Finding.supplier_id == audit.supplier_id, covers(codes))
        .where(Finding.notified_at.is_not(None), Audit.starts_on < audit.starts_on, Finding.id != (but or 0))
        .order_by(Audit.starts_on.desc(), Finding.id.desc())
        .limit(20)
    )
    return [_earlier(row._asdict()) for row in session.execute(asked)]


def _earlier(told: dict[str, Any]) -> Earlier:
    zone, closed_at = told.pop("zone"), told.pop("closed_at")
    standing: datetime | None = closed_at if told["state"] in {"closed", "effective"} else None
    return Earlier(closed_on=local_day(standing, zone) if standing else None, **told)


def repeats() -> ColumnElement[bool]:
    """Whether a `Finding` of a statement repeats one that an earlier audit of the site settled: worked out, never set.

    The earlier audit ended at most 24 months before this one began, and both findings cover one checkpoint.
    """
    before, audit_before, audit = aliased(Finding), aliased(Audit), aliased(Audit)
    began = _day_number(audit.starts_on)
    found = (
        select(before.id)
        .join(audit_before, audit_before.id == before.audit_id)
        .join(audit, audit.id == Finding.audit_id)
        .where(before.supplier_id == Finding.supplier_id, before.site_id == Finding.site_id)
        .where(before.audit_id != Finding.audit_id, audit_before.starts_on < audit.starts_on)
        .where(_settled_within(before, audit_before, began), _share_a_checkpoint(before))
        .correlate(Finding)
    )
    return and_(Finding.kind == NONCONFORMITY, found.exists())


def repeated_among(session: Session, finding_ids: Collection[int]) -> set[int]:
    """Those of the findings that are repeats, in one statement."""
    return set(session.scalars(select(Finding.id).where(Finding.id.in_(finding_ids), repeats())))


def _share_a_checkpoint(before: type[Finding]) -> ColumnElement[bool]:
    here, there = aliased(FindingCheckpoint), aliased(FindingCheckpoint)
    own = select(here.checkpoint).where(here.finding_id == Finding.id).correlate(Finding)
    theirs = select(there.checkpoint).where(there.finding_id == before.id).correlate(before)
    both = theirs.where(there.checkpoint.in_(own)).correlate(before, Finding)
    return or_(
        before.checkpoint == Finding.checkpoint,
        Finding.checkpoint.in_(theirs),
        before.checkpoint.in_(own),
        both.exists(),
    )


def _settled_within(finding: type[Finding], audit: type[Audit], began: Any) -> ColumnElement[bool]:
    """began: number of the day on which the later audit began."""
    return and_(
        finding.kind == NONCONFORMITY,
        finding.state.in_(SETTLED),
        _day_number(audit.ends_on) + REPEAT_MONTHS // 12 * _YEAR >= began,
    )


def _number(day: date) -> int:
    """A day as a number that both engines compare alike: 20240331."""
    return day.year * _YEAR + day.month * _MONTH + day.day


def _day_number(day: InstrumentedAttribute[date]) -> ColumnElement[Any]:
    return extract("year", day) * _YEAR + extract("month", day) * _MONTH + extract("day", day)
