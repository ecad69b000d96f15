"""One finding as a whole: plans, evidence, moves, and both sides' clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

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
from supplier_portal.domain.findings.milestones import code_of, due_on
from supplier_portal.domain.findings.notice import NoticeClock
from supplier_portal.domain.findings.path import Stop, path_of
from supplier_portal.domain.findings.rules import NONCONFORMITY
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.models import (
    Containment,
    CorrectiveAction,
    Extension,
    Finding,
    FindingEvidence,
    FindingMove,
    MilestoneMet,
    Note,
    ReRating,
)
from supplier_portal.findings.queries import local_day, standing_of, visible, visible_evidence
from supplier_portal.findings.queries.clock_facts import ClockFacts, clock_facts
from supplier_portal.findings.queries.covering import Earlier, earlier_findings
from supplier_portal.findings.queries.extending import extensions_of
from supplier_portal.findings.queries.happened import Entry, entries
from supplier_portal.findings.queries.listing import Listed
from supplier_portal.findings.queries.milestones import told_stages
from supplier_portal.findings.queries.outcome import Reviewed, lifts_of_finding, reviews_of
from supplier_portal.findings.queries.plans import ProposedPlan, containments_of, plans_of
from supplier_portal.findings.queries.rounds import SENT_BACK, round_began
from supplier_portal.findings.queries.thread import Written, notes_of, thread_of
from supplier_portal.suppliers.models import Site, Supplier


@dataclass(frozen=True)
class Stage:
    """A milestone of the finding: its day, and what was told of it last, None where nothing was."""

    milestone: Milestone
    due_on: date
    told: MilestoneMet | None

    @property
    def code(self) -> str:
        return code_of(self.milestone)

    @property
    def met(self) -> bool:
        """Whether it is met, as far as the buyer has not said otherwise."""
        return self.told is not None and self.told.decision != SENT_BACK


@dataclass(frozen=True)
class Story:
    """What the page of a finding shows. people: by account id; photos: of the checkpoints it covers.

    days: state and the day it was reached, the draft first; covered: the checkpoints it covers, its own first, each
    with the rating the reader may see; earlier: what earlier audits of the site found on them; clocks: both sides';
    plans, containments, lifts, reviews, extensions: the newest first; told: stages told as met; notes: the buyer's
    own, empty for who may not read them.
    """

    listed: Listed
    audit: Audit
    plans: Sequence[ProposedPlan]
    containments: Sequence[Containment]
    evidence: list[FindingEvidence]
    moves: list[FindingMove]
    people: dict[int, Account]
    photos: list[Evidence]
    days: list[tuple[str, date]]
    covered: list[tuple[Checkpoint, str | None]]
    earlier: list[Earlier]
    clocks: ClockFacts
    extensions: list[Extension]
    told: Sequence[MilestoneMet]
    thread: list[Written]
    notes: list[tuple[Note, Account]]
    lifts: Sequence[ReRating]
    reviews: list[Reviewed]

    @property
    def notice_clock(self) -> NoticeClock:
        return NoticeClock(self.finding.found_critical_at or self.finding.raised_at)

    @property
    def checkpoint(self) -> Checkpoint:
        return self.covered[0][0]

    @property
    def finding(self) -> Finding:
        return self.listed.finding

    @cached_property
    def stages(self) -> list[Stage]:
        """The stages in which it may close; their days move with the day by which it is to be closed."""
        due, stages = self.finding.close_due_on, self.checkpoint.milestones
        if due is None or not stages:
            return []
        latest = {one.code: one for one in self.told}
        return [Stage(one, due_on(stages, one, due), latest.get(code_of(one))) for one in stages]

    @property
    def path(self) -> list[Stop]:
        return path_of(self.finding.state, self.days)

    @property
    def log(self) -> list[Entry]:
        """Everything that happened, the latest first."""
        return entries(self.moves, self.containments, self.evidence, self.told, self.extensions)

    @property
    def contained(self) -> Containment | None:
        """What was told of containment since the clocks began, the latest word."""
        at, begun = self.finding.contained_at, self.finding.clock_from
        return self.containments[0] if self.containments and at and begun and at >= begun else None

    @property
    def actions(self) -> Sequence[CorrectiveAction]:
        """Those of the plan proposed last."""
        return self.plans[0].actions if self.plans else ()

    @property
    def undone(self) -> list[CorrectiveAction]:
        return [action for action in self.actions if action.done_on is None]

    @cached_property
    def round_files(self) -> list[FindingEvidence]:
        """The supplier's files of the present round."""
        began = round_began(self.plans[0].plan if self.plans else None, self.moves)
        if began is None:
            return []
        sent = [one for one in self.evidence if one.added_at >= began]
        return [one for one in sent if self.people[one.added_by].supplier_id is not None]

    @property
    def waiting_files(self) -> list[FindingEvidence]:
        """Those the buyer has not decided."""
        return [one for one in self.round_files if one.decision is None]

    @property
    def has_evidence_of_this_round(self) -> bool:
        return any(not one.stamped and one.decision != SENT_BACK for one in self.round_files)

    def left(self, action: CorrectiveAction) -> bool:
        """Whether the owner of an action can no longer sign in for the company."""
        owner = self.people.get(action.owner_account_id or 0)
        return owner is not None and not (owner.active and owner.supplier_id == self.finding.supplier_id)


