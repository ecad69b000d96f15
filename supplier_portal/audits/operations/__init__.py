"""What is done to an audit: planned, answered, given evidence, moved."""

from supplier_portal.audits.operations.answers import (
    PreparedAnswer,
    SaveAnswer,
    SavedAnswer,
    prepare_answer,
    save_answer,
    store_answer,
)
from supplier_portal.audits.operations.changing import ChangeChecklist, change_checklist
from supplier_portal.audits.operations.evidence import AddEvidence, add_evidence, awaits_evidence, faults_of_words
from supplier_portal.audits.operations.moves import MoveAudit, apply_move, declare_need, move_audit, release_draft
from supplier_portal.audits.operations.plan import PlanAudit, plan_audit

__all__ = [
    "AddEvidence",
    "ChangeChecklist",
    "MoveAudit",
    "PlanAudit",
    "PreparedAnswer",
    "SaveAnswer",
    "SavedAnswer",
    "add_evidence",
    "apply_move",
    "awaits_evidence",
    "change_checklist",
    "declare_need",
    "faults_of_words",
    "move_audit",
    "plan_audit",
    "prepare_answer",
    "release_draft",
    "save_answer",
    "store_answer",
]
