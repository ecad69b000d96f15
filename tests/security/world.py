"""A world with a row of every kind twice: Huiling's with Zhou's team and Lin's tender; Mingyan's, Yan's and Sun's."""

import io
from dataclasses import dataclass, replace

from PIL import Image
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.audits.models import Evidence
from supplier_portal.audits.operations import AddEvidence, MoveAudit, add_evidence, move_audit
from supplier_portal.files.operations import remember_file, take_in
from supplier_portal.files.store import FileStore
from supplier_portal.findings.models import FindingEvidence
from supplier_portal.jobs.models import DONE, Job, JobFile
from supplier_portal.scores.models import Rating
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.tenders.models import Bidder
from supplier_portal.tenders.operations import AddBidder, add_bidder, create_tender
from tests import audit_story, findings_story, tenders_story
from tests.cast import ADA, EVERYBODY, HUILING, MINGYAN, NOW, PAN, ZHOU, Person
from tests.scored import add_policy
from tests.tenders_story import SUN, WEI

NOWHERE = 987_654
FIXED = {
    "checkpoint": "S1.1",
    "change_uuid": "4b7c19aa-0000-4000-8000-00000000e2d0",
    "when": "lock",
    "what": "pdf",
}


@dataclass(frozen=True)
class Rows:
    """own, other: argument of an address → id; shared: rows without an owner; jobs: each person's own job."""

    own: dict[str, object]
    other: dict[str, object]
    shared: dict[str, object]
    jobs: dict[int, int]

    def of(self, person: Person, whose: str) -> dict[str, object]:
        """What the arguments are for this person: their own rows, another's, or nobody's."""
        if whose == "nowhere":
            return {**dict.fromkeys(self.own, NOWHERE), **self.shared}
        if whose == "other":
            another = ADA if person is not ADA else PAN
            return {**self.other, **self.shared, "job_id": self.jobs[another.number]}
        return {**self.own, **self.shared, "job_id": self.jobs[person.number]}

    @property
    def scoped(self) -> frozenset[str]:
        """Arguments that name a row with an owner."""
        return frozenset(self.own)


def build_rows(database, config) -> Rows:
    with database.unit_of_work(SYSTEM) as session:
        add_policy(session)
        photo = _photo(config)
        remember_file(session, photo, NOW.at)
        own: dict[str, object] = {"supplier_id": HUILING}
        other: dict[str, object] = {"supplier_id": MINGYAN}
        own["audit_id"] = _drafted_audit(session, photo)
        other["audit_id"] = audit_story.of_rival(session).id
        for rows, supplier in ((own, HUILING), (other, MINGYAN)):
            rows["finding_id"] = findings_story.brought_to(session, "cap_proposed", supplier).id
            _evidence(session, rows, photo)
            publish_ratings(session, SYSTEM, [supplier], NOW, "input")
            rows["rating_id"] = session.scalars(select(Rating.id).where(Rating.supplier_id == supplier)).first()
        _tenders(session, own, other)
        jobs = {person.number: _job(session, person, photo.digest) for person in EVERYBODY}
        own["job_id"] = other["job_id"] = 0
        shared = FIXED | {"version_id": audit_story.published(session).id}
    return Rows(own, other, shared, jobs)


def _photo(config):
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(data, "JPEG")
    return take_in(FileStore.of(config), data.getvalue(), "photo", config.upload_limit)


def _drafted_audit(session, photo) -> int:
    """Huiling's audit, its draft sent: both sides may open it."""
    audit = audit_story.brought_to(session, "in_progress")
    add_evidence(session, ZHOU.actor, AddEvidence(audit.id, "S1.1", photo, "meter.jpg", "", NOW.day), NOW)
    audit_story.answer_all(session, audit)
    for target, person in audit_story.WAY[2:]:
        move_audit(session, person.actor, MoveAudit(audit.id, target), NOW)
    return audit.id


def _evidence(session, rows, photo) -> None:
    """A file of the audit and one of the finding, under the same number: addresses name both `evidence_id`."""
    number = 500 + int(str(rows["supplier_id"]))
    about = {
        "digest": photo.digest,
        "shown_digest": photo.shown.digest,
        "media_type": photo.media_type,
        "size": photo.size,
    }
    common = about | {"name": "meter.jpg", "about_on": NOW.day, "added_by": ZHOU.number, "added_at": NOW.at}
    session.add(FindingEvidence(id=number, finding_id=rows["finding_id"], **common))
    known = session.scalars(select(Evidence).where(Evidence.audit_id == rows["audit_id"])).first()
    if known is None:
        session.add(Evidence(id=number, audit_id=rows["audit_id"], checkpoint="S1.1", **common))
    else:
        known.id = number
    session.flush()
    rows["evidence_id"] = number


def _tenders(session, own, other) -> None:
    tenders_story.add_buyers(session)
    tender = tenders_story.brought_to(session, "evaluated")
    theirs = create_tender(
        session, SUN.actor, replace(tenders_story.TERMS, number="T-2024-099", team_ids=(WEI.number,)), NOW
    )
    add_bidder(session, SUN.actor, AddBidder(theirs.id, MINGYAN), NOW)
    for rows, one in ((own, tender), (other, theirs)):
        rows["tender_id"] = one.id
        rows["bidder_id"] = session.scalars(select(Bidder.id).where(Bidder.tender_id == one.id)).first()


def _job(session, person, digest) -> int:
    done = {"state": DONE, "due": NOW.at, "asked_at": NOW.at, "outcome": {}}
    job = Job(name="scores.scorecard_pdf", arguments={}, account_id=person.number, **done)
    session.add(job)
    session.flush()
    session.add(JobFile(job_id=job.id, digest=digest, name="scorecard.pdf", media_type="application/pdf"))
    return job.id
