"""The blueprint of the room, what its pages know of one audit, and the frame they share."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.checklists import AuditChecklists, checklists_with
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import visible_placed
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.visits.models import MEETINGS
from supplier_portal.web.door import actor, close_reading, reading
from supplier_portal.web.forms import PortalForm
from supplier_portal.web.offering import may
from supplier_portal.web.reader import speech

blueprint = Blueprint("visits", __name__)


@dataclass(frozen=True)
class Shown:
    """An audit with where it takes place and the checklists it is pinned to."""

    audit: Audit
    supplier: Supplier
    site: Site
    version: str
    checklists: AuditChecklists


@dataclass(frozen=True)
class Tab:
    label: str
    address: str
    here: bool


def shown_audit(audit_id: int) -> Shown:
    """The audit of an address. Raises Missing where the reader may not see it."""
    found = reading().execute(visible_placed(actor()).where(Audit.id == audit_id)).first()
    if found is None:
        raise Missing
    audit, supplier, site, version, sha256 = found
    return Shown(audit, supplier, site, version, checklists_with(reading(), [(audit.id, sha256)])[audit.id])


def page(template: str, shown: Shown, here: str, **facts: object) -> str:
    """Render a page of the room with the tabs between its pages; `here`: which of them it is."""
    return render_template(f"visits/{template}", shown=shown, audit=shown.audit, tabs=_tabs(shown, here), **facts)


def _tabs(shown: Shown, here: str) -> list[Tab]:
    said, number = speech(), shown.audit.id
    known = [
        ("ahead", said.gettext("Preparation"), Permission.VISITS_AGENDA_READ, url_for(".show_ahead", audit_id=number)),
        ("agenda", said.gettext("Agenda"), Permission.VISITS_AGENDA_READ, url_for(".show_agenda", audit_id=number)),
        (
            "documents",
            said.gettext("Documents"),
            Permission.VISITS_DOCUMENT_READ,
            url_for(".list_documents", audit_id=number),
        ),
        (
            "assessment",
            said.gettext("Self-assessment"),
            Permission.VISITS_SELF_ASSESSMENT_READ,
            url_for(".show_assessment", audit_id=number),
        ),
    ]
    known += [
        (kind, said.word(f"meeting.{kind}"), Permission.VISITS_MEETING_READ, _meeting(number, kind))
        for kind in MEETINGS
    ]
    return [Tab(label, address, name == here) for name, label, asked, address in known if may(asked)]


def _meeting(audit_id: int, kind: str) -> str:
    return url_for(".show_meeting", audit_id=audit_id, meeting=kind)


def done(sentence: str, endpoint: str, **values: object) -> ResponseReturnValue:
    """Go on to a page, with a word of what happened."""
    flash(sentence, "success")
    return redirect(url_for(endpoint, **values))  # type: ignore[arg-type]  # Flask's own type names each of its options


def attempt(
    act: Callable[[], ResponseReturnValue], form: PortalForm | None, again: Callable[[str], str]
) -> ResponseReturnValue:
    """Do `act`; where it is refused, show the page again with all that was typed.

    again: the page, given the sentence of a conflict, or nothing where the faults stand at the form's fields.
    """
    try:
        return act()
    except Invalid as error:
        if form is None:
            raise
        form.take_faults(error)
        return again(""), 422
    except Conflict as error:
        close_reading()
        return again(speech().error(error)), 409
