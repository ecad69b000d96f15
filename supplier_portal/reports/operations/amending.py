"""An amendment: a later revision of an issued audit, with any level, agreed by a reviewer outside the team."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.audits.checklists import checklists_of, stored_version
from supplier_portal.audits.models import Answer, Audit, AuditMember, AuditModule, AuditMove, Evidence, Interview
from supplier_portal.audits.operations import apply_move
from supplier_portal.audits.operations.moves import LONGEST_REASON
from supplier_portal.audits.queries import answers_of, asked_of, find_audit, profile_of
from supplier_portal.audits.revisions import MOST_REVISIONS, revised_number, revision_ids
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.db.states import move_state
from supplier_portal.domain.answering import possible_ratings
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.findings.models import Finding
from supplier_portal.reports.figures import newly_to_agree
from supplier_portal.reports.models import FINDING_WITHDRAWN, GROUNDS, Amendment
from supplier_portal.reports.operations.issuing import first_issued_on, freeze
from supplier_portal.reports.operations.sealing import seal_report
from supplier_portal.reports.wording import faults_of_text
from supplier_portal.scores.operations import publish_rating
from supplier_portal.trail.operations import record_event


@dataclass(frozen=True)
class AmendAudit:
    """ground: finding_withdrawn or appeal_granted; levels: by checkpoint the rating it gets, as in `Answer`.

    Checkpoints that are not named, or named with the rating they have, stay as they are. agreed: steps of which more
    than half comes to be not applicable and the reviewer agrees that it is so.
    """

    audit_id: int
    ground: str
    reason: str
    levels: Mapping[str, str]
    agreed: Collection[int] = ()


def amend_audit(session: Session, actor: Actor, command: AmendAudit, moment: Moment, code: str | None = None) -> Audit:
    """Issue the next revision in one act: the audit's answers but for these levels; the audit itself stays as it is.

    code: as in `issue_audit`. Raises Missing, Conflict where the audit is not issued or the actor was on its team,
    Invalid at `ground`, `reason`, `levels`, `agreed` and the codes of checkpoints.
    """
    reach_of(actor, Permission.REPORTS_AUDIT_AMEND)
    audit = find_audit(session, actor, command.audit_id, locked=True)
    AUDIT.find(audit.state, "amended", actor.role)
    if audit.revision >= MOST_REVISIONS:
        raise Conflict("reports.most_revisions", most=MOST_REVISIONS)
    changed = _changed(session, audit, command)
    apply_move(session, actor, audit, "amended", moment, command.reason)
    later = _next_revision(session, audit)
    _copy(session, actor, audit, later, {code: levels[1] for code, levels in changed.items()}, moment)
    _issue(session, actor, later, command.reason.strip(), moment)
    freeze(session, later, answers_of(session, later.id), moment)
    kept = {"ground": command.ground, "reason": command.reason.strip(), "changed": changed}
    session.add(Amendment(audit_id=later.id, account_id=actor.account_id, at=moment.at, **kept))
    session.flush()
    if code is not None:
        seal_report(session, later, code, moment.day)
    publish_rating(session, actor, later.supplier_id, moment, "input")
    record_event(session, actor, moment, "amend_audit", audit=later.id, amends=audit.id, checkpoints=sorted(changed))
    return later


def _changed(session: Session, audit: Audit, command: AmendAudit) -> dict[str, list[str | None]]:
    """The levels that really change, before and after. Raises Invalid with every fault."""
    faults = faults_of_text(command.reason, "reason", LONGEST_REASON)
    if command.ground not in GROUNDS:
        faults.append(Fault("form.unknown_choice", "ground"))
    elif command.ground == FINDING_WITHDRAWN and not _has_withdrawn(session, audit):
        faults.append(Fault("reports.none_withdrawn", "ground"))
    asked = {one.code: one for one in asked_of(audit, checklists_of(session, audit).by_code.values())}
    faults += [
        Fault("form.unknown_choice", code if code in asked else "levels")
        for code, rating in command.levels.items()
        if code not in asked or rating not in possible_ratings(asked[code])
    ]
    answers = answers_of(session, audit.id)
    changed = _changed_levels(answers, command.levels)
    if not changed and not faults:
        faults.append(Fault("reports.nothing_amended", "levels"))
    checklist = checklist_of(stored_version(session, audit))
    if waiting := newly_to_agree(checklist, profile_of(audit), answers, command.levels).keys() - set(command.agreed):
        faults.append(Fault("reports.agree_not_applicable", "agreed", facts={"steps": sorted(waiting)}))
    if faults:
        raise Invalid(faults)
    return changed


def _changed_levels(answers: Mapping[str, Answer], levels: Mapping[str, str]) -> dict[str, list[str | None]]:
    """Those of the levels that are not the answers' own, each as before and after."""
    before = {code: answers[code].rating if code in answers else None for code in levels}
    return {code: [before[code], rating] for code, rating in levels.items() if before[code] != rating}


def _has_withdrawn(session: Session, audit: Audit) -> bool:
    of_audit = Finding.audit_id.in_(revision_ids(session, audit))
    return session.scalar(select(Finding.id).where(of_audit, Finding.state == "withdrawn").limit(1)) is not None


_SAME = (
    "supplier_id", "site_id", "checklist_version_id", "type", "mode", "profile", "objectives", "scope", "criteria",
    "starts_on", "ends_on", "extension_days", "planned_by", "planned_at",
)  # fmt: skip


def _next_revision(session: Session, audit: Audit) -> Audit:
    """Write its row in the first state: its answers are copied before it is frozen."""
    revision = audit.revision + 1
    later = Audit(
        number=revised_number(audit.number, revision),
        revision=revision,
        revises_id=audit.id,
        **{name: getattr(audit, name) for name in _SAME},
    )
    session.add(later)
    session.flush()
    return later


def _copy(
    session: Session, actor: Actor, audit: Audit, later: Audit, levels: Mapping[str, str | None], moment: Moment
) -> None:
    """Give the revision the answers with their new levels, the evidence, who was asked, the team and the add-ons."""
    for model in (Answer, Evidence, Interview, AuditMember, AuditModule):
        columns = [column for column in model.__table__.columns if column.name not in {"id", "audit_id"}]
        rows = session.execute(select(*columns).where(model.audit_id == audit.id)).mappings()
        copies = [{**row, "audit_id": later.id} for row in rows]
        if model is Answer:
            by = {"saved_by": actor.account_id, "saved_at": moment.at}
            copies = [
                {**row, "rating": levels[row["checkpoint"]], **by} if row["checkpoint"] in levels else row
                for row in copies
            ]
        if copies:
            session.execute(insert(model), copies)


def _issue(session: Session, actor: Actor, later: Audit, reason: str, moment: Moment) -> None:
    move_state(session, Audit, later.id, AUDIT.first, "issued", issued_on=first_issued_on(session, later, moment))
    session.expire(later)
    moved = AuditMove(audit_id=later.id, origin="", target="issued", account_id=actor.account_id, at=moment.at)
    moved.reason = reason
    session.add(moved)
    session.flush()
