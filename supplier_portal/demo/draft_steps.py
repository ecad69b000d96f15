"""The next version of the checklist, handed over by the planner and waiting for somebody else to publish it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.checklists.operations import (
    DraftAct,
    SaveCheckpoint,
    StartDraft,
    hand_over_draft,
    save_checkpoint,
    start_draft,
)
from supplier_portal.checklists.queries import content_of
from supplier_portal.demo.steps import Step, World
from supplier_portal.domain.moment import Moment

DRAFTED = date(2024, 3, 25)
CHANGED = "S1.2"
SAMPLES = {
    "en": "All minutes of the last 12 months, at least four; follow two decisions to where they were carried out.",
    "zh": "查阅近12个月全部会议纪要，不少于四份；抽取两项决议，追踪至落实现场。",
}


def draft_steps(world: World) -> Iterator[Step]:
    """One draft that asks for more samples at one checkpoint: a change of guidance, so results stay comparable."""
    yield Step("draft", world.moment(DRAFTED, 15), "planner", _draft)


def _draft(session: Session, world: World, actor: Actor, moment: Moment) -> int:
    start = StartDraft("supplier-dual-carbon", "1.1.0", version_id=world.id_of("checklist"))
    draft = start_draft(session, actor, start, moment)
    row = next(one for one in content_of(session, draft).rows if one.document.get("code") == CHANGED)
    document: dict[str, Any] = {**row.document, "samples": SAMPLES}
    save_checkpoint(session, actor, SaveCheckpoint(draft.id, row.id, row.edit, document), moment)
    hand_over_draft(session, actor, DraftAct(draft.id, draft.edit), moment)
    return draft.id
