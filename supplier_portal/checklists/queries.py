"""Checklist versions an actor may see, and their documents as rules read them."""

from sqlalchemy import Select, false, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.domain.checklist.document import checklist_from
from supplier_portal.domain.checklist.version import ChecklistVersion as Checklist
from supplier_portal.domain.errors import Missing

MAIN = "supplier-dual-carbon"
_read: dict[str, Checklist] = {}  # by SHA-256: what is published never changes


def visible(actor: Actor) -> Select[ChecklistVersion]:
    """All versions for whoever may read checklists, none for others."""
    allowed = decide(actor, Permission.CHECKLISTS_VERSION_READ).allowed
    return select(ChecklistVersion) if allowed else select(ChecklistVersion).where(false())


def newest(session: Session, code: str = MAIN) -> ChecklistVersion | None:
    """Find the version of a checklist with the highest number; None while there is none."""
    versions = session.scalars(select(ChecklistVersion).where(ChecklistVersion.code == code))
    return max(versions, key=order_of, default=None)


def order_of(version: ChecklistVersion) -> tuple[int, ...]:
    """Its semantic version as numbers, by which versions sort."""
    return tuple(int(part) for part in version.version.split("."))


def checklist_of(version: ChecklistVersion) -> Checklist:
    """Give the checklist a stored version holds, built once for each content."""
    known = _read.get(version.sha256)
    if known is None:
        known = _read[version.sha256] = checklist_from(version.document)
    return known


def checklist_with(session: Session, sha256: str) -> Checklist:
    """Give the checklist of a content, asking the database only for one not read before.

    Raises Missing for an unknown one.
    """
    known = _read.get(sha256)
    if known is not None:
        return known
    version = session.scalar(select(ChecklistVersion).where(ChecklistVersion.sha256 == sha256))
    if version is None:
        raise Missing
    return checklist_of(version)
