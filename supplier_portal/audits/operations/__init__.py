"""What is done to an audit: planned, answered, given evidence, moved."""

from supplier_portal.audits.operations.answers import (
    PreparedAnswer,
    SaveAnswer,
    SavedAnswer,
    prepare_answer,
    save_answer,
    store_answer,
)
from supplier_portal.audits.operations.answers_at_once import save_answers
from supplier_portal.audits.operations.changing import ChangeChecklist, change_checklist
from supplier_portal.audits.operations.evidence import AddEvidence, add_evidence, awaits_evidence, faults_of_words
from supplier_portal.audits.operations.interviews import NoteInterview, note_interview, strike_interview
from supplier_portal.audits.operations.moves import MoveAudit, apply_move, declare_need, move_audit, release_draft
from supplier_portal.audits.operations.plan import PlanSites, SiteVisit, plan_audit, plan_sites
from supplier_portal.audits.operations.plan_faults import PlanAudit
from supplier_portal.audits.operations.redacting import RedactEvidence, awaits_redaction, redact_evidence

__all__ = [
    "AddEvidence",
    "ChangeChecklist",
    "MoveAudit",
    "NoteInterview",
    "PlanAudit",
    "PlanSites",
    "PreparedAnswer",
    "RedactEvidence",
    "SaveAnswer",
    "SavedAnswer",
    "SiteVisit",
    "add_evidence",
    "apply_move",
    "awaits_evidence",
    "awaits_redaction",
    "change_checklist",
    "declare_need",
    "faults_of_words",
    "move_audit",
    "note_interview",
    "plan_audit",
    "plan_sites",
    "prepare_answer",
    "redact_evidence",
    "release_draft",
    "save_answer",
    "save_answers",
    "store_answer",
    "strike_interview",
]
