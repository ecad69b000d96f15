"""Findings an actor may see, and what gates count of them."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, false, func, select
from sqlalchemy.orm import Session, lazyload

from supplier_portal.access.actor import Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import AuditMember
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.findings.deadlines import Standing
from supplier_portal.domain.findings.rules import NONCONFORMITY
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN, FINDING
from supplier_portal.domain.workflow.transition import Transition
from supplier_portal.files.kinds import JPEG
from supplier_portal.findings.models import Finding, FindingEvidence, MessageFile
from supplier_portal.suppliers.models import Site, Supplier


def visible(actor: Actor) -> Select[Finding]:
    """A supplier's own findings once notified; those of one's audits, of all audits for the office.

    Drafts are for the team, the reviewer and the planner: management too sees a finding once it is notified.
    """
    reach = decide(actor, Permission.FINDINGS_FINDING_READ).reach
    if reach is Reach.OWN_COMPANY:
        return select(Finding).where(Finding.supplier_id == actor.supplier_id, Finding.notified_at.is_not(None))
    if reach is Reach.OWN_AUDITS:
        own = select(AuditMember.audit_id).where(AuditMember.account_id == actor.account_id)
        return select(Finding).where(Finding.audit_id.in_(own))
    if reach is not Reach.ALL:
        return select(Finding).where(false())
    drafts_too = actor.role is not Role.MANAGEMENT
    return select(Finding) if drafts_too else select(Finding).where(Finding.notified_at.is_not(None))


def visible_evidence(actor: Actor) -> Select[FindingEvidence]:
    """Evidence of the findings an actor may see."""
    seen = visible(actor).with_only_columns(Finding.id)
    return select(FindingEvidence).where(FindingEvidence.finding_id.in_(seen))


def found(session: Session, actor: Actor, finding_id: int, *, held: bool = False) -> Finding:
    """The finding. Raises Missing where it is not there for this actor.

    Further checkpoints are read where they are asked for. held: read anew, kept from others until the transaction ends.
    """
    asked = visible(actor).where(Finding.id == min(finding_id, MOST_ID)).options(lazyload(Finding.further))
    if held:
        asked = asked.with_for_update(of=Finding).execution_options(populate_existing=True)
    finding = session.scalar(asked)
    if finding is None:
        raise Missing
    return finding


def handed_out(session: Session, actor: Actor, file: FindingEvidence | MessageFile, sender: int) -> tuple[str, str]:
    """Digest and kind of what a reader gets: as it came on the side that sent it. sender: whose account that is.

    The other side gets the picture of a photo, without what the camera wrote into it.
    """
    company = session.scalar(select(Account.supplier_id).where(Account.id == sender))
    if file.shown_digest is None or company == actor.supplier_id:
        return file.digest, file.media_type
    return file.shown_digest, JPEG


def evidence_bytes(session: Session, finding_id: int) -> int:
    """How much the files of a finding take together."""
    return session.scalar(select(func.sum(FindingEvidence.size)).where(FindingEvidence.finding_id == finding_id)) or 0


def possible_moves(finding: Finding, actor: Actor) -> tuple[Transition, ...]:
    """The moves the table gives the actor now; a strength makes none."""
    return () if finding.severity == "none" else FINDING.possible(finding.state, actor.role)


def local_day(at: datetime, zone: str) -> date:
    """The day of an instant where the supplier is."""
    return at.astimezone(ZoneInfo(zone)).date()


def standing_of(finding: Finding | Row[*tuple[Any, ...]], zone: str) -> Standing:
    """What clocks need of a finding; `zone` is its supplier's time zone."""
    return Standing(
        severity=finding.severity,
        state=finding.state,
        plan_due_on=finding.plan_due_on,
        close_due_on=finding.close_due_on,
        stage_due_on=finding.stage_due_on,
        turn_on=local_day(finding.turn_since, zone) if finding.turn_since else None,
        turn_due_on=finding.turn_due_on,
    )


def scoring_nonconformities_of(
    session: Session, supplier_ids: Collection[int] | None, day: date
) -> dict[int, list[dict[str, object]]]:
    """As `scoring_nonconformities`, by supplier, for any number of them (None: all) in one statement."""
    counted: dict[int, list[dict[str, object]]] = {}
    for row, standing in _standing_nonconformities(session, supplier_ids, day):
        entry = {"site": row.name_en, "severity": row.severity, "open": True, "overdue": standing.overdue(day)}
        counted.setdefault(row.supplier_id, []).append(entry)
    return counted


def _standing_nonconformities(
    session: Session, supplier_ids: Collection[int] | None, day: date
) -> Iterator[tuple[Row[*tuple[Any, ...]], Standing]]:
    columns = select(
        Finding.supplier_id, Finding.site_id, Finding.severity, Finding.state, Finding.plan_due_on,
        Finding.close_due_on, Finding.stage_due_on, Finding.turn_since, Finding.turn_due_on, Site.name_en,
        Supplier.time_zone,
    )  # fmt: skip
    rows = (
        columns.join(Site, Site.id == Finding.site_id)
        .join(Supplier, Supplier.id == Finding.supplier_id)
        .where(Finding.kind == NONCONFORMITY, Finding.state.in_(COUNTS_AS_OPEN))
        .order_by(Finding.id)
    )
    if supplier_ids is not None:
        rows = rows.where(Finding.supplier_id.in_(supplier_ids))
    for row in session.execute(rows):
        standing = standing_of(row, row.time_zone)
        if standing.counts(day):
            yield row, standing
