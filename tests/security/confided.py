"""What lies in the tables that the world leaves empty: scores, amendments, reasons, notes, and decisions on tenders."""

from datetime import time
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supplier_portal.audits.checklists import content_of
from supplier_portal.audits.models import (
    Answer,
    AnswerRevision,
    Audit,
    AuditMove,
    DateChange,
    Evidence,
    EvidenceRedaction,
    TeamChange,
)
from supplier_portal.findings.models import (
    ActionEffect,
    Containment,
    CorrectiveAction,
    CorrectiveActionPlan,
    DroppedFinding,
    EffectivenessReview,
    MilestoneMet,
    PhotoRedaction,
    ReRating,
)
from supplier_portal.findings.operations import WriteNote, write_note
from supplier_portal.notices.kinds import TRIAL
from supplier_portal.notices.models import WebhookCall
from supplier_portal.outreach.models import TrainingParticipant, TrainingSession
from supplier_portal.programme.models import LineChange
from supplier_portal.reports.operations import amend_audit, issue_audit
from supplier_portal.scores.models import RefusalSetAside
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.tenders.models import (
    Award,
    AwardShare,
    FormerBid,
    LowBidQuery,
    OpeningWithdrawal,
    Tender,
    TieBreak,
)
from supplier_portal.trail.exporting import Export, Holding, log_export
from supplier_portal.visits.models import Acknowledgement, Meeting
from tests import findings_story, reports_story
from tests.cast import FANG, HUILING, LIN, NOW, PAN, QU, TAN, YAN, ZHOU
from tests.scored import MINGYAN_MODULES, MODULES, add_carbon, add_modules, add_scored_audit
from tests.security.world import Rows

FORMER_PRICE = "8765432.19"
LATER = findings_story.later(20)


def confide(session: Session, rows: Rows) -> None:
    """Fill them, for both suppliers and both tenders."""
    for own, known in ((True, rows.own), (False, rows.other)):
        _scores(session, known["supplier_id"], own=own)
        _amendment(session, known["supplier_id"])
        _around_audit(session, known)
        _of_finding(session, known)
        _of_tender(session, known)
    for audit in session.scalars(select(Audit).where(Audit.state == "refused")).all():  # of the tender's own story
        moved = {"origin": "planned", "target": "refused", "reason": "No", "witness": "Luo"}
        session.add(AuditMove(audit_id=audit.id, account_id=PAN.number, at=NOW.at, occurred_on=NOW.day, **moved))
    training = TrainingSession(
        held_on=NOW.day, form="online", programme="carbon_management", topic="Scope 3", language="zh",
        trainer="A trainer", recorded_by=PAN.number, recorded_at=NOW.at,
    )  # fmt: skip
    session.add(training)
    session.flush()
    for known in (rows.own, rows.other):
        taken = {"name": "A participant", "role": "Energy", "attended": True}
        session.add(TrainingParticipant(session_id=training.id, supplier_id=known["supplier_id"], **taken))
    publish_ratings(session, PAN.actor, [rows.own["supplier_id"], rows.other["supplier_id"]], NOW, "input")
    session.flush()


def _scores(session: Session, supplier: Any, *, own: bool) -> None:
    """Scores, disclosure and data of which no figure is the other's."""
    changes = {"S3.4": 0, "S4.3": 1, "S1.1": 3} if own else {"S1.1": 1, "S2.2": 4}
    add_scored_audit(session, supplier, supplier, 2 if own else 3, changes)
    add_modules(session, supplier, MODULES if own else MINGYAN_MODULES)
    add_carbon(session, supplier, *(() if own else ("A-", "0.41")))


def _amendment(session: Session, supplier: Any) -> None:
    """An issued audit and its second revision."""
    audit = findings_story.add_audit(session, "in_progress", supplier)
    findings_story.answer_all(session, audit)
    audit.state, audit.comments_until = "draft_sent", NOW.day
    session.flush()
    issue_audit(session, FANG.actor, audit.id, LATER)
    amend_audit(session, FANG.actor, reports_story.amendment(audit), LATER)


