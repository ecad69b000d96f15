"""Registered identifiers of companies and their check digits."""

from supplier_portal.domain.identifiers.duns import is_duns
from supplier_portal.domain.identifiers.isin import is_isin
from supplier_portal.domain.identifiers.lei import is_lei
from supplier_portal.domain.identifiers.uscc import is_uscc
from supplier_portal.domain.identifiers.writing import as_registered, without_marks

__all__ = ["as_registered", "is_duns", "is_isin", "is_lei", "is_uscc", "without_marks"]
