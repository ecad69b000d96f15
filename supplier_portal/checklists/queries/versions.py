"""Published versions: which there are, what they hold, and what of it which reader is shown."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Select, false, select
from sqlalchemy.orm import Session, defer

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.accounts.models import Account
from supplier_portal.checklists.draft_document import version_numbers
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.domain.checklist.document import checklist_from
from supplier_portal.domain.checklist.version import ChecklistVersion as Checklist
from supplier_portal.domain.errors import Missing

MAIN = "supplier-dual-carbon"
_read: dict[str, Checklist] = {}  # by SHA-256: what is published never changes


@dataclass(frozen=True)
class ListedVersion:
    """asked_by, published_by: names, empty where nobody did."""

    version: ChecklistVersion
    checklist: Checklist
    asked_by: str
    published_by: str


def visible(actor: Actor) -> Select[ChecklistVersion]:
    """All versions for whoever may read checklists, none for others."""
    allowed = decide(actor, Permission.CHECKLISTS_VERSION_READ).allowed
    return select(ChecklistVersion) if allowed else select(ChecklistVersion).where(false())


def version_of(session: Session, actor: Actor, version_id: int) -> ChecklistVersion:
    """Raises Missing for one that is not there or not for this reader."""
    version = session.scalar(visible(actor).where(ChecklistVersion.id == version_id))
    if version is None:
        raise Missing
    return version


def newest(session: Session, code: str = MAIN) -> ChecklistVersion | None:
    """Find the version of a checklist with the highest number; None while there is none."""
    versions = session.scalars(select(ChecklistVersion).where(ChecklistVersion.code == code))
    return max(versions, key=order_of, default=None)


def order_of(version: ChecklistVersion) -> tuple[int, ...]:
    """Its semantic version as numbers, by which versions sort."""
    return version_numbers(version.version)


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


def checklists_of(session: Session, versions: Iterable[ChecklistVersion]) -> dict[int, Checklist]:
    """Give the checklists of versions by their ids; one statement for all that were not read before."""
    wanted = list(versions)
    unread = [version.id for version in wanted if version.sha256 not in _read]
    if unread:
        for sha256, document in session.execute(
            select(ChecklistVersion.sha256, ChecklistVersion.document).where(ChecklistVersion.id.in_(unread))
        ):
            _read[sha256] = checklist_from(document)
    return {version.id: _read[version.sha256] for version in wanted}


def published_hashes(session: Session, actor: Actor) -> dict[tuple[str, str], str]:
    """Give the SHA-256 of every version by name and number, as the check of a file asks for them."""
    columns = (ChecklistVersion.code, ChecklistVersion.version, ChecklistVersion.sha256)
    return {
        (code, version): sha256 for code, version, sha256 in session.execute(visible(actor).with_only_columns(*columns))
    }


def listed_versions(session: Session, actor: Actor) -> list[ListedVersion]:
    """Give all versions, newest first, with who published them."""
    versions = list(session.scalars(visible(actor).options(defer(ChecklistVersion.document))))
    checklists, names = checklists_of(session, versions), people_of(session, versions)
    return [
        ListedVersion(
            version, checklists[version.id], names.get(version.asked_by, ""), names.get(version.published_by, "")
        )
        for version in sorted(versions, key=order_of, reverse=True)
    ]


def people_of(session: Session, versions: Iterable[ChecklistVersion]) -> dict[int | None, str]:
    """Names of those who handed over and published these versions, by account."""
    numbers = {number for version in versions for number in (version.asked_by, version.published_by) if number}
    rows = session.execute(select(Account.id, Account.name).where(Account.id.in_(numbers)))
    return {number: name for number, name in rows}  # noqa: C416 - the keys are asked for with None too


def shown_to(actor: Actor, checklist: Checklist) -> Checklist:
    """Leave out, for a supplier, the ways in which evidence is faked."""
    if actor.role not in SUPPLIER_ROLES:
        return checklist
    return replace(checklist, checkpoints=tuple(replace(one, faked=()) for one in checklist.checkpoints))
