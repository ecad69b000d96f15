"""The audits a rating rests on: site, checklist, and the evidence of each answer as far as a reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, defer

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.models import SCORED, Audit, Evidence
from supplier_portal.audits.queries import visible_evidence
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.checklist.version import ChecklistVersion as Checklist
from supplier_portal.domain.scoring import RatingInput
from supplier_portal.scores.changes import IssuedAudit
from supplier_portal.scores.models import AuditResult
from supplier_portal.suppliers.models import Site

Value = TypeVar("Value")


@dataclass(frozen=True)
class Piece:
    """A piece of evidence: its name, its caption and the day it is about. shown: whether there is a picture of it."""

    id: int
    name: str
    caption: str
    about_on: date
    shown: bool


@dataclass(frozen=True)
class AuditedSite:
    """The audit a site's figure rests on. evidence: pieces by checkpoint code, their number alone.

    pieces: the same by name, for who may read the answers; empty for others.
    """

    site: Site
    checklist: Checklist
    audit: Audit
    evidence: Mapping[str, int]
    pieces: Mapping[str, Sequence[Piece]] = field(default_factory=dict)


@dataclass(frozen=True)
class ScoredAudit:
    """An audit of the supplier that was scored. counts: the rating of the day rests on it."""

    audit: Audit
    site: Site
    checklist_version: str
    issued_on: date
    revision: int
    counts: bool


def audits_of(
    session: Session, actor: Actor, supplier_id: int, inputs: RatingInput
) -> tuple[dict[str, AuditedSite], list[ScoredAudit]]:
    """Find the audits behind the receipt by site, and all scored ones, the newest first, in two statements.

    Of a site, the newest revision issued on the day the receipt names counts.
    """
    days = {audit.site: audit.issued_on for audit in inputs.audits}
    rows = _results(session, supplier_id)
    counting = {row[2].name_en: row for row in rows if row[0].issued_on == days.get(row[2].name_en)}
    ids = [audit.id for _, audit, _, _ in counting.values()]
    pieces = _pieces(session, actor, ids) if reads_evidence(actor) else None
    counts = _counts(session, ids) if pieces is None else {key: len(several) for key, several in pieces.items()}
    sites = {
        name: AuditedSite(site, checklist_of(version), audit, _of(counts, audit.id), _of(pieces or {}, audit.id))
        for name, (_, audit, site, version) in counting.items()
    }
    behind = {result.id for result, *_ in counting.values()}
    scored = [
        ScoredAudit(audit, site, version.version, result.issued_on, result.revision, result.id in behind)
        for result, audit, site, version in reversed(rows)
    ]
    return sites, scored


def reads_evidence(actor: Actor) -> bool:
    """Tell whether evidence is named to this reader: to the supplier its own, to others with the answers."""
    return actor.role in SUPPLIER_ROLES or decide(actor, Permission.AUDITS_ANSWER_READ).allowed


def issued_of(session: Session, supplier_id: int) -> list[IssuedAudit]:
    """Find the supplier's scored audits as receipts name them, the newest revision first, in one statement."""
    asked = (
        select(Audit.number, Site.name_en, AuditResult.issued_on, AuditResult.revision)
        .join(Audit, Audit.id == AuditResult.audit_id)
        .join(Site, Site.id == AuditResult.site_id)
        .where(AuditResult.supplier_id == supplier_id, Audit.type.in_(SCORED))
        .order_by(AuditResult.revision.desc(), AuditResult.id)
    )
    return [IssuedAudit(row[0], row[1], row[2].isoformat(), row[3]) for row in session.execute(asked)]


def issued_audits(scored: Sequence[ScoredAudit]) -> list[IssuedAudit]:
    """Give the audits as receipts name them, the newest revision first."""
    newest = sorted(scored, key=lambda one: -one.revision)
    return [IssuedAudit(one.audit.number, one.site.name_en, one.issued_on.isoformat(), one.revision) for one in newest]


def _results(session: Session, supplier_id: int) -> Sequence[Row[AuditResult, Audit, Site, ChecklistVersion]]:
    asked = (
        select(AuditResult, Audit, Site, ChecklistVersion)
        .join(Site, Site.id == AuditResult.site_id)
        .join(Audit, Audit.id == AuditResult.audit_id)
        .join(ChecklistVersion, ChecklistVersion.id == Audit.checklist_version_id)
        .where(AuditResult.supplier_id == supplier_id, Audit.type.in_(SCORED))
        .options(defer(AuditResult.checkpoints))
        .order_by(AuditResult.issued_on, AuditResult.revision, AuditResult.id)
    )
    return session.execute(asked).all()


def _of(found: Mapping[tuple[int, str], Value], audit_id: int) -> dict[str, Value]:
    return {code: value for (audit, code), value in found.items() if audit == audit_id}


def _pieces(session: Session, actor: Actor, audit_ids: Sequence[int]) -> dict[tuple[int, str], list[Piece]]:
    seen = visible_evidence(actor).where(Evidence.audit_id.in_(audit_ids)).order_by(Evidence.id)
    found: dict[tuple[int, str], list[Piece]] = {}
    for one in session.scalars(seen):
        piece = Piece(one.id, one.name, one.caption, one.about_on, one.shown_digest is not None)
        found.setdefault((one.audit_id, one.checkpoint), []).append(piece)
    return found


def _counts(session: Session, audit_ids: Sequence[int]) -> dict[tuple[int, str], int]:
    counted = select(Evidence.audit_id, Evidence.checkpoint, func.count()).where(Evidence.audit_id.in_(audit_ids))
    rows = session.execute(counted.group_by(Evidence.audit_id, Evidence.checkpoint))
    return {(audit_id, checkpoint): count for audit_id, checkpoint, count in rows}
