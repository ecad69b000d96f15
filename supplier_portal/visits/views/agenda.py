"""The agenda: read by all, proposed and changed by planner and lead."""

from itertools import groupby

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.forms import row_number
from supplier_portal.visits.agenda_proposal import days_of
from supplier_portal.visits.forms.agenda import AgendaItemForm
from supplier_portal.visits.operations import propose_agenda, remove_agenda_item, save_agenda_item
from supplier_portal.visits.operations.agenda import PREPARED_WHILE
from supplier_portal.visits.queries import members_of
from supplier_portal.visits.queries.agendas import agenda_of, shown_item
from supplier_portal.visits.views.room import Shown, attempt, blueprint, done, page, shown_audit
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.offering import may
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get("/audits/<int:audit_id>/visit/agenda")
@guard(Permission.VISITS_AGENDA_READ)
def show_agenda(audit_id: int) -> ResponseReturnValue:
    return _page(audit_id, AgendaItemForm(formdata=None))


@blueprint.post("/audits/<int:audit_id>/visit/agenda/proposal")
@guard(Permission.VISITS_AGENDA_WRITE)
def propose(audit_id: int) -> ResponseReturnValue:
    """Write a proposal, in the place of the items that `replaced` says the reader saw."""
    replaced = row_number(request.form.get("replaced")) or 0

    def act() -> ResponseReturnValue:
        with writing() as session:
            propose_agenda(session, actor(), audit_id, portal().moment(), replaced)
        said = speech().gettext("Proposed from the checklist, the days and the team. Change what you like.")
        return done(said, ".show_agenda", audit_id=audit_id)

    shown_audit(audit_id)
    return attempt(act, None, lambda refused: _page(audit_id, AgendaItemForm(formdata=None), refused))


@blueprint.post("/audits/<int:audit_id>/visit/agenda")
@guard(Permission.VISITS_AGENDA_WRITE)
def add_item(audit_id: int) -> ResponseReturnValue:
    form = AgendaItemForm()

    def act() -> ResponseReturnValue:
        with writing() as session:
            save_agenda_item(session, actor(), form.command(audit_id), portal().moment())
        return done(speech().gettext("The agenda is saved."), ".show_agenda", audit_id=audit_id)

    shown_audit(audit_id)
    if not form.validate_on_submit():
        return _page(audit_id, form), 422
    return attempt(act, form, lambda refused: _page(audit_id, form, refused))


@blueprint.route("/audits/<int:audit_id>/visit/agenda/<int:item_id>", methods=["GET", "POST"])
@guard(Permission.VISITS_AGENDA_WRITE)
def change_item(audit_id: int, item_id: int) -> ResponseReturnValue:
    form, shown = AgendaItemForm(), shown_audit(audit_id)
    item = shown_item(reading(), actor(), audit_id, item_id)

    def again(refused: str = "") -> str:
        form.offer(members_of(reading(), audit_id))
        return page("agenda_item.html", shown, "agenda", form=form, item=item, refused=refused)

    def act() -> ResponseReturnValue:
        with writing() as session:
            save_agenda_item(session, actor(), form.command(audit_id, item_id), portal().moment())
        return done(speech().gettext("The agenda is saved."), ".show_agenda", audit_id=audit_id)

    if not form.is_submitted():
        form.show(item)
        return again()
    if not form.validate():
        return again(), 422
    return attempt(act, form, again)


@blueprint.post("/audits/<int:audit_id>/visit/agenda/<int:item_id>/removal")
@guard(Permission.VISITS_AGENDA_WRITE)
def remove_item(audit_id: int, item_id: int) -> ResponseReturnValue:
    def act() -> ResponseReturnValue:
        with writing() as session:
            remove_agenda_item(session, actor(), audit_id, item_id, portal().moment())
        return redirect(url_for(".show_agenda", audit_id=audit_id))

    shown_audit(audit_id)
    return attempt(act, None, lambda refused: _page(audit_id, AgendaItemForm(formdata=None), refused))


def _page(audit_id: int, form: AgendaItemForm, refused: str = "") -> str:
    shown = shown_audit(audit_id)
    items = agenda_of(reading(), actor(), audit_id)
    editable = may(Permission.VISITS_AGENDA_WRITE) and shown.audit.state in PREPARED_WHILE
    if editable:
        form.offer(members_of(reading(), audit_id))
        _begin(form, shown)
    return page(
        "agenda.html",
        shown,
        "agenda",
        days=[(day, list(of_day)) for day, of_day in groupby(items, key=lambda one: one.item.day)],
        count=len(items),
        outside=sum(not shown.audit.starts_on <= one.item.day <= shown.audit.ends_on for one in items),
        form=form,
        editable=editable,
        refused=refused,
    )


def _begin(form: AgendaItemForm, shown: Shown) -> None:
    """Begin an empty form on the first day of the audit."""
    if form.day.data is None and not form.day.raw_data:
        form.day.data = days_of(shown.audit.starts_on, shown.audit.ends_on)[0]
