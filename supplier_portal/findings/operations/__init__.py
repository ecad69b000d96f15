"""Raising, editing and notifying findings, answering them, and deciding on the answers."""

from supplier_portal.domain.findings.rules import Action
from supplier_portal.findings.operations.answering import (
    AddFindingEvidence,
    ProposePlan,
    add_finding_evidence,
    awaits_evidence,
    faults_of_day,
    propose_plan,
)
from supplier_portal.findings.operations.drafting import (
    CoverCheckpoints,
    EditFinding,
    cover_checkpoints,
    draft_digest,
    drop_finding,
    edit_finding,
)
from supplier_portal.findings.operations.moving import MoveFinding, end_waivers, move_finding
from supplier_portal.findings.operations.notifying import agree_notice, notify_findings
from supplier_portal.findings.operations.raising import RaiseFinding, raise_finding, raise_proposed
from supplier_portal.findings.operations.settling import refuse_open_findings

__all__ = [
    "Action",
    "AddFindingEvidence",
    "CoverCheckpoints",
    "EditFinding",
    "MoveFinding",
    "ProposePlan",
    "RaiseFinding",
    "add_finding_evidence",
    "agree_notice",
    "awaits_evidence",
    "cover_checkpoints",
    "draft_digest",
    "drop_finding",
    "edit_finding",
    "end_waivers",
    "faults_of_day",
    "move_finding",
    "notify_findings",
    "propose_plan",
    "raise_finding",
    "raise_proposed",
    "refuse_open_findings",
]
