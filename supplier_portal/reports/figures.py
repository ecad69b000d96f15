"""What an audit is scored by, and what it would score: worked out for a reviewer, never stored from here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.audits.models import Answer
from supplier_portal.domain.checklist.profile import Profile, applies
from supplier_portal.domain.checklist.version import ChecklistVersion
from supplier_portal.domain.errors import Invalid
from supplier_portal.domain.findings.rules import NONCONFORMITY
from supplier_portal.domain.scoring import Checkpoint, Gate, Policy
from supplier_portal.domain.scoring.add_on import add_on_score
from supplier_portal.domain.scoring.answers import break_down
from supplier_portal.domain.scoring.rounding import figure, number_from, rounded
from supplier_portal.findings.models import Finding

WITHDRAWN = "withdrawn"
OF_FINDINGS = ("open_critical", "open_major")
NOT_APPLICABLE, OUT_OF_PROFILE = "NA", "out_of_profile"
MOST_NOT_APPLICABLE = Fraction(1, 2)
Entry = dict[str, object]


def add_on_of(checklist: ChecklistVersion, entries: Sequence[Entry]) -> Decimal | None:
    """What an add-on scores by its entries, 0 to 100; None where nothing of it applies."""
    weights: dict[int, Fraction] = {}
    for checkpoint in checklist.checkpoints:
        weights[checkpoint.step] = weights.get(checkpoint.step, Fraction(0)) + Fraction(checkpoint.weight)
    return add_on_score(_scored(entries), weights)


def scored_checkpoints(checklist: ChecklistVersion, profile: Profile, answers: Mapping[str, Answer]) -> list[Entry]:
    """All checkpoints of the checklist in the receipt's form (scoring.md 5): {code, step, weight, rating}."""
    return [
        {
            "code": checkpoint.code,
            "step": checkpoint.step,
            "weight": format(checkpoint.weight.normalize(), "f"),
            "rating": _rating(answers.get(checkpoint.code)) if applies(checkpoint, profile) else OUT_OF_PROFILE,
        }
        for checkpoint in checklist.checkpoints
    ]


def _rating(answer: Answer | None) -> int | str | None:
    if answer is None or answer.rating is None:
        return None
    return NOT_APPLICABLE if answer.rating == NOT_APPLICABLE else int(answer.rating)


def steps_to_agree(entries: Sequence[Entry]) -> dict[int, Fraction]:
    """Steps of which more than half of the weight in profile is not applicable, with that share (scoring.md 1)."""
    weights: dict[int, Fraction] = {}
    left_out: dict[int, Fraction] = {}
    for entry in entries:
        step, weight = int(str(entry["step"])), Fraction(str(entry["weight"]))
        if entry["rating"] == OUT_OF_PROFILE:
            continue
        weights[step] = weights.get(step, Fraction(0)) + weight
        if entry["rating"] == NOT_APPLICABLE:
            left_out[step] = left_out.get(step, Fraction(0)) + weight
    shares = {step: share / weights[step] for step, share in left_out.items() if weights[step]}
    return {step: share for step, share in shares.items() if share > MOST_NOT_APPLICABLE}


def newly_to_agree(
    checklist: ChecklistVersion, profile: Profile, answers: Mapping[str, Answer], levels: Mapping[str, str]
) -> dict[int, Fraction]:
    """Steps of which more than half comes to be not applicable, or more than before, by these levels in an amendment.

    Gives that share by step.
    """
    amended = {code: Answer(rating=levels.get(code, answer.rating)) for code, answer in answers.items()}
    before, after = (steps_to_agree(scored_checkpoints(checklist, profile, one)) for one in (answers, amended))
    return {step: share for step, share in after.items() if share > before.get(step, 0)}


@dataclass(frozen=True)
class Preview:
    """Figures of 0 to 100 at 0.01; capped: after the mode's cap, before gates of findings. None: nothing is rated."""

    steps: Mapping[int, Decimal]
    dimensions: Mapping[str, Decimal]
    raw: Decimal | None
    capped: Decimal | None
    grade: str | None


def preview_of(entries: Sequence[Entry], rules: Policy, mode: str) -> Preview:
    """What the answers as they stand would give; a checkpoint without a rating counts 0."""
    try:
        found = break_down(_scored(entries), rules, "")
    except Invalid:
        return Preview({}, {}, None, None, None)
    capped = min(rounded(found.audit), Fraction(rules.mode_caps[mode]))
    return Preview(
        steps={step: figure(value) for step, value in found.steps.items()},
        dimensions={dimension: figure(value) for dimension, value in found.dimensions.items()},
        raw=figure(found.audit),
        capped=figure(capped),
        grade=rules.grade_of(capped),
    )


def acting_gates(findings: Sequence[Finding], rules: Policy) -> list[Gate]:
    """Gates that the audit’s own non-conformities set going at their notice, whatever became of them since.

    Withdrawn ones count no more (scoring.md 3).
    """
    counted = Counter(
        f"open_{finding.severity}"
        for finding in findings
        if finding.kind == NONCONFORMITY and finding.state != WITHDRAWN
    )
    return [gate for gate in rules.gates if gate.when in OF_FINDINGS and counted[gate.when] >= gate.at_least]


def gated(preview: Preview, gates: Sequence[Gate], rules: Policy) -> tuple[Decimal, str] | None:
    """The audit's figure under its mode's cap and these gates, with its grade; None where nothing is rated."""
    if preview.capped is None:
        return None
    value = min([Fraction(preview.capped), *(Fraction(gate.cap_audit) for gate in gates if gate.cap_audit is not None)])
    return figure(value), rules.grade_of(value)


def _scored(entries: Sequence[Entry]) -> tuple[Checkpoint, ...]:
    return tuple(
        Checkpoint(str(entry["code"]), int(str(entry["step"])), number_from(str(entry["weight"])), entry["rating"])  # type: ignore[arg-type]  # the rating is one of the four kinds an answer has
        for entry in entries
    )
