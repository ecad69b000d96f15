"""Tables of findings: the finding itself, what the supplier answers, files and messages, and the clocks."""

from supplier_portal.findings.models.clock import ClockPolicy, Extension
from supplier_portal.findings.models.evidence import FindingEvidence, Message, MessageFile, Note, PhotoRedaction
from supplier_portal.findings.models.finding import DroppedFinding, Finding, FindingCheckpoint, FindingMove
from supplier_portal.findings.models.plan import (
    ActionEffect,
    Cause,
    Containment,
    CorrectiveAction,
    CorrectiveActionPlan,
    EffectivenessReview,
    MilestoneMet,
    ReRating,
)
from supplier_portal.findings.models.reminding import ReminderDay
from supplier_portal.findings.models.workbook import PlanWorkbook

__all__ = [
    "ActionEffect",
    "Cause",
    "ClockPolicy",
    "Containment",
    "CorrectiveAction",
    "CorrectiveActionPlan",
    "DroppedFinding",
    "EffectivenessReview",
    "Extension",
    "Finding",
    "FindingCheckpoint",
    "FindingEvidence",
    "FindingMove",
    "Message",
    "MessageFile",
    "MilestoneMet",
    "Note",
    "PhotoRedaction",
    "PlanWorkbook",
    "ReRating",
    "ReminderDay",
]
