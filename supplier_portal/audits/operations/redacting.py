"""Covering areas of a photo: the picture others see is made anew from the one that came, which stays as it is."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.models import Audit, Evidence, EvidenceRedaction
from supplier_portal.audits.redactions import redactable, redactions_of, same_photo
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.redaction import Cover
from supplier_portal.files.operations import Upload, next_version
from supplier_portal.trail.operations import record_event


@dataclass(frozen=True)
class RedactEvidence:
    audit_id: int
    evidence_id: int
    cover: Cover


def awaits_redaction(session: Session, actor: Actor, command: RedactEvidence) -> Evidence:
    """The photo, with everything about the command checked: asked before a picture is made.

    Raises Missing, and as `Cover.check`.
    """
    reach_of(actor, Permission.AUDITS_EVIDENCE_REDACT)
    evidence = redactable(session, actor, command.audit_id, command.evidence_id)
    command.cover.check([one.areas for one in redactions_of(session, evidence)])
    return evidence


def redact_evidence(
    session: Session, actor: Actor, command: RedactEvidence, shown: Upload, moment: Moment
) -> EvidenceRedaction:
    """Let others see this picture wherever the same photo is evidence of the audit. shown: as made of the cover.

    Raises as `awaits_redaction`, which is asked again once the rows are held.
    """
    evidence = redactable(session, actor, command.audit_id, command.evidence_id)
    session.execute(select(Audit.id).where(Audit.id == evidence.audit_id).with_for_update())  # none amends it now
    copies = session.scalars(same_photo(session, evidence).with_for_update().order_by(Evidence.id)).all()
    awaits_redaction(session, actor, command)
    version = next_version(session, command.cover, shown, actor.account_id, moment.at)
    redaction = EvidenceRedaction(evidence_id=evidence.id, **version)
    session.add(redaction)
    ids = [one.id for one in copies]
    session.execute(update(Evidence).where(Evidence.id.in_(ids)).values(shown_digest=shown.digest))
    session.flush()
    record_event(
        session, actor, moment, "redact_evidence",
        audit=evidence.audit_id, evidence=evidence.id, version=redaction.number, sha256=shown.digest,
    )  # fmt: skip
    return redaction
