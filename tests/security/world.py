"""A world with a row of every kind twice: Huiling's with Zhou's team and Lin's tender; Mingyan's, Yan's and Sun's."""

import io
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from PIL import Image
from sqlalchemy import select

from supplier_portal.access.actor import SYSTEM
from supplier_portal.accounts.models import OwnershipOffer
from supplier_portal.audits.models import ConflictOfInterest, Evidence, Interview
from supplier_portal.audits.operations import AddEvidence, MoveAudit, add_evidence, move_audit
from supplier_portal.audits.team.qualifications import SaveQualification, save_qualification
from supplier_portal.calendars.operations import DeclareShutdown, declare_shutdown, take_in_years
from supplier_portal.calendars.years import Year
from supplier_portal.carbon.models import SbtiCompany, SbtiDecision
from supplier_portal.carbon.operations import ImportSbtiList, import_sbti_list
from supplier_portal.carbon.sbti_list.companies import ListedCompany, SbtiList
from supplier_portal.declarations.facts import Told, ToldContact
from supplier_portal.declarations.operations import Declare, declare
from supplier_portal.desk.models import DeskAct, DeskActRow
from supplier_portal.files.operations import Upload, remember_file, take_in
from supplier_portal.files.store import FileStore
from supplier_portal.findings.models import Extension, FindingEvidence, PlanWorkbook
from supplier_portal.findings.models.workbook import READ
from supplier_portal.intake.operations import TakeFile, take_file
from supplier_portal.jobs.models import DONE, Job, JobFile
from supplier_portal.programme.models import ProgrammeLine
from supplier_portal.scores.models import Rating, SavedView
from supplier_portal.scores.operations import publish_ratings
from supplier_portal.suppliers.operations import (
    AddName,
    RecordSpend,
    SaveContact,
    add_name,
    record_spend,
    save_contact,
)
from supplier_portal.tenders.models import AwardProposal, Correction
from supplier_portal.tenders.operations import AddBidder, EnterBid, add_bidder, create_tender, enter_bid
from tests import (
    appeals_story,
    audit_story,
    checklist_story,
    findings_story,
    intake_story,
    notices_story,
    programme_story,
    reports_story,
    tenders_story,
    visits_story,
)
from tests.cast import ADA, EVERYBODY, HE, HUILING, MINGYAN, NOW, PAN, RIVAL, TAN, ZHOU, Person
from tests.scored import add_policy, add_waiver
from tests.tenders_story import SUN, WEI

NOWHERE = 987_654
CAMERA = "@camera of {}@"
"""What stands in each photo as it came, by the side that sent it: buyer or supplier."""
FIXED = {
    "checkpoint": "S1.1",
    "change_uuid": "4b7c19aa-0000-4000-8000-00000000e2d0",
    "when": "lock",
    "what": "pdf",
    "meeting": "opening",
    "place": 1,
    "importer": intake_story.FOR_ALL.code,
}


@dataclass(frozen=True)
class Rows:
    """own, other: argument of an address → id; shared: rows without an owner; the rest: each person’s own."""

    own: dict[str, object]
    other: dict[str, object]
    shared: dict[str, object]
    jobs: dict[int, int]
    conflicts: dict[int, int]
    views: dict[int, int]
    notices: dict[int, int]
    acts: dict[int, int]

    def of(self, person: Person, whose: str) -> dict[str, object]:
        """What the arguments are for this person: their own rows, another's, or nobody's."""
        if whose == "nowhere":
            return {**dict.fromkeys(self.own, NOWHERE), **self.shared}
        if whose == "other":
            another = ADA if person is not ADA else PAN
            return {**self.other, **self.shared, **self._personal(another)}
        return {**self.own, **self.shared, **self._personal(person)}

    def _personal(self, person: Person) -> dict[str, object]:
        number = person.number
        own = {"job_id": self.jobs, "conflict_id": self.conflicts, "view_id": self.views, "notice_id": self.notices}
        own["act_id"] = self.acts
        return {name: numbers[number] for name, numbers in own.items()}

    @property
    def scoped(self) -> frozenset[str]:
        """Arguments that name a row with an owner."""
        return frozenset(self.own)


