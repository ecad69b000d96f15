"""Reports as their stories need them: drafts at the supplier, comments on them, issued and amended audits."""

import json
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Audit, AuditMove, Evidence
from supplier_portal.files.operations import Upload, remember_file, take_in
from supplier_portal.files.store import FileStore
from supplier_portal.reports.models import FactualComment, ReviewComment
from supplier_portal.reports.operations import AmendAudit, WriteComment, amend_audit, issue_audit, write_comment
from supplier_portal.scores.operations import publish_policy
from supplier_portal.shipped import SEED
from tests.cast import FANG, HUILING, MINGYAN, NOW, RIVAL, TAN, ZHOU
from tests.findings_story import add_audit, answer_all, later, raise_one

CODE = "0123456789abcdef" * 2
POLICY = next((SEED / "policies").glob("*.json"))
GPS = b"lat-23-06-long-114-25"


def add_policy(session: Session) -> None:
    publish_policy(session, SYSTEM, json.loads(POLICY.read_text(encoding="utf-8")), NOW.day, NOW)


def with_supplier(session: Session, supplier: int = HUILING, **ratings: str | None) -> Audit:
    """A draft report at the supplier's, a major finding and a strength in it, five days to comment."""
    add_policy(session)
    audit = add_audit(session, "in_progress", supplier)
    raise_one(session, audit)
    raise_one(session, audit, kind="strength", severity="none", checkpoint="S1.1")
    answer_all(session, audit, **ratings)
    audit.state, audit.comments_until = "draft_sent", later(5).day
    session.add(
        AuditMove(audit_id=audit.id, origin="in_review", target="draft_sent", account_id=FANG.number, at=NOW.at)
    )
    session.flush()
    return audit


def commented(session: Session, audit: Audit, **given: Any) -> FactualComment:
    """A comment of the audit's own supplier, on S3.4 unless said otherwise."""
    words = {"text": "The meters cover 64 per cent, see the list.", "checkpoint": "S3.4"} | given
    person = RIVAL if audit.supplier_id == MINGYAN else TAN
    return write_comment(session, person.actor, WriteComment(audit.id, **words), NOW)


def issued(session: Session, supplier: int = HUILING, code: str | None = CODE, **ratings: str | None) -> Audit:
    """An audit issued six days on, its findings with the supplier."""
    audit = with_supplier(session, supplier, **ratings)
    return issue_audit(session, FANG.actor, audit.id, later(6), code=code)


def amendment(audit: Audit, **given: Any) -> AmendAudit:
    words = {"ground": "appeal_granted", "reason": "The list of meters was complete.", "levels": {"S3.4": "4"}}
    return AmendAudit(audit.id, **words | given)


def amended(session: Session, audit: Audit, code: str | None = None, **given: Any) -> Audit:
    return amend_audit(session, FANG.actor, amendment(audit, **given), later(20), code)


def photo(store: FileStore, limit: int = 25_000_000) -> Upload:
    """A photo as a camera writes it: where it was taken stands in it."""
    data, exif = BytesIO(), Image.Exif()
    exif[0x010E] = GPS.decode()
    exif[0x8825] = {1: "N", 2: (23.0, 6.0, 0.0)}
    Image.effect_noise((1200, 900), 60).convert("RGB").save(data, "JPEG", exif=exif, comment=GPS)
    return take_in(store, data.getvalue(), "file", limit)


def add_photo(session: Session, audit: Audit, upload: Upload, checkpoint: str = "S3.4") -> Evidence:
    """Beside an answer, whatever state the audit is in before its issue."""
    remember_file(session, upload, NOW.at)
    assert upload.shown is not None
    evidence = Evidence(
        audit_id=audit.id, checkpoint=checkpoint, digest=upload.digest, shown_digest=upload.shown.digest,
        media_type=upload.media_type, size=upload.size, name="meter.jpg", caption="Meter F2", about_on=NOW.day,
        added_by=ZHOU.number, added_at=NOW.at,
    )  # fmt: skip
    session.add(evidence)
    session.flush()
    return evidence


def rows_around(session: Session, audit_id: int, upload: Upload) -> dict[str, object]:
    """A comment with a file and a reviewer's comment on an audit, whatever state it is in."""
    audit = session.get_one(Audit, audit_id)
    person = RIVAL if audit.supplier_id == MINGYAN else TAN
    comment = FactualComment(
        audit_id=audit_id, draft=1, checkpoint="S1.1", text="not so", digest=upload.digest, name="proof.jpg",
        media_type=upload.media_type, size=upload.size, written_by=person.number, written_at=NOW.at,
    )  # fmt: skip
    asked = ReviewComment(
        audit_id=audit_id, checkpoint="S1.1", text="which bills?", written_by=FANG.number, written_at=NOW.at
    )
    session.add_all([comment, asked])
    session.flush()
    return {"comment_id": comment.id, "review_comment_id": asked.id}
