"""Audits and findings as the stories need them: Huiling's own, and Mingyan's, which must never be found."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.audits.models import Answer, Audit, AuditMember
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.findings.causes import FIVE_WHYS, whys
from supplier_portal.domain.moment import Moment
from supplier_portal.files.operations import Upload
from supplier_portal.findings.models import Finding, MessageFile
from supplier_portal.findings.operations import (
    Action,
    AddFindingEvidence,
    DecideEvidence,
    MarkActionDone,
    MoveFinding,
    ProposePlan,
    RaiseFinding,
    ReviewEffect,
    WriteMessage,
    add_finding_evidence,
    decide_evidence,
    mark_action_done,
    move_finding,
    notify_findings,
    propose_plan,
    raise_finding,
    review_effect,
    write_message,
)
from supplier_portal.findings.queries.rounds import actions_of, files_of_round
from tests.cast import FANG, HUILING, LUO, MINGYAN, NOW, PAN, RIVAL, TAN, YAN, ZHOU, Person
from tests.shipped import stored_checklist

CANARY = "mingyan-secret-4711"
NOTE = "working-note-of-the-auditor-0815"
TANS = f"account-{TAN.number}"
A_PLAN = (Action("Calibrate all meters", TANS, date(2024, 5, 20), Decimal("12500.5"), Decimal("7.125")),)
TWO_WHYS = whys(("Feeder F2 has no meter", "Extensions were built without one"))


def later(days: int) -> Moment:
    """The cast's moment, so many days on."""
    return Moment(NOW.at + timedelta(days=days), NOW.day + timedelta(days=days))


def add_checklist(session: Session) -> ChecklistVersion:
    return stored_checklist(session)


def add_audit(session: Session, state: str = "in_progress", supplier: int = HUILING, **given: Any) -> Audit:
    """An audit with its team: Zhou and Luo for Huiling, Yan for Mingyan."""
    count = session.query(Audit).count() + 1
    audit = Audit(
        **{
            "number": f"A-2024-{count:04}", "supplier_id": supplier, "site_id": supplier, "type": "periodic",
            "checklist_version_id": add_checklist(session).id, "mode": "on_site", "state": state,
            "profile": {"manufacturer": True, "large": True, "core": True}, "starts_on": date(2024, 3, 25),
            "ends_on": date(2024, 3, 26), "planned_by": PAN.number, "planned_at": NOW.at,
        }
        | given
    )  # fmt: skip
    session.add(audit)
    session.flush()
    team = ((ZHOU, "lead"), (LUO, "auditor")) if supplier == HUILING else ((YAN, "lead"),)
    session.add_all(AuditMember(audit_id=audit.id, account_id=person.number, role=role) for person, role in team)
    session.flush()
    return audit


def answer_all(session: Session, audit: Audit, rating: str = "3", **others: str | None) -> None:
    """Rate every checkpoint; `others` by code with an underscore for the point, None for not rated."""
    for checkpoint in checklist_of(stored_checklist(session)).checkpoints:
        code = checkpoint.code
        own = others.get(code.replace(".", "_"), "4" if checkpoint.type == "yes_no" else rating)
        session.add(
            Answer(audit_id=audit.id, checkpoint=code, rating=own, note=NOTE, saved_by=ZHOU.number, saved_at=NOW.at)
        )
    session.flush()


def raise_one(session: Session, audit: Audit, **given: Any) -> Finding:
    """A draft: major on S3.4 unless said otherwise, by the audit's own lead."""
    mingyan = audit.supplier_id == MINGYAN
    words = CANARY if mingyan else "Meters cover 46 per cent of energy"
    command = {
        "audit_id": audit.id, "checkpoint": "S3.4", "kind": "nonconformity", "severity": "major", "title": words,
        "requirement": f"{words}: what is asked", "seen": f"{words}: what was seen",
    } | given  # fmt: skip
    return raise_finding(session, (YAN if mingyan else ZHOU).actor, RaiseFinding(**command), NOW)


def notified(session: Session, supplier: int = HUILING, rating: str = "", **given: Any) -> Finding:
    """A finding of an issued audit, open with its supplier. rating: of its checkpoint, where it matters."""
    audit = add_audit(session, supplier=supplier)
    finding = raise_one(session, audit, **given)
    if rating:
        own = {"checkpoint": finding.checkpoint, "rating": rating, "saved_by": ZHOU.number, "saved_at": NOW.at}
        session.add(Answer(audit_id=audit.id, **own))
        session.flush()
    audit.state, audit.issued_on = "issued", NOW.day
    session.flush()
    notify_findings(session, FANG.actor, audit.id, NOW)
    return finding


