"""What waits for the buyer's people: reviews, disputes, more days, notices, effects, and what else suppliers ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.accounts.models import Account
from supplier_portal.calendars.queries import buyer_calendar
from supplier_portal.desk.queries import own_audits, reached
from supplier_portal.desk.queries.asked import asked_besides
from supplier_portal.desk.queries.dues import CLOSING, EFFECTIVENESS, EXTENSION, MOST, NOTICE, Days, Due
from supplier_portal.domain.findings.lateness import KIND_OF
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import FINDING, STANDING, TURN_OF_BUYER
from supplier_portal.findings.models import Extension, Finding
from supplier_portal.findings.queries import local_day
from supplier_portal.findings.queries.clocking import rules_by_policy
from supplier_portal.findings.queries.noticing import waiting_notices
from supplier_portal.suppliers.models import Supplier

AHEAD = timedelta(days=30)
"""Reviews of effects are told so long before their day."""


@dataclass(frozen=True)
class Waiting:
    """dues: the most urgent first; total: of findings in the buyer's hands, which may be more than are told."""

    dues: Sequence[Due]
    total: int

    @property
    def late(self) -> int:
        return sum(one.days_left is not None and one.days_left < 0 for one in self.dues)

    def cut(self, kind: str) -> bool:
        """Whether there may be more of a kind than are told."""
        return sum(one.kind == kind for one in self.dues) >= MOST

    def more(self) -> int:
        """Findings in the buyer's hands that are not told."""
        return self.total - sum(one.kind in {*KIND_OF.values(), CLOSING} for one in self.dues)


def waiting_for(session: Session, actor: Actor, moment: Moment, *, everybody: bool = False) -> Waiting:
    """What waits for the actor, in at most nine statements; `everybody`: for whomever of the buyer's, to look at.

    One's own is what one may decide and nobody else has in charge: a finding of an own audit without a person in
    charge, or one that was handed to the actor; more days asked for in any own audit, as not everybody in charge may
    grant them; for reviewers disputes and appeals of audits they were not on, and notices; for planners shutdowns and
    declared data.
    """
    days = Days(buyer_calendar(session), moment)
    reviews = session.execute(_reviews(actor, everybody=everybody).limit(MOST)).all()
    dues = [days.review(row) for row in reviews]
    dues += _extensions(session, actor, days, everybody=everybody)
    dues += _notices(session, actor, days)
    dues += _effects(session, actor, days, everybody=everybody)
    dues += asked_besides(session, actor, days)
    return Waiting(sorted(dues, key=lambda one: one.order), reviews[0].total if reviews else 0)


def deciding(actor: Actor) -> list[str]:
    """States in which the buyer holds the ball and the table lets the actor act on it."""
    return [
        state
        for state in sorted(TURN_OF_BUYER)
        if any(move.target != "waived" for move in FINDING.possible(state, actor.role))
    ]


def _in_charge(actor: Actor) -> ColumnElement[bool]:
    """Whether a finding is the actor's to look after: handed to the actor, or nobody's and of an own audit."""
    nobodys = and_(Finding.handler_id.is_(None), Finding.audit_id.in_(own_audits(actor)))
    return or_(Finding.handler_id == actor.account_id, nobodys)


_COLUMNS = (
    Finding.id, Finding.number, Finding.title, Finding.severity, Finding.state, Finding.turn_due_on, Finding.turn_since,
    Finding.clock_policy, Supplier.name_en, Supplier.name_zh, Supplier.time_zone, Account.name.label("handler"),
)  # fmt: skip


def _read(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        reached(actor, Permission.DESK_PAGE_READ)
        .join(Supplier, Supplier.id == Finding.supplier_id)
        .outerjoin(Account, Account.id == Finding.handler_id)
        .with_only_columns(*_COLUMNS)
    )


def _reviews(actor: Actor, *, everybody: bool) -> Select[*tuple[Any, ...]]:
    """Findings in the buyer's hands, the most urgent first."""
    asked = _read(actor).where(Finding.severity != "none").add_columns(func.count().over().label("total"))
    if everybody:
        asked = asked.where(Finding.state.in_(TURN_OF_BUYER))
    else:
        disputes = and_(Finding.state == "disputed", Finding.audit_id.not_in(own_audits(actor)))
        others = and_(Finding.state != "disputed", _in_charge(actor))
        asked = asked.where(Finding.state.in_(deciding(actor)), or_(disputes, others))
    return asked.order_by(Finding.turn_due_on.is_(None), Finding.turn_due_on, Finding.id)


def _extensions(session: Session, actor: Actor, days: Days, *, everybody: bool) -> Iterator[Due]:
    """More days that were asked for and not answered."""
    asked = (
        _read(actor)
        .join(Extension, Extension.finding_id == Finding.id)
        .add_columns(Extension.asked_at)
        .where(Extension.decision.is_(None), Finding.state.in_(STANDING))
    )
    if not everybody:
        if not decide(actor, Permission.FINDINGS_EXTENSION_DECIDE).allowed:
            return
        asked = asked.where(or_(Finding.handler_id == actor.account_id, Finding.audit_id.in_(own_audits(actor))))
    rows = session.execute(asked.order_by(Extension.asked_at, Extension.id).limit(MOST)).all()
    rules = rules_by_policy(session, {row.clock_policy for row in rows})
    for row in rows:
        allowed = rules[row.clock_policy].buyer.extension
        due_on = days.buyer.working_days_after(local_day(row.asked_at, row.time_zone), allowed)
        yield days.until(EXTENSION, row, due_on, working=True)


def _notices(session: Session, actor: Actor, days: Days) -> Iterator[Due]:
    """Critical drafts that wait for a reviewer who was not on the team."""
    if not decide(actor, Permission.FINDINGS_NOTICE_AGREE).allowed:
        return
    for one in waiting_notices(session, actor):
        if not one.of_team:
            due_on = local_day(one.clock.due_at, one.supplier.time_zone)
            about = {"id": one.finding.id, "number": one.finding.number, "title": one.finding.title}
            names = {"name_en": one.supplier.name_en, "name_zh": one.supplier.name_zh}
            yield days.until(NOTICE, about | names | {"severity": one.finding.severity, "handler": None}, due_on)


def _effects(session: Session, actor: Actor, days: Days, *, everybody: bool) -> Iterator[Due]:
    """Closed findings whose effect is to be reviewed, from thirty days before the day the policy names."""
    closed = _read(actor).where(Finding.state == "closed", Finding.severity != "none")
    if not everybody:
        if not any(move.target == "effective" for move in FINDING.possible("closed", actor.role)):
            return
        closed = closed.where(_in_charge(actor))
    policies = session.scalars(select(Finding.clock_policy).where(Finding.state == "closed").distinct()).all()
    rules = rules_by_policy(session, policies)
    soon = []
    for policy in policies:
        of_policy = Finding.clock_policy.is_(None) if policy is None else Finding.clock_policy == policy
        after = timedelta(days=rules[policy].effectiveness_after)
        soon.append(and_(of_policy, Finding.turn_since <= days.moment.at + AHEAD - after))
    if not soon:
        return
    for row in session.execute(closed.where(or_(*soon)).order_by(Finding.turn_since, Finding.id).limit(MOST)):
        after = timedelta(days=rules[row.clock_policy].effectiveness_after)
        yield days.until(EFFECTIVENESS, row, local_day(row.turn_since, row.time_zone) + after)
