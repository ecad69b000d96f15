"""Audits told: each move to whom the table says (domain/workflow/audit.py), and comments with their answers."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.accounts.reaching import NOBODY, everybody
from supplier_portal.audits.kinds import COMMENT_ANSWERED, COMMENT_WRITTEN, OF_MOVE, PLANNED
from supplier_portal.audits.models import LEAD, Audit, AuditMember, AuditMove
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.notices.kinds import Kind
from supplier_portal.notices.operations import GiveNotices, give_all
from supplier_portal.suppliers.models import Site, Supplier

SUPPLIER, TEAM, LEADING, REVIEWER, PLANNING = "supplier", "team", "lead", "reviewer", "planner"


@dataclass(frozen=True)
class _Act:
    """tells: whom; once: told under these words; page: below the audit's own; also: accounts besides."""

    kind: Kind
    tells: Collection[str]
    once: str
    page: str = ""
    also: Sequence[int] = ()


def tell_planned(session: Session, actor: Actor, audit: Audit, moment: Moment) -> None:
    """Tell the supplier and the team of an audit that was planned."""
    _tell(session, actor, audit, _Act(PLANNED, (SUPPLIER, TEAM), f"audit-planned:{audit.id}"), moment)


def tell_move(session: Session, actor: Actor, audit: Audit, move: AuditMove, moment: Moment) -> None:
    """Tell whom the table names for this move, but not the actor; a reason stands on the page."""
    rows = [row.tells for row in AUDIT.transitions if (row.origin, row.target) == (move.origin, move.target)]
    if told := frozenset[str]().union(*rows):
        kind = OF_MOVE[move.origin, move.target]
        _tell(session, actor, audit, _Act(kind, told, f"audit-move:{move.id}"), moment)


def tell_comment_written(session: Session, actor: Actor, audit: Audit, comment_id: int, moment: Moment) -> None:
    """Tell who leads the audit that the supplier commented on the draft."""
    act = _Act(COMMENT_WRITTEN, (LEADING,), f"audit-comment:{comment_id}", "/comments")
    _tell(session, actor, audit, act, moment)


def tell_comment_answered(
    session: Session, actor: Actor, audit: Audit, comment_id: int, written_by: int, moment: Moment
) -> None:
    """Tell the supplier, and who wrote it, that a comment was answered."""
    act = _Act(COMMENT_ANSWERED, (SUPPLIER,), f"audit-comment:{comment_id}:answer", "/comments", (written_by,))
    _tell(session, actor, audit, act, moment)


def _tell(session: Session, actor: Actor, audit: Audit, act: _Act, moment: Moment) -> None:
    give_all(session, _of_act(session, actor, audit, act), moment)


def _of_act(session: Session, actor: Actor, audit: Audit, act: _Act) -> Iterator[GiveNotices]:
    supplier, site = session.get_one(Supplier, audit.supplier_id), session.get_one(Site, audit.site_id)
    facts = {
        "number": audit.number,
        "supplier": {"en": supplier.name_en, "zh": supplier.name_zh},
        "site": {"en": site.name_en, "zh": site.name_zh or site.name_en},
        "first": audit.starts_on,
        "last": audit.ends_on,
        "until": audit.comments_until or {"word": "notice_until.open"},
    }
    readers = [*_readers(session, audit, act.tells), *act.also]
    yield GiveNotices(
        act.kind,
        f"/audits/{audit.id}{act.page}",
        act.once,
        facts,
        [number for number in readers if number != actor.account_id],
        buyer_webhooks=bool(set(act.tells) - {SUPPLIER}),
        supplier_id=audit.supplier_id if SUPPLIER in act.tells else None,
    )


def _readers(session: Session, audit: Audit, tells: Collection[str]) -> Iterator[int]:
    team = select(AuditMember.account_id, AuditMember.role).where(AuditMember.audit_id == audit.id)
    roles: dict[int, str] = dict(session.execute(team).all())
    buyer, companies = everybody(session, {audit.supplier_id})
    if SUPPLIER in tells:
        yield from companies.get(audit.supplier_id, NOBODY).owners
    if TEAM in tells:
        yield from roles
    if LEADING in tells:
        yield from (number for number, role in roles.items() if role == LEAD)
    if REVIEWER in tells:
        yield from (number for number in buyer.of_role(Role.REVIEWER) if number not in roles)
    if PLANNING in tells:
        yield from buyer.of_role(Role.PLANNER)