def build_rows(database, config) -> Rows:
    with database.unit_of_work(SYSTEM) as session:
        add_policy(session)
        photo, sent = _photo(config, "buyer"), _photo(config, "supplier")
        for one in (photo, sent):
            remember_file(session, one, NOW.at)
        own: dict[str, object] = {"supplier_id": HUILING}
        other: dict[str, object] = {"supplier_id": MINGYAN}
        _colleagues(session, own, other)
        own["audit_id"] = _drafted_audit(session, photo)
        other["audit_id"] = audit_story.of_rival(session).id
        for rows, supplier in ((own, HUILING), (other, MINGYAN)):
            rows["finding_id"] = findings_story.brought_to(session, "cap_proposed", supplier).id
            rows["extension_id"] = _extension(session, rows["finding_id"])
            rows["workbook_id"] = _workbook(session, supplier, photo.digest)
            _evidence(session, rows, photo)
            rows["interview_id"] = _interview(session, rows["audit_id"])
            rows["message_file_id"] = findings_story.message_file_of(session, rows["finding_id"], photo)
            rows.update(visits_story.rows_around(session, rows["audit_id"], sent))
            rows.update(reports_story.rows_around(session, rows["audit_id"], sent))
            rows.update(appeals_story.rows_around(session, supplier, rows["audit_id"], sent))
            rows.update(_calendar(session, supplier))
            rows["declaration_id"] = _declaration(session, supplier)
            publish_ratings(session, SYSTEM, [supplier], NOW, "input")
            rows["waiver_id"] = add_waiver(session, supplier, "G1", NOW.day + timedelta(days=30)).id
            rows["rating_id"] = session.scalars(select(Rating.id).where(Rating.supplier_id == supplier)).first()
            rows.update(_beside_supplier(session, supplier))
        _target_decisions(session, own, other)
        _tenders(session, own, other, sent.digest)
        for rows in (own, other):
            rows["batch_id"] = _batch(session, photo.digest)
        jobs = {
            person.number: _job(session, person, (sent if person.supplier_id else photo).digest) for person in EVERYBODY
        }
        conflicts = {person.number: _conflict(session, person) for person in EVERYBODY}
        views = {person.number: _view(session, person) for person in EVERYBODY}
        notices = {person.number: notices_story.notice_of(session, person) for person in EVERYBODY}
        acts = {person.number: _act(session, person, own["finding_id"]) for person in EVERYBODY}
        for rows in (own, other):
            rows["webhook_id"] = notices_story.webhook_of(session, rows["supplier_id"])
            rows["mail_id"] = notices_story.mail_given_up(session, rows["supplier_id"])
            rows.update(dict.fromkeys(("job_id", "conflict_id", "view_id", "notice_id", "act_id"), 0))
        shared = FIXED | {"version_id": audit_story.published(session).id} | _draft(session)
        shared |= _programme(session, own, other) | {"digest": photo.digest}
    return Rows(own, other, shared, jobs, conflicts, views, notices, acts)


def _colleagues(session, own, other) -> None:
    """Huiling's He, to whom Tan offers ownership; Mingyan's owner, who offers it to somebody too."""
    own["colleague_id"], other["colleague_id"] = HE.number, RIVAL.number
    for rows, to in ((own, HE), (other, RIVAL)):
        by = TAN if to is HE else RIVAL
        offer = OwnershipOffer(supplier_id=to.supplier_id, from_id=by.number, to_id=to.number, offered_at=NOW.at)
        session.add(offer)
        session.flush()
        rows["offer_id"] = offer.id


def _workbook(session, supplier, digest) -> int:
    """A workbook with plans that came back."""
    person = next(one for one in EVERYBODY if one.supplier_id == supplier)
    workbook = PlanWorkbook(
        supplier_id=supplier, digest=digest, name="8D.xlsx", state=READ, sheets=[], problems=[], sent_by=person.number,
        sent_at=NOW.at,
    )  # fmt: skip
    session.add(workbook)
    session.flush()
    return workbook.id


def _extension(session, finding_id) -> int:
    """More days asked for, which wait for an answer."""
    extension = Extension(
        finding_id=finding_id, clock="close", days=10, reason="Late", asked_by=TAN.number, asked_at=NOW.at
    )
    session.add(extension)
    session.flush()
    return extension.id


