"""Whom rooms tell: people of a supplier's and of the buyer's who can sign in, and who stands above whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Role
from supplier_portal.accounts.models import Account

IN_ONE_STATEMENT = 10_000


@dataclass(frozen=True)
class Reached:
    """One person with an open account. superior_id: an account that may be closed by now."""

    id: int
    role: str
    superior_id: int | None


@dataclass(frozen=True)
class Company:
    """The people of one supplier's, in the order of their accounts."""

    people: Mapping[int, Reached]

    @property
    def owners(self) -> Sequence[int]:
        """Its owners; where there is none, everybody."""
        owners = [one.id for one in self.people.values() if one.role == Role.SUPPLIER_OWNER]
        return owners or list(self.people)

    def in_charge(self, account_id: int | None) -> Sequence[int]:
        """The person in charge; without one, or where that one is gone, the owners."""
        return [account_id] if account_id is not None and account_id in self.people else self.owners

    def above(self, accounts: Iterable[int]) -> Sequence[int]:
        """The superiors of these people; above a member who has none stand the owners."""
        found: dict[int, None] = {}
        for one in (self.people[number] for number in accounts if number in self.people):
            if one.superior_id is not None and one.superior_id in self.people:
                found[one.superior_id] = None
            elif one.role != Role.SUPPLIER_OWNER:
                found.update(dict.fromkeys(self.owners))
        return list(found)


@dataclass(frozen=True)
class Buyer:
    """The buyer's people."""

    people: Mapping[int, Reached]

    def of_role(self, role: Role) -> Sequence[int]:
        return [one.id for one in self.people.values() if one.role == role]


NOBODY = Company({})


def everybody(session: Session, suppliers: Collection[int]) -> tuple[Buyer, dict[int, Company]]:
    """The buyer's people, and those of these suppliers by supplier; a supplier without people is left out."""
    found: dict[int | None, dict[int, Reached]] = defaultdict(dict)
    for some in list(batches(suppliers)) or [[]]:  # the buyer's people are found without any supplier too
        for number, role, supplier, superior in session.execute(_EVERYBODY, {"suppliers": some}):
            found[supplier][number] = Reached(number, role, superior)
    buyer = Buyer(found.pop(None, {}))
    return buyer, {supplier: Company(people) for supplier, people in found.items() if supplier is not None}


def companies(session: Session, suppliers: Collection[int]) -> dict[int, Company]:
    """The people of these suppliers, by supplier; a supplier without people is left out."""
    return everybody(session, suppliers)[1]


def buyer_people(session: Session) -> Buyer:
    """The buyer's people, whatever they do."""
    return everybody(session, ())[0]


_EVERYBODY = (
    select(Account.id, Account.role, Account.supplier_id, Account.superior_id)
    .where(Account.active)
    .where(or_(Account.supplier_id.is_(None), Account.supplier_id.in_(bindparam("suppliers", expanding=True))))
    .order_by(Account.id)
)


def batches(numbers: Collection[int]) -> Iterator[list[int]]:
    """The numbers in their order, as many at a time as one statement takes."""
    ordered = sorted(numbers)
    for first in range(0, len(ordered), IN_ONE_STATEMENT):
        yield ordered[first : first + IN_ONE_STATEMENT]
