"""One finding as a whole: plans, evidence, moves, and both sides' clocks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.accounts.models import Account
from supplier_portal.audits.checklists import finding_checkpoint
from supplier_portal.audits.models import Answer, Audit, Evidence
from supplier_portal.audits.queries import MOST_ID, visible_answers
from supplier_portal.audits.queries import visible_evidence as visible_audit_evidence
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_with
from supplier_portal.domain.checklist.version import ChecklistVersion as ChecklistOfAudit
from supplier_portal.domain.checklist.version import Checkpoint, Milestone
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.findings.clock import Span, spans_of
from supplier_portal.domain.findings.clock_bar import ClockBar, bar_of
from supplier_portal.domain.findings.deadlines import buyer_due_on, due_days
from supplier_portal.domain.findings.notice import NoticeClock
from supplier_portal.domain.findings.path import Stop, path_of
from supplier_portal.domain.findings.rules import NONCONFORMITY
from supplier_portal.findings.models import (
    CorrectiveAction,
    CorrectiveActionPlan,
    Finding,
    FindingEvidence,
    FindingMove,
)
from supplier_portal.findings.queries import local_day, standing_of, visible, visible_evidence
from supplier_portal.findings.queries.covering import Earlier, earlier_findings
from supplier_portal.findings.queries.listing import Listed
from supplier_portal.suppliers.models import Site, Supplier


@dataclass(frozen=True)
class Story:
    """What the page of a finding shows. people: by account id; photos: of the checkpoints it covers.

    days: state and the day it was reached, the draft first; covered: the checkpoints it covers, its own first, each
    with the rating the reader may see; earlier: what earlier audits of the site found on them.
    """

    listed: Listed
    audit: Audit
    plans: list[tuple[CorrectiveActionPlan, list[CorrectiveAction]]]
    evidence: list[FindingEvidence]
    moves: list[FindingMove]
    people: dict[int, Account]
    photos: list[Evidence]
    days: list[tuple[str, date]]
    covered: list[tuple[Checkpoint, str | None]]
    earlier: list[Earlier]

    @property
    def notice_clock(self) -> NoticeClock:
        return NoticeClock(self.finding.found_critical_at or self.finding.raised_at)

    @property
    def contain_by(self) -> date | None:
        """The day by which a notified finding is to be contained."""
        if self.finding.notified_at is None:
            return None
        notified_on = local_day(self.finding.notified_at, self.listed.supplier.time_zone)
        return due_days(self.finding.severity, notified_on).containment

    @property
    def checkpoint(self) -> Checkpoint:
        return self.covered[0][0]

    @property
    def finding(self) -> Finding:
        return self.listed.finding

    @property
    def milestones(self) -> list[tuple[Milestone, date]]:
        """The stages in which it may close, each with its day; they move with the day by which it is to be closed."""
        due, stages = self.finding.close_due_on, self.checkpoint.milestones
        if due is None or not stages:
            return []
        return [(stage, due - timedelta(days=stages[-1].days - stage.days)) for stage in stages]

    @property
    def spans(self) -> list[Span]:
        notified = [move for move in self.days if move[0] != "draft"]
        return spans_of(notified, self.listed.today)

    @property
    def clock_bar(self) -> ClockBar | None:
        """Both sides' days drawn to scale; what is left of them only while somebody holds the ball."""
        running = self.listed.standing.turn != "nobody"
        return bar_of(self.spans, self.finding.close_due_on if running else None, self.listed.today)

    @property
    def path(self) -> list[Stop]:
        return path_of(self.finding.state, self.days)

    @property
    def buyer_due_on(self) -> date | None:
        turn_on = self.listed.standing.turn_on
        return buyer_due_on(self.finding.state, turn_on) if turn_on else None

    @property
    def has_evidence_of_this_round(self) -> bool:
        since = self.finding.turn_since if self.finding.state == "insufficient" else self._proposed_at()
        return since is not None and any(evidence.added_at >= since for evidence in self.evidence)

    def _proposed_at(self) -> datetime | None:
        return self.plans[0][0].proposed_at if self.plans else None


