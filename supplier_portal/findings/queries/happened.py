"""Everything that happened to a finding, for its log: taken from what its page has read already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from supplier_portal.findings.models import Containment, Extension, FindingEvidence, FindingMove, MilestoneMet


@dataclass(frozen=True)
class Entry:
    """act: code of the word for it; who: an account, None for the platform; told: a file's name, a reason, or both."""

    at: datetime
    act: str
    who: int | None
    told: str = ""


def entries(
    moves: Sequence[FindingMove],
    containments: Sequence[Containment],
    files: Sequence[FindingEvidence],
    stages: Sequence[MilestoneMet],
    extensions: Sequence[Extension],
) -> list[Entry]:
    """The entries, the latest first."""
    found = [
        *(Entry(one.at, f"finding_state.{one.target}", one.account_id, one.reason) for one in moves),
        *(Entry(one.reported_at, "finding_log.contained", one.reported_by) for one in containments),
        *_of_files(files),
        *_of_stages(stages),
        *_of_extensions(extensions),
    ]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _of_files(files: Sequence[FindingEvidence]) -> Iterator[Entry]:
    for one in files:
        yield Entry(one.added_at, "finding_log.file", one.added_by, one.name)
        if one.decided_at is not None:
            told = f"{one.name}: {one.reason}" if one.reason else one.name
            yield Entry(one.decided_at, f"finding_log.file_{one.decision}", one.decided_by, told)


def _of_stages(stages: Sequence[MilestoneMet]) -> Iterator[Entry]:
    for one in stages:
        yield Entry(one.told_at, "finding_log.stage", one.told_by)
        if one.decided_at is not None:
            yield Entry(one.decided_at, f"finding_log.stage_{one.decision}", one.decided_by, one.reason)


def _of_extensions(extensions: Sequence[Extension]) -> Iterator[Entry]:
    for one in extensions:
        yield Entry(one.asked_at, "finding_log.days_asked", one.asked_by, one.reason)
        if one.decided_at is not None:
            yield Entry(one.decided_at, f"finding_log.days_{one.decision}", one.decided_by, one.answer)
