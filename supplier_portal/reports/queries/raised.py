"""What was raised in an audit beside what its answers propose."""

from collections.abc import Mapping
from dataclasses import dataclass

from supplier_portal.audits.queries import profile_of
from supplier_portal.domain.checklist.suggestion import proposed_severity
from supplier_portal.domain.findings.proposing import Proposals, one_graver, proposals_for
from supplier_portal.findings.models import Finding
from supplier_portal.findings.queries.proposing import level_or_word
from supplier_portal.reports.report import Report


@dataclass(frozen=True)
class RaisedOtherwise:
    """severities: by id of a finding of another severity than proposed the one proposed, None where none was.

    left: weak answers without a finding. A repeat may be one severity graver; matters of integrity are always critical.
    """

    severities: Mapping[int, str | None]
    left: Proposals

    @property
    def count(self) -> int:
        """How many findings are not as proposed, or not there."""
        return len(self.severities) + len(self.left.raised) + sum(len(one) for one in self.left.carried.values())


def raised_otherwise(report: Report) -> RaisedOtherwise:
    """Hold the report's findings beside the proposals of its answers; strengths and withdrawn ones aside."""
    ratings = {rated.checkpoint.code: level_or_word(rated.rating) for rated in report.everything}
    profile, by_code = profile_of(report.audit), report.by_code
    severities = {}
    for finding in report.weaknesses:
        proposed = None
        if finding.checkpoint in by_code:
            proposed = proposed_severity(by_code[finding.checkpoint], ratings.get(finding.checkpoint), profile)
        if not _as_proposed(finding, proposed):
            severities[finding.id] = proposed
    covered = {code for finding in report.weaknesses for code in finding.checkpoints}
    return RaisedOtherwise(severities, proposals_for(by_code.values(), ratings, profile, covered))


def _as_proposed(finding: Finding, proposed: str | None) -> bool:
    if finding.integrity or finding.severity == proposed:
        return True
    return bool(finding.repeat) and proposed is not None and finding.severity == one_graver(proposed)
