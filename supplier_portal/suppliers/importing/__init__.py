"""Suppliers and their sites by file."""

from supplier_portal.access.permissions import Permission
from supplier_portal.intake.importing import Importer
from supplier_portal.suppliers.importing.columns import SITE_COLUMNS, SUPPLIER_COLUMNS
from supplier_portal.suppliers.importing.sites import plan_sites, plan_sites_again, undo_sites, write_sites
from supplier_portal.suppliers.importing.suppliers_plan import plan_again, plan_suppliers
from supplier_portal.suppliers.importing.suppliers_undo import undo_suppliers
from supplier_portal.suppliers.importing.suppliers_write import write_suppliers

SUPPLIERS = Importer(
    code="suppliers.suppliers",
    title_en="Suppliers",
    title_zh="供应商",
    permission=Permission.SUPPLIERS_SUPPLIER_WRITE,
    columns=SUPPLIER_COLUMNS,
    key=("number",),
    plan=plan_suppliers,
    plan_again=plan_again,
    write=write_suppliers,
    undo=undo_suppliers,
    about_en="Companies with their identifiers, figures, spend, parent and main contact, a row each.",
    about_zh="企业及其识别码、规模数据、采购额、母公司和主要联系人，每家一行。",
)
SITES = Importer(
    code="suppliers.sites",
    title_en="Sites of suppliers",
    title_zh="供应商场所",
    permission=Permission.SUPPLIERS_SUPPLIER_WRITE,
    columns=SITE_COLUMNS,
    key=("number", "name_en"),
    plan=plan_sites,
    plan_again=plan_sites_again,
    write=write_sites,
    undo=undo_sites,
    about_en="Places that are audited on their own, with region, grid and share of spend.",
    about_zh="可单独审核的场所及其省份、电网和采购额占比。",
)
IMPORTERS = (SUPPLIERS, SITES)
