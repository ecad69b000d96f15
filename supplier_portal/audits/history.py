"""What happened to an audit, as its page tells it: moves, changes of its team, new days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import AuditMove, DateChange, TeamChange
from supplier_portal.audits.queries import find_audit, visible_moves

WAY = ("planned", "confirmed", "in_progress", "closing_held", "in_review", "draft_sent", "issued", "closed")
"""The states of an audit that goes its whole way, in order."""
TOLD_TO_SUPPLIER = frozenset({"cancelled", "refused", "aborted"})
"""Moves whose reasons a supplier reads; those of the review are the buyer's own."""


@dataclass(frozen=True)
class Happening:
    """One thing that happened. by: who did it.

    kind: move, team or days; state: of a move, its target; person, act: of a team; days: first and last, the old ones
    and the new ones; witness, occurred_on: of a refusal.
    """

    kind: str
    at: datetime
    by: str
    reason: str
    state: str = ""
    person: str = ""
    act: str = ""
    days: tuple[date, ...] = ()
    witness: str = ""
    occurred_on: date | None = None


def history_of(session: Session, actor: Actor, audit_id: int) -> list[Happening]:
    """All that happened, in order, without what is not for this reader. Raises Missing."""
    find_audit(session, actor, audit_id)
    happenings = [*_moves(session, actor, audit_id), *_teams(session, actor, audit_id), *_days(session, audit_id)]
    return sorted(happenings, key=lambda one: one.at)


def reached(history: list[Happening]) -> dict[str, datetime]:
    """When each state of the way was reached last."""
    return {one.state: one.at for one in history if one.kind == "move"}


def _moves(session: Session, actor: Actor, audit_id: int) -> Iterator[Happening]:
    own = visible_moves(actor).where(AuditMove.audit_id == audit_id).order_by(AuditMove.id)
    told = own.outerjoin(Account, Account.id == AuditMove.account_id).add_columns(Account.name)
    for move, name in session.execute(told):
        shown = actor.role not in SUPPLIER_ROLES or move.target in TOLD_TO_SUPPLIER
        yield Happening(
            "move",
            move.at,
            name or "–",
            move.reason if shown else "",
            state=move.target,
            witness=move.witness,
            occurred_on=move.occurred_on,
        )


def _teams(session: Session, actor: Actor, audit_id: int) -> Iterator[Happening]:
    by = aliased(Account)
    told = (
        select(TeamChange, Account.name, by.name)
        .join(Account, Account.id == TeamChange.account_id)
        .join(by, by.id == TeamChange.changed_by)
        .where(TeamChange.audit_id == audit_id)
        .order_by(TeamChange.id)
    )
    for change, person, name in session.execute(told):
        reason = "" if actor.role in SUPPLIER_ROLES else change.reason
        yield Happening("team", change.at, name, reason, person=person, act=change.act)


def _days(session: Session, audit_id: int) -> Iterator[Happening]:
    told = select(DateChange, Account.name).join(Account, Account.id == DateChange.changed_by)
    for change, name in session.execute(told.where(DateChange.audit_id == audit_id).order_by(DateChange.id)):
        days = (change.from_starts_on, change.from_ends_on, change.to_starts_on, change.to_ends_on)
        yield Happening("days", change.at, name, change.reason, days=days)
