"""What waits for the buyer's people: reviews, disputes, more days asked for, notices, reviews of effects, appeals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, null, or_, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.accounts.models import Account
from supplier_portal.appeals.models import Appeal
from supplier_portal.appeals.queries import visible as visible_appeals
from supplier_portal.calendars.queries import buyer_calendar
from supplier_portal.desk.queries import own_audits, reached
from supplier_portal.domain.appeals import DECIDED_WITHIN
from supplier_portal.domain.calendars import Calendar
from supplier_portal.domain.findings.clock import buyer_allowance
from supplier_portal.domain.findings.lateness import KIND_OF
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.appeal import OPEN
from supplier_portal.domain.workflow.finding import FINDING, STANDING, TURN_OF_BUYER
from supplier_portal.findings.models import Extension, Finding
from supplier_portal.findings.queries import local_day
from supplier_portal.findings.queries.clocking import rules_by_policy, shipped_rules
from supplier_portal.findings.queries.noticing import waiting_notices
from supplier_portal.suppliers.models import Supplier

CLOSING, EXTENSION, NOTICE, EFFECTIVENESS, APPEAL = "closing", "extension", "notice", "effectiveness", "appeal"
KINDS = (NOTICE, *KIND_OF.values(), EXTENSION, APPEAL, CLOSING, EFFECTIVENESS)
"""What is due, the most pressing kind first where days are alike."""
MOST = 50
"""Of one sort that are read at most, the most urgent ones; the lists hold all of them."""
AHEAD = timedelta(days=30)
"""Reviews of effects are told so long before their day."""
FAR = 10**6


@dataclass(frozen=True)
class Due:
    """One thing to do. about: the finding's row, or the appeal's; days_left: None where nothing is due, below 0 late.

    Days are those of the buyer's clock for this act: working days (`working`), or all but public holidays.
    """

    kind: str
    about: Any
    due_on: date | None
    days_left: int | None
    working: bool = False

    @property
    def order(self) -> tuple[int, int]:
        return FAR if self.days_left is None else self.days_left, KINDS.index(self.kind)


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
    """What waits for the actor, in at most eight statements; `everybody`: for whomever of the buyer's, to look at.

    One's own is what one may decide and nobody else has in charge: a finding of an own audit without a person in
    charge, or one that was handed to the actor; more days asked for in any own audit, as not everybody in charge may
    grant them; for reviewers disputes and appeals of audits they were not on, and notices.
    """
    days = _Days(buyer_calendar(session), moment)
    reviews = session.execute(_reviews(actor, everybody=everybody).limit(MOST)).all()
    dues = [days.review(row) for row in reviews]
    dues += _extensions(session, actor, days, everybody=everybody)
    dues += _notices(session, actor, days)
    dues += _effects(session, actor, days, everybody=everybody)
    dues += _appeals(session, actor, days)
    return Waiting(sorted(dues, key=lambda one: one.order), reviews[0].total if reviews else 0)


@dataclass(frozen=True)
class _Days:
    """Days left by the buyer's calendar."""

    buyer: Calendar
    moment: Moment

    def until(self, kind: str, about: Any, due_on: date | None, *, working: bool = False) -> Due:
        if due_on is None:
            return Due(kind, about, None, None)
        count = self.buyer.working_days if working else self.buyer.counted_days
        today = self.moment.day
        return Due(kind, about, due_on, count(today, due_on) if due_on >= today else -count(due_on, today), working)

    def review(self, row: Any) -> Due:
        known = buyer_allowance(row.state, shipped_rules().buyer)  # which days count is the same in every policy
        return self.until(KIND_OF.get(row.state, CLOSING), row, row.turn_due_on, working=known is not None and known[1])


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


def _extensions(session: Session, actor: Actor, days: _Days, *, everybody: bool) -> Iterator[Due]:
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


def _notices(session: Session, actor: Actor, days: _Days) -> Iterator[Due]:
    """Critical drafts that wait for a reviewer who was not on the team."""
    if not decide(actor, Permission.FINDINGS_NOTICE_AGREE).allowed:
        return
    for one in waiting_notices(session, actor):
        if not one.of_team:
            due_on = local_day(one.clock.due_at, one.supplier.time_zone)
            about = {"id": one.finding.id, "number": one.finding.number, "title": one.finding.title}
            names = {"name_en": one.supplier.name_en, "name_zh": one.supplier.name_zh}
            yield days.until(NOTICE, about | names | {"severity": one.finding.severity, "handler": None}, due_on)


def _effects(session: Session, actor: Actor, days: _Days, *, everybody: bool) -> Iterator[Due]:
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


def _appeals(session: Session, actor: Actor, days: _Days) -> Iterator[Due]:
    """Appeals against scores that are to be decided by who was not on the audit's team."""
    if not decide(actor, Permission.APPEALS_APPEAL_DECIDE).allowed:
        return
    asked = (
        visible_appeals(actor)
        .join(Supplier, Supplier.id == Appeal.supplier_id)
        .where(Appeal.state.in_(OPEN), or_(Appeal.audit_id.is_(None), Appeal.audit_id.not_in(own_audits(actor))))
        .with_only_columns(
            Appeal.id, Appeal.number, Appeal.filed_at, Supplier.name_en, Supplier.name_zh, Supplier.time_zone,
            *(null().label(name) for name in ("severity", "title", "handler")),
        )
        .order_by(Appeal.filed_at, Appeal.id)
        .limit(MOST)
    )  # fmt: skip
    for row in session.execute(asked):
        filed_on = local_day(row.filed_at, row.time_zone)
        yield days.until(APPEAL, row, days.buyer.working_days_after(filed_on, DECIDED_WITHIN), working=True)
