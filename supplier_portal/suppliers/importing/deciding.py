"""What a row of the suppliers' file makes of a supplier, by the rules of the form, each fault at its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.identifiers import as_registered, without_marks
from supplier_portal.intake.cells.writing import Unreadable
from supplier_portal.intake.importing import ImportRow
from supplier_portal.suppliers.importing.known import Contact, Known, Register
from supplier_portal.suppliers.importing.lists import categories_of, joined, parts_of
from supplier_portal.suppliers.models import IDENTIFIERS
from supplier_portal.suppliers.operations.checking import UNIQUE, faults_of
from supplier_portal.suppliers.operations.contacts import contact_faults
from supplier_portal.suppliers.operations.names import name_faults
from supplier_portal.suppliers.operations.profile import FIELDS, Profile, tidy
from supplier_portal.suppliers.operations.spend import NO_SPEND, SpendAfter, spend_after

NEEDED = ("name_en", "country", "category")
"""What a new supplier cannot be without, besides its number."""
CONTACT_COLUMNS = {"name": "contact_name", "email": "contact_email", "phone": "contact_phone"}
OVERLAID = tuple(name for name in FIELDS if name not in {"number", "further_categories"})
EMPTY = Profile(number="", name_en="", country="", category="")


@dataclass
class Decided:
    """One row with what it makes of its supplier. known: None for a new one; aliases: those to add."""

    row: ImportRow
    number: str
    known: Known | None
    profile: Profile = EMPTY
    spend: SpendAfter = field(default_factory=lambda: SpendAfter(Decimal(0), None))
    aliases: Sequence[str] = ()
    contact: Contact = field(default_factory=Contact)
    parent: str = ""
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, column: str, **facts: object) -> None:
        self.faults.append(Fault(code, place=self.cell(column), facts=facts))

    def cell(self, column: str) -> str:
        """The column's cell; the number's where the file has no such column."""
        places = self.row.places
        return places.get(column) or places.get("number", "")

    @property
    def former(self) -> Profile:
        return self.known.profile if self.known else EMPTY

    @property
    def former_contact(self) -> Contact:
        return self.known.contact if self.known else Contact()

    @property
    def former_parent(self) -> str:
        return self.known.parent if self.known else ""

    @property
    def former_link(self) -> dict[str, Any]:
        return self.known.link if self.known else {"parent_id": None, "awaited_parent": None}

    def changes(self) -> dict[str, tuple[str, str]]:
        """Column → (old, new), as texts; empty where the row says what stands there."""
        told = {name: (getattr(self.former, name), getattr(self.profile, name)) for name in FIELDS}
        if self.spend.written and (year := self.spend.written[0]) != self.profile.spend_year:
            former = self.known.years.get(year) if self.known else None
            told["annual_spend"] = (former.amount if former else None, self.spend.written[1])
            told["spend_year"] = (None, year)
        for name, column in CONTACT_COLUMNS.items():
            told[column] = (getattr(self.former_contact, name), getattr(self.contact, name))
        told["parent_number"] = (self.former_parent, self.parent)
        told["aliases"] = ("", joined(self.aliases))
        return {name: (written(old), written(new)) for name, (old, new) in told.items() if old != new}


def written(value: object) -> str:
    """A value as a person reads it in the preview."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return joined(value) if isinstance(value, list) else f"{value:f}" if isinstance(value, Decimal) else str(value)


def number_of(row: ImportRow) -> str:
    return str(row.values.get("number") or "")


def told_codes(rows: Sequence[ImportRow]) -> dict[str, set[str]]:
    """Every identifier the rows name, as it is registered, by its column."""
    return {name: {code for row in rows for code in _written_as(row.values.get(name))} for name in IDENTIFIERS}


def _written_as(told: object) -> set[str]:
    return {form(str(told)) for form in (as_registered, without_marks)} if told else set()


