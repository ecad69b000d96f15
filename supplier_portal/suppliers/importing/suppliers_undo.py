"""Taking a chunk of a suppliers' file back: newest first, and nothing that was changed or used since."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Fault
from supplier_portal.domain.moment import Moment
from supplier_portal.intake.importing import WrittenRow
from supplier_portal.suppliers.importing.references import referred_to
from supplier_portal.suppliers.importing.states import as_json, from_json
from supplier_portal.suppliers.importing.suppliers_write import CONTACT, LINK, NAME, SPEND, SUPPLIER
from supplier_portal.suppliers.models import Supplier, SupplierContact, SupplierName, SupplierSpend
from supplier_portal.suppliers.operations.profile import FIELDS
from supplier_portal.trail.operations import record_event

CHANGED, REFERRED, GONE = "suppliers.undo_changed", "suppliers.undo_referred", "suppliers.undo_gone"


def undo_suppliers(session: Session, actor: Actor, written: Sequence[WrittenRow], moment: Moment) -> list[Fault]:
    """Take the rows back. Returns a fault for each supplier that stays, at its number. Raises Missing."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    of_kind = {kind: [row for row in written if row.kind == kind] for kind in (LINK, SPEND, CONTACT, NAME, SUPPLIER)}
    _take_links_back(session, of_kind[LINK])
    _take_spend_back(session, of_kind[SPEND])
    _take_contacts_back(session, of_kind[CONTACT])
    _take_names_back(session, of_kind[NAME])
    suppliers = {row.id: row for row in reversed(of_kind[SUPPLIER])}
    reasons = _changed_since(session, suppliers)
    free = [row for number, row in suppliers.items() if number not in reasons]
    _restore(session, [row for row in free if row.before is not None])
    reasons |= _delete(session, [row.id for row in free if row.before is None])
    record_event(session, actor, moment, "suppliers_import_undone", suppliers=[str(number) for number in suppliers])
    return [Fault(code, place=str(suppliers[number].after["number"])) for number, code in sorted(reasons.items())]


def _changed_since(session: Session, suppliers: Mapping[int, WrittenRow]) -> dict[int, str]:
    """Say why a supplier stays: it is gone or merged, or differs from what the batch left, its parent included."""
    asked = select(Supplier).where(Supplier.id.in_(suppliers), Supplier.merged_into_id.is_(None))
    rows = session.scalars(asked.execution_options(populate_existing=True))
    standing = {row.id: row for row in rows}
    reasons = dict.fromkeys(suppliers.keys() - standing.keys(), GONE)
    for number, row in standing.items():
        now = as_json({name: getattr(row, name) for name in FIELDS})
        linked = suppliers[number].before is None and (row.parent_id or row.awaited_parent)
        if linked or now != dict(suppliers[number].after):
            reasons[number] = CHANGED
    return reasons


def _take_links_back(session: Session, links: Sequence[WrittenRow]) -> None:
    for row in links:
        still = [getattr(Supplier, name).is_not_distinct_from(value) for name, value in row.after.items()]
        session.execute(update(Supplier).where(Supplier.id == row.id, *still).values(**(row.before or {})))


def _take_spend_back(session: Session, rows: Sequence[WrittenRow]) -> None:
    for row in rows:
        after = from_json(row.after)
        still = (
            SupplierSpend.supplier_id == row.id,
            SupplierSpend.year == after["year"],
            SupplierSpend.amount == after["amount"],
        )
        if row.before is None:
            session.execute(delete(SupplierSpend).where(*still))
        else:
            session.execute(update(SupplierSpend).where(*still).values(**from_json(row.before)))


def _take_contacts_back(session: Session, rows: Sequence[WrittenRow]) -> None:
    for row in rows:
        told = {name: row.after[name] for name in ("name", "email", "phone")}
        still = (SupplierContact.id == row.id, *(getattr(SupplierContact, name) == told[name] for name in told))
        if row.before is None:
            session.execute(delete(SupplierContact).where(*still))
        else:
            session.execute(update(SupplierContact).where(*still).values(**row.before))


def _take_names_back(session: Session, rows: Sequence[WrittenRow]) -> None:
    """Names are never changed, only moved with a merge: then they stay."""
    here = select(SupplierName.id, SupplierName.supplier_id).where(SupplierName.id.in_([row.id for row in rows]))
    standing = dict(session.execute(here).all())
    own = [row.id for row in rows if standing.get(row.id) == row.after["supplier_id"]]
    session.execute(delete(SupplierName).where(SupplierName.id.in_(own)))


def _restore(session: Session, rows: Sequence[WrittenRow]) -> None:
    if rows:
        session.execute(update(Supplier), [{"id": row.id, **from_json(row.before or {})} for row in rows])


def _delete(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Delete suppliers that nothing refers to but each other. Returns why the others stay."""
    free = set(ids)
    while free and (used := referred_to(session, free)):
        free -= used
    if free:
        # They may stand above each other.
        session.execute(update(Supplier).where(Supplier.id.in_(free)).values(parent_id=None))
        session.execute(delete(Supplier).where(Supplier.id.in_(free)))
    return dict.fromkeys(set(ids) - free, REFERRED)
