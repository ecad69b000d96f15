"""Audits and findings as the stories need them: Huiling's own, and Mingyan's, which must never be found."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.audits.models import Answer, Audit, AuditMember
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.domain.moment import Moment
from supplier_portal.files.operations import Upload
from supplier_portal.findings.models import Finding
from supplier_portal.findings.operations import (
    AddFindingEvidence,
    MoveFinding,
    ProposePlan,
    RaiseFinding,
    add_finding_evidence,
    move_finding,
    notify_findings,
    propose_plan,
    raise_finding,
)
from tests.cast import FANG, HUILING, LUO, MINGYAN, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.shipped import stored_checklist

CANARY = "mingyan-secret-4711"
NOTE = "working-note-of-the-auditor-0815"
A_PLAN = (("Calibrate all meters", "Tan Kewei", date(2024, 5, 20)),)


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


def notified(session: Session, supplier: int = HUILING, **given: Any) -> Finding:
    """A finding of an issued audit, open with its supplier."""
    audit = add_audit(session, supplier=supplier)
    finding = raise_one(session, audit, **given)
    audit.state, audit.issued_on = "issued", NOW.day
    session.flush()
    notify_findings(session, FANG.actor, audit.id, NOW)
    return finding


def plan_for(finding: Finding, **given: Any) -> ProposePlan:
    return ProposePlan(
        **{"finding_id": finding.id, "containment": "", "root_cause": "No meters behind feeder F2", "actions": A_PLAN}
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
            lambda: move(person, "implemented"),
        ],
        "insufficient": ["implemented", lambda: move(lead, "insufficient", "unsigned")],
        "verified": ["implemented", lambda: move(lead, "verified")],
        "closed": ["verified", lambda: move(lead, "closed")],
        "effective": ["closed", lambda: move(lead, "effective")],
        "reopened": ["closed", lambda: move(lead, "reopened", "it came back")],
        "waived": [lambda: move(FANG, "waived", "plant closes", date(2024, 6, 30))],
    }

    def go(target: str) -> None:
        for part in steps.get(target, []):
            go(part) if isinstance(part, str) else part()

    go(state)
    assert finding.state == state
    return finding


def at_hour(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
