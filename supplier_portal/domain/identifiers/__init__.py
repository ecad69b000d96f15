"""Registered identifiers of companies and their check digits."""

from supplier_portal.domain.identifiers.isin import is_isin
from supplier_portal.domain.identifiers.lei import is_lei
from supplier_portal.domain.identifiers.writing import as_registered

__all__ = ["as_registered", "is_isin", "is_lei"]
