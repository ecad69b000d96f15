"""The opening and the closing meeting: when and where, the findings walked through, the frozen record and its PDF."""

from dataclasses import dataclass, field

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.audits.models import Audit
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.visits.forms.meetings import AcknowledgementForm, AttendeeForm, MeetingForm, SignForm
from supplier_portal.visits.models import CLOSING, OPENING, Meeting
from supplier_portal.visits.operations import NoteAcknowledgement, freeze_record, note_acknowledgement, save_meeting
from supplier_portal.visits.operations.meetings import WRITTEN_WHILE
from supplier_portal.visits.pledge import PLEDGE
from supplier_portal.visits.queries.meetings import meeting_of, missing_of, shown_meeting
from supplier_portal.visits.views.room import attempt, blueprint, done, page, shown_audit
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.offering import may
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech

AT = "/audits/<int:audit_id>/visit/<any(opening, closing):meeting>"


@dataclass
class Forms:
    """The forms of the page: those that were not sent stand empty. signs, said: of one person or finding, by its id."""

    meeting: MeetingForm | None = None
    attendee: AttendeeForm = field(default_factory=lambda: AttendeeForm(formdata=None))
    signs: dict[int, SignForm] = field(default_factory=dict)
    said: dict[int, AcknowledgementForm] = field(default_factory=dict)


@blueprint.get(AT)
@guard(Permission.VISITS_MEETING_READ)
def show_meeting(audit_id: int, meeting: str) -> ResponseReturnValue:
    return meeting_page(audit_id, meeting, Forms())


@blueprint.post(AT)
@guard(Permission.VISITS_MEETING_WRITE)
def save(audit_id: int, meeting: str) -> ResponseReturnValue:
    form = MeetingForm()

    def act() -> ResponseReturnValue:
        with writing() as session:
            save_meeting(session, actor(), form.command(audit_id, meeting), portal().moment())
        return back(audit_id, meeting, speech().gettext("The meeting is saved."))

    shown_audit(audit_id)
    if not form.validate_on_submit():
        return meeting_page(audit_id, meeting, Forms(meeting=form)), 422
    return attempt(act, form, lambda refused: meeting_page(audit_id, meeting, Forms(meeting=form), refused))


@blueprint.post("/audits/<int:audit_id>/visit/closing/findings/<int:finding_id>")
@guard(Permission.VISITS_MEETING_WRITE)
def note(audit_id: int, finding_id: int) -> ResponseReturnValue:
    """Keep what the supplier's representative says to a finding."""
    form = AcknowledgementForm(prefix=f"finding{finding_id}-")

    def act() -> ResponseReturnValue:
        command = NoteAcknowledgement(audit_id, finding_id, form.verdict.data or "", form.note.data or "")
        with writing() as session:
            note_acknowledgement(session, actor(), command, portal().moment())
        return redirect(url_for(".show_meeting", audit_id=audit_id, meeting=CLOSING, _anchor="findings"))

    shown_audit(audit_id)
    forms = Forms(said={finding_id: form})
    return attempt(act, form, lambda refused: meeting_page(audit_id, CLOSING, forms, refused))


@blueprint.post(f"{AT}/record")
@guard(Permission.VISITS_MEETING_WRITE)
def freeze(audit_id: int, meeting: str) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        with writing() as session:
            frozen = freeze_record(session, actor(), audit_id, meeting, portal().moment())
        digest = (frozen.sha256 or "")[:12]
        return back(audit_id, meeting, speech().gettext("The record is frozen, SHA-256 %(digest)s.", digest=digest))

    shown_audit(audit_id)
    return attempt(act, None, lambda refused: meeting_page(audit_id, meeting, Forms(), refused))


@blueprint.post(f"{AT}/pdf")
@guard(Permission.VISITS_MEETING_PRINT)
def make_pdf(audit_id: int, meeting: str) -> ResponseReturnValue:
    """Ask for the frozen record as PDF, in the reader's language."""
    shown_audit(audit_id)
    found = meeting_of(reading(), actor(), audit_id, meeting)
    if found is None or found.sha256 is None:
        raise Missing
    with writing() as session:
        command = AskJob("visits.meeting_pdf", {"audit": audit_id, "meeting": meeting}, language())
        job = ask_job(session, actor(), command, portal().machine_now())
    return redirect(url_for("jobs.show_job", job_id=job.id))


def back(audit_id: int, meeting: str, sentence: str) -> ResponseReturnValue:
    """Back to the meeting, with a word of what happened."""
    return done(sentence, ".show_meeting", audit_id=audit_id, meeting=meeting)


def meeting_page(audit_id: int, kind: str, forms: Forms, refused: str = "") -> str:
    """The page of a meeting: to write in, or what was frozen; a plain word where there is nothing for the reader."""
    shown = shown_audit(audit_id)
    meeting = meeting_of(reading(), actor(), audit_id, kind)
    facts: dict[str, object] = {"kind": kind, "meeting": meeting, "pledge": PLEDGE, "refused": refused}
    if meeting is not None and meeting.record is not None:
        facts |= {"record": meeting.record, "ends": _may_end(shown.audit, kind)}
        return page("record.html", shown, kind, **facts)
    writes = may(Permission.VISITS_MEETING_WRITE) and shown.audit.state in WRITTEN_WHILE[kind]
    if not writes or actor().role in SUPPLIER_ROLES:
        return page("no_record.html", shown, kind, **facts)
    found = shown_meeting(reading(), actor(), meeting) if meeting else None
    if found is not None:
        for attendee in found.attendees:
            forms.signs.setdefault(attendee.id, SignForm(formdata=None, prefix=f"sign{attendee.id}-"))
        for one in found.walked:
            fresh = AcknowledgementForm(formdata=None, prefix=f"finding{one.finding.id}-")
            if one.said is not None:
                fresh.verdict.data, fresh.note.data = one.said.verdict, one.said.note
            forms.said.setdefault(one.finding.id, fresh).offer()
    facts |= {"found": found, "lacks": list(missing_of(found, portal().moment().day)) if found else []}
    facts |= {"forms": _ready(forms, shown.audit, kind, meeting)}
    facts["opening"] = kind == CLOSING and meeting_of(reading(), actor(), audit_id, OPENING) is not None
    return page("meeting.html", shown, kind, **facts)


def _may_end(audit: Audit, kind: str) -> bool:
    """Whether the reader may now say that the closing meeting is held."""
    targets = {row.target for row in AUDIT.possible(audit.state, actor().role)}
    return kind == CLOSING and audit.state == "in_progress" and "closing_held" in targets


def _ready(forms: Forms, audit: Audit, kind: str, meeting: Meeting | None) -> Forms:
    forms.attendee.offer()
    if forms.meeting is None:
        forms.meeting = MeetingForm(formdata=None)
        if meeting is not None:
            forms.meeting.show(meeting)
        else:
            forms.meeting.held_on.data = audit.starts_on if kind == OPENING else audit.ends_on
    forms.meeting.offer(kind)
    return forms
