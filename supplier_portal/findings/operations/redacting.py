"""Covering areas of a photo the buyer's people sent with a finding: the photo itself stays as it came."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.redaction import Cover
from supplier_portal.files.operations import Upload, next_version
from supplier_portal.findings.models import PhotoRedaction
from supplier_portal.findings.queries.redactions import SentPhoto, redactions_of, sent_photo
from supplier_portal.trail.operations import record_event


@dataclass(frozen=True)
class RedactPhoto:
    """digest: SHA-256 of the photo as it came."""

    finding_id: int
    digest: str
    cover: Cover


def awaits_cover(session: Session, actor: Actor, command: RedactPhoto, *, held: bool = False) -> SentPhoto:
    """The photo, with everything about the command checked: asked before a picture is made.

    Raises Missing, and as `Cover.check`.
    """
    reach_of(actor, Permission.FINDINGS_EVIDENCE_REDACT)
    photo = sent_photo(session, actor, command.finding_id, command.digest, held=held)
    command.cover.check([one.areas for one in redactions_of(session, photo.finding.id, photo.digest)])
    return photo


def redact_photo(session: Session, actor: Actor, command: RedactPhoto, shown: Upload, moment: Moment) -> PhotoRedaction:
    """Let the supplier see this picture wherever the photo lies in the finding. shown: as made of the cover.

    Raises as `awaits_cover`, which is asked again with the finding held.
    """
    photo = awaits_cover(session, actor, command, held=True)
    version = next_version(session, command.cover, shown, actor.account_id, moment.at)
    redaction = PhotoRedaction(finding_id=photo.finding.id, digest=photo.digest, **version)
    session.add(redaction)
    for row in photo.rows:
        row.shown_digest = shown.digest
    session.flush()
    record_event(
        session, actor, moment, "redact_finding_photo",
        finding=photo.finding.id, photo=photo.digest, version=redaction.number, sha256=shown.digest,
    )  # fmt: skip
    return redaction


def shown_of(session: Session, actor: Actor, finding_id: int, upload: Upload) -> str | None:
    """Digest of what the other side is to see of a file sent now; None for what is no photo.

    A photo the buyer's people sent before, with areas covered since, is covered as it was.
    """
    if upload.shown is None:
        return None
    known = redactions_of(session, finding_id, upload.digest) if actor.supplier_id is None else ()
    return known[-1].shown_digest if known else upload.shown.digest
