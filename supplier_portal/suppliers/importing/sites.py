"""Sites by file: deciding the rows, writing a chunk, taking it back."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Fault
from supplier_portal.domain.moment import Moment
from supplier_portal.intake.cells.writing import Unreadable
from supplier_portal.intake.importing import ImportRow, PlannedRow, Verdict, WrittenRow
from supplier_portal.suppliers.importing.deciding import number_of, written
from supplier_portal.suppliers.importing.known import NAMED_AT_ONCE
from supplier_portal.suppliers.importing.lists import categories_of
from supplier_portal.suppliers.importing.references import referred_to
from supplier_portal.suppliers.importing.states import as_json, from_json
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.suppliers.operations.sites import SITE_FIELDS, SiteFacts, share_faults, site_faults, tidy_site
from supplier_portal.trail.operations import record_event

SITE = Site.__tablename__
WRITES = frozenset({"new", "changed"})
CELLS = {"categories": "category"}
"""Fields whose column in the file is called otherwise."""
NOTHING = SiteFacts(name_en="")


@dataclass
class _Owner:
    """A supplier with its sites by English name, as the file would leave them so far."""

    id: int
    ids: dict[str, int] = field(default_factory=dict)
    sites: dict[str, SiteFacts] = field(default_factory=dict)


@dataclass
class _Decided:
    row: ImportRow
    supplier_id: int | None = None
    site_id: int | None = None
    former: SiteFacts = NOTHING
    facts: SiteFacts = NOTHING
    faults: list[Fault] = field(default_factory=list)

    def place(self, name: str) -> str:
        places = self.row.places
        return places.get(CELLS.get(name, name)) or places.get("number", "")

    def changes(self) -> dict[str, tuple[str, str]]:
        told = {name: (getattr(self.former, name), getattr(self.facts, name)) for name in SITE_FIELDS}
        pairs = {CELLS.get(name, name): (written(old), written(new)) for name, (old, new) in told.items()}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def plan_sites(session: Session, actor: Actor, rows: Sequence[ImportRow], moment: Moment) -> list[PlannedRow]:  # noqa: ARG001 an importer's form
    """Decide the rows against the sites on record, in their order and in two statements. Raises Missing."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    return [_planned(one) for one in _decide(session, rows, whole=True)]


def plan_sites_again(session: Session, actor: Actor, rows: Sequence[ImportRow], moment: Moment) -> list[PlannedRow]:  # noqa: ARG001 an importer's form
    """Decide a chunk's rows anew as it is written; what a share leaves free may stand in another chunk."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    return [_planned(one) for one in _decide(session, rows, whole=False)]


def _planned(one: _Decided) -> PlannedRow:
    label = " · ".join(part for part in (number_of(one.row), one.facts.name_en) if part)
    if one.faults:
        return PlannedRow(one.row, "refused", tuple(one.faults), one.site_id, label)
    changes = one.changes()
    verdict: Verdict = "new" if one.site_id is None else "changed" if changes else "same"
    return PlannedRow(one.row, verdict, (), one.site_id, label, changes)


def _decide(session: Session, rows: Sequence[ImportRow], *, whole: bool) -> list[_Decided]:
    """whole: all rows of the file are here, so that the shares of a supplier's sites can be added up."""
    owners = _owners(session, {number_of(row) for row in rows})
    decided = []
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        one = _Decided(row)
        decided.append(one)
        owner = owners.get(number_of(row))
        if owner is None:
            one.faults.append(Fault("suppliers.import_supplier_unknown", place=one.place("number")))
            continue
        _fill(one, owner)
        key = (number_of(row), one.facts.name_en)
        if key in seen:
            one.faults.append(Fault("suppliers.import_site_twice", one.place("name_en"), facts={"first": seen[key]}))
            continue
        seen[key] = one.place("name_en")
        if not one.faults:
            owner.sites[one.facts.name_en] = one.facts
    if whole:
        _check_shares(decided, owners)
    return decided


def _fill(one: _Decided, owner: _Owner) -> None:
    values = one.row.values
    told: dict[str, Any] = {
        name: values[name]
        for name in ("name_en", "name_zh", "region", "grid", "country", "spend_share")
        if values.get(name) is not None
    }
    name = str(told.get("name_en") or _known_as(owner, str(told.get("name_zh") or "")))
    one.supplier_id, one.site_id = owner.id, owner.ids.get(name)
    one.former = owner.sites.get(name, NOTHING) if one.site_id else NOTHING
    if values.get("category") is not None:
        try:
            told["categories"] = categories_of(str(values["category"]))
        except Unreadable as error:
            one.faults.append(Fault(error.code, place=one.place("categories"), facts=error.facts))
    one.facts = tidy_site(replace(one.former, **{**told, "name_en": name}))
    # Shares are looked at when all rows are known: what one row gives up another may take.
    for fault in site_faults(replace(one.facts, spend_share=None), ()):
        one.faults.append(Fault(fault.code, place=one.place(fault.place), facts=fault.facts))