def _calendar(session, supplier) -> dict[str, object]:
    """A shutdown that waits, and a calendar: the cast's suppliers follow China's, nobody Vietnam's."""
    code = "CN" if supplier == HUILING else "VN"
    take_in_years(session, SYSTEM, [Year(code, NOW.day.year, (), announced=True, source="")], NOW)
    day = NOW.day + timedelta(days=9)
    person = next(one for one in EVERYBODY if one.supplier_id == supplier)
    shutdown = declare_shutdown(session, person.actor, DeclareShutdown(day, day, "Overhaul"), NOW)
    return {"calendar": code, "shutdown_id": shutdown.id}


def _declaration(session, supplier) -> int:
    """What a supplier declares of itself, which waits for the buyer."""
    person = next(one for one in EVERYBODY if one.supplier_id == supplier)
    contact = ToldContact("Somebody there", "Carbon lead", f"lead{supplier}@example.com")
    return declare(session, person.actor, Declare(Told(contact=contact), "From our payroll"), NOW).id


def _programme(session, own, other) -> dict[str, object]:
    """The year's programme with a line for each of the two audits; and a qualification, which planners manage."""
    programme = programme_story.made(session)
    for rows in (own, other):
        site = {"supplier_id": rows["supplier_id"], "site_id": rows["site_id"], "month": 4}
        kind = {"type": "periodic", "mode": "on_site", "added_by": PAN.number, "added_at": NOW.at}
        line = ProgrammeLine(programme_id=programme.id, audit_id=rows["audit_id"], **site, **kind)
        session.add(line)
        session.flush()
        rows["line_id"] = line.id
    command = SaveQualification(ZHOU.number, "smart_auditor", "", NOW.day, NOW.day)
    return {
        "programme_id": programme.id,
        "qualification_id": save_qualification(session, PAN.actor, command, NOW).id,
    }


def _view(session, person) -> int:
    """A view of the scorecards of anybody's, whoever may save one."""
    view = SavedView(account_id=person.number, name="Mine", state={}, position=1)
    session.add(view)
    session.flush()
    return view.id


def _act(session, person, finding_id) -> int:
    """An act on several findings of anybody's, whoever may ask for one."""
    act = DeskAct(kind="remind", asked_by=person.number, asked_at=NOW.at)
    session.add(act)
    session.flush()
    session.add(DeskActRow(act_id=act.id, finding_id=finding_id, state_seen="cap_proposed"))
    session.flush()
    return act.id


def _conflict(session, person) -> int:
    conflict = ConflictOfInterest(
        account_id=person.number, supplier_id=MINGYAN, reason="Kin", holds_from=NOW.day, declared_by=person.number,
        declared_at=NOW.at,
    )  # fmt: skip
    session.add(conflict)
    session.flush()
    return conflict.id


def _draft(session) -> dict[str, object]:
    """Pan's draft of the main checklist's next version, and a checkpoint of it."""
    draft = checklist_story.drafted(session, audit_story.published(session), "99.0.0")
    return {"draft_id": draft.id, "checkpoint_id": checklist_story.content(session, draft).rows[0].id}


def _beside_supplier(session, supplier) -> dict[str, object]:
    """Its site, a further name, a contact and a year of spend; a year is no row of its own, so each has another."""
    year = 2000 + supplier
    name = add_name(session, PAN.actor, AddName(supplier, f"Known as {supplier}"), NOW)
    contact = save_contact(session, PAN.actor, SaveContact(supplier, f"Contact {supplier}"), NOW)
    record_spend(session, PAN.actor, RecordSpend(supplier, year, Decimal(1)), NOW)
    return {"site_id": supplier, "name_id": name.id, "contact_id": contact.id, "year": year}


def _photo(config, sender):
    """A photo in which its camera wrote who sends it."""
    data, written = io.BytesIO(), Image.Exif()
    written[0x010E] = CAMERA.format(sender)
    Image.new("RGB", (8, 8), "green").save(data, "JPEG", exif=written)
    return take_in(FileStore.of(config), data.getvalue(), "photo", config.upload_limit)


