"""What happens in each invented audit: worked out before anything is written, from the seed files and one seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from supplier_portal.demo import seed_files
from supplier_portal.demo.finding_lives import USUAL, Act, acts_of, state_after
from supplier_portal.demo.levels import Figures, figures_of, levels_of
from supplier_portal.demo.seed_files import SeedAudit, SeedSupplier
from supplier_portal.demo.wording import Wording
from supplier_portal.domain.checklist.profile import Profile, is_large
from supplier_portal.domain.checklist.suggestion import carried_by, proposed_severity
from supplier_portal.domain.checklist.version import SEVERITIES, ChecklistVersion, Checkpoint

TODAY = date(2024, 3, 31)
SEED = 20240331
VISIT_DAYS = 2
PLANNED_BEFORE, CONFIRMED_BEFORE = 45, 20
IN_REVIEW_AFTER, CRITICAL_NOTICE_AFTER, DRAFT_AFTER, RELEASED_AFTER, ISSUED_AFTER = 3, 2, 8, 12, 17
CLOSED_AFTER = 6  # days after the last finding was settled
SETTLED = frozenset({"closed", "effective", "withdrawn"})
STRENGTH_FROM = 33  # tenths of a level from which on a strength is raised
BEFORE_ISSUE = ("planned", "confirmed", "in_progress", "closing_held", "in_review", "draft_sent")


@dataclass(frozen=True)
class PlannedAnswer:
    checkpoint: str
    rating: str
    note: str
    figures: Figures


@dataclass(frozen=True)
class PlannedFinding:
    """acts: its moves after the notice; empty for an audit that is not issued."""

    key: str
    checkpoint: str
    kind: str
    severity: str
    title: str
    requirement: str
    seen: str
    acts: tuple[Act, ...] = ()
    integrity: bool = False


@dataclass(frozen=True)
class PlannedAudit:
    """key: how its steps are named; closed_on: None where it is not closed."""

    key: str
    seed: SeedAudit
    supplier: SeedSupplier
    wording: Wording
    answers: tuple[PlannedAnswer, ...]
    findings: tuple[PlannedFinding, ...]
    closed_on: date | None

    @property
    def language(self) -> str:
        return self.supplier.language

    @property
    def ends_on(self) -> date:
        return self.day(VISIT_DAYS - 1)

    @property
    def issued(self) -> bool:
        return self.seed.until == "issued"

    def day(self, after: int) -> date:
        """So many days after the visit began."""
        return self.seed.starts_on + timedelta(days=after)

    def reaches(self, state: str) -> bool:
        """Whether it comes to this state of the way to its issue."""
        if self.seed.until not in BEFORE_ISSUE:
            return self.issued or state in {"planned", "confirmed"}
        return BEFORE_ISSUE.index(state) <= BEFORE_ISSUE.index(self.seed.until)


def chance_for(key: str) -> Random:
    """The dice of one story: the same whatever was made before it."""
    return Random(f"{SEED}:{key}")  # noqa: S311 invented data is to be the same each time


def planned_audits(checklist: ChecklistVersion, suppliers: Sequence[SeedSupplier]) -> list[PlannedAudit]:
    """All audits of these suppliers, in the order of their visits."""
    by_number = {supplier.number: supplier for supplier in suppliers}
    chosen = [seed for seed in seed_files.audits() if seed.supplier in by_number]
    return [_planned(seed, by_number[seed.supplier], checklist) for seed in chosen]


def profile_of(supplier: SeedSupplier) -> Profile:
    """The profile the supplier has when an audit is planned."""
    large = is_large(staff=supplier.staff, scope_1_and_2=supplier.scope_1_2, core=supplier.strategic_core)
    return Profile(manufacturer=supplier.makes_goods, large=large, core=supplier.strategic_core)


def _planned(seed: SeedAudit, supplier: SeedSupplier, checklist: ChecklistVersion) -> PlannedAudit:
    key = f"{seed.supplier}:{seed.site}:{seed.starts_on}"
    chance = chance_for(key)
    texts = seed_files.texts(supplier.language)
    site = supplier.sites[seed.site].names[supplier.language]
    wording = Wording(texts, supplier.language, site, seed.starts_on.year - 1)
    means = seed_files.profiles()[seed.profile]
    ratings = levels_of(checklist, profile_of(supplier), means, chance, texts["not_applicable"])
    answers = []
    for code, rating in ratings.items():
        figures = figures_of(checklist.by_code[code], rating, supplier.scope_1_2, chance)
        answers.append(PlannedAnswer(code, rating, wording.note(checklist.by_code[code], rating, figures, chance), figures))
    findings = _findings(key, seed, supplier, checklist, {answer.checkpoint: answer for answer in answers}, wording)
    return PlannedAudit(key, seed, supplier, wording, tuple(answers), findings, _closed_on(seed, findings))


def _findings(  # noqa: PLR0913 a finding draws on all of these
    key: str,
    seed: SeedAudit,
    supplier: SeedSupplier,
    checklist: ChecklistVersion,
    answers: Mapping[str, PlannedAnswer],
    wording: Wording,
) -> tuple[PlannedFinding, ...]:
    if seed.until in {"planned", "confirmed", "cancelled", "refused", "aborted"}:
        return ()
    ratings = {code: int(answer.rating) for code, answer in answers.items() if answer.rating != "NA"}
    profile = profile_of(supplier)
    weak: list[tuple[str, Checkpoint]] = []
    for checkpoint in checklist.checkpoints:
        severity = proposed_severity(checkpoint, ratings.get(checkpoint.code), profile)
        if severity is not None and carried_by(checkpoint, ratings) is None:
            weak.append((severity, checkpoint))
    weak.sort(key=lambda pair: (-SEVERITIES.index(pair[0]), -pair[1].weight))
    found = [_nonconformity(severity, checkpoint, answers, wording) for severity, checkpoint in weak[: seed.findings]]
    if seed.integrity:
        found.insert(0, _integrity(wording))
    if strength := _strength(seed, ratings, checklist, answers, wording):
        found.append(strength)
    return tuple(_with_life(f"{key}:{place}", place, seed, finding) for place, finding in enumerate(found))


def _nonconformity(
    severity: str, checkpoint: Checkpoint, answers: Mapping[str, PlannedAnswer], wording: Wording
) -> PlannedFinding:
    kind = "observation" if severity == "observation" else "nonconformity"
    code = checkpoint.code
    return PlannedFinding(
        "", code, kind, severity, wording.at(code, "gap"), wording.at(code, "asks"), answers[code].note
    )


def _integrity(wording: Wording) -> PlannedFinding:
    said = {name: wording.said("integrity", name) for name in ("title", "requirement", "seen")}
    return PlannedFinding("", "S4.3", "nonconformity", "critical", **said, integrity=True)


def _strength(
    seed: SeedAudit,
    ratings: Mapping[str, int],
    checklist: ChecklistVersion,
    answers: Mapping[str, PlannedAnswer],
    wording: Wording,
) -> PlannedFinding | None:
    means = seed_files.profiles()[seed.profile]
    highest = max(ratings.values())
    best = [code for code, level in ratings.items() if level == highest and checklist.by_code[code].type != "yes_no"]
    if max(means.values()) < STRENGTH_FROM or not best:
        return None
    code = chance_for(f"strength:{seed.supplier}:{seed.starts_on}").choice(best)
    title = f"{wording.said('audit', 'strength')}: {checklist.by_code[code].title.in_language(wording.language)}"
    seen = f"{answers[code].note} {wording.said('audit', 'strength_seen')}"
    return PlannedFinding("", code, "strength", "none", title, wording.at(code, "asks"), seen)


def _with_life(key: str, place: int, seed: SeedAudit, finding: PlannedFinding) -> PlannedFinding:
    chance = chance_for(f"life:{key}")
    life = seed.lives[place] if place < len(seed.lives) else chance.choice(USUAL)
    if finding.severity in {"observation", "none"} and place >= len(seed.lives):
        life = "idle"
    days = CRITICAL_NOTICE_AFTER if finding.severity == "critical" else ISSUED_AFTER
    acts = acts_of(life, seed.starts_on + timedelta(days=days), TODAY, chance) if seed.until == "issued" else []
    if finding.severity == "none":
        acts = []
    return PlannedFinding(
        key, finding.checkpoint, finding.kind, finding.severity, finding.title, finding.requirement, finding.seen,
        tuple(acts), finding.integrity,
    )  # fmt: skip


def _closed_on(seed: SeedAudit, findings: Sequence[PlannedFinding]) -> date | None:
    """Once every non-conformity is settled, an issued audit is closed."""
    counted = [finding for finding in findings if finding.kind == "nonconformity"]
    if seed.until != "issued" or any(state_after(finding.acts) not in SETTLED for finding in counted):
        return None
    last = max((finding.acts[-1].day for finding in counted), default=seed.starts_on + timedelta(days=ISSUED_AFTER))
    day = last + timedelta(days=CLOSED_AFTER)
    return day if day <= TODAY else None
