"""The versions of what others see of a photo, for those who may make them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import Audit, Evidence, EvidenceRedaction
from supplier_portal.audits.queries import MOST_ID, visible_evidence
from supplier_portal.audits.revisions import revisions_of
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.redaction import Area, read_areas
from supplier_portal.files.models import PictureVersion


@dataclass(frozen=True)
class Version:
    """What was covered by whom, and why."""

    redaction: PictureVersion
    by: str

    @property
    def areas(self) -> tuple[Area, ...]:
        return read_areas(self.redaction.areas)


def redactable(session: Session, actor: Actor, audit_id: int, evidence_id: int) -> Evidence:
    """A photo whose areas this actor may cover. Raises Missing."""
    asked = visible_evidence(actor).where(
        Evidence.id == min(evidence_id, MOST_ID), Evidence.audit_id == audit_id, Evidence.shown_digest.is_not(None)
    )
    found = session.scalar(asked) if decide(actor, Permission.AUDITS_EVIDENCE_REDACT).allowed else None
    if found is None:
        raise Missing
    return found


def same_photo(session: Session, evidence: Evidence) -> Select[Evidence]:
    """The rows of the photo in all revisions of the audit: it came once, and is seen alike everywhere."""
    audits = [one.id for one in revisions_of(session, session.get_one(Audit, evidence.audit_id))]
    return select(Evidence).where(Evidence.audit_id.in_(audits), Evidence.digest == evidence.digest)


def redactions_of(session: Session, evidence: Evidence) -> Sequence[EvidenceRedaction]:
    """Every version of the photo, the first one first, as they stand in the database now."""
    copies = same_photo(session, evidence).with_only_columns(Evidence.id)
    asked = select(EvidenceRedaction).where(EvidenceRedaction.evidence_id.in_(copies))
    return session.scalars(asked.order_by(EvidenceRedaction.number, EvidenceRedaction.id)).all()


def versions_of(session: Session, redactions: Sequence[PictureVersion]) -> list[Version]:
    """Each version with the name of who made it."""
    people = select(Account.id, Account.name).where(Account.id.in_({one.redacted_by for one in redactions}))
    names = dict(session.execute(people).all())
    return [Version(one, names[one.redacted_by]) for one in redactions]
