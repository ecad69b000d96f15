"""What a supplier has to do, put in one order from what its findings, audits and tenders say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from supplier_portal.domain.calendars import Calendar
from supplier_portal.findings.queries.turns import Days, Turn
from supplier_portal.home.profile import Gap
from supplier_portal.tenders.models import Bidder, Tender
from supplier_portal.visits.models import DocumentRequest
from supplier_portal.visits.queries.assessments import WRITTEN_WHILE
from supplier_portal.visits.queries.preparing import DRAFT_OUT, AuditAhead

FAR = 10**6
Correctable = tuple[Bidder, Tender, datetime]
"""A tender whose figure the bidder may ask to correct, with the last moment for it."""
CONTAIN, PLAN, EVIDENCE, ACTION = "contain", "plan", "evidence", "action"
DOCUMENT, ASSESSMENT, COMMENTS, CORRECTION = "document", "assessment", "comments", "correction"
PROFILE = "profile"
KINDS = (CONTAIN, PLAN, EVIDENCE, ACTION, DOCUMENT, ASSESSMENT, COMMENTS, CORRECTION, PROFILE)
_BY_CLOCK = {"containment": CONTAIN, "plan": PLAN, "close": EVIDENCE}


@dataclass(frozen=True)
class Task:
    """One thing to do. about: the Turn, the AuditAhead, the (Bidder, Tender) or the Gaps it belongs to.

    documents: of DOCUMENT, all that an audit wants by the same day; days: until it is due, None where nothing is.
    """

    kind: str
    about: Any
    days: Days | None
    documents: Sequence[DocumentRequest] = ()

    @property
    def order(self) -> tuple[int, int]:
        return (FAR if self.days is None else self.days.left), KINDS.index(self.kind)


@dataclass(frozen=True)
class Waiting:
    """What the buyer has to do for a finding. kind: `turn`, or `extension` for more days that were asked for."""

    kind: str
    turn: Turn
    days: Days | None


def tasks_of(
    turns: Sequence[Turn],
    audits: Sequence[AuditAhead],
    tenders: Sequence[Correctable],
    gaps: Sequence[Gap],
    days: tuple[date, Calendar],
) -> list[Task]:
    """Everything that waits for the supplier, by days left.

    days: the supplier's today, and the buyer's calendar, by which the days for comments are counted.
    """
    found = [task for turn in turns for task in _of_finding(turn)]
    found += [task for audit in audits for task in _of_audit(audit, *days)]
    for bidder, tender, until in tenders:
        found.append(Task(CORRECTION, (bidder, tender), _until(days[0], until.date())))
    found += [Task(PROFILE, gaps, None)] if gaps else []
    return sorted(found, key=lambda task: task.order)


def waiting_of(turns: Sequence[Turn]) -> list[Waiting]:
    """Everything that waits for the buyer, by its days left."""
    found = [Waiting("turn", turn, turn.days) for turn in turns if turn.holder == "buyer"]
    found += [Waiting("extension", turn, turn.answer) for turn in turns if turn.row.asked_at is not None]
    return sorted(found, key=lambda one: FAR if one.days is None else one.days.left)


def _of_finding(turn: Turn) -> Iterator[Task]:
    if turn.holder != "supplier":
        return
    yield Task(_BY_CLOCK[turn.clock] if turn.row.state != "open" or turn.clock != "close" else PLAN, turn, turn.days)
    mine = turn.row.mine_due_on
    if mine is not None:
        yield Task(ACTION, turn, _until(turn.today, mine))


def _of_audit(ahead: AuditAhead, today: date, buyer: Calendar) -> Iterator[Task]:
    audit = ahead.audit
    if audit.state in WRITTEN_WHILE:
        for due_on, of_day in groupby(ahead.to_send, key=lambda one: one.due_on):
            yield Task(DOCUMENT, ahead, _until(today, due_on), tuple(of_day))
        if not ahead.handed_in:
            yield Task(ASSESSMENT, ahead, _until(today, ahead.assessment_due))
    elif audit.state == DRAFT_OUT and audit.draft_released_at is None and (audit.comments_until or today) >= today:
        until = audit.comments_until
        days = Days(until, buyer.working_days(today, until), working=True) if until else None
        yield Task(COMMENTS, ahead, days)


def _until(today: date, due_on: date) -> Days:
    return Days(due_on, (due_on - today).days)
