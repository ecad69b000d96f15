"""What the site's last audit rated at a checkpoint, and whether the two can be compared."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.audits.checklists import AuditChecklists, modules_by_audit
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.checklists.models import ChecklistVersion as StoredVersion
from supplier_portal.checklists.queries import checklist_with
from supplier_portal.domain.checklist.difference import MAJOR, differences
from supplier_portal.domain.checklist.version import ChecklistVersion
from supplier_portal.domain.workflow.audit import FROZEN


@dataclass(frozen=True)
class FormerLevel:
    """rating: as stored; day: the audit's last one; versions: of the checklist then and now, the same where they are.

    comparable: False where the checklist's weights, scale or checkpoints changed in between.
    """

    rating: str
    audit: str
    day: date
    versions: tuple[str, str]
    comparable: bool


def former_level(session: Session, audit: Audit, checklists: AuditChecklists, code: str) -> FormerLevel | None:
    """The level the last issued audit of the same site gave this checkpoint, None where none did.

    One statement, and one more for a checkpoint of an add-on. The caller reads the audit's answers; who does learns of
    the last level too, whether or not on that audit's team.
    """
    asked = (
        select(Answer.rating, Audit.id, Audit.number, Audit.ends_on, StoredVersion.sha256)
        .join(Audit, Audit.id == Answer.audit_id)
        .join(StoredVersion, StoredVersion.id == Audit.checklist_version_id)
        .where(Audit.site_id == audit.site_id, Audit.supplier_id == audit.supplier_id, Audit.state.in_(FROZEN))
        .where(Audit.starts_on < audit.starts_on, Answer.checkpoint == code, Answer.rating.is_not(None))
        .order_by(Audit.starts_on.desc(), Audit.revision.desc(), Audit.id.desc())
        .limit(1)
    )
    row = session.execute(asked).first()
    if row is None:
        return None
    then, now = checklist_with(session, row.sha256), _holding(checklists, code)
    if now is not checklists.main:
        then = _holding(AuditChecklists(then, modules_by_audit(session, [row.id]).get(row.id, ())), code)
    comparable = then is now or differences(then, now).comparability != MAJOR
    return FormerLevel(row.rating, row.number, row.ends_on, (then.version, now.version), comparable)


def _holding(checklists: AuditChecklists, code: str) -> ChecklistVersion:
    return next((one for one in checklists.all if code in one.by_code), checklists.main)
