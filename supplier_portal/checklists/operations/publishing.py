"""Publishing a checklist version: validated, then frozen by the hash of its canonical form."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.yaml_file import read_checklist
from supplier_portal.domain.checklist.document import hash_of
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.moment import Moment
from supplier_portal.trail.operations import record_event


def publish_checklist(session: Session, actor: Actor, data: bytes, moment: Moment) -> ChecklistVersion:
    """Store a checklist file as a version that never changes; the same content again gives the stored one.

    Raises Invalid with every fault of the file, and Conflict `checklists.version_taken` where this version was
    published with another content.
    """
    reach_of(actor, Permission.CHECKLISTS_VERSION_LOAD)
    checklist, document = read_checklist(data)
    sha256 = hash_of(checklist)
    stored = stored_version(session, checklist.name, checklist.version)
    if stored is not None and stored.sha256 == sha256:
        return stored
    version = ChecklistVersion(code=checklist.name, version=checklist.version, document=document, sha256=sha256)
    version.published_by = actor.account_id
    return freeze(session, actor, version, moment)


def stored_version(session: Session, code: str, version: str) -> ChecklistVersion | None:
    return session.scalar(
        select(ChecklistVersion).where(ChecklistVersion.code == code, ChecklistVersion.version == version)
    )


def freeze(session: Session, actor: Actor, version: ChecklistVersion, moment: Moment) -> ChecklistVersion:
    """Write a version that nobody changes any more. Raises Conflict `checklists.version_taken`."""
    taken = Conflict("checklists.version_taken", name=version.code, version=version.version)
    if stored_version(session, version.code, version.version) is not None:
        raise taken
    version.published_at = moment.at
    session.add(version)
    try:
        session.flush()
    except IntegrityError as error:
        raise taken from error
    record_event(
        session, actor, moment, "publish_checklist", checklist_version=version.id, sha256=version.sha256,
        asked_by=version.asked_by,
    )  # fmt: skip
    return version
