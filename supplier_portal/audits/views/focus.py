"""The checkpoint in focus of the audit page: what was answered, what stands beside it."""

from dataclasses import dataclass, field

from sqlalchemy import Row

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.accounts.models import Account
from supplier_portal.audits.former import FormerLevel, former_level
from supplier_portal.audits.interviews import Interviewed, beside_answer
from supplier_portal.audits.models import Answer, AnswerRevision, Evidence
from supplier_portal.audits.operations.answer_statements import ANSWERED_IN
from supplier_portal.audits.queries import profile_of, visible_answers, visible_rivals
from supplier_portal.audits.views.room import Shown
from supplier_portal.domain.answering import Content, Proposal, possible_figures, proposal_of
from supplier_portal.domain.checklist.profile import applies
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.web.door import actor, reading

RIVALS_SHOWN = 20


@dataclass(frozen=True)
class Focus:
    """The checkpoint in focus with what was answered. former: what the site's last audit rated."""

    checkpoint: Checkpoint
    asked: bool
    editable: bool
    answer: Answer | None
    saved_by: str
    proposal: Proposal | None
    former: FormerLevel | None = None
    evidence: list[Evidence] = field(default_factory=list)
    interviewed: list[Interviewed] = field(default_factory=list)
    rivals: list[Row[AnswerRevision, str]] = field(default_factory=list)


def saved_answers(audit_id: int) -> dict[str, tuple[Answer, str]]:
    """The answers of an audit that the reader may read, by checkpoint, each with the name of who saved it."""
    asked = visible_answers(actor()).where(Answer.audit_id == audit_id).join(Account, Account.id == Answer.saved_by)
    return {answer.checkpoint: (answer, name) for answer, name in reading().execute(asked.add_columns(Account.name))}


def focus_of(shown: Shown, checkpoint: Checkpoint, answer: Answer | None, saved_by: str) -> Focus:
    """Gather what stands at a checkpoint, in a fixed number of statements."""
    asked = applies(checkpoint, profile_of(shown.audit))
    here = (shown.audit.id, checkpoint.code)
    evidence, people = beside_answer(reading(), actor(), *here)
    rivals = (
        visible_rivals(actor())
        .where(AnswerRevision.audit_id == here[0], AnswerRevision.checkpoint == here[1])
        .join(Account, Account.id == AnswerRevision.account_id)
        .add_columns(Account.name)
        .order_by(AnswerRevision.id.desc())
        .limit(RIVALS_SHOWN)
    )
    writes = decide(actor(), Permission.AUDITS_ANSWER_WRITE).allowed
    return Focus(
        checkpoint,
        asked,
        editable=asked and writes and shown.audit.state == ANSWERED_IN,
        answer=answer,
        saved_by=saved_by,
        proposal=_proposal(checkpoint, answer),
        former=former_level(reading(), shown.audit, shown.checklists, checkpoint.code),
        evidence=evidence,
        interviewed=people,
        rivals=list(reading().execute(rivals)),
    )


def _proposal(checkpoint: Checkpoint, answer: Answer | None) -> Proposal | None:
    if answer is None:
        return None
    figures = {name: getattr(answer, name) for name in (*possible_figures(checkpoint), "on_track")}
    return proposal_of(checkpoint, Content(**figures))
