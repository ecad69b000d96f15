"""Appeals as their stories need them: Huiling's own, and Mingyan's, which must never be found."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from supplier_portal.appeals.models import Appeal, AppealFile, AppealMove
from supplier_portal.appeals.operations import FileAppeal, MoveAppeal, file_appeal, move_appeal
from supplier_portal.audits.models import Audit, AuditMember, AuditMove
from supplier_portal.domain.appeals import Thing
from supplier_portal.files.operations import Upload, remember_file
from tests import findings_story, reports_story
from tests.cast import FANG, HUILING, NOW, RIVAL, TAN, ZHOU, Person
from tests.findings_story import later

CANARY = "mingyan-appeal-canary-3306"
CDP = Thing("figure", "cdp")


def owner(supplier: int) -> Person:
    return TAN if supplier == HUILING else RIVAL


def checkpoint_of(audit: Audit, code: str = "S3.4") -> Thing:
    return Thing("checkpoint", code, audit.id)


def thing_of_refusal(audit: Audit) -> Thing:
    return Thing("refusal", "", audit.id)


def filed(session: Session, thing: Thing, supplier: int = HUILING, day: int = 6, **given: Any) -> Appeal:
    """An appeal so many days on; the reports' story issues its audits six days on."""
    words = "The list of meters was complete." if supplier == HUILING else CANARY
    command = FileAppeal(**{"thing": thing, "text": words} | given)
    return file_appeal(session, owner(supplier).actor, command, later(day))


def moved(
    session: Session, appeal: Appeal, target: str, who: Person = FANG, day: int = 7, reason: str = "So it is"
) -> Appeal:
    return move_appeal(session, who.actor, MoveAppeal(appeal.id, target, reason), later(day))


def brought_to(session: Session, appeal: Appeal, state: str) -> Appeal:
    """Moved through the operations until it stands at `state`."""
    steps = {"in_review": [], "granted": ["in_review"], "refused": ["in_review"], "withdrawn": [], "filed": None}[state]
    if steps is None:
        return appeal
    for target in (*steps, state):
        moved(session, appeal, target, owner(appeal.supplier_id) if target == "withdrawn" else FANG)
    return appeal


def issued(session: Session, supplier: int = HUILING, level: str = "2") -> Audit:
    """An issued audit whose S3.4 stands at a level."""
    return reports_story.issued(session, supplier, code=None, S3_4=level)


def refused(session: Session, supplier: int = HUILING, day: int = 0) -> Audit:
    """An audit the supplier is said to have refused, recorded so many days on."""
    audit = findings_story.add_audit(session, "refused", supplier)
    at = NOW.at + timedelta(days=day)
    move = AuditMove(audit_id=audit.id, origin="confirmed", target="refused", account_id=ZHOU.number, at=at)
    move.reason = "The gate stayed shut"
    session.add(move)
    session.flush()
    return audit


def rows_around(session: Session, supplier: int, audit_id: object, upload: Upload) -> dict[str, object]:
    """An open appeal about a level of the audit, with a file: a photo."""
    appeal = Appeal(
        number=f"AP-2024-9{supplier:03}", supplier_id=supplier, subject="checkpoint", code="S3.4", audit_id=audit_id,
        figure="2", text="The list of meters was complete.", filed_by=owner(supplier).number, filed_at=NOW.at,
    )  # fmt: skip
    session.add(appeal)
    session.flush()
    told = {"origin": "", "target": "filed", "account_id": appeal.filed_by, "at": NOW.at}
    session.add(AppealMove(appeal_id=appeal.id, **told))
    file = AppealFile(
        appeal_id=appeal.id, digest=remember_file(session, upload, NOW.at), media_type=upload.media_type,
        size=upload.size, name="proof.jpg",
    )  # fmt: skip
    if upload.shown:
        file.shown_digest = upload.shown.digest
    session.add(file)
    session.flush()
    return {"appeal_id": appeal.id, "appeal_file_id": file.id}


def join_team(audit: Audit, person: Person) -> Any:
    """Put a person on the audit's team."""
    return insert(AuditMember).values(audit_id=audit.id, account_id=person.number, role="auditor")
