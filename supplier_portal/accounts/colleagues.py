"""People changed and removed: by the owner of a supplier's within the own company, by an administrator everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide, reach_of
from supplier_portal.accounts.duties import hand_over_duties, open_duties
from supplier_portal.accounts.models import Account, LoginSession, OwnershipOffer
from supplier_portal.accounts.queries import MOST_ID, visible
from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.trail.operations import record_event

LONGEST_NAME = 120
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class ChangePerson:
    """role: of a supplier's person, None to keep it; superior_id: None for nobody."""

    account_id: int
    name: str
    role: Role | None
    superior_id: int | None


@dataclass(frozen=True)
class RemoveColleague:
    """successor_id: who takes over what is open; None where nothing is."""

    account_id: int
    successor_id: int | None


def managed(session: Session, actor: Actor, account_id: int) -> Account:
    """The account where the actor may change it. Raises Missing."""
    if decide(actor, Permission.ACCOUNTS_ACCOUNT_MANAGE).reach is not Reach.ALL:
        reach_of(actor, Permission.ACCOUNTS_COLLEAGUE_MANAGE)
    person = session.scalar(visible(actor).where(Account.id == min(account_id, MOST_ID)))
    if person is None:
        raise Missing
    return person


def change_person(session: Session, actor: Actor, command: ChangePerson, moment: Moment) -> Account:
    """Change a person's name, role and superior. Raises Missing, Invalid, Conflict for one who was removed."""
    person = managed(session, actor, command.account_id)
    people = held_side(session, person)
    if not person.active:
        raise Conflict("accounts.removed_already", name=person.name)
    faults = [*_name_faults(command.name), *_role_faults(person, command.role, people)]
    if faults := [*faults, *_superior_faults(person, command.superior_id, people)]:
        raise Invalid(faults)
    before = (person.name, person.role, person.superior_id)
    person.name, person.superior_id = command.name.strip(), command.superior_id
    person.role = command.role.value if command.role else person.role
    after = (person.name, person.role, person.superior_id)
    session.flush()
    changed = [name for name, was, now in zip(("name", "role", "superior"), before, after, strict=True) if was != now]
    if changed:
        record_event(session, actor, moment, "change_person", account=person.id, changed=changed, role=person.role)
    return person


def remove_colleague(session: Session, actor: Actor, command: RemoveColleague, moment: Moment) -> Account:
    """Close a colleague's account: every sign-in ends, and what is open goes over to the successor in the same act.

    Raises Missing for one of another company and for oneself, Invalid at `successor_id`, Conflict where somebody else
    removed them meanwhile.
    """
    reach_of(actor, Permission.ACCOUNTS_COLLEAGUE_MANAGE)
    person = managed(session, actor, command.account_id)
    if person.id == actor.account_id:
        raise Missing
    people = held_side(session, person)
    if not person.active:
        raise Conflict("accounts.removed_already", name=person.name)
    duties = open_duties(session, person.id)
    if faults := _successor_faults(person, command.successor_id, duties, people):
        raise Invalid(faults)
    if command.successor_id is not None:
        hand_over_duties(session, person.id, command.successor_id)
    person.active = False
    session.execute(delete(LoginSession).where(LoginSession.account_id == person.id))
    below = update(Account).where(Account.superior_id == person.id)
    session.execute(below.values(superior_id=person.superior_id))
    offers = (OwnershipOffer.from_id == person.id) | (OwnershipOffer.to_id == person.id)
    over = update(OwnershipOffer).where(offers, OwnershipOffer.outcome.is_(None))
    session.execute(over.values(outcome=WITHDRAWN, ended_at=moment.at))
    session.flush()
    record_event(session, actor, moment, "remove_colleague", account=person.id, successor=command.successor_id or 0)
    return person


def held_side(session: Session, person: Account) -> Mapping[int, Account]:
    """The open accounts of the person's company or of the buyer's, kept from others until the transaction ends."""
    same = Account.supplier_id.is_(None) if person.supplier_id is None else Account.supplier_id == person.supplier_id
    asked = select(Account).where(same).order_by(Account.id).with_for_update(key_share=True)
    found = session.scalars(asked.execution_options(populate_existing=True))
    return {one.id: one for one in found if one.active}


def owners_among(people: Mapping[int, Account]) -> set[int]:
    return {number for number, one in people.items() if one.role == Role.SUPPLIER_OWNER}


def _name_faults(name: str) -> list[Fault]:
    length = len(name.strip())
    if not length:
        return [Fault("accounts.name_needed", "name")]
    if not readable(name):
        return [Fault("audits.control_character", "name")]
    return (
        [Fault("form.too_long", "name", facts={"most": LONGEST_NAME, "length": length})]
        if length > LONGEST_NAME
        else []
    )


def _role_faults(person: Account, role: Role | None, people: Mapping[int, Account]) -> list[Fault]:
    if role is None:
        return []
    if person.supplier_id is None or role not in SUPPLIER_ROLES:
        return [Fault("form.unknown_choice", "role")]
    last = owners_among(people) == {person.id} and role != Role.SUPPLIER_OWNER
    return [Fault("accounts.last_owner", "role")] if last else []


def _superior_faults(person: Account, superior_id: int | None, people: Mapping[int, Account]) -> list[Fault]:
    if superior_id is None:
        return []
    if superior_id not in people:
        return [Fault("accounts.not_a_colleague", "superior_id")]
    above, number = set[int](), superior_id
    while number in people and number not in above:
        if number == person.id:
            return [Fault("accounts.superior_circle", "superior_id", facts={"name": person.name})]
        above.add(number)
        number = people[number].superior_id or 0
    return []


def _successor_faults(
    person: Account, successor_id: int | None, duties: Mapping[str, int], people: Mapping[int, Account]
) -> list[Fault]:
    if successor_id is None:
        return [Fault("accounts.successor_needed", "successor_id")] if duties else []
    if successor_id == person.id or successor_id not in people:
        return [Fault("accounts.not_a_colleague", "successor_id")]
    return []
