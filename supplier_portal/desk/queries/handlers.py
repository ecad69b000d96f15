"""Who may be put in charge of a finding at the buyer's."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import TABLE, Reach, decide
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import AuditMember
from supplier_portal.desk.queries import own_audits

_ACTS = TABLE[Permission.FINDINGS_FINDING_MOVE]
OFFICE = [role.value for role, reach in _ACTS.items() if reach is Reach.ALL]
TEAM = [role.value for role, reach in _ACTS.items() if reach is Reach.OWN_AUDITS]


@dataclass(frozen=True)
class Handler:
    """One who may be chosen. team_only: for findings of audits whose team the person is in, and no others."""

    id: int
    name: str
    role: str

    @property
    def team_only(self) -> bool:
        return self.role in TEAM


def handlers_for(session: Session, actor: Actor) -> list[Handler]:
    """Whom the actor may put in charge, by name: the office, and auditors; of the latter those of the actor's teams.

    One statement.
    """
    among: ColumnElement[bool] = Account.role.in_(TEAM)
    if decide(actor, Permission.DESK_FINDING_STEER).reach is Reach.OWN_AUDITS:
        beside = select(AuditMember.account_id).where(AuditMember.audit_id.in_(own_audits(actor)))
        among &= Account.id.in_(beside)
    asked = select(Account.id, Account.name, Account.role).where(
        Account.active.is_(True), Account.supplier_id.is_(None), Account.role.in_(OFFICE) | among
    )
    return [Handler(*row) for row in session.execute(asked.order_by(Account.name, Account.id))]


def names_of(session: Session, account_ids: Collection[int]) -> Mapping[int, str]:
    """Names by account."""
    asked = select(Account.id, Account.name).where(Account.id.in_(account_ids))
    return dict(session.execute(asked).all())
