"""What a reviewer and the readers of a draft report look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.checklists import checklists_with
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.audits.queries import (
    MOST_ID,
    may_read_answers,
    profile_of,
    unanswered,
    visible_answers,
    visible_placed,
)
from supplier_portal.domain.answering import Content, Proposal, proposal_of
from supplier_portal.domain.checklist.profile import applies
from supplier_portal.domain.checklist.version import ChecklistVersion, Checkpoint
from supplier_portal.domain.errors import Missing
from supplier_portal.findings.models import Finding
from supplier_portal.reports.figures import Entry, Preview, add_on_of, preview_of, scored_checkpoints, steps_to_agree
from supplier_portal.scores.queries import policy_on, rules_of
from supplier_portal.suppliers.models import Site, Supplier

REVIEWED = ("in_review", "draft_sent")
DRAFT_SHOWN = ("draft_sent", "issued", "closed", "amended")
FIGURES = ("number", "claimed", "reperformed")


def reviewable(actor: Actor) -> Select[Audit, Supplier, Site, str, str]:
    """Audits that wait for a reviewer, with supplier, site and checklist; what has waited longest first."""
    return visible_placed(actor).where(Audit.state.in_(REVIEWED)).order_by(Audit.ends_on, Audit.id)


@dataclass(frozen=True)
class Rated:
    """One checkpoint: what the auditor rated beside what the figures propose. asked: whether it applies."""

    checkpoint: Checkpoint
    asked: bool
    rating: str | None
    proposal: Proposal | None

    @property
    def differs(self) -> bool:
        """Whether the auditor chose another level than the one proposed."""
        chosen = int(self.rating) if self.rating and self.rating.isdecimal() else None
        return self.proposal is not None and chosen is not None and chosen != self.proposal.level


@dataclass(frozen=True)
class AddOn:
    """An add-on checklist of the audit: what it would score beside it, 0 to 100, None where nothing is rated."""

    checklist: ChecklistVersion
    rated: Sequence[Rated]
    score: Decimal | None


@dataclass(frozen=True)
class Report:
    """An audit as it would be issued. to_agree: share of "not applicable" by step, where it is more than half."""

    audit: Audit
    supplier: Supplier
    site: Site
    version: str
    checklist: ChecklistVersion
    rated: Sequence[Rated]
    add_ons: Sequence[AddOn]
    left: Sequence[str]
    to_agree: dict[int, Fraction]
    preview: Preview
    findings: Sequence[Finding]

    def of_step(self, number: int) -> list[Rated]:
        return [rated for rated in self.rated if rated.checkpoint.step == number]


def review_of(session: Session, actor: Actor, audit_id: int, day: date) -> Report:
    """All of an audit that waits for a reviewer. Raises Missing for others and for audits that wait for nobody."""
    if not decide(actor, Permission.REPORTS_AUDIT_REVIEW).allowed:
        raise Missing
    return _report(session, actor, audit_id, day, REVIEWED)


def draft_of(session: Session, actor: Actor, audit_id: int, day: date) -> Report:
    """The draft report as its readers see it, once it was sent. Raises Missing."""
    return _report(session, actor, audit_id, day, DRAFT_SHOWN)


def _report(session: Session, actor: Actor, audit_id: int, day: date, states: Sequence[str]) -> Report:
    asked = visible_placed(actor).where(Audit.id == min(audit_id, MOST_ID), Audit.state.in_(states))
    found = session.execute(asked).first()
    if found is None or not may_read_answers(actor, found[0]):
        raise Missing
    audit, supplier, site, version, sha256 = found
    checklists = checklists_with(session, [(audit.id, sha256)])[audit.id]
    answers = {
        answer.checkpoint: answer
        for answer in session.scalars(visible_answers(actor).where(Answer.audit_id == audit.id))
    }
    entries: list[Entry] = scored_checkpoints(checklists.main, profile_of(audit), answers)
    return Report(
        audit=audit,
        supplier=supplier,
        site=site,
        version=version,
        checklist=checklists.main,
        rated=[_rated(one, audit, answers.get(one.code)) for one in checklists.main.checkpoints],
        add_ons=[_add_on(one, audit, answers) for one in checklists.modules],
        left=unanswered(audit, checklists.by_code.values(), answers),
        to_agree=steps_to_agree(entries),
        preview=preview_of(entries, rules_of(policy_on(session, day)), audit.mode),
        findings=_findings(session, audit),
    )


def _add_on(checklist: ChecklistVersion, audit: Audit, answers: Mapping[str, Answer]) -> AddOn:
    score = add_on_of(checklist, scored_checkpoints(checklist, profile_of(audit), answers))
    return AddOn(checklist, [_rated(one, audit, answers.get(one.code)) for one in checklist.checkpoints], score)


def _findings(session: Session, audit: Audit) -> Sequence[Finding]:
    """All findings of an audit whose report the reader holds: a draft report shows them before their notice."""
    return session.scalars(select(Finding).where(Finding.audit_id == audit.id).order_by(Finding.id)).all()


def _rated(checkpoint: Checkpoint, audit: Audit, answer: Answer | None) -> Rated:
    proposal = None
    if answer is not None and checkpoint.metric is not None:
        figures = {name: getattr(answer, name) for name in FIGURES} | {"on_track": answer.on_track}
        proposal = proposal_of(checkpoint, Content(**figures))
    rating = answer.rating if answer else None
    return Rated(checkpoint, applies(checkpoint, profile_of(audit)), rating, proposal)
