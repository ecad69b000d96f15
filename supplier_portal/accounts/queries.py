"""Accounts an actor may see, and the sign-in behind a cookie."""

import hashlib
from datetime import datetime

from sqlalchemy import Select, bindparam, false, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.accounts.models import Account, Invitation, LoginAttempt, LoginSession


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def visible(actor: Actor) -> Select[Account]:
    """All accounts for an administrator, the company's for a supplier's owner, one's own for others."""
    if decide(actor, Permission.ACCOUNTS_ACCOUNT_READ).reach is Reach.ALL:
        return select(Account)
    if decide(actor, Permission.ACCOUNTS_COLLEAGUE_INVITE).reach is Reach.OWN_COMPANY:
        return select(Account).where(Account.supplier_id == actor.supplier_id)
    return select(Account).where(Account.id == actor.account_id if actor.account_id is not None else false())


def visible_invitations(actor: Actor) -> Select[Invitation]:
    """Open invitations of the same reach."""
    if decide(actor, Permission.ACCOUNTS_ACCOUNT_READ).reach is Reach.ALL:
        return select(Invitation)
    own = Invitation.supplier_id == actor.supplier_id if actor.role in SUPPLIER_ROLES else false()
    return select(Invitation).where(own)


# Built once, since every request asks it.
_SIGNED_IN = (
    select(LoginSession, Account)
    .join(Account, Account.id == LoginSession.account_id)
    .where(LoginSession.token_digest == bindparam("digest"), LoginSession.ends_at > bindparam("now"), Account.active)
)


def signed_in(session: Session, token: str, now: datetime) -> tuple[LoginSession, Account] | None:
    """The living sign-in behind a token and its active account."""
    found = session.execute(_SIGNED_IN, {"digest": digest_of(token), "now": now}).first()
    return (found[0], found[1]) if found else None


def account_by_email(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email == email.strip().lower(), Account.active))


def failed_attempts(session: Session, counted_for: str, since: datetime) -> int:
    counted = select(func.count()).where(LoginAttempt.counted_for == counted_for, LoginAttempt.at > since)
    return session.scalar(counted) or 0


def people_with(session: Session, *roles: Role) -> list[Account]:
    """Active people of these roles by name, for choosing a team."""
    chosen = select(Account).where(Account.role.in_([role.value for role in roles]), Account.active)
    return list(session.scalars(chosen.order_by(Account.name, Account.id)))
