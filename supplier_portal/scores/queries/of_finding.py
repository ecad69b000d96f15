"""What a finding does to the score: the gates it counts for, and what verifying it lifts (scoring.md 1 and 3)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.domain.findings.deadlines import Standing
from supplier_portal.domain.findings.rules import NONCONFORMITY
from supplier_portal.domain.scoring import Audit, Gate, Rating, RatingInput, rate, rating_input_from
from supplier_portal.domain.scoring import Policy as PolicyRules
from supplier_portal.domain.scoring.answers import LIFTED_TO
from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN
from supplier_portal.findings.models import Finding, FindingCheckpoint, ReRating
from supplier_portal.findings.queries.re_rating import NEVER_BLOCKS
from supplier_portal.scores.inputs import Gathered, gather
from supplier_portal.scores.queries import policy_holding, rules_of
from supplier_portal.suppliers.models import Site, Supplier

UNVERIFIED = COUNTS_AS_OPEN - {"verified"}


@dataclass(frozen=True)
class Counting:
    """A gate that counts findings like this one. count: those of its site; acts: at the supplier, on the day."""

    gate: Gate
    count: int
    acts: bool

    @property
    def cap_audit(self) -> Decimal | None:
        return None if self.gate.cap_audit is None else figure(self.gate.cap_audit)


@dataclass(frozen=True)
class Rise:
    """What verifying a finding may bring: checkpoints that rise, each with its level now, and what is gained."""

    checkpoints: Mapping[str, int]
    sustainability: Decimal
    rating: Decimal


@dataclass(frozen=True)
class Lifted:
    """A level judged when this finding was verified, whatever became of it.

    fate: counts, reopened (taken back on `undone_at`), waits (for `others`, further findings of the checkpoint), judged
    (anew, by a later audit) or none (what was answered is as high, or another finding's level counts).
    before: the answer's level, None where the audit that counts has none; rating_before: without it, rating: with it.
    """

    checkpoint: str
    level: int
    reason: str
    judged_at: datetime
    fate: str
    before: int | None = None
    undone_at: datetime | None = None
    others: Sequence[str] = ()
    rating_before: Decimal | None = None
    rating: Decimal | None = None


@dataclass(frozen=True)
class ScoreEffect:
    """overdue_from: the first day on which the gate of overdue findings counts it, while it is with the supplier."""

    counts: bool
    open_gate: Counting | None
    overdue_gate: Counting | None
    overdue_from: date | None
    overdue: bool
    blocking: Sequence[str]
    rise: Rise | None
    others: Sequence[str]
    lifted: Sequence[Lifted]


@dataclass(frozen=True)
class _Known:
    finding: Finding
    standing: Standing
    site: Site
    began: date
    day: date
    gathered: Gathered
    inputs: RatingInput
    rules: PolicyRules
    figures: Rating

    @property
    def audit(self) -> Audit | None:
        """The audit its site's figure rests on, where it does not judge anew what the finding is about."""
        since = self.gathered.began.get(self.site.name_en)
        audits = (one for one in self.inputs.audits if one.site == self.site.name_en)
        return next(audits, None) if since and since <= self.began else None


def score_effect(
    session: Session, finding: Finding, standing: Standing, placed: tuple[Supplier, Site, date], day: date
) -> ScoreEffect | None:
    """Work out what a notified non-conformity does to its supplier's score on a day.

    placed: its supplier, its site and the first day of its audit. None for other findings, and where no policy holds.
    """
    if finding.kind != NONCONFORMITY or finding.notified_at is None:
        return None
    policy = policy_holding(session, day)
    if policy is None:
        return None
    supplier, site, began = placed
    gathered, rules = gather(session, [supplier.id], day)[supplier.id], rules_of(policy)
    document = gathered.document(supplier.number, day, rules)
    inputs, _ = rating_input_from(document | {"policy": policy.document})
    known = _Known(finding, standing, site, began, day, gathered, inputs, rules, rate(inputs, rules))
    others = _others(session, finding)
    every = {number for numbers in others.values() for number in numbers}
    overdue_gate = _counting(known, f"overdue_{finding.severity}")
    return ScoreEffect(
        counts=standing.counts(day),
        open_gate=_counting(known, f"open_{finding.severity}"),
        overdue_gate=overdue_gate,
        overdue_from=finding.close_due_on + timedelta(days=1) if finding.close_due_on and overdue_gate else None,
        overdue=standing.overdue(day),
        blocking=[gate.code for gate in rules.gates if gate.block_bid and gate.code in known.figures.gates],
        rise=_rise(known) if finding.state in UNVERIFIED else None,
        others=sorted(every),
        lifted=list(_lifted(session, known, others)),
    )


def _counting(known: _Known, condition: str) -> Counting | None:
    gate = next((one for one in known.rules.gates if one.when == condition), None)
    if gate is None:
        return None
    late = condition.startswith("overdue_")
    of_site = [one for one in known.inputs.nonconformities if one.site == known.site.name_en and one.open]
    count = sum(one.severity == known.finding.severity and (one.overdue or not late) for one in of_site)
    return Counting(gate, count, gate.code in known.figures.gates)


def _levels(known: _Known) -> dict[str, tuple[int, int]]:
    """Of each checkpoint it covers that the audit rated: the level answered, and the one that counts."""
    if known.audit is None:
        return {}
    lifts = known.audit.re_rated
    return {
        one.code: (one.rating, max(one.rating, min(LIFTED_TO, lifts.get(one.code, 0))))
        for one in known.audit.checkpoints
        if one.code in known.finding.checkpoints and isinstance(one.rating, int)
    }


def _rise(known: _Known) -> Rise | None:
    """What all its checkpoints bring together at the level a verified finding may lift them to."""
    rising = {code: counts for code, (_, counts) in _levels(known).items() if counts < LIFTED_TO}
    if not rising:
        return None
    risen = rate(_re_rated(known, dict.fromkeys(rising, LIFTED_TO)), known.rules)
    figures = known.figures
    return Rise(rising, risen.sustainability - figures.sustainability, risen.rating - figures.rating)


def _re_rated(known: _Known, levels: Mapping[str, int | None]) -> RatingInput:
    """Give the inputs with other lifts of its site's audit; None takes one out."""
    audits = []
    for audit in known.inputs.audits:
        kept = {**audit.re_rated, **levels} if audit.site == known.site.name_en else audit.re_rated
        audits.append(replace(audit, re_rated={code: level for code, level in kept.items() if level is not None}))
    return replace(known.inputs, audits=tuple(audits))


def _lifted(session: Session, known: _Known, others: Mapping[str, Sequence[str]]) -> Iterator[Lifted]:
    """The levels of its last verification, in the checkpoints' order."""
    judged = select(ReRating).where(ReRating.finding_id == known.finding.id).order_by(ReRating.judged_at, ReRating.id)
    latest = {one.checkpoint: one for one in session.scalars(judged)}
    levels = _levels(known)
    for code, one in sorted(latest.items()):
        told = Lifted(code, one.level, one.reason, one.judged_at, _fate(known, one, levels, others))
        if told.fate == "counts":
            without = rate(_re_rated(known, {code: None}), known.rules)
            told = replace(told, rating_before=without.rating, rating=known.figures.rating)
        before = levels[code][0] if code in levels else None
        yield replace(told, before=before, undone_at=one.undone_at, others=tuple(others.get(code, ())))


def _fate(
    known: _Known, one: ReRating, levels: Mapping[str, tuple[int, int]], others: Mapping[str, Sequence[str]]
) -> str:
    code = one.checkpoint
    if one.undone_at is not None:
        return "reopened"
    if others.get(code):
        return "waits"
    if code not in levels:
        return "judged"
    answered, _ = levels[code]
    counting = known.audit.re_rated.get(code) if known.audit else None
    return "counts" if counting == one.level and min(one.level, LIFTED_TO) > answered else "none"


def _others(session: Session, finding: Finding) -> dict[str, list[str]]:
    """By checkpoint it covers, numbers of the site's other findings that are not verified: they hold its lift back."""
    standing = (
        *(Finding.site_id == finding.site_id, Finding.id != finding.id, Finding.kind == NONCONFORMITY),
        Finding.state.not_in(NEVER_BLOCKS),
    )
    own = select(Finding.checkpoint, Finding.number).where(*standing, Finding.checkpoint.in_(finding.checkpoints))
    beside = (
        select(FindingCheckpoint.checkpoint, Finding.number)
        .join(Finding, Finding.id == FindingCheckpoint.finding_id)
        .where(*standing, FindingCheckpoint.checkpoint.in_(finding.checkpoints))
    )
    found: dict[str, list[str]] = {}
    for code, number in session.execute(own.union_all(beside).order_by("number")):
        found.setdefault(code, []).append(number)
    return found