def decide(rows: Sequence[ImportRow], register: Register, this_year: int) -> list[Decided]:
    """Decide each row by itself, then those that name what another row of the file names before them."""
    decided = []
    first_rows: dict[str, Decided] = {}
    taken: dict[tuple[str, str], str] = {}
    for row in rows:
        number = number_of(row)
        one = Decided(row, number, register.by_number.get(number))
        decided.append(one)
        if number in first_rows:
            one.fault("suppliers.import_twice", "number", first=first_rows[number].cell("number"))
            continue
        first_rows[number] = one
        if one.known and one.known.merged_into:
            one.fault("suppliers.import_merged", "number", number=one.known.merged_into)
            continue
        _fill(one, this_year)
        _check_codes(one, register, taken)
    return decided


def _fill(one: Decided, this_year: int) -> None:
    values = one.row.values
    told: dict[str, Any] = {name: values[name] for name in OVERLAID if values.get(name) is not None}
    if one.known is None and not told.get("name_en") and told.get("name_zh"):
        told["name_en"] = told["name_zh"]
    further = _further(one)
    profile = tidy(replace(one.former, number=one.number, further_categories=further, **told))
    spend = _spend(one, told)
    one.profile = profile
    for fault in [*_needed(one), *faults_of(profile, this_year), *spend.faults]:
        _place(one, fault, {})
    one.spend, one.profile = spend, replace(profile, annual_spend=spend.amount, spend_year=spend.year)
    _fill_aliases(one)
    _fill_contact(one)
    one.parent = str(values.get("parent_number") or "") or one.former_parent


def _needed(one: Decided) -> list[Fault]:
    """A new supplier's missing fields are named at once, at its number: their cells are empty or not there."""
    if one.known:
        return []
    missing = [f"supplier_column.{name}" for name in NEEDED if not getattr(one.profile, name)]
    return [Fault("suppliers.import_new_needs", place="number", facts={"columns": missing})] if missing else []


def _place(one: Decided, fault: Fault, columns: Mapping[str, str]) -> None:
    missing = not one.known and fault.place in NEEDED and not getattr(one.profile, fault.place)
    if not missing:
        one.fault(fault.code, columns.get(fault.place, fault.place), **fault.facts)


def _further(one: Decided) -> list[str]:
    text = one.row.values.get("further_categories")
    if text is None:
        return one.former.further_categories
    try:
        return categories_of(str(text))
    except Unreadable as error:
        one.fault(error.code, "further_categories", **error.facts)
        return []


def _spend(one: Decided, told: Mapping[str, Any]) -> SpendAfter:
    known = one.known.spend if one.known else NO_SPEND
    if "annual_spend" not in told:
        return SpendAfter(known.amount, known.year)
    return spend_after(known, told["annual_spend"], told.get("spend_year"))


def _fill_aliases(one: Decided) -> None:
    text = one.row.values.get("aliases")
    standing = {one.profile.name_en, one.profile.name_zh} | (one.known.names if one.known else set())
    one.aliases = [name for name in parts_of(str(text or "")) if name not in standing]
    for name in one.aliases:
        for fault in name_faults(name, "aliases"):
            _place(one, fault, {})


def _fill_contact(one: Decided) -> None:
    values = one.row.values
    told: dict[str, Any] = {
        name: str(values[column]) for name, column in CONTACT_COLUMNS.items() if values.get(column) is not None
    }
    one.contact = replace(one.former_contact, **told)
    if not told:
        return
    if not one.contact.name:
        one.fault("suppliers.import_contact_name", next(CONTACT_COLUMNS[name] for name in told))
        return
    for fault in contact_faults({"role": "", **{name: getattr(one.contact, name) for name in CONTACT_COLUMNS}}):
        _place(one, fault, CONTACT_COLUMNS)


def _check_codes(one: Decided, register: Register, taken: dict[tuple[str, str], str]) -> None:
    """An identifier is one supplier's alone, in the database and in the file."""
    wrong = {fault.place for fault in one.faults}
    for name in IDENTIFIERS:
        code = getattr(one.profile, name)
        if not code or one.cell(name) in wrong or one.row.values.get(name) is None:
            continue
        if register.owners.get((name, code), one.number) != one.number:
            one.fault(UNIQUE[name], name)
        elif (name, code) in taken:
            one.fault("suppliers.import_code_twice", name, first=taken[name, code])
        else:
            taken[name, code] = one.cell(name)
