"""Which findings an invented audit raises, and what becomes of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from supplier_portal.demo import seed_files
from supplier_portal.demo.calendar import CRITICAL_NOTICE_AFTER, ISSUED_AFTER, TODAY
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.finding_lives import Act, acts_of
from supplier_portal.demo.levels import Figures
from supplier_portal.demo.seed_rows import SeedAudit
from supplier_portal.demo.wording import Wording
from supplier_portal.domain.checklist.profile import Profile
from supplier_portal.domain.checklist.suggestion import carried_by, proposed_severity
from supplier_portal.domain.checklist.version import SEVERITIES, ChecklistVersion, Checkpoint

STRENGTH_FROM = 33  # tenths of a level from which on a strength is raised
BEFORE_VISIT = frozenset({"planned", "confirmed", "cancelled", "refused", "aborted"})


@dataclass(frozen=True)
class PlannedAnswer:
    checkpoint: str
    rating: str
    note: str
    figures: Figures


@dataclass(frozen=True)
class PlannedFinding:
    """forged: the kind of records that were not genuine, empty for what is no matter of integrity.

    key: how its steps are named; acts: its moves after the notice, none for an audit that is not issued.
    """

    checkpoint: str
    kind: str
    severity: str
    title: str
    requirement: str
    seen: str
    forged: str = ""
    key: str = ""
    acts: tuple[Act, ...] = ()


def findings_of(
    seed: SeedAudit,
    profile: Profile,
    checklist: ChecklistVersion,
    answers: Mapping[str, PlannedAnswer],
    wording: Wording,
) -> tuple[PlannedFinding, ...]:
    """The findings of the weakest answers, gravest first; forged records where the audit has them; a strength."""
    if seed.until in BEFORE_VISIT:
        return ()
    ratings = {code: int(answer.rating) for code, answer in answers.items() if answer.rating != "NA"}
    found = [_integrity(ratings, wording, chance_for(f"forged:{seed.key}"))] if seed.integrity else []
    known = {finding.checkpoint for finding in found}
    weak = [one for one in _weak(checklist, ratings, profile) if one[1].code not in known]
    for severity, checkpoint in weak[: seed.findings]:
        chance = chance_for(f"weak:{seed.key}:{checkpoint.code}")
        found.append(_weakness(severity, answers[checkpoint.code], wording, chance))
    if (strong := _strong(seed, ratings, checklist)) is not None:
        found.append(_strength(strong, answers[strong.code], wording))
    return tuple(_with_life(place, seed, finding) for place, finding in enumerate(found))


def _weak(
    checklist: ChecklistVersion, ratings: Mapping[str, int], profile: Profile
) -> Sequence[tuple[str, Checkpoint]]:
    """Severities and checkpoints of findings to raise; what another finding carries raises none of its own."""
    weak: list[tuple[str, Checkpoint]] = []
    for checkpoint in checklist.checkpoints:
        severity = proposed_severity(checkpoint, ratings.get(checkpoint.code), profile)
        if severity is not None and carried_by(checkpoint, ratings) is None:
            weak.append((severity, checkpoint))
    return sorted(weak, key=lambda pair: (-SEVERITIES.index(pair[0]), -pair[1].weight))


def _weakness(severity: str, answer: PlannedAnswer, wording: Wording, chance: Random) -> PlannedFinding:
    kind = "observation" if severity == "observation" else "nonconformity"
    title, requirement = (wording.at(answer.checkpoint, what, chance) for what in ("gap", "asks"))
    return PlannedFinding(answer.checkpoint, kind, severity, title, requirement, answer.note)


def _integrity(ratings: Mapping[str, int], wording: Wording, chance: Random) -> PlannedFinding:
    """Records that were not genuine, where the supplier is weakest of the places in which they are told of."""
    at = wording.forged_at()
    told = {kind: (ratings[code], chance.random()) for kind, code in at.items() if code in ratings}
    kind = min(told, key=lambda kind: told[kind])
    title, requirement, seen = (wording.forged(kind, name) for name in ("title", "requirement", "seen"))
    return PlannedFinding(at[kind], "nonconformity", "critical", title, requirement, seen, forged=kind)


def _strong(seed: SeedAudit, ratings: Mapping[str, int], checklist: ChecklistVersion) -> Checkpoint | None:
    """One of the best answered checkpoints of a supplier that is strong in something."""
    highest = max(ratings.values())
    best = [checklist.by_code[code] for code, level in ratings.items() if level == highest]
    shown = [checkpoint for checkpoint in best if checkpoint.type != "yes_no"]
    if max(seed_files.profiles()[seed.profile].values()) < STRENGTH_FROM or not shown:
        return None
    return chance_for(f"strength:{seed.key}").choice(shown)


def _strength(checkpoint: Checkpoint, answer: PlannedAnswer, wording: Wording) -> PlannedFinding:
    title = wording.said("audit", "strength") + checkpoint.title.in_language(wording.language)
    seen = wording.joined(answer.note, wording.said("audit", "strength_seen"))
    asked = wording.at(checkpoint.code, "asks", chance_for(f"asks:{checkpoint.code}"))
    return PlannedFinding(checkpoint.code, "strength", "none", title, asked, seen)


def _with_life(place: int, seed: SeedAudit, finding: PlannedFinding) -> PlannedFinding:
    """The life the seed names, else a usual one; nobody is in a hurry over an observation."""
    key = f"{seed.key}:{place}"
    chance = chance_for(f"life:{key}")
    usual = chance.choice(seed.observations if finding.kind == "observation" else seed.usual)
    life = seed.lives[place] if place < len(seed.lives) else usual
    if seed.until != "issued" or finding.kind == "strength":
        return replace(finding, key=key)
    days = CRITICAL_NOTICE_AFTER if finding.severity == "critical" else ISSUED_AFTER
    noticed_on: date = seed.starts_on + timedelta(days=days)
    return replace(finding, key=key, acts=tuple(acts_of(life, noticed_on, TODAY, chance)))
