"""A small, whole checklist for tests of drafts: two steps, three checkpoints, weights that make 100."""

from copy import deepcopy
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.checklists.models import ChecklistDraft, ChecklistVersion
from supplier_portal.checklists.operations import (
    DraftAct,
    PublishDraft,
    SaveCheckpoint,
    StartDraft,
    hand_over_draft,
    publish_checklist,
    publish_draft,
    save_checkpoint,
    start_draft,
)
from supplier_portal.checklists.queries import Content, content_of
from supplier_portal.checklists.yaml_writing import write_document
from supplier_portal.domain.checklist.document import Document
from tests.cast import FANG, NOW, PAN, Person

FAKED = "A meeting photographed and never held", "摆拍会议照片"


def text(en: str, zh: str) -> Document:
    return {"en": en, "zh": zh}


def checkpoint(code: str, weight: str, **other: Any) -> Document:
    kind = other.get("type", "maturity")
    levels = (0, 4) if kind == "yes_no" else range(5)
    return {
        "code": code, "step": int(code[1]), "weight": weight, "type": kind, "methods": ["documents", "interview"],
        "severity_at_zero": "major", "title": text(f"Title {code}", f"标题{code}"),
        "question": text(f"Is {code} done as written?", f"{code}是否按规定执行？"),
        "look_at": [text("The minutes", "会议纪要"), text("The list of members", "成员名单")],
        "evidence": [text("A copy of the minutes", "会议纪要复印件")],
        "samples": text("Two meetings", "两次会议"),
        "levels": [{"level": level, "means": text(f"Found at {level}", f"{level}级的表现")} for level in levels],
        "references": [{"document": "ISO 14064-1", "clause": "5.1", "about": text("Boundaries", "边界")}],
        "faked": [text(*FAKED)],
    } | other  # fmt: skip


METRIC = {
    "name": text("Gap", "差距"), "unit": text("%", "%"), "direction": "at_most", "basis": "gap",
    "bands": [
        {"level": level, "threshold": threshold} | ({"strict": True} if level == 4 else {})
        for level, threshold in enumerate(("20", "5", "2", "1.5"), start=1)
    ],
}  # fmt: skip
SMALL: Document = {
    "name": "small", "version": "1.0.0", "title": text("Small checklist", "小检查单"),
    "dimensions": [{"code": "S", "name": text("Strategy", "战略")}, {"code": "M", "name": text("Management", "管理")}],
    "steps": [
        {"number": 1, "dimension": "S", "name": text("Strategy", "战略"), "asks": text("Has one.", "有战略。")},
        {"number": 2, "dimension": "M", "name": text("Figures", "数据")},
    ],
    "checkpoints": [
        checkpoint("S1.1", "40", condition="large", severity_at_zero_core="critical"),
        checkpoint("S1.2", "20", type="yes_no", follows_from="S1.1"),
        checkpoint(
            "S2.1", "40", type="numeric", metric=METRIC, close_days=270,
            milestones=[
                {"days": 90, "shows": text("A contract", "合同")}, {"days": 270, "shows": text("Done", "完成")},
            ],
        ),
    ],
}  # fmt: skip


def small(**other: Any) -> Document:
    return deepcopy(SMALL) | other


def published_small(session: Session, **other: Any) -> ChecklistVersion:
    return publish_checklist(session, SYSTEM, write_document(small(**other)), NOW)


def drafted(session: Session, version: ChecklistVersion, number: str, person: Person = PAN) -> ChecklistDraft:
    command = StartDraft(version.code, number, version_id=version.id)
    return start_draft(session, person.actor, command, NOW)


def content(session: Session, draft: ChecklistDraft) -> Content:
    session.flush()
    session.expire_all()
    return content_of(session, draft)


def change(session: Session, draft: ChecklistDraft, code: str, person: Person = PAN, /, **values: Any) -> None:
    """Change a checkpoint as somebody would who sees it as it stands."""
    row = next(row for row in content(session, draft).rows if row.document["code"] == code)
    document = {**row.document, **values}
    save_checkpoint(session, person.actor, SaveCheckpoint(draft.id, row.id, row.edit, document), NOW)


def handed_over(session: Session, draft: ChecklistDraft, person: Person = PAN) -> ChecklistDraft:
    return hand_over_draft(session, person.actor, DraftAct(draft.id, draft.edit), NOW)


def brought_out(session: Session, draft: ChecklistDraft, person: Person = FANG) -> ChecklistVersion:
    return publish_draft(session, person.actor, PublishDraft(draft.id, draft.sha256 or ""), NOW)
