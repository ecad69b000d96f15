"""Accounts an actor may see, and the sign-in behind a cookie."""

import hashlib
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ScalarSelect, Select, bindparam, case, false, func, or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.accounts.models import Account, Invitation, LoginAttempt, LoginSession, OwnershipOffer
from supplier_portal.domain.errors import Missing

MOST_ID = 2**31 - 1


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def asker_now(session: Session, account_id: int | None) -> Actor:
    """Who asked for a job, with the role and company of now. Raises Missing for an account that is closed."""
    asker = actor_now(session, account_id)
    if asker is None:
        raise Missing
    return asker


def actor_now(session: Session, account_id: int | None) -> Actor | None:
    """Who stands behind an account, with the role and company of now; None where it is closed or there is none."""
    account = session.get(Account, account_id) if account_id else None
    return account.actor if account is not None and account.active else None


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


def choosable(session: Session, person: Account) -> list[Account]:
    """The others of a person's side who can sign in, by name: one of them may stand above or take over."""
    same = Account.supplier_id.is_(None) if person.supplier_id is None else Account.supplier_id == person.supplier_id
    others = select(Account).where(same, Account.active, Account.id != person.id)
    return list(session.scalars(others.order_by(Account.name, Account.id)))


def waiting_offers(session: Session, actor: Actor) -> list[tuple[OwnershipOffer, str]]:
    """Offers of ownership that wait, to the actor or from the actor, each with the name of the other one."""
    to_actor = OwnershipOffer.to_id == actor.account_id
    other = case((to_actor, OwnershipOffer.from_id), else_=OwnershipOffer.to_id)
    asked = select(OwnershipOffer, Account.name).join(Account, Account.id == other)
    own = or_(to_actor, OwnershipOffer.from_id == actor.account_id)
    waiting = asked.where(own, OwnershipOffer.outcome.is_(None)).order_by(OwnershipOffer.id)
    return [(offer, name) for offer, name in session.execute(waiting)]


@cache
def _signed_in(*counts: ScalarSelect[int]) -> Select[*tuple[Any, ...]]:
    """Built once, since every request asks it."""
    return (
        select(LoginSession, Account, *counts)
        .join(Account, Account.id == LoginSession.account_id)
        .where(LoginSession.token_digest == bindparam("digest"), LoginSession.ends_at > bindparam("now"))
        .where(Account.active)
    )


def signed_in(
    session: Session, token: str, now: datetime, *counts: ScalarSelect[int]
) -> tuple[LoginSession, Account, list[int]] | None:
    """The living sign-in behind a token, its active account, and what is counted of the account with it."""
    found = session.execute(_signed_in(*counts), {"digest": digest_of(token), "now": now}).first()
    return (found[0], found[1], list(found[2:])) if found else None


def account_by_email(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email == email.strip().lower(), Account.active))


def failed_attempts(session: Session, counted_for: str, since: datetime) -> int:
    counted = select(func.count()).where(LoginAttempt.counted_for == counted_for, LoginAttempt.at > since)
    return session.scalar(counted) or 0


def people_with(session: Session, *roles: Role) -> list[Account]:
    """Active people of these roles by name, for choosing a team."""
    chosen = select(Account).where(Account.role.in_([role.value for role in roles]), Account.active)
    return list(session.scalars(chosen.order_by(Account.name, Account.id)))
