"""Signing in and out, inviting and being invited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide, reach_of
from supplier_portal.accounts.models import Account, Invitation, LoginAttempt, LoginSession
from supplier_portal.accounts.passwords import all_hashed, check_new, hashed
from supplier_portal.accounts.queries import digest_of, failed_attempts
from supplier_portal.domain.errors import Conflict, Fault, Invalid, Missing, TooMany
from supplier_portal.domain.moment import Moment
from supplier_portal.trail.operations import record_event

MOST_FAILURES, FAILURES_WITHIN = 10, timedelta(minutes=5)
INVITATION_DAYS = 7
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class SignIn:
    """counted_for: digests under which a failure is counted, of the e-mail typed and of the network address."""

    counted_for: tuple[str, ...]


def refuse_crowd(session: Session, command: SignIn, now: datetime) -> None:
    """Raises TooMany after ten failures within five minutes; the same for accounts that do not exist."""
    since = now - FAILURES_WITHIN
    if any(failed_attempts(session, counted, since) >= MOST_FAILURES for counted in command.counted_for):
        raise TooMany("accounts.too_many_attempts")


def note_failure(session: Session, command: SignIn, now: datetime) -> None:
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < now - timedelta(days=1)))
    session.add_all(LoginAttempt(counted_for=counted, at=now) for counted in command.counted_for)


def begin_session(session: Session, account: Account, token: str, now: datetime, hours: int) -> LoginSession:
    """Remember a sign-in by the digest of its token; what has ended is cleared away."""
    session.execute(delete(LoginSession).where(LoginSession.ends_at < now))
    begun = LoginSession(
        token_digest=digest_of(token),
        account_id=account.id,
        began_at=now,
        last_seen_at=now,
        ends_at=now + timedelta(hours=hours),
    )
    session.add(begun)
    record_event(session, account.actor, Moment(now, now.date()), "sign_in")
    return begun


def touch_session(session: Session, login_id: int, now: datetime) -> None:
    session.execute(update(LoginSession).where(LoginSession.id == login_id).values(last_seen_at=now))


def end_session(session: Session, token: str) -> None:
    session.execute(delete(LoginSession).where(LoginSession.token_digest == digest_of(token)))


def end_all_sessions(session: Session, actor: Actor, now: datetime, *, but: str | None = None) -> None:
    """Sign the actor out everywhere, but for the session of token `but`."""
    ended = delete(LoginSession).where(LoginSession.account_id == actor.account_id)
    if but is not None:
        ended = ended.where(LoginSession.token_digest != digest_of(but))
    session.execute(ended)
    record_event(session, actor, Moment(now, now.date()), "sign_out_everywhere")


def change_password(session: Session, actor: Actor, new: str, now: datetime, *, keep: str) -> None:
    """Set a new password; every other sign-in of the account ends."""
    check_new(new, "new_password")
    session.execute(update(Account).where(Account.id == actor.account_id).values(password_hash=hashed(new)))
    end_all_sessions(session, actor, now, but=keep)


@dataclass(frozen=True)
class Invite:
    """token: the link's secret, made by the caller; supplier_id: for supplier roles, an owner's own company."""

    email: str
    role: Role
    supplier_id: int | None
    token: str


def invite_person(session: Session, actor: Actor, command: Invite, now: datetime) -> Invitation:
    """Write an invitation that expires in a week. An owner invites members of their own company only.

    Raises Invalid where role and company do not fit, Conflict where the person has an account.
    """
    supplier_id = command.supplier_id
    if decide(actor, Permission.ACCOUNTS_ACCOUNT_MANAGE).reach is not Reach.ALL:
        reach_of(actor, Permission.ACCOUNTS_COLLEAGUE_INVITE)
        supplier_id = actor.supplier_id
        if command.role not in SUPPLIER_ROLES:
            raise Missing
    if (command.role in SUPPLIER_ROLES) != (supplier_id is not None):
        raise Invalid([Fault("accounts.role_and_company", "supplier_id")])
    email = command.email.strip().lower()
    if session.scalar(select(Account.id).where(Account.email == email)):
        raise Invalid([Fault("accounts.has_account", "email")])
    invitation = Invitation(
        token_digest=digest_of(command.token),
        email=email,
        role=command.role.value,
        supplier_id=supplier_id,
        invited_by=actor.account_id,
        created_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    session.add(invitation)
    session.flush()
    record_event(session, actor, Moment(now, now.date()), "invite", invitation=invitation.id)
    return invitation


def open_invitation(session: Session, token: str, now: datetime) -> Invitation:
    """The invitation of a link. Raises Missing for an unknown, used or expired one: strangers cannot tell which."""
    found = session.scalar(
        select(Invitation).where(
            Invitation.token_digest == digest_of(token), Invitation.used_at.is_(None), Invitation.expires_at > now
        )
    )
    if found is None:
        raise Missing("accounts.invitation_over")
    return found


@dataclass(frozen=True)
class AcceptInvitation:
    token: str
    name: str
    password: str
    language: str


def accept_invitation(session: Session, command: AcceptInvitation, now: datetime) -> Account:
    """Make the account and use the link up; of two at once one wins."""
    check_new(command.password, "password")
    invitation = open_invitation(session, command.token, now)
    used = session.execute(
        update(Invitation).where(Invitation.id == invitation.id, Invitation.used_at.is_(None)).values(used_at=now)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise Missing("accounts.invitation_over")
    account = NewAccount(
        invitation.email,
        command.name,
        command.password,
        Role(invitation.role),
        invitation.supplier_id,
        command.language,
    )
    return create_account(session, account, now)


@dataclass(frozen=True)
class NewAccount:
    email: str
    name: str
    password: str
    role: Role
    supplier_id: int | None = None
    language: str = "en"


def create_account(session: Session, command: NewAccount, now: datetime) -> Account:
    """Write the account. Raises Conflict where the e-mail is taken."""
    return create_accounts(session, [command], now)[0]


def create_accounts(session: Session, commands: Sequence[NewAccount], now: datetime) -> list[Account]:
    """Write all these accounts or none. Raises Conflict where an e-mail is taken."""
    hashes = all_hashed([command.password for command in commands])
    accounts = [_account(command, known, now) for command, known in zip(commands, hashes, strict=True)]
    session.add_all(accounts)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("accounts.has_account") from error
    for account in accounts:
        record_event(session, account.actor, Moment(now, now.date()), "account_made", made=account.id)
    return accounts


def _account(command: NewAccount, password_hash: str, now: datetime) -> Account:
    return Account(
        email=command.email.strip().lower(),
        name=command.name.strip(),
        password_hash=password_hash,
        role=command.role.value,
        supplier_id=command.supplier_id,
        language=command.language,
        active=True,
        created_at=now,
    )
