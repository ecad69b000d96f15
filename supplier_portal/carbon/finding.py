"""Looking the suppliers of the database up in a list, with what people decided before."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.carbon.matching import Match, Matcher, Ranked, Sought
from supplier_portal.carbon.queries.decisions import ACCEPTED, Decided, company_key, standing_decisions
from supplier_portal.carbon.queries.snapshots import DECIDED
from supplier_portal.carbon.sbti_list.companies import ListedCompany
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import names_of

PERSON = "person"
AT_ONCE = 200
"""Suppliers between two reports of progress."""
MOST_NAMED = 500

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Asked:
    """What is known of a supplier when it is looked up."""

    sought: Sought
    decisions: tuple[Decided, ...]


@dataclass(frozen=True)
class SupplierMatch:
    """What a list says of one supplier.

    decided_on: the day of the decision it rests on, None for none; asked: None for a supplier that is gone.
    """

    supplier_id: int
    match: Match
    asked: Asked | None = None
    decided_on: date | None = None


def find_suppliers(
    session: Session,
    companies: Sequence[ListedCompany],
    only: Collection[int] | None = None,
    told: Told = lambda *_: None,
) -> list[SupplierMatch]:
    """Look all suppliers up, or `only` some. `told` hears how many of how many are done.

    A decision goes before an identifier, and a rejected company is never found again.
    """
    suppliers = _asked(session, only)
    matcher, known = Matcher(companies), _Known(companies)
    found = []
    for number, (supplier_id, asked) in enumerate(suppliers.items()):
        if number % AT_ONCE == 0:
            told(number, len(suppliers))
        found.append(_find(matcher, known, supplier_id, asked))
    told(len(suppliers), len(suppliers))
    return found


def still_true(session: Session, found: Sequence[SupplierMatch]) -> bool:
    """Whether no supplier and no decision changed since all suppliers were looked up."""
    return _asked(session, None) == {match.supplier_id: match.asked for match in found}


def _find(matcher: Matcher, known: "_Known", supplier_id: int, asked: Asked) -> SupplierMatch:
    for decision in asked.decisions:
        if decision.verdict == ACCEPTED and (places := known.places_of(decision)):
            decided = Ranked(places[0], PERSON, "unknown", 0)
            return SupplierMatch(supplier_id, Match(DECIDED, (decided,)), asked, decision.decided_on)
    rejected = [decision for decision in asked.decisions if decision.verdict != ACCEPTED]
    left_out = {place for decision in rejected for place in known.places_of(decision)}
    return SupplierMatch(supplier_id, matcher.match(asked.sought, left_out), asked)


class _Known:
    """The companies of a list by what decisions know them by; names are worked out where one needs them."""

    def __init__(self, companies: Sequence[ListedCompany]) -> None:
        self._companies = companies
        self._by_id: dict[str, list[int]] = defaultdict(list)
        for place, company in enumerate(companies):
            self._by_id[company.sbti_id].append(place)
        self._by_key: dict[str, list[int]] | None = None

    def places_of(self, decision: Decided) -> Sequence[int]:
        if decision.sbti_id and (places := self._by_id.get(decision.sbti_id)):
            return places
        if decision.sbti_id and not self._by_id.get(""):
            return ()
        companies = self._companies
        return [
            place
            for place in self._keys().get(decision.company_key, ())
            if decision.is_of(companies[place].sbti_id, decision.company_key)
        ]

    def _keys(self) -> dict[str, list[int]]:
        if self._by_key is None:
            self._by_key = defaultdict(list)
            for place, company in enumerate(self._companies):
                self._by_key[company_key(company.name, company.country)].append(place)
        return self._by_key


def _asked(session: Session, only: Collection[int] | None) -> dict[int, Asked]:
    columns = select(Supplier.id, Supplier.country, Supplier.lei, Supplier.isin)
    suppliers = columns.where(Supplier.merged_into_id.is_(None)).order_by(Supplier.id)
    if only is not None and len(only) <= MOST_NAMED:
        suppliers = suppliers.where(Supplier.id.in_(only))
    rows = [row for row in session.execute(suppliers) if only is None or row[0] in only]
    ids = [row[0] for row in rows]
    names, decisions = names_of(session, ids), standing_decisions(session, ids)
    return {
        supplier_id: Asked(
            Sought(names.get(supplier_id, ()), country, lei, isin), tuple(decisions.get(supplier_id, ()))
        )
        for supplier_id, country, lei, isin in rows
    }
