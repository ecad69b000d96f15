"""The stamped scan of a printed plan, as evidence of its cycle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.files.kinds import JPEG, PDF
from supplier_portal.findings.models import Finding, FindingEvidence
from supplier_portal.findings.operations.answering import AddFindingEvidence, add_finding_evidence, awaits_evidence
from supplier_portal.findings.queries.rounds import plan_of_cycle

KINDS = (PDF, JPEG)
"""What a scanner makes."""


@dataclass(frozen=True)
class StampedPlan:
    """A cycle with the scans of its plan."""

    cycle: int
    scans: Sequence[FindingEvidence]


def awaits_stamp(session: Session, actor: Actor, finding_id: int) -> Finding:
    """The finding whose plan may be stamped now: asked before a file is stored.

    Raises Missing, Conflict where no plan was proposed, or nobody deals with the finding any more.
    """
    finding = awaits_evidence(session, actor, finding_id)
    if plan_of_cycle(session, finding) is None:
        raise Conflict("eight_d.no_plan_to_stamp")
    return finding


def refuse_no_scan(media_type: str) -> None:
    """Raises Invalid for what no scanner makes."""
    if media_type not in KINDS:
        accepted = ["file_kind.pdf", "JPEG"]
        raise Invalid([Fault("files.kind_refused", "file", facts={"found": media_type, "accepted": accepted})])


def add_stamped(session: Session, actor: Actor, command: AddFindingEvidence, moment: Moment) -> FindingEvidence:
    """Add the scan as evidence for the finding as a whole. Raises as `awaits_stamp` and `add_finding_evidence`."""
    awaits_stamp(session, actor, command.finding_id)
    refuse_no_scan(command.upload.media_type)
    whole = replace(command, action_id=None, stamped=True)
    return add_finding_evidence(session, actor, whole, moment)


def stamped_plans(evidence: Sequence[FindingEvidence]) -> list[StampedPlan]:
    """Plans that were stamped, the newest cycle first, each with its scans in the order of `evidence`."""
    scans = [one for one in evidence if one.stamped and one.cycle is not None]
    cycles = sorted({one.cycle for one in scans if one.cycle is not None}, reverse=True)
    return [StampedPlan(cycle, [one for one in scans if one.cycle == cycle]) for cycle in cycles]
