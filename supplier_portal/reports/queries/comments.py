"""Comments on a report: the supplier's with their answers, and the reviewer's to the team."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import MOST_ID, find_audit, may_read_answers
from supplier_portal.domain.errors import Missing
from supplier_portal.findings.models import Finding
from supplier_portal.reports.models import FactualComment, ReviewComment
from supplier_portal.reports.queries import DRAFT_SHOWN


@dataclass(frozen=True)
class Commented:
    """A comment of the supplier's, with the finding it is on and who wrote and answered it."""

    comment: FactualComment
    finding: Finding | None
    written_by: str
    decided_by: str


@dataclass(frozen=True)
class Asked:
    """A reviewer's comment to the team, with who wrote and who answered it."""

    comment: ReviewComment
    written_by: str
    replied_by: str


def drafted_audit(session: Session, actor: Actor, audit_id: int) -> Audit:
    """The audit whose comments the actor may read; a supplier its own also while the draft is back in review.

    Raises Missing.
    """
    audit = find_audit(session, actor, audit_id)
    reads = may_read_answers(actor, audit)
    if (reads and audit.state in DRAFT_SHOWN) or (
        (reads or actor.role in SUPPLIER_ROLES) and has_comments(session, audit.id)
    ):
        return audit
    raise Missing


def has_comments(session: Session, audit_id: int) -> bool:
    return session.scalar(select(FactualComment.id).where(FactualComment.audit_id == audit_id).limit(1)) is not None


def comments_of(session: Session, audit_ids: Collection[int]) -> list[Commented]:
    """The supplier's comments on the drafts of these audits, which the actor may read, as they were written."""
    asked = (
        select(FactualComment, Finding)
        .outerjoin(Finding, Finding.id == FactualComment.finding_id)
        .where(FactualComment.audit_id.in_(audit_ids))
        .order_by(FactualComment.id)
    )
    rows = session.execute(asked).all()
    names = _names(session, {number for one, _ in rows for number in (one.written_by, one.decided_by)})
    return [
        Commented(one, finding, names.get(one.written_by, ""), names.get(one.decided_by, "")) for one, finding in rows
    ]


def comment_file(session: Session, actor: Actor, audit_id: int, comment_id: int) -> FactualComment:
    """The comment whose file is asked for. Raises Missing where there is none, or not for this actor."""
    audit = drafted_audit(session, actor, audit_id)
    here = FactualComment.id == min(comment_id, MOST_ID), FactualComment.audit_id == audit.id
    comment = session.scalar(select(FactualComment).where(*here, FactualComment.digest.is_not(None)))
    if comment is None:
        raise Missing
    return comment


def comment_bytes(session: Session, audit_id: int) -> int:
    """How much the files of an audit's comments take together."""
    return session.scalar(select(func.sum(FactualComment.size)).where(FactualComment.audit_id == audit_id)) or 0


def may_read_review(actor: Actor) -> bool:
    """Whether the actor reads what a reviewer asks the team: nobody of a supplier does."""
    return decide(actor, Permission.AUDITS_ANSWER_READ).allowed


def review_comments_of(session: Session, actor: Actor, audit_id: int, checkpoint: str = "") -> list[Asked]:
    """What a reviewer asked the team of an audit the actor sees, at one checkpoint or at all."""
    if not may_read_review(actor):
        return []
    asked = select(ReviewComment).where(ReviewComment.audit_id == audit_id).order_by(ReviewComment.id)
    if checkpoint:
        asked = asked.where(ReviewComment.checkpoint == checkpoint)
    found = session.scalars(asked).all()
    names = _names(session, {number for one in found for number in (one.written_by, one.replied_by)})
    return [Asked(one, names.get(one.written_by, ""), names.get(one.replied_by, "")) for one in found]


def by_checkpoint(asked: Sequence[Asked]) -> Mapping[str, list[Asked]]:
    found: dict[str, list[Asked]] = {}
    for one in asked:
        found.setdefault(one.comment.checkpoint, []).append(one)
    return found


def _names(session: Session, ids: Collection[int | None]) -> dict[int | None, str]:
    wanted = {number for number in ids if number is not None}
    if not wanted:
        return {}
    return dict(session.execute(select(Account.id, Account.name).where(Account.id.in_(wanted))).all())
