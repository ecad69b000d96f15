"""Suppliers and their sites as a workbook in the layout of the importers: what goes out can come in again."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.intake.importing import CellKind, ImportColumn
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import Cell, Column, Kind, Sheet
from supplier_portal.suppliers.importing import SITES, SUPPLIERS
from supplier_portal.suppliers.importing.lists import joined
from supplier_portal.suppliers.models import NUMBER, Site, Supplier, SupplierContact, SupplierName
from supplier_portal.suppliers.queries import visible
from supplier_portal.suppliers.queries.listing import SupplierFilter, filtered, sorted_by

BATCH = 500
KINDS: dict[CellKind, Kind] = {
    "integer": "integer", "money": "decimal", "tonnes": "decimal", "share": "decimal", "boolean": "boolean",
}  # fmt: skip
"""A year and a code are texts: they take no thousands marks and lose no zeros."""


@dataclass(frozen=True)
class Asked:
    """What a reader saw: the filter and the order."""

    wanted: SupplierFilter
    sort: str


def supplier_sheets(session: Session, actor: Actor, asked: Asked, speech: Speech) -> list[Sheet]:
    """Read the suppliers of a filter, all of them, with their sites, and write them as two sheets."""
    order = sorted_by(filtered(visible(actor), asked.wanted), asked.sort)
    suppliers = session.scalars(order).unique().all()
    rows: list[list[Cell]] = []
    places: list[list[Cell]] = []
    numbers = dict(session.execute(select(Supplier.id, Supplier.number)).all())
    for first in range(0, len(suppliers), BATCH):
        part = suppliers[first : first + BATCH]
        ids = [supplier.id for supplier in part]
        names, contacts, sites = _names(session, ids), _contacts(session, ids), _sites(session, ids)
        for one in part:
            parent = numbers.get(one.parent_id or 0) or one.awaited_parent
            rows.append(_supplier_row(one, names.get(one.id, []), contacts.get(one.id), parent, speech))
            places += [_site_row(one, site, speech) for site in sites.get(one.id, [])]
    return [
        Sheet(SUPPLIERS.title(speech.language), _columns(SUPPLIERS.columns, speech), rows),
        Sheet(SITES.title(speech.language), _columns(SITES.columns, speech), places),
    ]


def _columns(columns: Sequence[ImportColumn], speech: Speech) -> list[Column]:
    chinese = speech.language == "zh"
    return [
        Column(column.title_zh if chinese else column.title_en, KINDS.get(column.kind, "text"), column.places)
        for column in columns
    ]


def _supplier_row(
    one: Supplier, aliases: Sequence[str], contact: SupplierContact | None, parent: str | None, speech: Speech
) -> list[Cell]:
    spends = one.annual_spend or one.spend_year is not None
    return [
        one.number, one.name_en, one.name_zh or None, joined(aliases) or None, one.country,
        _categories([one.category], speech), _categories(one.further_categories, speech),
        one.strategic_core, one.makes_goods, one.staff, one.scope_1_2,
        one.annual_spend if spends else None, str(one.spend_year) if one.spend_year else None,
        one.lei, one.isin, one.uscc, one.duns, one.time_zone, parent,
        contact.name if contact else None,
        contact.email or None if contact else None,
        contact.phone or None if contact else None,
    ]  # fmt: skip


def _site_row(one: Supplier, site: Site, speech: Speech) -> list[Cell]:
    return [
        one.number, site.name_en, site.name_zh or None, site.region or None,
        speech.word(f"grid.{site.grid}") if site.grid else None, site.country, site.spend_share,
        _categories(site.categories, speech),
    ]  # fmt: skip


def _categories(codes: Sequence[str], speech: Speech) -> str | None:
    return joined(speech.word(f"supplier_category.{code}") for code in codes) or None


def _names(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """Names of every kind but former numbers: a file adds those it has and takes none away."""
    found: dict[int, list[str]] = {}
    asked = select(SupplierName.supplier_id, SupplierName.name).where(
        SupplierName.supplier_id.in_(ids), SupplierName.kind != NUMBER
    )
    for supplier_id, name in session.execute(asked.order_by(SupplierName.id)):
        found.setdefault(supplier_id, []).append(name)
    return found


def _contacts(session: Session, ids: Sequence[int]) -> dict[int, SupplierContact]:
    asked = select(SupplierContact).where(SupplierContact.supplier_id.in_(ids), SupplierContact.main)
    return {contact.supplier_id: contact for contact in session.scalars(asked)}


def _sites(session: Session, ids: Sequence[int]) -> dict[int, list[Site]]:
    found: dict[int, list[Site]] = {}
    for site in session.scalars(select(Site).where(Site.supplier_id.in_(ids)).order_by(Site.id)):
        found.setdefault(site.supplier_id, []).append(site)
    return found
