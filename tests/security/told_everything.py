"""Whatever tells anybody of anything, by either side: each kind of notice the rooms have declared."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.appeals import telling as of_appeals
from supplier_portal.appeals.models import Appeal, AppealMove
from supplier_portal.audits import telling as of_audits
from supplier_portal.audits.models import Audit, AuditMove
from supplier_portal.checklists import telling as of_drafts
from supplier_portal.checklists.models import ChecklistDraft
from supplier_portal.declarations import telling as of_declarations
from supplier_portal.declarations.models import DECLINED, TAKEN, Declaration
from supplier_portal.desk.models import REASSIGN, REMIND
from supplier_portal.desk.operations import AskAct, ask_act, do_next
from supplier_portal.desk.telling import tell_handler
from supplier_portal.domain.appeals import FIGURE
from supplier_portal.domain.workflow.appeal import APPEAL as APPEAL_TABLE
from supplier_portal.domain.workflow.audit import AUDIT as AUDIT_TABLE
from supplier_portal.domain.workflow.finding import FINDING as FINDING_TABLE
from supplier_portal.findings import telling
from supplier_portal.findings.models import Extension, Finding, FindingEvidence, MilestoneMet
from supplier_portal.findings.operations.stepping import step
from supplier_portal.findings.queries.listing import Filter
from supplier_portal.findings.telling.escalations import tell_escalations
from supplier_portal.findings.telling.reminders import Days, tell_reminders
from tests.cast import FANG, HE, HUILING, NOW, PAN, TAN, ZHOU
from tests.findings_story import later

NEW = 900_000
"""Numbers of rows that are told of and not kept."""
TOLD_BY = (SYSTEM, TAN.actor, ZHOU.actor)
DAYS = range(90)
"""So long reminders are looked for after the notice: half of a clock, before its day, on it, and late by weeks."""


def tell_everything(session: Session, rows: dict) -> None:
    """Tell of one company's rows."""
    finding = session.get_one(Finding, rows["finding_id"])
    _moves_of_finding(session, finding)
    _beside_finding(session, finding, rows)
    _time_passing(session, finding)
    _desk(session, finding)
    _audit(session, session.get_one(Audit, rows["audit_id"]))
    _appeal(session, session.get_one(Appeal, rows["appeal_id"]))
    _declaration(session, session.get_one(Declaration, rows["declaration_id"]))


def tell_of_draft(session: Session, draft: ChecklistDraft) -> None:
    of_drafts.tell_handed_over(session, draft, NOW)
    draft.asked_by = PAN.number
    of_drafts.tell_sent_back(session, draft, NOW)


def like(row, **values):
    """The row with other values, not kept: the database would refuse to change it."""
    return type(row)(**{column.name: getattr(row, column.name) for column in row.__table__.columns} | values)


def _moves_of_finding(session, finding):
    moves = [row for row in FINDING_TABLE.transitions if row.origin != "draft"]
    for place, row in enumerate(moves):
        stands(session, finding, row.origin)
        step(session, TOLD_BY[place % len(TOLD_BY)], finding, row.target, later(place + 1), "Because")


def stands(session, finding, state, **values):
    session.execute(update(Finding).where(Finding.id == finding.id).values(state=state, **values))
    session.refresh(finding)


def _beside_finding(session, finding, rows):
    extension = session.get_one(Extension, rows["extension_id"])
    evidence = session.get_one(FindingEvidence, rows["evidence_id"])
    stage = session.scalars(select(MilestoneMet).where(MilestoneMet.finding_id == finding.id)).first()
    for number, by in enumerate((TAN.actor, ZHOU.actor), start=1):
        telling.tell_message(session, by, finding, number, NOW)
        telling.tell_containment(session, by, finding, number, NOW)
        telling.tell_extension_asked(session, by, finding, extension, NOW)
        telling.tell_stage_met(session, by, finding, stage, NOW)
    minor = {"severity": "minor", "integrity": False}
    told = [[minor], [minor, minor], [{"severity": "critical", "integrity": False}]]
    for number, those in enumerate([*told, [{"severity": "critical", "integrity": True}]]):
        telling.tell_opened(session, ZHOU.actor, [like(finding, id=NEW + number, **one) for one in those], NOW)
    for decision in ("accepted", "sent_back"):
        evidence.decision = stage.decision = decision
        evidence.decided_at = stage.decided_at = later(len(decision)).at
        telling.tell_evidence_decided(session, ZHOU.actor, finding, evidence, NOW)
        telling.tell_stage_decided(session, ZHOU.actor, finding, stage, NOW)
    for number, decision in enumerate(("granted", "refused")):
        answered = like(extension, id=NEW + number, decision=decision)
        telling.tell_extension_answered(session, ZHOU.actor, finding, answered, NOW)


def _time_passing(session, finding):
    colleague = HE.number if finding.supplier_id == HUILING else None  # whose superior is told too
    for state in ("open", "cap_proposed"):
        stands(session, finding, state, owner_id=colleague)
        for day in DAYS:
            today = NOW.day + timedelta(days=day)
            tell_reminders(session, Days("Asia/Shanghai", today, today), 0, later(day))
    tell_escalations(session, [Finding.id == finding.id], later(DAYS.stop))


def _desk(session, finding):
    for state, kind in (("open", REMIND), ("cap_proposed", REMIND), ("open", REASSIGN)):
        stands(session, finding, state, handler_id=None)
        chosen = AskAct(kind, Filter(), [finding.id], FANG.number if kind == REASSIGN else None)
        day = later(len(state))
        act = ask_act(session, PAN.actor, chosen, day)
        while do_next(session, PAN.actor, act, day):
            pass
        tell_handler(session, act, day)


def _audit(session, audit):
    for by in (TAN.actor, ZHOU.actor):
        of_audits.tell_planned(session, by, audit, NOW)
        of_audits.tell_comment_written(session, by, audit, 1, NOW)
        of_audits.tell_comment_answered(session, by, audit, 1, TAN.number, NOW)
        for number, row in enumerate(AUDIT_TABLE.transitions):
            told = {"origin": row.origin, "target": row.target, "reason": "Because", "witness": "Luo"}
            move = AuditMove(id=NEW + number, audit_id=audit.id, **told)
            of_audits.tell_move(session, by, audit, move, NOW)


def _appeal(session, appeal):
    moves = [("", "filed"), *((row.origin, row.target) for row in APPEAL_TABLE.transitions)]
    for number, (origin, target) in enumerate(moves):
        by = TAN if target in {"filed", "withdrawn"} else FANG
        move = AppealMove(id=NEW + number, appeal_id=appeal.id, origin=origin, target=target)
        of_appeals.tell_move(session, by.actor, like(appeal, subject=FIGURE), move, NOW)


def _declaration(session, declaration):
    of_declarations.tell_made(session, TAN.actor, declaration, NOW)
    for decision in (TAKEN, DECLINED):
        of_declarations.tell_decided(session, PAN.actor, like(declaration, decision=decision), NOW)
