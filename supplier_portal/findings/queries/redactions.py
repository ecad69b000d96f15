"""Photos the buyer's people sent with a finding, and the versions of what the supplier sees of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.accounts.models import Account
from supplier_portal.domain.errors import Missing
from supplier_portal.findings.models import Finding, FindingEvidence, Message, MessageFile, PhotoRedaction
from supplier_portal.findings.queries import found


@dataclass(frozen=True)
class SentPhoto:
    """A photo of a finding: once for all its places there. rows: those places, as evidence and with messages."""

    finding: Finding
    digest: str
    rows: Sequence[FindingEvidence | MessageFile]

    @property
    def name(self) -> str:
        return self.rows[0].name

    @property
    def shown_digest(self) -> str:
        return self.rows[0].shown_digest or self.digest


def sent_photo(session: Session, actor: Actor, finding_id: int, digest: str, *, held: bool = False) -> SentPhoto:
    """A photo whose areas this actor may cover. held: as `found` has it.

    Raises Missing, also for a photo the supplier itself sent: it has that one as it came.
    """
    if not decide(actor, Permission.FINDINGS_EVIDENCE_REDACT).allowed:
        raise Missing
    finding = found(session, actor, finding_id, held=held)
    ours = Account.supplier_id.is_(None)
    evidence = (
        select(FindingEvidence)
        .join(Account, Account.id == FindingEvidence.added_by)
        .where(FindingEvidence.finding_id == finding.id, FindingEvidence.digest == digest, ours)
    )
    with_messages = (
        select(MessageFile)
        .join(Message, Message.id == MessageFile.message_id)
        .join(Account, Account.id == Message.written_by)
        .where(Message.finding_id == finding.id, MessageFile.digest == digest, ours)
    )
    came = [*session.scalars(evidence), *session.scalars(with_messages)]
    rows = [row for row in came if row.shown_digest is not None]
    if not rows:
        raise Missing
    return SentPhoto(finding, digest, rows)


def redactions_of(session: Session, finding_id: int, digest: str) -> Sequence[PhotoRedaction]:
    """Every version of the photo, the first one first, as they stand in the database now."""
    asked = select(PhotoRedaction).where(PhotoRedaction.finding_id == finding_id, PhotoRedaction.digest == digest)
    return session.scalars(asked.order_by(PhotoRedaction.number)).all()
