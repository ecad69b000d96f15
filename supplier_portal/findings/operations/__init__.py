"""Raising, editing and notifying findings, answering them, and deciding on the answers."""

from supplier_portal.domain.findings.planning import Action
from supplier_portal.findings.operations.answering import (
    AddFindingEvidence,
    MarkActionDone,
    add_finding_evidence,
    awaits_evidence,
    faults_of_evidence,
    mark_action_done,
)
from supplier_portal.findings.operations.containing import ReportContainment, report_containment
from supplier_portal.findings.operations.deciding_evidence import DecideEvidence, decide_evidence
from supplier_portal.findings.operations.drafting import (
    CoverCheckpoints,
    EditFinding,
    cover_checkpoints,
    draft_digest,
    drop_finding,
    edit_finding,
)
from supplier_portal.findings.operations.messaging import WriteMessage, WriteNote, write_message, write_note
from supplier_portal.findings.operations.milestones import (
    DecideMilestone,
    TellMilestone,
    decide_milestone,
    tell_milestone,
)
from supplier_portal.findings.operations.moving import MoveFinding, end_waivers, move_finding
from supplier_portal.findings.operations.notifying import agree_notice, notify_findings
from supplier_portal.findings.operations.planning import ProposePlan, propose_plan
from supplier_portal.findings.operations.raising import RaiseFinding, raise_finding, raise_proposed
from supplier_portal.findings.operations.reviewing_effect import ReviewEffect, review_effect
from supplier_portal.findings.operations.settling import refuse_open_findings

__all__ = [
    "Action",
    "AddFindingEvidence",
    "CoverCheckpoints",
    "DecideEvidence",
    "DecideMilestone",
    "EditFinding",
    "MarkActionDone",
    "MoveFinding",
    "ProposePlan",
    "RaiseFinding",
    "ReportContainment",
    "ReviewEffect",
    "TellMilestone",
    "WriteMessage",
    "WriteNote",
    "add_finding_evidence",
    "agree_notice",
    "awaits_evidence",
    "cover_checkpoints",
    "decide_evidence",
    "decide_milestone",
    "draft_digest",
    "drop_finding",
    "edit_finding",
    "end_waivers",
    "faults_of_evidence",
    "mark_action_done",
    "move_finding",
    "notify_findings",
    "propose_plan",
    "raise_finding",
    "raise_proposed",
    "refuse_open_findings",
    "report_containment",
    "review_effect",
    "tell_milestone",
    "write_message",
    "write_note",
]
