"""Lists of findings, with whose turn it is and what is due."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.domain.findings.deadlines import Standing
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import FINDING, TURN_OF_BUYER, TURN_OF_SUPPLIER
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries import local_day, standing_of, visible
from supplier_portal.findings.queries.covering import repeated_among, repeats
from supplier_portal.suppliers.models import Site, Supplier

SEVERITIES = ("critical", "major", "minor", "observation", "none")
TURNS = {"supplier": TURN_OF_SUPPLIER, "buyer": TURN_OF_BUYER}
MARKS: dict[str, Callable[[], ColumnElement[bool]]] = {
    "repeat": repeats,
    "integrity": lambda: Finding.integrity.is_(True),
}


@dataclass(frozen=True)
class Listed:
    """One row. days_left: until what the supplier owes next, below 0 when late; None where nothing is due.

    today: the day it is where the supplier is; repeat: an earlier audit of the site had settled the same.
    """

    finding: Finding
    supplier: Supplier
    site: Site
    standing: Standing
    today: date
    repeat: bool = False

    @property
    def days_left(self) -> int | None:
        due = self.standing.due_on
        return (due - self.today).days if due and self.standing.turn == "supplier" else None

    @property
    def late(self) -> bool:
        return self.standing.late(self.today)

    @property
    def allowed(self) -> int | None:
        """Days from the notice to the day due, for a bar of days used."""
        if self.standing.due_on is None or self.finding.notified_at is None:
            return None
        return max((self.standing.due_on - local_day(self.finding.notified_at, self.supplier.time_zone)).days, 1)

    @property
    def age(self) -> int | None:
        """Days since the notice; nobody waits for a strength."""
        notified = self.finding.notified_at if self.finding.severity != "none" else None
        return (self.today - local_day(notified, self.supplier.time_zone)).days if notified else None


@dataclass(frozen=True)
class Filter:
    """What a reader asks for; unknown values filter nothing. turn: supplier or buyer; marked: repeat or integrity."""

    state: str = ""
    severity: str = ""
    turn: str = ""
    supplier_id: int | None = None
    marked: str = ""
    further: tuple[ColumnElement[bool], ...] = ()

    def conditions(self) -> list[ColumnElement[bool]]:
        asked = list(self.further)
        if self.state in FINDING.states:
            asked.append(Finding.state == self.state)
        if self.severity in SEVERITIES:
            asked.append(Finding.severity == self.severity)
        if self.turn in TURNS:
            asked += [Finding.state.in_(TURNS[self.turn]), Finding.severity != "none"]
        if self.supplier_id is not None:
            asked.append(Finding.supplier_id == self.supplier_id)
        if self.marked in MARKS:
            asked.append(MARKS[self.marked]())
        return asked


def count_findings(session: Session, actor: Actor, asked: Filter) -> int:
    """How many findings the actor may see that match."""
    matching = visible(actor).where(*asked.conditions()).with_only_columns(Finding.id).subquery()
    return session.scalar(select(func.count()).select_from(matching)) or 0


_NEXT_DUE = func.coalesce(case((Finding.state.in_(TURN_OF_SUPPLIER), Finding.turn_due_on)), Finding.close_due_on)
ORDERS: dict[str, Sequence[Any]] = {
    "number": (func.length(Finding.number), Finding.number),
    "due": (_NEXT_DUE,),
    "age": (Finding.notified_at,),
    "supplier": (Supplier.name_en,),
}


@dataclass(frozen=True)
class Part:
    """Which rows of a list, in which order. sort: a key of ORDERS, with "-" before it falling."""

    sort: str = ""
    first: int = 0
    most: int = 500


def list_findings(session: Session, actor: Actor, asked: Filter, moment: Moment, part: Part = Part()) -> list[Listed]:
    """The matching findings with supplier and site, and which of them are repeats; a fixed number of statements."""
    matching = _placed(visible(actor).where(*asked.conditions()))
    rows = session.execute(_ordered(matching, part.sort).offset(part.first).limit(part.most)).all()
    repeated = repeated_among(session, [row.Finding.id for row in rows])
    return [
        Listed(
            finding,
            supplier,
            site,
            standing_of(finding, supplier.time_zone),
            local_day(moment.at, supplier.time_zone),
            finding.id in repeated,
        )
        for finding, supplier, site in rows
    ]


def _placed(findings: Select[Finding]) -> Select[Finding, Supplier, Site]:
    return (
        findings.join(Supplier, Supplier.id == Finding.supplier_id)
        .join(Site, Site.id == Finding.site_id)
        .add_columns(Supplier, Site)
    )


def _ordered(rows: Select[Finding, Supplier, Site], sort: str) -> Select[Finding, Supplier, Site]:
    columns = ORDERS.get(sort.removeprefix("-"), ())
    falling = sort.startswith("-")
    return rows.order_by(*(column.desc() if falling else column for column in columns), Finding.id.desc())


def suppliers_with_findings(session: Session, actor: Actor) -> list[Supplier]:
    """Suppliers of the findings the actor may see, for a filter."""
    ids = visible(actor).with_only_columns(Finding.supplier_id)
    return list(session.scalars(select(Supplier).where(Supplier.id.in_(ids)).order_by(Supplier.name_en, Supplier.id)))
