"""Why a rating is what it is (scoring.md 6): taken apart down to the answer, each part with its share in the rating."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.domain.scoring import Audit, RatingInput, SiteRating
from supplier_portal.domain.scoring import Policy as PolicyRules
from supplier_portal.domain.scoring import Rating as Figures
from supplier_portal.domain.scoring.answers import POINTS_A_LEVEL, Breakdown, break_down, lifted
from supplier_portal.domain.scoring.policy import PARTS, SUSTAINABILITY
from supplier_portal.domain.scoring.rating_input import Answer, Checkpoint
from supplier_portal.domain.scoring.rounding import Number, figure, text_of
from supplier_portal.scores.now_row import dimension_order

FEWEST_TERMS = 2
ORDER = (SUSTAINABILITY, "quality", "cost", "delivery", "technology")


@dataclass(frozen=True)
class Part:
    """One line of the account.

    kind: module, part, site, dimension, step or checkpoint; code: which of them; weight: beside its sisters; points:
    0 to 100, None where it has no value and leaves its mean; share: its points of the rating; site: index of the site
    below which it stands; answer: of a checkpoint; lifted: the level it counts with, where a verified finding lifts it.
    """

    kind: str
    code: str
    weight: str
    points: Decimal | None
    share: Decimal | None
    parts: tuple["Part", ...] = ()
    site: int | None = None
    answer: Answer = None
    lifted: int | None = None

    @property
    def terms(self) -> str:
        """Give the sum by which the parts below make this one's points; empty where nothing is averaged."""
        return mean_terms(self.parts)


def mean_terms(parts: Sequence[Part]) -> str:
    """Write a weighted mean with its numbers: "(12 × 93.75 + 20 × 70.14) ÷ 32". Empty for fewer than two parts.

    Points stand there at 0.01; between published figures they stay exact (scoring.md, opening).
    """
    having = [part for part in parts if part.points is not None]
    if len(having) < FEWEST_TERMS:
        return ""
    total = sum((Fraction(part.weight) for part in having), Fraction(0))
    terms = " + ".join(f"{part.weight} × {part.points}" for part in having)
    return f"({terms}) ÷ {text_of(total)}"


def account_for(inputs: RatingInput, rules: PolicyRules, figures: Figures) -> tuple[Part, ...]:
    """Take the rating apart into its modules, the one that is worked out here first.

    Checkpoints count with the levels verified findings lift them to, and so does what stands above them.
    Where caps or age hold an audit below its answers' figure, the shares below it shrink in proportion, so that every
    level adds up to the one above, but for rounding.
    """
    values: dict[str, Number | None] = {**inputs.modules, SUSTAINABILITY: Fraction(figures.sustainability)}
    having = sum((weight for name, weight in rules.module_weights.items() if values.get(name) is not None), Fraction(0))
    modules = []
    for name, weight in rules.module_weights.items():
        value = values.get(name)
        if value is None:
            modules.append(Part("module", name, text_of(weight), None, None))
            continue
        factor = Fraction(weight) / having
        parts = tuple(_sustainability(inputs, rules, figures, factor)) if name == SUSTAINABILITY else ()
        modules.append(Part("module", name, text_of(weight), figure(value), figure(factor * value), parts))
    return tuple(sorted(modules, key=lambda module: ORDER.index(module.code) if module.code in ORDER else len(ORDER)))


def _sustainability(inputs: RatingInput, rules: PolicyRules, figures: Figures, factor: Fraction) -> Iterator[Part]:
    rule = rules.sustainability
    total = sum(rule.weights.values(), Fraction(0))
    quality = 100 * (rule.primary_share * inputs.primary_share + (rule.verified if inputs.verified else 0))
    values: dict[str, Number] = {
        "audit": Fraction(figures.effective_audit),
        "cdp": rule.cdp[inputs.cdp],
        "sbt": rule.sbt[inputs.sbt],
        "data": quality,
    }
    for name in PARTS:
        weight = rule.weights[name]
        part = factor * weight / total
        sites = tuple(_sites(inputs, rules, figures, part)) if name == "audit" else ()
        points = figure(values[name])
        yield Part("part", name, text_of(weight), points, figure(part * values[name]), sites)


def _sites(inputs: RatingInput, rules: PolicyRules, figures: Figures, factor: Fraction) -> Iterator[Part]:
    total = sum((audit.weight for audit in inputs.audits), Fraction(0))
    for place, (audit, site) in enumerate(zip(inputs.audits, figures.sites, strict=True)):
        part = factor * audit.weight / total
        effective = Fraction(site.effective_audit)
        yield Part(
            "site", audit.site, text_of(audit.weight), site.effective_audit, figure(part * effective),
            tuple(_dimensions(audit, site, rules, part, place)), site=place,
        )  # fmt: skip


def _dimensions(audit: Audit, site: SiteRating, rules: PolicyRules, factor: Fraction, place: int) -> Iterator[Part]:
    counting = lifted(audit, f"audits[{place}]")
    broken = break_down(counting, rules, f"audits[{place}]")
    kept = Fraction(site.effective_audit) / broken.audit if broken.audit else Fraction(0)
    weights = {code: rules.dimension_weights[code] for code in broken.dimensions}
    total = sum(weights.values(), Fraction(0))
    for code in (code for code in dimension_order(rules) if code in broken.dimensions):
        value = broken.dimensions[code]
        part = factor * kept * weights[code] / total
        steps = tuple(_steps((audit.checkpoints, counting), code, broken, rules, part))
        yield Part("dimension", code, text_of(weights[code]), figure(value), figure(part * value), steps)


Answered = tuple[tuple[Checkpoint, ...], tuple[Checkpoint, ...]]
"""The checkpoints as answered, and as they count."""


def _steps(
    answered: Answered, dimension: str, broken: Breakdown, rules: PolicyRules, factor: Fraction
) -> Iterator[Part]:
    members = sorted(step for step in rules.dimensions[dimension] if step in broken.steps)
    total = sum((rules.step_weights[step] for step in members), Fraction(0))
    for step in members:
        part = factor * rules.step_weights[step] / total
        value = broken.steps[step]
        answers = tuple(_checkpoints(answered, step, part))
        yield Part("step", str(step), text_of(rules.step_weights[step]), figure(value), figure(part * value), answers)


def _checkpoints(answered: Answered, step: int, factor: Fraction) -> Iterator[Part]:
    members = [pair for pair in zip(*answered, strict=True) if pair[0].step == step]
    total = sum((one.weight for one, _ in members if not isinstance(one.rating, str)), Fraction(0))
    for one, counting in members:
        yield _checkpoint(one, counting, factor * one.weight / total)


def _checkpoint(one: Checkpoint, counting: Checkpoint, factor: Fraction) -> Part:
    if isinstance(one.rating, str):
        return Part("checkpoint", one.code, text_of(one.weight), None, None, answer=one.rating)
    level = counting.rating if isinstance(counting.rating, int) else 0
    points = POINTS_A_LEVEL * level
    share, lifted_to = figure(factor * points), level if level != (one.rating or 0) else None
    weight = text_of(one.weight)
    return Part("checkpoint", one.code, weight, figure(points), share, answer=one.rating, lifted=lifted_to)