def _drafted_audit(session, photo) -> int:
    """Huiling's audit, its draft sent with a finding in it: both sides may open it."""
    audit = audit_story.brought_to(session, "in_progress")
    add_evidence(session, ZHOU.actor, AddEvidence(audit.id, "S1.1", photo, "meter.jpg", "", NOW.day), NOW)
    audit_story.answer_all(session, audit)
    findings_story.raise_one(session, audit, checkpoint="S1.1")
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


def _interview(session, audit_id) -> int:
    """Somebody asked at the first checkpoint, by function and by name."""
    asked = Interview(audit_id=audit_id, checkpoint="S1.1", function="Shift leader", person="Wang")
    asked.noted_by, asked.noted_at = ZHOU.number, NOW.at
    session.add(asked)
    session.flush()
    return asked.id


def _target_decisions(session, own, other) -> None:
    """One list, and a decision on each supplier's company in it."""
    listed = SbtiList(tuple(ListedCompany("", name, "China", None, None, "Committed", None) for name in ("A", "B")))
    imported = import_sbti_list(session, PAN.actor, ImportSbtiList(listed, "a" * 64, NOW.day), NOW)
    of_list = select(SbtiCompany.id).where(SbtiCompany.snapshot_id == imported.snapshot.id).order_by(SbtiCompany.id)
    for rows, company_id in zip((own, other), session.scalars(of_list), strict=True):
        decision = SbtiDecision(
            supplier_id=rows["supplier_id"], company_id=company_id, sbti_id="", company_key="a" * 64,
            verdict="rejected", note="", decided_by=PAN.number, decided_at=NOW.at, decided_on=NOW.day,
        )  # fmt: skip
        session.add(decision)
        session.flush()
        rows["decision_id"] = decision.id


def _tenders(session, own, other, digest) -> None:
    """Lin's tender, evaluated, with Huiling among the bidders; Sun's draft with Mingyan."""
    tenders_story.add_buyers(session)
    tender = tenders_story.drafted(session)
    ours = add_bidder(session, tenders_story.LIN.actor, AddBidder(tender.id, HUILING), NOW)
    tenders_story.go_on(session, tender, "draft", "bids")
    bid = EnterBid(tender.id, ours.id, Decimal(980000), tenders_story.HANDED_IN, {"technical": Decimal(80)})
    bid.scores["sustainability"] = Decimal(50)
    enter_bid(session, tenders_story.LIN.actor, bid, NOW, tenders_story.AFTER)
    tenders_story.go_on(session, tender, "bids", "evaluated")
    theirs = create_tender(
        session, SUN.actor, replace(tenders_story.TERMS, number="T-2024-099", team_ids=(WEI.number,)), NOW
    )
    rival = add_bidder(session, SUN.actor, AddBidder(theirs.id, MINGYAN), NOW)
    sides = ((own, tender, ours, tenders_story.LIN, TAN), (other, theirs, rival, SUN, RIVAL))
    for rows, one, bidder, by, asker in sides:
        correction = Correction(
            bidder_id=bidder.id, text="Wrong", digest=digest, media_type="image/jpeg", file_name="proof.jpg",
            asked_by=asker.number, asked_at=NOW.at, rating_before=rows["rating_id"],
        )  # fmt: skip
        proposal = AwardProposal(
            tender_id=one.id, codes=[bidder.code], reason="Best", gates_again={}, proposed_by=by.number,
            proposed_at=NOW.at,
        )  # fmt: skip
        session.add_all([correction, proposal])
        session.flush()
        rows |= {"tender_id": one.id, "bidder_id": bidder.id}
        rows |= {"correction_id": correction.id, "proposal_id": proposal.id}


def _batch(session, digest) -> int:
    """A file of an importer that all who take files in may use, waiting to be confirmed."""
    command = TakeFile(intake_story.FOR_ALL.code, "things.csv", Upload(digest, 1, "text/csv"))
    return take_file(session, ADA.actor, command, NOW).id


def _job(session, person, digest) -> int:
    done = {"state": DONE, "due": NOW.at, "asked_at": NOW.at, "outcome": {}}
    job = Job(name="scores.scorecard_pdf", arguments={}, account_id=person.number, **done)
    session.add(job)
    session.flush()
    session.add(JobFile(job_id=job.id, digest=digest, name="scorecard.pdf", media_type="application/pdf"))
    return job.id
