"""An audit as tests need it: planned by Pan, led by Zhou with Luo at Huiling's site, brought to where a test begins."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.models import Audit
from supplier_portal.audits.operations import MoveAudit, PlanAudit, SaveAnswer, move_audit, plan_audit, save_answer
from supplier_portal.audits.queries import answers_of, unanswered
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.checklist.document import hash_of, to_document
from supplier_portal.domain.checklist.version import ChecklistVersion as Checklist
from tests.cast import FANG, HUILING, HUIZHOU_SITE, KUNSHAN_SITE, LUO, MINGYAN, NOW, PAN, YAN, ZHOU
from tests.shipped import stored_checklist

WAY = (
    ("confirmed", PAN), ("in_progress", ZHOU), ("closing_held", ZHOU), ("in_review", ZHOU), ("draft_sent", FANG),
)  # fmt: skip


def published(session: Session) -> ChecklistVersion:
    return stored_checklist(session)


def published_module(session: Session, name: str = "cbam-goods", version: str = "1.0.0") -> ChecklistVersion:
    stored = stored_checklist(session, name)
    return stored if version == stored.version else _later(session, checklist_of(stored), version)


def published_next(session: Session, version: str, **changed: dict[str, Any] | None) -> ChecklistVersion:
    """A later version of the checklist: by code with an underscore, the new values of a checkpoint, None: removed."""
    checklist = checklist_of(stored_checklist(session))
    values = {code.replace("_", "."): value for code, value in changed.items()}
    checkpoints = tuple(
        replace(one, **values.get(one.code) or {})
        for one in checklist.checkpoints
        if values.get(one.code, {}) is not None
    )
    return _later(session, replace(checklist, checkpoints=checkpoints), version)


def _later(session: Session, checklist: Checklist, version: str) -> ChecklistVersion:
    later = replace(checklist, version=version)
    stored = ChecklistVersion(
        code=later.name, version=version, document=to_document(later), sha256=hash_of(later), published_at=NOW.at
    )
    session.add(stored)
    session.flush()
    return stored


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
    checkpoints = checklists_of(session, audit).by_code.values()
    for code in unanswered(audit, checkpoints, answers_of(session, audit.id)):
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
