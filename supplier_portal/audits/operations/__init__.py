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
from supplier_portal.audits.operations.moves import MoveAudit, apply_move, declare_need, move_audit, release_draft
from supplier_portal.audits.operations.plan import PlanSites, SiteVisit, plan_audit, plan_sites
from supplier_portal.audits.operations.plan_faults import PlanAudit

__all__ = [
    "AddEvidence",
    "ChangeChecklist",
    "MoveAudit",
    "PlanAudit",
    "PlanSites",
    "PreparedAnswer",
    "SaveAnswer",
    "SavedAnswer",
    "SiteVisit",
    "add_evidence",
    "apply_move",
    "awaits_evidence",
    "change_checklist",
    "declare_need",
    "faults_of_words",
    "move_audit",
    "plan_audit",
    "plan_sites",
    "prepare_answer",
    "release_draft",
    "save_answer",
    "save_answers",
    "store_answer",
]