def _owned(finding: Finding) -> tuple[Action, ...]:
    """The plan's action in the hands of the finding's own company."""
    owner = TAN if finding.supplier_id == HUILING else RIVAL
    return tuple(one._replace(owner=f"account-{owner.number}") for one in A_PLAN)


def do_all(session: Session, finding: Finding, person: Person, moment: Moment = NOW) -> None:
    """Every action of the present plan, done today."""
    for action in actions_of(session, finding):
        mark_action_done(session, person.actor, MarkActionDone(finding.id, action.id, moment.day), moment)


def accept_files(session: Session, finding: Finding, person: Person, moment: Moment = NOW) -> None:
    """Every file of the round that waits."""
    for file in files_of_round(session, finding):
        if file.decision is None:
            decide_evidence(session, person.actor, DecideEvidence(finding.id, file.id, "accepted"), moment)


def plan_for(finding: Finding, **given: Any) -> ProposePlan:
    return ProposePlan(
        **{
            "finding_id": finding.id,
            "containment": "" if finding.severity != "critical" else "Read by hand every week",
            "method": FIVE_WHYS,
            "causes": TWO_WHYS,
            "root_cause": "No meters behind feeder F2",
            "actions": _owned(finding),
        }
        | given
    )


PDF = Upload("ab" * 32, 1234, "application/pdf")


def proof_for(finding: Finding, **given: Any) -> AddFindingEvidence:
    return AddFindingEvidence(
        **{"finding_id": finding.id, "upload": PDF, "name": "certificate.pdf", "about_on": NOW.day} | given
    )


def brought_to(session: Session, state: str, supplier: int = HUILING, **given: Any) -> Finding:
    """A notified finding, moved through the operations until it stands at `state`."""
    finding = notified(session, supplier, **given)
    person = TAN if supplier == HUILING else RIVAL
    lead = ZHOU if supplier == HUILING else YAN

    def move(who: Any, target: str, reason: str = "", until: date | None = None) -> None:
        move_finding(session, who.actor, MoveFinding(finding.id, target, reason, until), NOW)

    steps = {
        "disputed": [lambda: move(person, "disputed", "not ours")],
        "withdrawn": ["disputed", lambda: move(FANG, "withdrawn", "right, not theirs")],
        "cap_proposed": [lambda: propose_plan(session, person.actor, plan_for(finding), NOW)],
        "rejected": ["cap_proposed", lambda: move(lead, "rejected", "cause stops too early")],
        "accepted": ["cap_proposed", lambda: move(lead, "accepted")],
        "implemented": [
            "accepted",
            lambda: add_finding_evidence(session, person.actor, proof_for(finding), NOW),
            lambda: do_all(session, finding, person),
            lambda: move(person, "implemented"),
        ],
        "insufficient": ["implemented", lambda: move(lead, "insufficient", "unsigned")],
        "verified": ["implemented", lambda: accept_files(session, finding, lead), lambda: move(lead, "verified")],
        "closed": ["verified", lambda: move(lead, "closed")],
        "effective": [
            "closed",
            lambda: review_effect(session, lead.actor, ReviewEffect(finding.id, True, "Readings are in"), NOW),
        ],
        "reopened": ["closed", lambda: move(lead, "reopened", "it came back")],
        "waived": [lambda: move(FANG, "waived", "plant closes", date(2024, 6, 30))],
    }

    def go(target: str) -> None:
        for part in steps.get(target, []):
            go(part) if isinstance(part, str) else part()

    go(state)
    assert finding.state == state
    return finding


def message_file_of(session: Session, finding_id: int, upload: Upload) -> int:
    """The id of a file that the lead of the finding's audit sent with a message."""
    lead = ZHOU if session.get_one(Finding, finding_id).supplier_id == HUILING else YAN
    command = WriteMessage(finding_id, "See the photo", ((upload, "meter.jpg"),))
    message = write_message(session, lead.actor, command, NOW)
    return session.scalars(select(MessageFile.id).where(MessageFile.message_id == message.id)).one()


def at_hour(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
