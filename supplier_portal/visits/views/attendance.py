"""Who was in a meeting: the list, and each one's signature under the integrity pledge."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.visits.forms.meetings import AttendeeForm, SignForm
from supplier_portal.visits.operations import (
    AddAttendee,
    SignPledge,
    add_attendee,
    add_team,
    carry_attendance,
    remove_attendee,
    sign_pledge,
)
from supplier_portal.visits.views.meetings import AT, Forms, meeting_page
from supplier_portal.visits.views.room import attempt, blueprint, shown_audit
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post(f"{AT}/attendance")
@guard(Permission.VISITS_MEETING_WRITE)
def add_person(audit_id: int, meeting: str) -> ResponseReturnValue:
    form = AttendeeForm()

    def act() -> ResponseReturnValue:
        words = {name: form[name].data or "" for name in ("side", "name", "role")}
        with writing() as session:
            add_attendee(session, actor(), AddAttendee(audit_id, meeting, **words), portal().moment())
        return _back(audit_id, meeting)

    shown_audit(audit_id)
    return attempt(act, form, lambda refused: meeting_page(audit_id, meeting, Forms(attendee=form), refused))


@blueprint.post(f"{AT}/attendance/team")
@guard(Permission.VISITS_MEETING_WRITE)
def put_team(audit_id: int, meeting: str) -> ResponseReturnValue:
    """Put the audit's team on the list."""

    def act() -> ResponseReturnValue:
        with writing() as session:
            add_team(session, actor(), (audit_id, meeting), speech().gettext("Audit team"), portal().moment())
        return _back(audit_id, meeting)

    shown_audit(audit_id)
    return attempt(act, None, lambda refused: meeting_page(audit_id, meeting, Forms(), refused))


@blueprint.post("/audits/<int:audit_id>/visit/closing/attendance/opening")
@guard(Permission.VISITS_MEETING_WRITE)
def carry_over(audit_id: int) -> ResponseReturnValue:
    """Put those on the list who attended the opening meeting, with their signatures."""

    def act() -> ResponseReturnValue:
        with writing() as session:
            carry_attendance(session, actor(), audit_id, portal().moment())
        return _back(audit_id, "closing")

    shown_audit(audit_id)
    return attempt(act, None, lambda refused: meeting_page(audit_id, "closing", Forms(), refused))


@blueprint.post(f"{AT}/attendance/<int:attendee_id>")
@guard(Permission.VISITS_MEETING_WRITE)
def sign(audit_id: int, meeting: str, attendee_id: int) -> ResponseReturnValue:
    form = SignForm(prefix=f"sign{attendee_id}-")

    def act() -> ResponseReturnValue:
        command = SignPledge(audit_id, meeting, attendee_id, form.typed_name.data or "", bool(form.agreed.data))
        with writing() as session:
            sign_pledge(session, actor(), command, portal().moment())
        return _back(audit_id, meeting)

    shown_audit(audit_id)
    forms = Forms(signs={attendee_id: form})
    return attempt(act, form, lambda refused: meeting_page(audit_id, meeting, forms, refused))


@blueprint.post(f"{AT}/attendance/<int:attendee_id>/removal")
@guard(Permission.VISITS_MEETING_WRITE)
def remove_person(audit_id: int, meeting: str, attendee_id: int) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        with writing() as session:
            remove_attendee(session, actor(), (audit_id, meeting), attendee_id, portal().moment())
        return _back(audit_id, meeting)

    shown_audit(audit_id)
    return attempt(act, None, lambda refused: meeting_page(audit_id, meeting, Forms(), refused))


def _back(audit_id: int, meeting: str) -> ResponseReturnValue:
    return redirect(url_for(".show_meeting", audit_id=audit_id, meeting=meeting, _anchor="attendance"))
