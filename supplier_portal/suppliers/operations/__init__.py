"""Adding and changing suppliers with their names, contacts, spend, family and sites, and merging duplicates."""

from supplier_portal.suppliers.operations.contacts import SaveContact, remove_contact, save_contact
from supplier_portal.suppliers.operations.family import SetParent, set_parent
from supplier_portal.suppliers.operations.merge import MergeSuppliers, merge_suppliers
from supplier_portal.suppliers.operations.names import AddName, add_name, remove_name
from supplier_portal.suppliers.operations.profile import FIELDS, AddSupplier, ChangeSupplier, Profile, profile_digest
from supplier_portal.suppliers.operations.rows import row_digest
from supplier_portal.suppliers.operations.sites import AddSite, ChangeSite, add_site, change_site
from supplier_portal.suppliers.operations.spend import RecordSpend, record_spend, remove_spend
from supplier_portal.suppliers.operations.suppliers import add_supplier, change_supplier

__all__ = [
    "FIELDS",
    "AddName",
    "AddSite",
    "AddSupplier",
    "ChangeSite",
    "ChangeSupplier",
    "MergeSuppliers",
    "Profile",
    "RecordSpend",
    "SaveContact",
    "SetParent",
    "add_name",
    "add_site",
    "add_supplier",
    "change_site",
    "change_supplier",
    "merge_suppliers",
    "profile_digest",
    "record_spend",
    "remove_contact",
    "remove_name",
    "remove_spend",
    "row_digest",
    "save_contact",
    "set_parent",
]
