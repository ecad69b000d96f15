"""Factual comments on drafts, and the amendment of a report whose finding was withdrawn."""

from collections.abc import Container, Iterator

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.demo.audit_plans import PlannedAudit
from supplier_portal.demo.calendar import DRAFT_AFTER
from supplier_portal.demo.logins import owner_of
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.moment import Moment
from supplier_portal.reports.comments import DECLINED
from supplier_portal.reports.models import FINDING_WITHDRAWN
from supplier_portal.reports.operations import (
    AmendAudit,
    AnswerComment,
    WriteComment,
    amend_audit,
    answer_comment,
    write_comment,
)

WRITTEN_AFTER, ANSWERED_AFTER = DRAFT_AFTER + 1, DRAFT_AFTER + 3
ABOUT = {"declined": "S3.1", "asked": "S3.4"}
"""The checkpoint of a comment, by what becomes of it."""
GOOD, YES = "3", "4"


def comment_steps(world: World, audit: PlannedAudit, yes_no: Container[str]) -> Iterator[Step]:
    """What is said of an audit's report. yes_no: codes of the checkpoints that are answered by yes or no."""
    if fate := audit.seed.comment:
        written = f"comment:{audit.key}"
        moment = world.moment(audit.day(WRITTEN_AFTER), 11)
        yield Step(written, moment, owner_of(audit.supplier.number), _write(audit, fate))
        if fate == DECLINED:
            moment = world.moment(audit.day(ANSWERED_AFTER), 11)
            yield Step(f"{written}:answered", moment, audit.team[0], _decline(audit, written))
    if (day := audit.seed.amended_on) is not None:
        yield Step(f"amended:{audit.key}", world.moment(day, 11), audit.team[2], _amend(audit, yes_no))


def _write(audit: PlannedAudit, fate: str) -> Act:
    text = audit.wording.said("comment", "wrote" if fate == DECLINED else fate)

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        command = WriteComment(world.id_of(f"audit:{audit.key}"), text, ABOUT[fate])
        return write_comment(session, actor, command, moment).id

    return act


def _decline(audit: PlannedAudit, written: str) -> Act:
    reason = audit.wording.said("comment", "declined")

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        command = AnswerComment(world.id_of(f"audit:{audit.key}"), world.id_of(written), DECLINED, reason)
        answer_comment(session, actor, command, moment)

    return act


def _amend(audit: PlannedAudit, yes_no: Container[str]) -> Act:
    """The first finding was withdrawn: its checkpoint gets the level that it was denied."""
    checkpoint = audit.findings[0].checkpoint
    levels = {checkpoint: YES if checkpoint in yes_no else GOOD}
    reason = audit.wording.said("comment", "amended")

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        command = AmendAudit(world.id_of(f"audit:{audit.key}"), FINDING_WITHDRAWN, reason, levels)
        return amend_audit(session, actor, command, moment).id

    return act
