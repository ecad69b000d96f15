"""What happens in each invented audit: worked out before anything is written, from the seed files and one seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from supplier_portal.audits.models import SCORED
from supplier_portal.demo import seed_files
from supplier_portal.demo.calendar import CLOSED_AFTER, IN_REVIEW_AFTER, ISSUED_AFTER, TODAY, VISIT_DAYS
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.finding_lives import state_after
from supplier_portal.demo.finding_plans import PlannedAnswer, PlannedFinding, findings_of
from supplier_portal.demo.levels import figures_of, levels_of
from supplier_portal.demo.seed_rows import SeedAudit, SeedSupplier
from supplier_portal.demo.seeds import audits
from supplier_portal.demo.teams import first_team
from supplier_portal.demo.wording import Wording
from supplier_portal.domain.checklist.profile import Profile, is_large
from supplier_portal.domain.checklist.version import ChecklistVersion, Checkpoint

SETTLED = frozenset({"closed", "effective", "withdrawn"})
MODULE_OF = {"batteries_power": "eu-battery", "enclosures": "cbam-goods", "logistics": "logistics-emissions"}
"""The add-on that audits of a category's suppliers answer besides, from the year of MODULES_SINCE on."""
MODULES_SINCE = 2023
SATURDAY, DAYS_A_WEEK = 5, 7
BEFORE_ISSUE = ("planned", "confirmed", "in_progress", "closing_held", "in_review", "draft_sent")


@dataclass(frozen=True)
class PlannedAudit:
    """key: how its steps are named; answers: those reached by today; closed_on: None where it is not closed.

    module: name of the add-on that it answers besides.
    """

    key: str
    seed: SeedAudit
    supplier: SeedSupplier
    wording: Wording
    answers: tuple[PlannedAnswer, ...]
    findings: tuple[PlannedFinding, ...]
    closed_on: date | None
    module: str | None = None

    @property
    def language(self) -> str:
        return self.supplier.language

    @property
    def team(self) -> tuple[str, ...]:
        """Keys of lead, auditor and reviewer."""
        return self.seed.team or first_team(self.language)

    @property
    def ends_on(self) -> date:
        return self.day(VISIT_DAYS - 1)

    @property
    def issued(self) -> bool:
        return self.seed.until == "issued"

    def day(self, after: int) -> date:
        """So many days after the visit began."""
        return self.seed.starts_on + timedelta(days=after)

    def work_day(self, after: int) -> date:
        """As `day`, but where office work of the drawn audits would fall on a weekend, the Monday after it."""
        day = self.day(after)
        on_weekend = after >= IN_REVIEW_AFTER and self.seed.team and day.weekday() >= SATURDAY
        return day + timedelta(days=DAYS_A_WEEK - day.weekday()) if on_weekend else day

    def reaches(self, state: str) -> bool:
        """Whether it comes to this state of the way to its issue."""
        if self.seed.until not in BEFORE_ISSUE:
            return self.issued or state in {"planned", "confirmed"}
        return BEFORE_ISSUE.index(state) <= BEFORE_ISSUE.index(self.seed.until)


def planned_audits(
    checklist: ChecklistVersion, modules: Mapping[str, ChecklistVersion], suppliers: Sequence[SeedSupplier]
) -> list[PlannedAudit]:
    """All audits of these suppliers, in the order of their visits. modules: add-ons by name."""
    by_number = {supplier.number: supplier for supplier in suppliers}
    chosen = [seed for seed in audits() if seed.supplier in by_number]
    return [_with_module(_planned(seed, by_number[seed.supplier], checklist), modules) for seed in chosen]


def profile_of(supplier: SeedSupplier) -> Profile:
    """The profile the supplier has when an audit is planned."""
    large = is_large(staff=supplier.staff, scope_1_and_2=supplier.scope_1_2, core=supplier.strategic_core)
    return Profile(manufacturer=supplier.makes_goods, large=large, core=supplier.strategic_core)


def _planned(seed: SeedAudit, supplier: SeedSupplier, checklist: ChecklistVersion) -> PlannedAudit:
    chance = chance_for(seed.key)
    texts = seed_files.texts(supplier.language)
    site = supplier.sites[seed.site].names[supplier.language]
    wording = Wording(texts, supplier.language, site, seed.starts_on.year - 1, supplier.scope_1_2)
    profile, means = profile_of(supplier), seed_files.profiles()[seed.profile]
    ratings = levels_of(checklist, profile, means, chance, texts["not_applicable"])
    answers = {}
    for code, rating in ratings.items():
        checkpoint = checklist.by_code[code]
        figures = figures_of(checkpoint, rating, supplier.scope_1_2, chance)
        answers[code] = PlannedAnswer(code, rating, wording.note(checkpoint, rating, figures, chance), figures)
    reached = dict(list(answers.items())[: len(answers) * seed.answered // 100])
    findings = findings_of(seed, profile, checklist, reached, wording)
    closed_on = _closed_on(seed, findings)
    return PlannedAudit(seed.key, seed, supplier, wording, tuple(reached.values()), findings, closed_on)


def _with_module(audit: PlannedAudit, modules: Mapping[str, ChecklistVersion]) -> PlannedAudit:
    """Answer the category's add-on too, with as much maturity and as far as the audit itself."""
    name = MODULE_OF.get(audit.supplier.category)
    if name is None or audit.seed.starts_on.year < MODULES_SINCE or audit.seed.type not in SCORED:
        return audit
    module, chance = modules[name], chance_for(f"{audit.key}:{name}")
    means = seed_files.profiles()[audit.seed.profile]
    ratings = levels_of(module, profile_of(audit.supplier), means, chance, {})
    answers = [_module_answer(module.by_code[code], rating, audit, chance) for code, rating in ratings.items()]
    reached = answers[: len(answers) * audit.seed.answered // 100]
    return replace(audit, module=name, answers=(*audit.answers, *reached))


def _module_answer(checkpoint: Checkpoint, rating: str, audit: PlannedAudit, chance: Random) -> PlannedAnswer:
    found = next(entry.means for entry in checkpoint.levels if str(entry.level) == rating)
    figures = figures_of(checkpoint, rating, audit.supplier.scope_1_2, chance)
    return PlannedAnswer(checkpoint.code, rating, found.in_language(audit.language), figures)


def _closed_on(seed: SeedAudit, findings: Sequence[PlannedFinding]) -> date | None:
    """Once every non-conformity is settled, an issued audit is closed."""
    counted = [finding for finding in findings if finding.kind == "nonconformity"]
    if seed.until != "issued" or any(state_after(finding.acts) not in SETTLED for finding in counted):
        return None
    last = max((finding.acts[-1].day for finding in counted), default=seed.starts_on + timedelta(days=ISSUED_AFTER))
    day = last + timedelta(days=CLOSED_AFTER)
    return day if day < TODAY else None