def story_of(session: Session, actor: Actor, finding_id: int, today: date) -> Story:
    """The finding with all that belongs to it, in a fixed number of statements. Raises Missing."""
    finding, supplier, site, audit, sha256 = _placed(session, actor, finding_id)
    plans = _plans(session, finding)
    evidence = (
        visible_evidence(actor).where(FindingEvidence.finding_id == finding.id).order_by(FindingEvidence.id.desc())
    )
    moves = session.scalars(
        select(FindingMove).where(FindingMove.finding_id == finding.id).order_by(FindingMove.id)
    ).all()
    photos = visible_audit_evidence(actor).where(
        *(Evidence.audit_id == audit.id, Evidence.checkpoint.in_(finding.checkpoints)),
        Evidence.shown_digest.is_not(None),
    )
    earlier = earlier_findings(session, actor, audit, finding.checkpoints, but=finding.id)
    repeat = finding.kind == NONCONFORMITY and any(one.repeated for one in earlier)
    return Story(
        listed=Listed(finding, supplier, site, standing_of(finding, supplier.time_zone), today, repeat),
        audit=audit,
        plans=plans,
        evidence=list(session.scalars(evidence.order_by(FindingEvidence.id.desc()))),
        moves=list(moves),
        people=_people(session, finding, plans, list(moves)),
        photos=list(session.scalars(photos.order_by(Evidence.id))),
        days=[
            ("draft", local_day(finding.raised_at, supplier.time_zone)),
            *((move.target, local_day(move.at, supplier.time_zone)) for move in moves),
        ],
        covered=_covered(session, actor, finding, checklist_with(session, sha256)),
        earlier=earlier,
    )


def _covered(
    session: Session, actor: Actor, finding: Finding, main: ChecklistOfAudit
) -> list[tuple[Checkpoint, str | None]]:
    answers = visible_answers(actor).where(Answer.audit_id == finding.audit_id)
    rated = answers.where(Answer.checkpoint.in_(finding.checkpoints)).with_only_columns(
        Answer.checkpoint, Answer.rating
    )
    ratings = dict(session.execute(rated).all())
    codes = finding.checkpoints
    return [(finding_checkpoint(session, finding.audit_id, main, code), ratings.get(code)) for code in codes]


def _placed(session: Session, actor: Actor, finding_id: int) -> tuple[Finding, Supplier, Site, Audit, str]:
    rows = (
        visible(actor)
        .join(Supplier, Supplier.id == Finding.supplier_id)
        .join(Site, Site.id == Finding.site_id)
        .join(Audit, Audit.id == Finding.audit_id)
        .join(ChecklistVersion, ChecklistVersion.id == Audit.checklist_version_id)
        .add_columns(Supplier, Site, Audit, ChecklistVersion.sha256)
        .where(Finding.id == min(finding_id, MOST_ID))
    )
    row = session.execute(rows).first()
    if row is None:
        raise Missing
    found, supplier, site, audit, sha256 = row
    return found, supplier, site, audit, sha256


def _plans(session: Session, finding: Finding) -> list[tuple[CorrectiveActionPlan, list[CorrectiveAction]]]:
    """Plans with their actions, the newest cycle first."""
    plans = session.scalars(
        select(CorrectiveActionPlan)
        .where(CorrectiveActionPlan.finding_id == finding.id)
        .order_by(CorrectiveActionPlan.cycle.desc())
    ).all()
    actions = session.scalars(
        select(CorrectiveAction)
        .where(CorrectiveAction.plan_id.in_([plan.id for plan in plans]))
        .order_by(CorrectiveAction.position)
    ).all()
    return [(plan, [action for action in actions if action.plan_id == plan.id]) for plan in plans]


def _people(
    session: Session,
    finding: Finding,
    plans: list[tuple[CorrectiveActionPlan, list[CorrectiveAction]]],
    moves: list[FindingMove],
) -> dict[int, Account]:
    ids = {finding.raised_by, *(move.account_id for move in moves), *(plan.decided_by for plan, _ in plans)}
    return {person.id: person for person in session.scalars(select(Account).where(Account.id.in_(ids - {None})))}
