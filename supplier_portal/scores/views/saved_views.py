"""One's own views of the table: saving the state one is in, naming, ordering and deleting them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Invalid
from supplier_portal.scores.choices import filter_choices, filters_said
from supplier_portal.scores.forms import ViewForm
from supplier_portal.scores.models import SavedView
from supplier_portal.scores.operations import change_view, delete_view, lead_with_view, rename_view, save_view
from supplier_portal.scores.queries import policy_on, rules_of
from supplier_portal.scores.queries.saved_views import find_view, own_views
from supplier_portal.scores.table_state import TableState
from supplier_portal.scores.views.room import back_to_table, blueprint, table_address
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

OF_VIEW = "/views/<int:view_id>"


@blueprint.get("/views")
@guard(Permission.SCORES_VIEW_SAVE)
def list_views() -> ResponseReturnValue:
    """Show one's own views, and what each shows."""
    return _page()


@blueprint.get("/views/new")
@guard(Permission.SCORES_VIEW_SAVE)
def begin_view() -> ResponseReturnValue:
    """Ask for the name of a view of the state in the address."""
    return _begin(TableState.of(request.args), ViewForm(formdata=None))


@blueprint.post("/views/new")
@guard(Permission.SCORES_VIEW_SAVE)
def save_new_view() -> ResponseReturnValue:
    """Keep the state in the form's address under a name."""
    state, form = TableState.of(request.args), ViewForm()
    try:
        with writing() as session:
            view = save_view(session, actor(), form.command(state), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _begin(state, form), 422
    flash(speech().gettext("The view “%(name)s” is saved.", name=view.name), "success")
    return back_to_table(state, str(view.id))


@blueprint.post(f"{OF_VIEW}/name")
@guard(Permission.SCORES_VIEW_SAVE)
def name_view(view_id: int) -> ResponseReturnValue:
    """Give a view another name."""
    find_view(reading(), actor(), view_id)
    form = ViewForm()
    try:
        with writing() as session:
            view = rename_view(session, actor(), view_id, form.name.data or "", portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _page(view_id, form), 422
    return _done(speech().gettext("The view is called “%(name)s” now.", name=view.name))


@blueprint.post(f"{OF_VIEW}/state")
@guard(Permission.SCORES_VIEW_SAVE)
def keep_state(view_id: int) -> ResponseReturnValue:
    """Let a view show the state of the table one came from."""
    state = TableState.of(request.form)
    with writing() as session:
        view = change_view(session, actor(), view_id, state, portal().moment())
    flash(speech().gettext("The view “%(name)s” shows this from now on.", name=view.name), "success")
    return back_to_table(state, str(view_id))


@blueprint.post(f"{OF_VIEW}/lead")
@guard(Permission.SCORES_VIEW_SAVE)
def lead(view_id: int) -> ResponseReturnValue:
    """Open this view first."""
    with writing() as session:
        view = lead_with_view(session, actor(), view_id, portal().moment())
    return _done(speech().gettext("The scorecards open with “%(name)s” from now on.", name=view.name))


@blueprint.post(f"{OF_VIEW}/delete")
@guard(Permission.SCORES_VIEW_SAVE)
def delete(view_id: int) -> ResponseReturnValue:
    """Take a view away."""
    with writing() as session:
        name = delete_view(session, actor(), view_id, portal().moment())
    return _done(speech().gettext("The view “%(name)s” is deleted; no supplier was changed.", name=name))


def _done(said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for(".list_views"), 303)


def _begin(state: TableState, form: ViewForm) -> str:
    return render_template("scores/new_view.html", form=form, state=state, said=_said(state), back=table_address(state))


def _page(renamed: int | None = None, form: ViewForm | None = None) -> str:
    views = own_views(reading(), actor())
    shown = [
        (view, _said(TableState.of(view.state)), table_address(TableState.of(view.state), str(view.id)))
        for view in views
    ]
    return render_template(
        "scores/views.html", shown=shown, forms={view.id: _form(view, renamed, form) for view in views}
    )


def _form(view: SavedView, renamed: int | None, form: ViewForm | None) -> ViewForm:
    """Give the form of one view: the one just sent back, or a fresh one with its name; fields have ids of their own."""
    kept = form if form is not None and view.id == renamed else ViewForm(formdata=None, data={"name": view.name})
    kept.name.id = f"name-{view.id}"
    return kept


def _said(state: TableState) -> list[str]:
    """Say what a state shows: its filters, its order, and how many columns where they are not the usual ones."""
    rules = rules_of(policy_on(reading(), portal().moment().day))
    said = list(filters_said(state.wanted, filter_choices(rules, speech()), speech()).values())
    order = speech().word(f"score_sort.{state.sort.removeprefix('-')}")
    falling = speech().gettext("%(column)s, falling", column=order)
    told = [*said, speech().gettext("ordered by %(column)s", column=falling if state.sort.startswith("-") else order)]
    if "columns" in state.parameters():
        count = len(state.columns)
        told.append(speech().ngettext("%(num)s column", "%(num)s columns", count))
    return told
