"""The revisions of one audit: each is an audit of its own, the number of a later one ends in /2, /3."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.audits.models import Audit

MOST_REVISIONS = 20


def first_number(number: str) -> str:
    """The number of the first revision."""
    return number.partition("/")[0]


def revised_number(number: str, revision: int) -> str:
    return f"{first_number(number)}/{revision}"


def file_name(number: str, revision: int) -> str:
    """An audit's number as part of a file's name."""
    return first_number(number) + (f"-r{revision}" if revision > 1 else "")


def revisions_of(session: Session, audit: Audit) -> list[Audit]:
    """All revisions of the audit, the first one first, itself among them: one statement."""
    numbers = [first_number(audit.number)]
    numbers += [revised_number(audit.number, revision) for revision in range(2, MOST_REVISIONS + 1)]
    return list(session.scalars(select(Audit).where(Audit.number.in_(numbers)).order_by(Audit.revision)))


def revision_ids(session: Session, audit: Audit) -> list[int]:
    """Ids of this revision and those before it, whose findings it shares."""
    if audit.revises_id is None:
        return [audit.id]
    return [one.id for one in revisions_of(session, audit) if one.revision <= audit.revision]
