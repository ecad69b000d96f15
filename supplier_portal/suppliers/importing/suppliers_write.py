"""Writing a chunk of a suppliers' file: each table in one or two statements."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.moment import Moment
from supplier_portal.intake.importing import PlannedRow, WrittenRow
from supplier_portal.suppliers.importing.deciding import Decided, decide
from supplier_portal.suppliers.importing.families import in_circles
from supplier_portal.suppliers.importing.known import Contact, Register
from supplier_portal.suppliers.importing.states import as_json
from supplier_portal.suppliers.importing.suppliers_plan import register_for
from supplier_portal.suppliers.models import ALIAS, Supplier, SupplierContact, SupplierName, SupplierSpend
from supplier_portal.suppliers.operations.names import language_of
from supplier_portal.suppliers.operations.profile import FIELDS
from supplier_portal.trail.operations import record_event

SUPPLIER, NAME, CONTACT, SPEND, LINK = (
    "supplier",
    "supplier_name",
    "supplier_contact",
    "supplier_spend",
    "supplier_link",
)
WRITES = frozenset({"new", "changed"})
SOURCE = "import"

Chunk = list[tuple[int, Decided]]
"""Supplier's id and what the row makes of it."""


def write_suppliers(session: Session, actor: Actor, planned: Sequence[PlannedRow], moment: Moment) -> list[WrittenRow]:
    """Write new and changed suppliers. Raises Conflict where one was changed so that its row may stand no more."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    rows = [row.row for row in planned if row.verdict in WRITES]
    register = register_for(session, rows)
    decided = [one for one in decide(rows, register, moment.day.year) if _may_stand(one) and one.changes()]
    parents = _parent_ids(session, {one.parent for one in decided if one.parent})
    _check_circles(decided, register, parents)
    chunk: Chunk = _insert_new(session, [one for one in decided if one.known is None])
    fresh = {one.number: supplier_id for supplier_id, one in chunk}
    chunk += [(one.known.id, one) for one in decided if one.known is not None]
    written = [
        *_write_columns(session, chunk),
        *_write_names(session, chunk),
        *_write_contacts(session, chunk),
        *_write_spend(session, chunk),
        *_write_links(session, chunk, parents | fresh),
    ]
    created = [str(supplier_id) for supplier_id in fresh.values()]
    changed = [str(one.known.id) for _, one in chunk if one.known]
    if written:
        record_event(session, actor, moment, "suppliers_imported", created=created, changed=changed)
    return written


def _may_stand(one: Decided) -> bool:
    if one.faults:
        raise Conflict("suppliers.import_stale", number=one.number)
    return True


def _parent_ids(session: Session, numbers: set[str]) -> dict[str, int]:
    there = select(Supplier.number, Supplier.id).where(Supplier.number.in_(numbers), Supplier.merged_into_id.is_(None))
    return dict(session.execute(there).all())


def _check_circles(decided: Iterable[Decided], register: Register, parents: Mapping[str, int]) -> None:
    links = {one.number: one.parent for one in decided if one.parent in parents}
    circles = in_circles({**register.above, **links})
    for number in links:
        if number in circles:
            raise Conflict("suppliers.import_stale", number=number)


def _insert_new(session: Session, new: Sequence[Decided]) -> Chunk:
    if not new:
        return []
    rows = [{name: getattr(one.profile, name) for name in FIELDS} for one in new]
    ids = dict(session.execute(insert(Supplier).returning(Supplier.number, Supplier.id), rows).all())
    return [(ids[one.number], one) for one in new]


def _write_columns(session: Session, chunk: Chunk) -> list[WrittenRow]:
    """Write what changed of suppliers that were there; new ones stand already."""
    written, rows = [], []
    for supplier_id, one in chunk:
        after = {name: getattr(one.profile, name) for name in FIELDS}
        before = {name: getattr(one.former, name) for name in FIELDS} if one.known else None
        if after != before:
            written.append(WrittenRow(SUPPLIER, supplier_id, before and as_json(before), as_json(after)))
        if before is not None and after != before:
            rows.append({"id": supplier_id, **after})
    if rows:
        session.execute(update(Supplier), rows)
    return written


def _write_names(session: Session, chunk: Chunk) -> list[WrittenRow]:
    rows: list[dict[str, Any]] = [
        {"supplier_id": supplier_id, "kind": ALIAS, "language": language_of(name), "name": name, "source": SOURCE}
        for supplier_id, one in chunk
        for name in one.aliases
    ]
    if not rows:
        return []
    own = (SupplierName.id, SupplierName.supplier_id, SupplierName.name)
    told = session.execute(insert(SupplierName).returning(*own), rows).all()
    ids = {(supplier_id, name): number for number, supplier_id, name in told}
    return [WrittenRow(NAME, ids[row["supplier_id"], row["name"]], None, row) for row in rows]


def _write_contacts(session: Session, chunk: Chunk) -> list[WrittenRow]:
    told = [(supplier_id, one) for supplier_id, one in chunk if one.contact != one.former_contact]
    new = [(supplier_id, one) for supplier_id, one in told if one.contact.id is None]
    written = []
    if new:
        rows = [{"supplier_id": number, "main": True, **contact_values(one.contact)} for number, one in new]
        own = (SupplierContact.supplier_id, SupplierContact.id)
        ids = dict(session.execute(insert(SupplierContact).returning(*own), rows).all())
        written = [WrittenRow(CONTACT, ids[number], None, row) for (number, _), row in zip(new, rows, strict=True)]
    changed = [(one.former_contact, one.contact) for _, one in told if one.contact.id is not None]
    if changed:
        session.execute(update(SupplierContact), [{"id": new.id, **contact_values(new)} for _, new in changed])
    return written + [
        WrittenRow(CONTACT, old.id, contact_values(old), contact_values(new)) for old, new in changed if old.id
    ]


def contact_values(contact: Contact) -> dict[str, Any]:
    """The columns of a contact that a file tells."""
    return {"name": contact.name, "email": contact.email, "phone": contact.phone}


def _write_spend(session: Session, chunk: Chunk) -> list[WrittenRow]:
    new: list[dict[str, object]] = []
    changed: list[dict[str, object]] = []
    written = []
    for supplier_id, one in chunk:
        if one.spend.written is None:
            continue
        year, amount = one.spend.written
        former = one.known.years.get(year) if one.known else None
        after = {"year": year, "amount": amount, "source": SOURCE}
        (new if former is None else changed).append({"supplier_id": supplier_id, **after})
        before = former and as_json({"year": year, "amount": former.amount, "source": former.source})
        written.append(WrittenRow(SPEND, supplier_id, before, as_json(after)))
    if new:
        session.execute(insert(SupplierSpend), new)
    if changed:
        session.execute(update(SupplierSpend), changed)
    return written


def _write_links(session: Session, chunk: Chunk, there: Mapping[str, int]) -> list[WrittenRow]:
    """Link suppliers to their parents; one whose parent comes with a later chunk waits for it.

    They are written last and so taken back first: no supplier is referred to when its own turn comes.
    """
    links = {}
    for supplier_id, one in chunk:
        if one.parent != one.former_parent:
            parent_id = there.get(one.parent)
            links[supplier_id] = (one.former_link, _link(parent_id, None if parent_id else one.parent))
    fresh = {one.number: supplier_id for supplier_id, one in chunk if one.known is None}
    waiting = select(Supplier.id, Supplier.awaited_parent).where(Supplier.awaited_parent.in_(fresh.keys()))
    for supplier_id, number in session.execute(waiting):
        if supplier_id not in links and number is not None:
            links[supplier_id] = (_link(None, number), _link(fresh[number], None))
    if links:
        session.execute(update(Supplier), [{"id": number, **after} for number, (_, after) in links.items()])
    return [WrittenRow(LINK, number, before, after) for number, (before, after) in links.items()]


def _link(parent_id: int | None, awaited: str | None) -> dict[str, Any]:
    return {"parent_id": parent_id, "awaited_parent": awaited}
