"""Who may be on an audit's team: each fault at its field, naming the person."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Role
from supplier_portal.accounts.models import Account
from supplier_portal.audits.team.qualifications import TEAM_ROLES
from supplier_portal.audits.team.standing import Standing, Visit, qualifications_kept, standings
from supplier_portal.domain.errors import Fault
from supplier_portal.domain.rotation import MOST_IN_A_ROW


@dataclass(frozen=True)
class Team:
    """lead_id: a lead auditor; auditor_ids: the others, the lead among them or not."""

    lead_id: int | None
    auditor_ids: Collection[int]

    @property
    def others(self) -> list[int]:
        """The members besides the lead, each once."""
        return sorted(set(self.auditor_ids) - {self.lead_id})

    @property
    def all(self) -> set[int]:
        return {person for person in (self.lead_id, *self.auditor_ids) if person is not None}


def faults_of_team(
    session: Session, team: Team, visit: Visit | None, places: tuple[str, str] = ("lead_id", "auditor_ids")
) -> Iterator[Fault]:
    """What stands against a team.

    visit: None where place or days are not known yet: then only who it is can be judged. places: the fields of the
    lead and of the others.
    """
    people = {person.id: person for person in _auditors(session, team.all)}
    lead = people.get(team.lead_id) if team.lead_id else None
    if lead is None or lead.role != Role.LEAD_AUDITOR:
        yield Fault("audits.lead_missing", places[0])
    if not set(team.auditor_ids) <= people.keys():
        yield Fault("form.unknown_choice", places[1])
    if visit is None:
        return
    found = standings(session, sorted(people), visit)
    if lead is not None:
        yield from _faults_of(lead, found[lead.id], places[0])
        if not found[lead.id].qualified and qualifications_kept(session):
            yield Fault(
                "audits.lead_not_qualified", places[0], facts={"person": lead.name, "day": visit.ends_on.isoformat()}
            )
    for person in team.others:
        if person in people:
            yield from _faults_of(people[person], found[person], places[1])


def _faults_of(person: Account, standing: Standing, place: str) -> Iterator[Fault]:
    if standing.conflict:
        yield Fault("audits.conflict_of_interest", place, facts={"person": person.name})
    if standing.in_a_row > MOST_IN_A_ROW:
        yield Fault("audits.too_often", place, facts={"person": person.name, "most": MOST_IN_A_ROW})


def _auditors(session: Session, ids: set[int]) -> list[Account]:
    allowed = Account.role.in_([role.value for role in TEAM_ROLES])
    return list(
        session.scalars(select(Account).where(Account.id.in_(ids), allowed, Account.active).order_by(Account.id))
    )
