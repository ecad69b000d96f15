"""The notice of findings: with the report, or ahead of it where they are critical."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import is_member
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.findings.milestones import next_before
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import Finding
from supplier_portal.findings.operations.stepping import step, zone_of
from supplier_portal.findings.queries import found, local_day
from supplier_portal.findings.queries.clocking import policy_in_force
from supplier_portal.findings.queries.milestones import checkpoint_of
from supplier_portal.findings.queries.noticing import NEVER_NOTIFIED
from supplier_portal.findings.telling import tell_opened
from supplier_portal.trail.operations import record_event


def agree_notice(session: Session, actor: Actor, finding_id: int, moment: Moment) -> Finding:
    """Give the notice of a critical finding ahead of its report, as a reviewer outside the team.

    The supplier sees it from now on, its clocks start and it counts at the gates. Raises Missing, Conflict for a
    person of the team, for a finding that is not critical or no draft, and where its audit was cancelled.
    """
    reach_of(actor, Permission.FINDINGS_NOTICE_AGREE)
    finding = found(session, actor, finding_id)
    FINDING.find(finding.state, "open", actor.role)
    if finding.state != "draft":
        raise Conflict("findings.notified_already", number=finding.number)
    refuse_team(session, actor, finding.audit_id)
    if finding.severity != "critical":
        raise Conflict("findings.notified_with_report")
    audit = session.get_one(Audit, finding.audit_id)
    if audit.state in NEVER_NOTIFIED:
        raise Conflict("findings.audit_cancelled", number=audit.number)
    notify(session, actor, finding, moment)
    tell_opened(session, actor, [finding], moment)
    record_event(session, actor, moment, "agree_notice", finding=finding.id, audit=audit.id)
    return finding


def notify_findings(session: Session, actor: Actor, audit_id: int, moment: Moment) -> list[Finding]:
    """Open the drafts of an audit, in its act of issue; those that had a notice of their own are not among them."""
    drafts = session.scalars(
        select(Finding).where(Finding.audit_id == audit_id, Finding.state == "draft").order_by(Finding.id)
    ).all()
    for finding in drafts:
        notify(session, actor, finding, moment)
    tell_opened(session, actor, drafts, moment)
    return list(drafts)


def notify(session: Session, actor: Actor, finding: Finding, moment: Moment) -> None:
    """Give the supplier notice of one draft: its clocks follow the policy in force, or the checkpoint's own time."""
    FINDING.find(finding.state, "open", actor.role)
    checkpoint = checkpoint_of(session, finding)
    policy = policy_in_force(session, local_day(moment.at, zone_of(session, finding)))
    step(
        session, actor, finding, "open", moment, notified_at=moment.at,
        clock_policy=policy.sha256 if policy else None, close_days=checkpoint.close_days,
        stage_before=next_before(checkpoint.milestones, ()),
    )  # fmt: skip


def refuse_team(session: Session, actor: Actor, audit_id: int) -> None:
    """Raises Conflict for a person of the audit's own team."""
    if actor.account_id is not None and is_member(session, audit_id, actor.account_id):
        raise Conflict("findings.not_outside_team")
