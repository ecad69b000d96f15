"""The companies of a list that are suppliers, by LEI and ISIN, and whether their names agree."""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from supplier_portal.carbon.models import SbtiCompany, SupplierTarget
from supplier_portal.carbon.queries import CONFLICT, SURE
from supplier_portal.carbon.sbti_list.companies import status_of
from supplier_portal.domain.company_names import plainly_another
from supplier_portal.suppliers.models import Supplier

IDENTIFIERS = ("lei", "isin")  # in the order in which they are believed


@dataclass(frozen=True)
class _Pair:
    supplier_id: int
    name_en: str
    name_zh: str
    company_id: int
    listed_name: str
    status: str
    target_year: int | None


def match_suppliers(session: Session, snapshot_id: int) -> list[SupplierTarget]:
    """One match for each pair of supplier and company that share an identifier.

    Sure, unless the list's name is plainly another company's than both of the supplier's: then a conflict.
    """
    found: dict[tuple[int, int], SupplierTarget] = {}
    for identifier in IDENTIFIERS:
        for row in session.execute(_pairs(snapshot_id, identifier)):
            pair = _Pair(*row)
            found.setdefault((pair.supplier_id, pair.company_id), _target(snapshot_id, identifier, pair))
    return list(found.values())


def _pairs(snapshot_id: int, identifier: str) -> Select[int, str, str, int, str, str, int | None]:
    """Select the suppliers and companies that the identifier joins, in the list's order."""
    company = SbtiCompany
    same = getattr(Supplier, identifier) == getattr(company, identifier)
    of_supplier, status = (Supplier.id, Supplier.name_en, Supplier.name_zh), company.near_term_status
    return (
        select(*of_supplier, company.id, company.name, status, company.target_year)
        .join(company, same)
        .where(company.snapshot_id == snapshot_id)
        .order_by(Supplier.id, company.id)
    )


def _target(snapshot_id: int, identifier: str, pair: _Pair) -> SupplierTarget:
    another = plainly_another(pair.listed_name, [pair.name_en, pair.name_zh])
    return SupplierTarget(
        snapshot_id=snapshot_id,
        supplier_id=pair.supplier_id,
        company_id=pair.company_id,
        verdict=CONFLICT if another else SURE,
        matched_by=identifier,
        status=status_of(pair.status),
        target_year=pair.target_year,
    )
