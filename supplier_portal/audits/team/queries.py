"""Qualifications and conflicts of interest an actor may see."""

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import AuditorQualification, ConflictOfInterest
from supplier_portal.suppliers.models import NUMBER, Supplier, SupplierName


def visible_qualifications(actor: Actor) -> Select[AuditorQualification]:
    """All for who manages teams, one's own for an auditor."""
    reach = decide(actor, Permission.AUDITS_TEAM_MANAGE).reach
    if reach is Reach.ALL:
        return select(AuditorQualification)
    return select(AuditorQualification).where(_own(actor, AuditorQualification.account_id))


def visible_conflicts(actor: Actor) -> Select[ConflictOfInterest]:
    """All for planners, one's own for an auditor."""
    if decide(actor, Permission.AUDITS_CONFLICT_DECLARE).reach is Reach.ALL:
        return select(ConflictOfInterest)
    return select(ConflictOfInterest).where(_own(actor, ConflictOfInterest.account_id))


def _own(actor: Actor, account_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """An auditor's own rows, by the one permission that reaches one's own account here."""
    own = decide(actor, Permission.AUDITS_CONFLICT_DECLARE).reach is Reach.OWN_ACCOUNT
    return account_id == actor.account_id if own else false()


def conflicts_listed(session: Session, actor: Actor) -> list[tuple[ConflictOfInterest, Supplier, str]]:
    """Conflicts with supplier and the person's name; those that hold longest first."""
    listed = (
        visible_conflicts(actor)
        .join(Supplier, Supplier.id == ConflictOfInterest.supplier_id)
        .join(Account, Account.id == ConflictOfInterest.account_id)
        .add_columns(Supplier, Account.name)
        .order_by(ConflictOfInterest.holds_until.is_not(None), ConflictOfInterest.holds_until.desc(), Account.name)
    )
    return [(conflict, supplier, name) for conflict, supplier, name in session.execute(listed)]


def qualifications_listed(session: Session, actor: Actor) -> dict[int, list[AuditorQualification]]:
    """Qualifications by person, those valid longest first."""
    listed = visible_qualifications(actor).order_by(AuditorQualification.valid_until.desc(), AuditorQualification.id)
    found: dict[int, list[AuditorQualification]] = {}
    for one in session.scalars(listed):
        found.setdefault(one.account_id, []).append(one)
    return found


def suppliers_called(session: Session, text: str) -> list[Supplier]:
    """Suppliers of exactly this number or name: whoever declares a conflict need not see a list of suppliers."""
    wanted = text.strip().lower()
    if not wanted:
        return []
    told = (SupplierName.supplier_id == Supplier.id, SupplierName.kind != NUMBER)
    alias = select(SupplierName.id).where(*told, func.lower(SupplierName.name) == wanted).exists()
    columns = (Supplier.number, Supplier.name_en, Supplier.name_zh)
    named = or_(*(func.lower(column) == wanted for column in columns), alias)
    return list(session.scalars(select(Supplier).where(Supplier.merged_into_id.is_(None), named).limit(2)))
