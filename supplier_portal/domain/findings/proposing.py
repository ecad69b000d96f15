"""Which findings an audit's answers propose, those that fail together in one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from supplier_portal.domain.checklist.profile import Profile, applies
from supplier_portal.domain.checklist.suggestion import Rating, carried_by, proposed_severity
from supplier_portal.domain.checklist.version import SEVERITIES, Checkpoint
from supplier_portal.domain.findings.rules import NONCONFORMITY, OBSERVATION


@dataclass(frozen=True)
class Proposed:
    """A finding to raise on `checkpoint`. follows: weak answers that follow from it and are covered by it too."""

    checkpoint: Checkpoint
    severity: str
    follows: tuple[Checkpoint, ...] = ()

    @property
    def kind(self) -> str:
        return OBSERVATION if self.severity == "observation" else NONCONFORMITY


@dataclass(frozen=True)
class Proposals:
    """raised: findings to raise; carried: weak answers by code of the checkpoint whose finding carries them."""

    raised: tuple[Proposed, ...]
    carried: Mapping[str, tuple[Checkpoint, ...]]


def proposals_for(
    checkpoints: Iterable[Checkpoint], ratings: Mapping[str, Rating], profile: Profile, covered: Collection[str]
) -> Proposals:
    """What to raise for weak answers that no finding covers yet.

    ratings: by code; covered: codes with a finding of this audit.
    """
    known = {one.code: one for one in checkpoints if applies(one, profile)}
    severities = {code: proposed_severity(one, ratings.get(code), profile) for code, one in known.items()}
    weak = [code for code, severity in severities.items() if severity is not None and code not in covered]
    roots = {code: root_of(code, known, ratings) for code in weak}
    groups: dict[str, list[Checkpoint]] = {}
    for code in weak:
        if roots[code] != code:
            groups.setdefault(roots[code], []).append(known[code])
    raised = (
        Proposed(known[code], severities[code] or "", tuple(groups.get(code, ())))
        for code in weak
        if roots[code] == code
    )
    carried = {root: tuple(follows) for root, follows in groups.items() if root in covered}
    return Proposals(tuple(raised), carried)


def root_of(code: str, known: Mapping[str, Checkpoint], ratings: Mapping[str, Rating]) -> str:
    """Code of the checkpoint whose finding a weak answer is covered by, its own where it follows from none."""
    seen = {code}
    while (origin := carried_by(known[code], ratings)) is not None and origin in known and origin not in seen:
        code = origin
        seen.add(code)
    return code


def one_graver(severity: str) -> str | None:
    """The severity above, for a finding that comes again; None where there is none."""
    rank = SEVERITIES.index(severity) + 1 if severity in SEVERITIES else len(SEVERITIES)
    return SEVERITIES[rank] if rank < len(SEVERITIES) else None


def following(known: Mapping[str, Checkpoint], code: str) -> list[Checkpoint]:
    """The checkpoints that fail together with this one."""
    return [one for one in known.values() if one.follows_from == code]
