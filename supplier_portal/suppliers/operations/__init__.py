"""Adding and changing suppliers and their sites."""

from supplier_portal.suppliers.operations.profile import FIELDS, AddSupplier, ChangeSupplier, Profile, profile_digest
from supplier_portal.suppliers.operations.sites import AddSite, add_site
from supplier_portal.suppliers.operations.suppliers import add_supplier, change_supplier

__all__ = [
    "FIELDS",
    "AddSite",
    "AddSupplier",
    "ChangeSupplier",
    "Profile",
    "add_site",
    "add_supplier",
    "change_supplier",
    "profile_digest",
]