def story_of(session: Session, actor: Actor, finding_id: int, moment: Moment) -> Story:
    """The finding with all that belongs to it, in a fixed number of statements. Raises Missing."""
    finding, supplier, site, audit, sha256 = _placed(session, actor, finding_id)
    plans = plans_of(session, finding)
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
    today, extensions = local_day(moment.at, supplier.time_zone), extensions_of(session, finding)
    files = session.scalars(evidence).all()
    containments, told = containments_of(session, finding), told_stages(session, finding)
    lifts, reviews = lifts_of_finding(session, finding), reviews_of(session, finding)
    return Story(
        listed=Listed(finding, supplier, site, standing_of(finding, supplier.time_zone), today, repeat),
        audit=audit,
        plans=plans,
        containments=containments,
        evidence=list(files),
        moves=list(moves),
        people=_people(session, _named(finding, plans), moves, extensions, files, containments, told, lifts, reviews),
        photos=list(session.scalars(photos.order_by(Evidence.id))),
        days=[
            ("draft", local_day(finding.raised_at, supplier.time_zone)),
            *((move.target, local_day(move.at, supplier.time_zone)) for move in moves),
        ],
        covered=_covered(session, actor, finding, checklist_with(session, sha256)),
        earlier=earlier,
        clocks=clock_facts(session, finding, supplier, (list(moves), extensions), moment),
        extensions=extensions,
        told=told,
        thread=thread_of(session, finding),
        notes=notes_of(session, actor, finding),
        lifts=lifts,
        reviews=reviews,
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


_WHO = ("account_id", "asked_by", "decided_by", "added_by", "reported_by", "told_by", "judged_by", "reviewed_by")


def _named(finding: Finding, plans: Sequence[ProposedPlan]) -> set[int | None]:
    """Accounts the finding and its plans name."""
    owners = {action.owner_account_id for one in plans for action in one.actions}
    by = {account for one in plans for account in (one.plan.proposed_by, one.plan.decided_by)}
    return {finding.raised_by, finding.owner_id, finding.handler_id, *owners, *by}


def _people(session: Session, named: set[int | None], *told: Sequence[Any]) -> dict[int, Account]:
    """Everybody who is named, by account, in one statement."""
    rows = [one.review if isinstance(one, Reviewed) else one for several in told for one in several]
    ids = named | {getattr(row, name, None) for row in rows for name in _WHO}
    return {person.id: person for person in session.scalars(select(Account).where(Account.id.in_(ids - {None})))}
