"""Who hears of a finding, of each side, for one finding or for thousands in a few statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Role
from supplier_portal.accounts.reaching import NOBODY, Buyer, Company, batches, everybody
from supplier_portal.audits.models import LEAD, AuditMember
from supplier_portal.findings.models import CorrectiveAction, CorrectiveActionPlan


class Concerns(Protocol):
    """What is asked of a finding, or of its columns."""

    @property
    def supplier_id(self) -> int: ...
    @property
    def audit_id(self) -> int: ...
    @property
    def owner_id(self) -> int | None: ...
    @property
    def handler_id(self) -> int | None: ...


@dataclass(frozen=True)
class Hearers:
    """teams: of each audit its members' accounts and their roles."""

    suppliers: Mapping[int, Company]
    buyer: Buyer
    teams: Mapping[int, Mapping[int, str]]

    def owners(self, finding: Concerns) -> Sequence[int]:
        """The supplier's person in charge, else its owners."""
        return self.suppliers.get(finding.supplier_id, NOBODY).in_charge(finding.owner_id)

    def above_owners(self, finding: Concerns) -> Sequence[int]:
        """The superiors of those."""
        return self.suppliers.get(finding.supplier_id, NOBODY).above(self.owners(finding))

    def handlers(self, finding: Concerns) -> Sequence[int]:
        """The buyer's person in charge, else who leads the audit."""
        if finding.handler_id is not None and finding.handler_id in self.buyer.people:
            return [finding.handler_id]
        return [number for number, role in self.teams.get(finding.audit_id, {}).items() if role == LEAD]

    def team(self, finding: Concerns) -> Sequence[int]:
        """The buyer's person in charge and everybody of the team."""
        return [*self.handlers(finding), *self.teams.get(finding.audit_id, {})]

    def reviewers(self, finding: Concerns) -> Sequence[int]:
        """Reviewers who were not on the team."""
        team = self.teams.get(finding.audit_id, {})
        return [number for number in self.buyer.of_role(Role.REVIEWER) if number not in team]

    @property
    def planners(self) -> Sequence[int]:
        return self.buyer.of_role(Role.PLANNER)


def hearers_of(session: Session, findings: Collection[Concerns]) -> Hearers:
    """In two statements, for up to 10,000 suppliers and audits."""
    buyer, companies = everybody(session, {one.supplier_id for one in findings})
    return Hearers(companies, buyer, _teams(session, {one.audit_id for one in findings}))


def _teams(session: Session, audits: Collection[int]) -> Mapping[int, Mapping[int, str]]:
    teams: dict[int, dict[int, str]] = defaultdict(dict)
    for some in batches(audits):
        asked = select(AuditMember.audit_id, AuditMember.account_id, AuditMember.role)
        for audit, account, role in session.execute(asked.where(AuditMember.audit_id.in_(some))):
            teams[audit][account] = role
    return teams


def action_owners(session: Session, finding_id: int, cycle: int) -> tuple[Sequence[int], Sequence[int]]:
    """Whose the actions of this cycle's plan are: accounts, and contacts without one."""
    of_plan = CorrectiveActionPlan.finding_id == finding_id, CorrectiveActionPlan.cycle == cycle
    asked = (
        select(CorrectiveAction.owner_account_id, CorrectiveAction.owner_contact_id)
        .join(CorrectiveActionPlan, CorrectiveActionPlan.id == CorrectiveAction.plan_id)
        .where(*of_plan)
        .order_by(CorrectiveAction.id)
    )
    rows = session.execute(asked).all()
    return [account for account, _ in rows if account], [contact for _, contact in rows if contact]
