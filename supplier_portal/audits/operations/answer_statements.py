"""The statements of a save, built once, their values bound later: putting one together takes longer than running it."""

from dataclasses import fields
from functools import lru_cache

from sqlalchemy import Select, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from supplier_portal.access.actor import Actor
from supplier_portal.audits.models import Answer, AnswerRevision, Audit
from supplier_portal.audits.queries import visible
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.domain.answering import Content

ANSWERED_IN = "in_progress"
FIELDS = tuple(field.name for field in fields(Content))

_ANSWER = Answer.__table__.columns
_SET = {
    name: bindparam(f"new_{name}", type_=_ANSWER[name].type) for name in (*FIELDS, "version", "saved_by", "saved_at")
}
_CHECKPOINT = bindparam("of_checkpoint", type_=_ANSWER["checkpoint"].type)
# The audit's id under a shared lock of its row, nothing where it is not in progress or left the checklist it was
# checked against.
_HELD = (
    select(Audit.id)
    .where(Audit.id == bindparam("of_audit"), Audit.state == ANSWERED_IN)
    .where(Audit.checklist_version_id == bindparam("of_checklist"))
    .with_for_update(read=True)
)
CHANGE = (
    update(Answer)
    .where(_ANSWER["audit_id"] == _HELD.scalar_subquery(), _ANSWER["checkpoint"] == _CHECKPOINT)
    .where(_ANSWER["version"] == bindparam("base_version"))
    .values(_SET)
)
FIRST = {
    name: dialect.insert(Answer)
    .from_select(["audit_id", "checkpoint", *_SET], _HELD.add_columns(_CHECKPOINT, *_SET.values()))
    .on_conflict_do_nothing()
    .returning(_ANSWER["id"])
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}
REVISION = insert(AnswerRevision)


@lru_cache(maxsize=1024)
def asked_by(actor: Actor) -> Select[str, dict[str, bool], int, str, int, int]:
    """Ask for what a save must know beforehand, of an audit this actor sees; kept, since a day's saves ask the same."""
    return (
        visible(actor)
        .where(Audit.id == bindparam("of_audit"))
        .join(ChecklistVersion, ChecklistVersion.id == Audit.checklist_version_id)
        .outerjoin(Answer, (Answer.audit_id == Audit.id) & (Answer.checkpoint == _CHECKPOINT))
        .outerjoin(AnswerRevision, AnswerRevision.change_uuid == bindparam("uuid"))
        .with_only_columns(
            Audit.state,
            Audit.profile,
            Audit.checklist_version_id,
            ChecklistVersion.sha256,
            Answer.version,
            AnswerRevision.id.label("known"),
        )
    )
