"""An audit of one site, its team, its answers with their history, and its evidence."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from supplier_portal.db.base import Base, state_column
from supplier_portal.db.types import Document, Exact, UtcDateTime
from supplier_portal.files.models import PictureVersion

TYPES = ("initial", "periodic", "follow_up", "closure", "special")
SCORED = ("initial", "periodic")
MODES = ("on_site", "remote", "desktop")
LEAD, MEMBER = "lead", "auditor"


class Audit(Base):
    """type: initial, periodic (scored), follow_up, closure, special. mode: on_site, remote, desktop.

    profile: the supplier's flags (manufacturer, large, core) as they stood when it was planned.
    issued_on: business day of issue, of revision 1 for a revision 2.
    """

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    checklist_version_id: Mapped[int] = mapped_column(ForeignKey("checklist_version.id"), index=True)
    type: Mapped[str] = mapped_column(String(16))
    mode: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = state_column("audit_state", "planned")
    profile: Mapped[dict[str, bool]] = mapped_column(Document)
    objectives: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(Text, default="")
    criteria: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    revision: Mapped[int] = mapped_column(default=1)
    revises_id: Mapped[int | None] = mapped_column(ForeignKey("audit.id"))
    comments_until: Mapped[date | None]
    draft_released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_on: Mapped[date | None] = mapped_column(index=True)
    extension_days: Mapped[int] = mapped_column(default=0)
    planned_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AuditMember(Base):
    """A person on the team. role: lead or auditor."""

    __tablename__ = "audit_member"
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(16))


class AuditModule(Base):
    """An add-on checklist version that an audit answers beside its own."""

    __tablename__ = "audit_module"
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    checklist_version_id: Mapped[int] = mapped_column(ForeignKey("checklist_version.id"), primary_key=True)


class ChecklistChange(Base):
    """An audit's move to a newer version of its checklist.

    kept: codes of the answers that stand; set_aside: by code, the answer as it was and why it does not stand.
    """

    __tablename__ = "checklist_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    from_version_id: Mapped[int] = mapped_column(ForeignKey("checklist_version.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("checklist_version.id"))
    kept: Mapped[list[str]] = mapped_column(Document)
    set_aside: Mapped[dict[str, object]] = mapped_column(Document)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AuditMove(Base):
    """One move of an audit's state: from, to, who, when, why.

    witness, occurred_on: of a refusal or an abort by the supplier, who saw it and the day it happened.
    """

    __tablename__ = "audit_move"
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    origin: Mapped[str] = mapped_column(String(32))
    target: Mapped[str] = mapped_column(String(32))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    witness: Mapped[str] = mapped_column(String(200), default="", server_default="")
    occurred_on: Mapped[date | None]


class AuditorQualification(Base):
    """What a person is qualified for, and the days between which it holds, both counted.

    code: one of `audits.team.qualifications.CODES`; detail: number, issuer or scope as on the certificate.
    """

    __tablename__ = "auditor_qualification"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code: Mapped[str] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(String(300), default="")
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ConflictOfInterest(Base):
    """Why a person does not audit a supplier, and the days between which it holds; holds_until: None while open."""

    __tablename__ = "conflict_of_interest"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    holds_from: Mapped[date]
    holds_until: Mapped[date | None]
    declared_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TeamChange(Base):
    """One person's change on a team after planning. act: added, added_lead, removed, made_lead, made_auditor."""

    __tablename__ = "team_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    act: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class DateChange(Base):
    """An audit's move to other days, and why."""

    __tablename__ = "date_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), index=True)
    from_starts_on: Mapped[date]
    from_ends_on: Mapped[date]
    to_starts_on: Mapped[date]
    to_ends_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Answer(Base):
    """What was seen at one checkpoint. rating: "0" to "4", "NA", or None while not rated; version counts saves.

    claimed, reperformed: the two figures of a worked-again number; number: a figure in the checkpoint's unit;
    on_track: whether emissions are on the target's path, None where it is not asked or not judged.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("audit_id", "checkpoint"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    checkpoint: Mapped[str] = mapped_column(String(16))
    rating: Mapped[str | None] = mapped_column(String(2))
    note: Mapped[str] = mapped_column(Text, default="")
    population: Mapped[int | None]
    sampled: Mapped[int | None]
    conforming: Mapped[int | None]
    number: Mapped[Decimal | None] = mapped_column(Exact(4))
    claimed: Mapped[Decimal | None] = mapped_column(Exact(4))
    reperformed: Mapped[Decimal | None] = mapped_column(Exact(4))
    on_track: Mapped[bool | None]
    version: Mapped[int] = mapped_column(default=1)
    saved_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AnswerRevision(Base):
    """Every content an answer had, and every rival that came on a stale base: nothing typed is lost."""

    __tablename__ = "answer_revision"
    __table_args__ = (Index("ix_answer_revision_answer", "audit_id", "checkpoint"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    checkpoint: Mapped[str] = mapped_column(String(16))
    base_version: Mapped[int]
    rival: Mapped[bool]
    content: Mapped[dict[str, object]] = mapped_column(Document)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    change_uuid: Mapped[str] = mapped_column(String(36), unique=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Evidence(Base):
    """A photo or file for one checkpoint. about_on: the day it is about; shown_digest: the picture others see."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_answer", "audit_id", "checkpoint"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    checkpoint: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(ForeignKey("stored_file.digest"))
    shown_digest: Mapped[str | None] = mapped_column(ForeignKey("stored_file.digest"))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    caption: Mapped[str] = mapped_column(String(300), default="")
    about_on: Mapped[date]
    added_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EvidenceRedaction(PictureVersion, Base):
    """A version of a photo of an audit; it counts over the rows of the same photo in every revision."""

    __tablename__ = "evidence_redaction"
    __table_args__ = (UniqueConstraint("evidence_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))


class Interview(Base):
    """Who was asked at a checkpoint. function: what both sides read; person: the name, for the buyer's side alone."""

    __tablename__ = "interview"
    __table_args__ = (Index("ix_interview_answer", "audit_id", "checkpoint"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"))
    checkpoint: Mapped[str] = mapped_column(String(16))
    function: Mapped[str] = mapped_column(String(120))
    person: Mapped[str] = mapped_column(String(120), default="")
    noted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
