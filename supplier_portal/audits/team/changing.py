"""Changing the team of an audit that is under way, and moving its days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.models import LEAD, MEMBER, Audit, AuditMember, DateChange, TeamChange
from supplier_portal.audits.queries import find_audit
from supplier_portal.audits.team.checking import Team, faults_of_team
from supplier_portal.audits.team.standing import Visit, stand_in_line
from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.trail.operations import record_event

TEAM_CHANGES_WHILE = ("planned", "confirmed", "in_progress")
DATES_CHANGE_WHILE = ("planned", "confirmed")
LONGEST_REASON = 2000


@dataclass(frozen=True)
class ChangeTeam:
    """The team as it is to be from now on, and why."""

    audit_id: int
    lead_id: int | None
    auditor_ids: tuple[int, ...]
    reason: str


@dataclass(frozen=True)
class RescheduleAudit:
    """The days on which the audit is to take place instead, and why."""

    audit_id: int
    starts_on: date | None
    ends_on: date | None
    reason: str


def change_team(session: Session, actor: Actor, command: ChangeTeam, moment: Moment) -> list[TeamChange]:
    """Add, remove and change the roles of members; what a removed one answered stays.

    Raises Missing where the actor may not see the audit, Conflict once its answers no longer change, Invalid with
    every fault at its field.
    """
    reach_of(actor, Permission.AUDITS_TEAM_MANAGE)
    stand_in_line(session)
    audit = find_audit(session, actor, command.audit_id, locked=True)
    check_state(audit, TEAM_CHANGES_WHILE, "audits.team_fixed")
    team = Team(command.lead_id, command.auditor_ids)
    visit = Visit(audit.supplier_id, audit.site_id, audit.starts_on, audit.ends_on, audit.id)
    faults = [*faults_of_team(session, team, visit), *_faults_of_reason(command.reason)]
    members = {row.account_id: row for row in session.scalars(_members(audit))}
    acts = _acts({person: row.role for person, row in members.items()}, team)
    if not acts and not faults:
        faults = [Fault("audits.team_unchanged", "auditor_ids")]
    if faults:
        raise Invalid(faults)
    for person, act in acts.items():
        _apply(session, audit, members.get(person), person, act)
    changes = [
        TeamChange(
            audit_id=audit.id,
            account_id=person,
            act=act,
            reason=command.reason.strip(),
            changed_by=actor.account_id,
            at=moment.at,
        )
        for person, act in acts.items()
    ]
    session.add_all(changes)
    session.flush()
    told = [f"{act}:{person}" for person, act in acts.items()]
    record_event(session, actor, moment, "change_team", audit=audit.id, changes=told)
    return changes


def reschedule_audit(session: Session, actor: Actor, command: RescheduleAudit, moment: Moment) -> Audit:
    """Move the audit to other days while it has not begun; its team must be free of faults on them.

    Raises as `change_team`.
    """
    reach_of(actor, Permission.AUDITS_AUDIT_PLAN)
    stand_in_line(session)
    audit = find_audit(session, actor, command.audit_id, locked=True)
    check_state(audit, DATES_CHANGE_WHILE, "audits.dates_fixed")
    faults = [*faults_of_dates(command.starts_on, command.ends_on), *_faults_of_reason(command.reason)]
    if not faults and (command.starts_on, command.ends_on) == (audit.starts_on, audit.ends_on):
        faults.append(Fault("audits.dates_unchanged", "starts_on"))
    if not faults and command.starts_on and command.ends_on:
        visit = Visit(audit.supplier_id, audit.site_id, command.starts_on, command.ends_on, audit.id)
        faults += faults_of_team(session, _team_of(session, audit), visit, ("starts_on", "starts_on"))
    if faults:
        raise Invalid(faults)
    session.add(
        DateChange(
            audit_id=audit.id,
            from_starts_on=audit.starts_on,
            from_ends_on=audit.ends_on,
            to_starts_on=command.starts_on,
            to_ends_on=command.ends_on,
            reason=command.reason.strip(),
            changed_by=actor.account_id,
            at=moment.at,
        )
    )
    audit.starts_on, audit.ends_on = command.starts_on, command.ends_on  # type: ignore[assignment]  # checked above
    session.flush()
    record_event(session, actor, moment, "reschedule_audit", audit=audit.id)
    return audit


def faults_of_dates(starts_on: date | None, ends_on: date | None) -> Iterator[Fault]:
    """Both days are there, the last one not before the first."""
    for name, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        if day is None:
            yield Fault("form.required", name)
    if starts_on and ends_on and ends_on < starts_on:
        yield Fault("audits.dates_out_of_order", "ends_on")


def check_state(audit: Audit, allowed: tuple[str, ...], code: str) -> None:
    """Raise Conflict with what is possible where the audit stands at another state."""
    if audit.state not in allowed:
        raise Conflict(code, state=AUDIT.word(audit.state), possible=[AUDIT.word(state) for state in allowed])


def _members(audit: Audit) -> Select[AuditMember]:
    return select(AuditMember).where(AuditMember.audit_id == audit.id).order_by(AuditMember.account_id)


def _team_of(session: Session, audit: Audit) -> Team:
    members = session.scalars(_members(audit)).all()
    lead = next((row.account_id for row in members if row.role == LEAD), None)
    return Team(lead, [row.account_id for row in members if row.role != LEAD])


def _acts(roles: dict[int, str], team: Team) -> dict[int, str]:
    """What is to be done to whom: those who leave first."""
    wanted = dict.fromkeys(team.others, MEMBER)
    if team.lead_id is not None:
        wanted[team.lead_id] = LEAD
    acts = {person: "removed" for person in roles if person not in wanted}
    for person, role in sorted(wanted.items()):
        if person not in roles:
            acts[person] = "added_lead" if role == LEAD else "added"
        elif roles[person] != role:
            acts[person] = "made_lead" if role == LEAD else "made_auditor"
    return acts


def _apply(session: Session, audit: Audit, row: AuditMember | None, person: int, act: str) -> None:
    if row is None:
        role = LEAD if act == "added_lead" else MEMBER
        session.add(AuditMember(audit_id=audit.id, account_id=person, role=role))
    elif act == "removed":
        session.delete(row)
    else:
        row.role = LEAD if act == "made_lead" else MEMBER


def _faults_of_reason(reason: str) -> Iterator[Fault]:
    if not reason.strip():
        yield Fault("workflow.needs_reason", "reason")
    if len(reason) > LONGEST_REASON:
        yield Fault("form.too_long", "reason", facts={"most": LONGEST_REASON, "length": len(reason)})
    if not readable(reason):
        yield Fault("audits.control_character", "reason")
