"""Which supplier a row means, by number, LEI or name; read once for all rows of a file."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.domain.errors import Fault
from supplier_portal.domain.identifiers import as_registered, is_lei
from supplier_portal.intake.importing import ImportRow
from supplier_portal.suppliers.figures.columns import LEI, NAME, NUMBER
from supplier_portal.suppliers.models import NUMBER as FORMER_NUMBER
from supplier_portal.suppliers.models import Supplier, SupplierName
from supplier_portal.suppliers.queries import visible

MOST_NAMED = 5
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Listed:
    """A supplier as a file may name it."""

    id: int
    number: str
    name: str
    lei: str | None

    @property
    def label(self) -> str:
        return f"{self.number} {self.name}"


class Directory:
    """The suppliers the actor sees, in two statements whatever their number; by name where a row tells one."""

    def __init__(self, session: Session, actor: Actor, rows: Sequence[ImportRow]) -> None:
        named = any(row.values.get(NAME.name) for row in rows)
        columns = (Supplier.id, Supplier.number, Supplier.name_en, Supplier.name_zh, Supplier.lei)
        self._by_number: dict[str, Listed] = {}
        self._by_lei: dict[str, Listed] = {}
        self._by_name: dict[str, dict[int, Listed]] = {}
        by_id: dict[int, Listed] = {}
        for number, code, english, chinese, lei in session.execute(visible(actor).with_only_columns(*columns)):
            listed = by_id[number] = Listed(number, code, english, lei)
            self._by_number[code] = listed
            if lei:
                self._by_lei[lei] = listed
            if named:
                self._name(listed, english)
                self._name(listed, chinese)
        further = select(SupplierName.supplier_id, SupplierName.kind, SupplierName.name)
        if not named:
            further = further.where(SupplierName.kind == FORMER_NUMBER)
        for number, kind, name in session.execute(further):
            if number not in by_id:
                continue
            if kind == FORMER_NUMBER:
                self._by_number.setdefault(name, by_id[number])
            else:
                self._name(by_id[number], name)

    def _name(self, listed: Listed, name: str) -> None:
        if key := key_of(name):
            self._by_name.setdefault(key, {})[listed.id] = listed

    def find(self, row: ImportRow) -> Listed | Fault:
        """The one supplier that number, LEI and name agree on, or why there is none, at the cell that says so."""
        number, lei, name = (str(row.values.get(column.name) or "") for column in (NUMBER, LEI, NAME))
        lei = as_registered(lei)
        if lei and not is_lei(lei):
            return Fault("suppliers.wrong_lei", row.places[LEI.name])
        found: Listed | Fault | None = None
        if number:
            found = self._by_number.get(number) or Fault("suppliers.figure_number_unknown", row.places[NUMBER.name])
        if lei and not isinstance(found, Fault):
            found = self._with_lei(row, found, lei)
        if name and not isinstance(found, Fault):
            found = self._with_name(row, found, name)
        if isinstance(found, Listed) and lei and found.lei not in {None, lei}:
            return Fault("suppliers.figure_other_lei", row.places[LEI.name], facts={"number": found.number})
        if found is not None:
            return found
        if lei:
            return Fault("suppliers.figure_lei_unknown", row.places[LEI.name])
        return Fault("suppliers.figure_nobody", first_place(row.places))

    def _with_lei(self, row: ImportRow, found: Listed | None, lei: str) -> Listed | Fault | None:
        owner = self._by_lei.get(lei)
        if owner is not None and found is not None and owner.id != found.id:
            numbers = [found.number, owner.number]
            return Fault("suppliers.figure_two_suppliers", row.places[LEI.name], facts={"numbers": numbers})
        return found or owner

    def _with_name(self, row: ImportRow, found: Listed | None, name: str) -> Listed | Fault:
        """A name nobody has says nothing against a number or LEI; one that others alone have does."""
        named = self._by_name.get(key_of(name), {})
        numbers = sorted(listed.number for listed in named.values())[:MOST_NAMED]
        place = row.places[NAME.name]
        if found is not None:
            if named and found.id not in named:
                return Fault("suppliers.figure_two_suppliers", place, facts={"numbers": [found.number, *numbers]})
            return found
        if not named:
            return Fault("suppliers.figure_name_unknown", place)
        if len(named) > 1:
            return Fault("suppliers.figure_name_of_several", place, facts={"numbers": numbers})
        return next(iter(named.values()))


@lru_cache(maxsize=100_000)  # the same names are asked for with every chunk of a file
def key_of(name: str) -> str:
    """What is left of a name without case, width, punctuation and spaces."""
    return _NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKC", name).casefold())


def first_place(places: Mapping[str, str]) -> str:
    """The row's first cell: where a fault of the whole row is shown."""
    return next(iter(places.values()), "")
