"""Doing the rows of an act: each with its result in one transaction, so that none is done twice."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.accounts.models import Account
from supplier_portal.desk.kinds import REMINDED_BUYER, REMINDED_SUPPLIER
from supplier_portal.desk.models import DONE, REASSIGN, REMIND, DeskAct, DeskActRow
from supplier_portal.desk.queries import reached
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import turn
from supplier_portal.findings.models import Finding
from supplier_portal.findings.telling.facts import facts_of, path_of
from supplier_portal.findings.telling.hearers import Hearers, hearers_of
from supplier_portal.notices.operations import GiveNotices, give_all
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.operations import record_event

AT_ONCE = 25
"""Rows of one transaction."""
ENDED = frozenset({"closed", "effective", "withdrawn"})
NOT_YOURS, MOVED, CLOSED = "desk.not_yours", "desk.moved_meanwhile", "desk.closed"
IN_CHARGE, MAY_NOT = "desk.in_charge_already", "desk.may_not_handle"
NOBODYS, TODAY, NOBODY = "desk.nobodys_turn", "desk.reminded_today", "desk.nobody_to_tell"
REFUSALS = (NOT_YOURS, MOVED, CLOSED, IN_CHARGE, MAY_NOT, NOBODYS, TODAY, NOBODY)


@dataclass(frozen=True)
class _Doing:
    """What the rows of one transaction share. reminded: findings of which somebody was reminded today."""

    actor: Actor
    act: DeskAct
    handler: Account | None
    hearers: Hearers
    suppliers: Mapping[int, Supplier]
    reminded: Collection[int]
    moment: Moment


def do_next(session: Session, actor: Actor, act: DeskAct, moment: Moment) -> int:
    """Do the next rows that wait, as the actor may now, and keep what became of each. Returns how many these were.

    A finding's row is held from its look to its result: what moved since it was chosen is refused.
    """
    waiting = select(DeskActRow).where(DeskActRow.act_id == act.id, DeskActRow.outcome.is_(None))
    rows = session.scalars(waiting.order_by(DeskActRow.finding_id).limit(AT_ONCE).with_for_update()).all()
    if not rows:
        return 0
    ids = [row.finding_id for row in rows]
    findings = _held(session, actor, ids)
    doing = _doing(session, actor, act, findings, moment)
    commands = []
    for row in rows:
        finding = findings.get(row.finding_id)
        refused = _refusal(doing, row, finding)
        if finding is not None and not refused:
            commands += _reassign(session, doing, finding) if act.kind == REASSIGN else _remind(session, doing, finding)
        row.outcome, row.done_on = refused or DONE, moment.day
    session.flush()
    give_all(session, commands, moment)
    return len(rows)


def _held(session: Session, actor: Actor, ids: Collection[int]) -> Mapping[int, Finding]:
    """Those that are the actor's, kept from others until the transaction ends, in the order of their ids."""
    seen = reached(actor, Permission.DESK_FINDING_STEER).where(Finding.id.in_(ids)).order_by(Finding.id)
    held = seen.options(lazyload(Finding.further)).with_for_update(of=Finding)
    return {one.id: one for one in session.scalars(held.execution_options(populate_existing=True))}


def _doing(session: Session, actor: Actor, act: DeskAct, findings: Mapping[int, Finding], moment: Moment) -> _Doing:
    of_findings = {one.supplier_id for one in findings.values()}
    told_today = (
        select(DeskActRow.finding_id)
        .join(DeskAct, DeskAct.id == DeskActRow.act_id)
        .where(DeskAct.kind == REMIND, DeskActRow.outcome == DONE, DeskActRow.done_on == moment.day)
        .where(DeskActRow.finding_id.in_(findings))
    )
    return _Doing(
        actor=actor,
        act=act,
        handler=session.get(Account, act.handler_id) if act.handler_id else None,
        hearers=hearers_of(session, findings.values()),
        suppliers={one.id: one for one in session.scalars(select(Supplier).where(Supplier.id.in_(of_findings)))},
        reminded=set(session.scalars(told_today)),
        moment=moment,
    )


def _refusal(doing: _Doing, row: DeskActRow, finding: Finding | None) -> str:
    """The code of why a row is not done; empty where it is."""
    if finding is None:
        return NOT_YOURS
    if finding.state != row.state_seen:
        return MOVED
    if finding.state in ENDED:
        return CLOSED
    return _not_to_hand_over(doing, finding) if doing.act.kind == REASSIGN else _not_to_remind(doing, finding)


def _not_to_hand_over(doing: _Doing, finding: Finding) -> str:
    if finding.handler_id == doing.act.handler_id:
        return IN_CHARGE
    return "" if _may_handle(doing, finding) else MAY_NOT


def _may_handle(doing: _Doing, finding: Finding) -> bool:
    """Whether the table lets the new person act on this finding."""
    person = doing.handler
    if person is None or not person.active:
        return False
    reach = decide(person.actor, Permission.FINDINGS_FINDING_MOVE).reach
    of_team = person.id in doing.hearers.teams.get(finding.audit_id, {})
    return reach is Reach.ALL or (reach is Reach.OWN_AUDITS and of_team)


def _not_to_remind(doing: _Doing, finding: Finding) -> str:
    if finding.severity == "none" or turn(finding.state) == "nobody":
        return NOBODYS
    if finding.id in doing.reminded:
        return TODAY
    return "" if _holders(doing, finding) else NOBODY


def _holders(doing: _Doing, finding: Finding) -> list[int]:
    """Who is to act: the supplier's people in charge, or the buyer's; disputes are for reviewers outside the team."""
    hearers = doing.hearers
    if turn(finding.state) == "supplier":
        return list(hearers.owners(finding))
    return list(hearers.reviewers(finding) if finding.state == "disputed" else hearers.handlers(finding))


def _reassign(session: Session, doing: _Doing, finding: Finding) -> list[GiveNotices]:
    finding.handler_id = doing.act.handler_id
    told = {"finding": finding.id, "audit": finding.audit_id, "handler": doing.act.handler_id}
    record_event(session, doing.actor, doing.moment, "reassign_finding", desk_act=doing.act.id, **told)
    return []


def _remind(session: Session, doing: _Doing, finding: Finding) -> list[GiveNotices]:
    of_supplier = turn(finding.state) == "supplier"
    record_event(session, doing.actor, doing.moment, "remind_finding", desk_act=doing.act.id, finding=finding.id)
    return [
        GiveNotices(
            REMINDED_SUPPLIER if of_supplier else REMINDED_BUYER,
            path_of(finding.id),
            f"desk-reminder:{finding.id}:{doing.moment.day.isoformat()}",
            facts_of(finding, doing.suppliers[finding.supplier_id])
            | {"state": {"word": f"finding_state.{finding.state}"}},
            _holders(doing, finding),
            buyer_webhooks=not of_supplier,
            supplier_id=finding.supplier_id if of_supplier else None,
        )
    ]
