"""Declarations an actor may see: all of them for planners, one's own company's for a supplier."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, false, func, select
from sqlalchemy.orm import Session, aliased

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.accounts.models import Account
from supplier_portal.declarations.models import Declaration
from supplier_portal.domain.errors import Missing
from supplier_portal.suppliers.models import Supplier

WAITING = "waiting"


@dataclass(frozen=True)
class Listed:
    """declared_by, decided_by: names, empty where nobody did."""

    declaration: Declaration
    supplier: Supplier
    declared_by: str
    decided_by: str

    @property
    def state(self) -> str:
        return self.declaration.decision or WAITING


def visible(actor: Actor) -> Select[Declaration]:
    """Select what the actor may see."""
    reach = decide(actor, Permission.DECLARATIONS_DECLARATION_READ).reach
    if reach is Reach.ALL:
        return select(Declaration)
    own = Declaration.supplier_id == actor.supplier_id
    return select(Declaration).where(own if reach is Reach.OWN_COMPANY else false())


def found(session: Session, actor: Actor, declaration_id: int) -> Listed:
    """Give one of them. Raises Missing where it is not there for this actor."""
    rows = _listed(session, visible(actor).where(Declaration.id == declaration_id))
    if not rows:
        raise Missing
    return rows[0]


def waiting_of(session: Session, actor: Actor, supplier_id: int) -> Listed | None:
    """The one of a supplier's that waits, if any."""
    waits = Declaration.supplier_id == supplier_id, Declaration.decision.is_(None)
    rows = _listed(session, visible(actor).where(*waits))
    return rows[0] if rows else None


def list_declarations(session: Session, actor: Actor, first: int = 0, most: int = 50) -> Sequence[Listed]:
    """Give those that wait first, the oldest before others, then the decided ones, the newest first."""
    waits = Declaration.decision.is_(None)
    order = (waits.desc(), Declaration.decided_at.desc(), Declaration.id)
    return _listed(session, visible(actor).order_by(*order).offset(first).limit(most))


def count_declarations(session: Session, actor: Actor) -> tuple[int, int]:
    """How many there are, and how many of them wait."""
    waits = func.count().filter(Declaration.decision.is_(None))
    counted = session.execute(visible(actor).with_only_columns(func.count(), waits)).one()
    return counted[0], counted[1]


def is_waiting() -> ColumnElement[bool]:
    """Whether a declaration waits of the `Supplier` of the statement around."""
    return exists().where(Declaration.supplier_id == Supplier.id, Declaration.decision.is_(None)).correlate(Supplier)


def _listed(session: Session, asked: Select[Declaration]) -> list[Listed]:
    by, of = aliased(Account), aliased(Account)
    joined = (
        asked.join(Supplier, Supplier.id == Declaration.supplier_id)
        .join(by, by.id == Declaration.declared_by)
        .outerjoin(of, of.id == Declaration.decided_by)
        .add_columns(Supplier, by.name, func.coalesce(of.name, ""))
    )
    return [Listed(*row) for row in session.execute(joined).all()]
