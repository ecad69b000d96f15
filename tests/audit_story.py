"""An audit as tests need it: planned by Pan, led by Zhou with Luo at Huiling's site, brought to where a test begins."""

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit
from supplier_portal.audits.operations import MoveAudit, PlanAudit, SaveAnswer, move_audit, plan_audit, save_answer
from supplier_portal.audits.queries import answers_of, unanswered
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.operations import publish_checklist
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.shipped import CHECKLISTS
from tests.cast import FANG, HUILING, HUIZHOU_SITE, KUNSHAN_SITE, LUO, MINGYAN, NOW, PAN, YAN, ZHOU

CHECKLIST_FILE = CHECKLISTS / "supplier-dual-carbon-0.9.0.yaml"
WAY = (
    ("confirmed", PAN), ("in_progress", ZHOU), ("closing_held", ZHOU), ("in_review", ZHOU), ("draft_sent", FANG),
)  # fmt: skip


def published(session: Session) -> ChecklistVersion:
    return publish_checklist(session, SYSTEM, CHECKLIST_FILE.read_bytes(), NOW)


def plan_of(session: Session, **other: Any) -> PlanAudit:
    given: dict[str, Any] = {
        "supplier_id": HUILING, "site_id": HUIZHOU_SITE, "checklist_version_id": published(session).id,
        "type": "periodic", "mode": "on_site", "starts_on": date(2024, 3, 30), "ends_on": date(2024, 3, 31),
        "objectives": "Grade", "scope": "Scope 1 and 2", "criteria": "ISO 14064-1", "lead_id": ZHOU.number,
        "auditor_ids": (LUO.number,),
    }  # fmt: skip
    return PlanAudit(**given | other)


def planned(session: Session, **other: Any) -> Audit:
    return plan_audit(session, PAN.actor, plan_of(session, **other), NOW)


def of_rival(session: Session) -> Audit:
    """An audit of Mingyan's, in progress, by Yan: never to be found by Huiling or Zhou."""
    audit = planned(session, supplier_id=MINGYAN, site_id=KUNSHAN_SITE, lead_id=YAN.number, auditor_ids=())
    for target, person in WAY[:2]:
        move_audit(session, (YAN if person is ZHOU else person).actor, MoveAudit(audit.id, target), NOW)
    return audit


def change(audit_id: int, checkpoint: str = "S1.1", base_version: int = 0, **content: Any) -> SaveAnswer:
    given: dict[str, Any] = {
        "rating": "3", "note": "", "population": None, "sampled": None, "conforming": None, "number": None,
        "claimed": None, "reperformed": None, "change_uuid": str(uuid4()),
    }  # fmt: skip
    return SaveAnswer(audit_id, checkpoint, base_version, **given | content)


def answer_all(session: Session, audit: Audit, rating: str = "4") -> None:
    checklist = checklist_of(session.get_one(ChecklistVersion, audit.checklist_version_id))
    for code in unanswered(audit, checklist, answers_of(session, audit.id)):
        save_answer(session, ZHOU.actor, change(audit.id, code, rating=rating), NOW)


def brought_to(session: Session, state: str) -> Audit:
    """A new audit moved along its way to `state`, all answered where the way asks for it."""
    audit = planned(session)
    for target, person in WAY:
        if audit.state == state:
            break
        if target == "closing_held":
            answer_all(session, audit)
        move_audit(session, person.actor, MoveAudit(audit.id, target), NOW)
    assert audit.state == state
    return audit