def _known_as(owner: _Owner, name_zh: str) -> str:
    """Return the English name of the site of that Chinese name; for a new one the Chinese name itself."""
    same = [name for name, facts in owner.sites.items() if name_zh and facts.name_zh == name_zh]
    return same[0] if len(same) == 1 else name_zh


def _check_shares(decided: Sequence[_Decided], owners: dict[str, _Owner]) -> None:
    """Refuse rows whose share makes more than a whole with the others of the supplier."""
    for one in decided:
        owner = owners.get(number_of(one.row))
        if one.faults or owner is None:
            continue
        others = [facts for name, facts in owner.sites.items() if name != one.facts.name_en]
        for fault in share_faults(one.facts.spend_share, others):
            one.faults.append(Fault(fault.code, place=one.place(fault.place), facts=fault.facts))
            owner.sites[one.facts.name_en] = one.former


def _owners(session: Session, numbers: Collection[str]) -> dict[str, _Owner]:
    few = len(numbers) <= NAMED_AT_ONCE
    suppliers = select(Supplier.number, Supplier.id).where(Supplier.merged_into_id.is_(None))
    rows = session.execute(suppliers.where(Supplier.number.in_(numbers)) if few else suppliers)
    owners = {number: _Owner(supplier_id) for number, supplier_id in rows}
    by_id = {owner.id: owner for owner in owners.values()}
    sites = select(Site.supplier_id, Site.id, *(getattr(Site, name) for name in SITE_FIELDS))
    for supplier_id, site_id, *values in session.execute(sites.where(Site.supplier_id.in_(by_id)) if few else sites):
        if supplier_id in by_id:
            facts = SiteFacts(**dict(zip(SITE_FIELDS, values, strict=True)))
            by_id[supplier_id].ids[facts.name_en] = site_id
            by_id[supplier_id].sites[facts.name_en] = facts
    return owners


def write_sites(session: Session, actor: Actor, planned: Sequence[PlannedRow], moment: Moment) -> list[WrittenRow]:
    """Write new and changed sites. Raises Conflict where something changed so that a row may stand no more."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    decided = _decide(session, [row.row for row in planned if row.verdict in WRITES], whole=False)
    for one in decided:
        if one.faults:
            raise Conflict("suppliers.import_stale", number=number_of(one.row))
    new = [one for one in decided if one.site_id is None]
    changed = [one for one in decided if one.site_id is not None and one.changes()]
    rows = [{"supplier_id": one.supplier_id, **asdict(one.facts)} for one in new]
    told = session.execute(insert(Site).returning(Site.id, Site.supplier_id, Site.name_en), rows).all() if rows else []
    ids = {(supplier_id, name): number for number, supplier_id, name in told}
    if changed:
        session.execute(update(Site), [{"id": one.site_id, **asdict(one.facts)} for one in changed])
    if new or changed:
        suppliers = [str(number) for number in sorted({one.supplier_id or 0 for one in (*new, *changed)})]
        record_event(session, actor, moment, "sites_imported", suppliers=suppliers)
    return [
        *(WrittenRow(SITE, ids[row["supplier_id"], row["name_en"]], None, as_json(row)) for row in rows),
        *(_changed_row(one) for one in changed),
    ]


def _changed_row(one: _Decided) -> WrittenRow:
    states = [as_json({"supplier_id": one.supplier_id, **asdict(facts)}) for facts in (one.former, one.facts)]
    return WrittenRow(SITE, one.site_id or 0, states[0], states[1])


def undo_sites(session: Session, actor: Actor, written: Sequence[WrittenRow], moment: Moment) -> list[Fault]:
    """Take sites back. Returns a fault for each that stays, at its name. Raises Missing."""
    reach_of(actor, Permission.SUPPLIERS_SUPPLIER_WRITE)
    columns = ("supplier_id", *SITE_FIELDS)
    asked = select(Site.id, *(getattr(Site, name) for name in columns)).where(Site.id.in_([row.id for row in written]))
    standing = {number: as_json(dict(zip(columns, values, strict=True))) for number, *values in session.execute(asked)}
    reasons: dict[int, str] = {}
    for row in written:
        if row.id not in standing:
            reasons[row.id] = "suppliers.undo_gone"
        elif standing[row.id] != dict(row.after):
            reasons[row.id] = "suppliers.undo_changed"
    created = {row.id for row in written if row.before is None} - reasons.keys()
    used = referred_to(session, created, SITE) if created else set()
    reasons |= dict.fromkeys(used, "suppliers.undo_referred")
    session.execute(delete(Site).where(Site.id.in_(created - used)))
    restored = [{"id": row.id, **from_json(row.before)} for row in written if row.before and row.id not in reasons]
    if restored:
        session.execute(update(Site), restored)
    suppliers = sorted({str(row.after["supplier_id"]) for row in written})
    record_event(session, actor, moment, "sites_import_undone", suppliers=suppliers)
    return [Fault(reasons[row.id], place=str(row.after["name_en"])) for row in written if row.id in reasons]
