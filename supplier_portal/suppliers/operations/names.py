"""Names of a supplier besides its two registered ones."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.suppliers.models import (
    ALIAS,
    FORMER,
    NAME_LANGUAGES,
    REGISTERED,
    Supplier,
    SupplierName,
)
from supplier_portal.suppliers.operations.checking import length_faults
from supplier_portal.suppliers.operations.profile import one_line
from supplier_portal.suppliers.operations.rows import own_row
from supplier_portal.suppliers.queries import locked_supplier
from supplier_portal.trail.operations import record_event

LONGEST_NAME, LONGEST_SOURCE = 200, 120
KINDS = (REGISTERED, FORMER, ALIAS)
"""What people may add; a former number comes by a merge alone."""
_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True)
class AddName:
    """kind: one of KINDS; a registered one is in another language than the two. language: one of NAME_LANGUAGES."""

    supplier_id: int
    name: str
    kind: str = ALIAS
    language: str = "en"
    source: str = ""


def add_name(session: Session, actor: Actor, command: AddName, moment: Moment) -> SupplierName:
    """Write a further name. Raises Missing, or Invalid with every fault: a name stands once with a supplier."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    supplier = locked_supplier(session, actor, command.supplier_id)
    name = SupplierName(
        supplier_id=supplier.id,
        kind=command.kind,
        language=command.language,
        name=one_line(command.name),
        source=one_line(command.source),
    )
    if faults := _faults(session, supplier, name):
        raise Invalid(faults)
    session.add(name)
    session.flush()
    record_event(session, actor, moment, "supplier_name_added", supplier=supplier.id, name=name.id)
    return name


def remove_name(session: Session, actor: Actor, supplier_id: int, name_id: int, moment: Moment) -> None:
    """Take a further name away. Raises Missing."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    supplier = locked_supplier(session, actor, supplier_id)
    session.delete(own_row(session, SupplierName, supplier, name_id))
    session.flush()
    record_event(session, actor, moment, "supplier_name_removed", supplier=supplier.id, name=name_id)


def language_of(name: str) -> str:
    """Return the language an alias of which nobody says it is taken to be in: zh where it has a Chinese character."""
    return "zh" if _CHINESE.search(name) else "en"


def name_faults(name: str, place: str = "name") -> list[Fault]:
    """Name everything wrong with a tidy further name by itself."""
    return [Fault("form.required", place=place)] if not name else length_faults(name, LONGEST_NAME, place)


def _faults(session: Session, supplier: Supplier, name: SupplierName) -> list[Fault]:
    faults = [*name_faults(name.name), *length_faults(name.source, LONGEST_SOURCE, "source")]
    if name.kind not in KINDS:
        faults.append(Fault("form.unknown_choice", place="kind"))
    if name.language not in NAME_LANGUAGES:
        faults.append(Fault("form.unknown_choice", place="language"))
    known = set(session.scalars(select(SupplierName.name).where(SupplierName.supplier_id == supplier.id)))
    if name.name in known | {supplier.name_en, supplier.name_zh} and name.name:
        faults.append(Fault("suppliers.name_known", place="name"))
    return faults
