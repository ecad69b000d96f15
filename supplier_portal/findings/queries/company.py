"""Who may own an action at a supplier, and which actions of its other findings may be the same measure."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.accounts.models import Account
from supplier_portal.findings.models import CorrectiveAction, CorrectiveActionPlan, Finding
from supplier_portal.suppliers.models import SupplierContact

ACCOUNT, CONTACT = "account", "contact"


@dataclass(frozen=True)
class CompanyPerson:
    """Someone of the supplier's, with an account or as a contact. role: what a contact does there, or empty."""

    kind: str
    id: int
    name: str
    role: str = ""

    @property
    def key(self) -> str:
        """How a form and a workbook name the person."""
        return f"{self.kind}-{self.id}"


@dataclass(frozen=True)
class Measure:
    """An action of another finding. number: the finding's; position: the action's in its plan."""

    action_id: int
    number: str
    position: int
    action: str


def people_of(session: Session, supplier_id: int) -> list[CompanyPerson]:
    """The supplier's people by name: those who can sign in, and contacts who cannot. Two statements."""
    active = Account.supplier_id == supplier_id, Account.active.is_(True)
    accounts = session.execute(select(Account.id, Account.name, Account.email).where(*active)).all()
    contacts = session.scalars(select(SupplierContact).where(SupplierContact.supplier_id == supplier_id)).all()
    known = {account.email.lower() for account in accounts}
    people = [CompanyPerson(ACCOUNT, account.id, account.name) for account in accounts]
    people += [CompanyPerson(CONTACT, one.id, one.name, one.role) for one in contacts if one.email.lower() not in known]
    return sorted(people, key=lambda person: (person.name, person.key))


def measures_of(session: Session, finding: Finding) -> Sequence[Measure]:
    """Actions of the standing plans of the supplier's other findings, those aside that are another's measure again."""
    asked = (
        select(CorrectiveAction.id, Finding.number, CorrectiveAction.position, CorrectiveAction.action)
        .join(CorrectiveActionPlan, CorrectiveActionPlan.id == CorrectiveAction.plan_id)
        .join(Finding, Finding.id == CorrectiveActionPlan.finding_id)
        .where(Finding.supplier_id == finding.supplier_id, Finding.id != finding.id, Finding.state != "withdrawn")
        .where(CorrectiveActionPlan.cycle == Finding.cycle, CorrectiveAction.same_as_id.is_(None))
        .where(CorrectiveActionPlan.decision.is_distinct_from("rejected"))
        .order_by(Finding.id.desc(), CorrectiveAction.position)
    )
    return [Measure(*row) for row in session.execute(asked)]