def _around_audit(session: Session, known: dict[str, Any]) -> None:
    audit, finding, day = known["audit_id"], known["finding_id"], NOW.day
    by, to = {"changed_by": PAN.number, "at": NOW.at}, {"to_starts_on": day, "to_ends_on": day}
    write_note(session, (ZHOU if known["supplier_id"] == HUILING else YAN).actor, WriteNote(finding, "A note"), NOW)
    saved = session.scalars(select(Answer).where(Answer.audit_id == audit, Answer.checkpoint == "S1.1")).first()
    if saved is None:
        saved = Answer(audit_id=audit, checkpoint="S1.1", rating="3", note="A note")
        saved.saved_by, saved.saved_at = ZHOU.number, NOW.at
        session.add(saved)
        session.flush()
    photo = session.get_one(Evidence, known["evidence_id"])
    covered = {"areas": [["0.0", "0.0", "9.0", "9.0"]], "reason": "A face", "shown_digest": photo.shown_digest}
    session.add(
        EvidenceRedaction(
            evidence_id=photo.id, number=1, redacted_by=ZHOU.number, redacted_at=NOW.at, **covered
        )
    )  # fmt: skip
    session.add(
        PhotoRedaction(
            finding_id=finding, digest=photo.digest, number=1, redacted_by=ZHOU.number, redacted_at=NOW.at, **covered
        )
    )  # fmt: skip
    taken = Export("reports.report_pdf", "report.pdf", "a" * 64, Holding((known["supplier_id"],), audit=audit))
    log_export(session, ZHOU.number, taken, NOW.at)
    dropped = {"number": f"NC-2024-9{audit:03}", "checkpoint": "S1.1", "severity": "minor", "title": "Dropped"}
    revision = {"base_version": 0, "rival": True, "content": content_of(saved).document()}
    hours = {"starts_at": time(9), "ends_at": time(10)}
    meeting = Meeting(audit_id=audit, kind="closing", held_on=day, place="Room 1", points=[], **hours)
    session.add(meeting)
    session.flush()
    session.add_all([
        TeamChange(audit_id=audit, account_id=ZHOU.number, act="added", reason="Because", **by),
        DateChange(audit_id=audit, from_starts_on=day, from_ends_on=day, reason="Because", **to, **by),
        DroppedFinding(audit_id=audit, reason="Because", dropped_by=ZHOU.number, dropped_at=NOW.at, **dropped),
        LineChange(line_id=known["line_id"], from_month=4, to_month=5, reason="Because", **by),
        AnswerRevision(
            audit_id=audit, checkpoint="S1.1", account_id=ZHOU.number, received_at=NOW.at,
            change_uuid=f"4b7c19aa-0000-4000-8000-{audit:012}", **revision,
        ),
        Acknowledgement(
            meeting_id=meeting.id, finding_id=finding, verdict="objection", note="Objected", noted_by=ZHOU.number,
            noted_at=NOW.at,
        ),
    ])  # fmt: skip
    session.flush()


def _of_finding(session: Session, known: dict[str, Any]) -> None:
    """What both sides write of a finding after its plan, and a refusal that was set aside; a call of the webhook."""
    finding, day = known["finding_id"], NOW.day
    by, at = ZHOU.number, NOW.at
    plans = select(CorrectiveActionPlan.id).where(CorrectiveActionPlan.finding_id == finding)
    action = session.scalars(select(CorrectiveAction.id).where(CorrectiveAction.plan_id.in_(plans))).first()
    review = EffectivenessReview(finding_id=finding, cycle=1, effective=True, conclusion="It works")
    review.reviewed_by, review.reviewed_at = by, at
    session.add(review)
    session.flush()
    session.add_all([
        Containment(finding_id=finding, text="Stopped at once", done_on=day, reported_by=TAN.number, reported_at=at),
        MilestoneMet(finding_id=finding, code="registered", met_on=day, told_by=TAN.number, told_at=at, reason="So"),
        ReRating(finding_id=finding, checkpoint="S1.1", level=3, reason="It works", judged_by=by, judged_at=at),
        ActionEffect(review_id=review.id, action_id=action, how="By the meter"),
        RefusalSetAside(audit_id=known["audit_id"], reason="A wrong date", set_aside_by=FANG.number, set_aside_at=at),
        WebhookCall(
            webhook_id=known["webhook_id"], kind=TRIAL.name, facts={"note": "A note"}, path="/findings",
            once="once", given_at=at, due=at, error="It said no",
        ),
    ])  # fmt: skip
    session.flush()


def _of_tender(session: Session, known: dict[str, Any]) -> None:
    """Its former bid, what a low price was asked about, the tie, a withdrawn confirmation, the award."""
    tender, bidder = known["tender_id"], known["bidder_id"]
    document = {"price": FORMER_PRICE, "scores": {}, "submitted_at": "2024-03-31T06:00:00Z"}
    award = Award(
        tender_id=tender, bidder_id=bidder, reason="Best", gates_again={}, decided_by=LIN.number,
        seconded_by=QU.number, decided_at=NOW.at,
    )  # fmt: skip
    session.add_all([
        FormerBid(
            bidder_id=bidder, document=document, why="typing", entered_by=LIN.number, replaced_by=QU.number,
            replaced_at=NOW.at,
        ),
        LowBidQuery(
            bidder_id=bidder, question="Why?", asked_by=LIN.number, asked_at=NOW.at, answer="So", answered_by=QU.number,
            answered_at=NOW.at,
        ),
        OpeningWithdrawal(tender_id=tender, round=7, account_id=LIN.number, reason="Wrong", at=NOW.at),
        TieBreak(tender_id=tender, bidder_id=bidder, reason="Lot", decided_by=LIN.number, decided_at=NOW.at),
        award,
    ])  # fmt: skip
    session.flush()
    session.add(AwardShare(award_id=award.id, rank=1, bidder_id=bidder, share=100))
    if known["supplier_id"] == HUILING:
        session.execute(update(Tender).where(Tender.id == tender).values(state="awarded"))
    session.flush()
