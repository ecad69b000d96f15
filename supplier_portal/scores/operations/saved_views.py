"""Keeping a person's own views of the table of scorecards: name, state, order."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.scores.models import SavedView
from supplier_portal.scores.queries.saved_views import find_view, own_views
from supplier_portal.scores.table_state import TableState
from supplier_portal.trail.operations import record_event

LONGEST_NAME = 60
MOST_VIEWS = 12


@dataclass(frozen=True)
class SaveView:
    """leading: the view opens when the table is asked for without a state."""

    name: str
    state: TableState
    leading: bool = False


def save_view(session: Session, actor: Actor, command: SaveView, moment: Moment) -> SavedView:
    """Keep a view under a name of its own, behind the others. Raises Invalid at `name`."""
    reach_of(actor, Permission.SCORES_VIEW_SAVE)
    known = own_views(session, actor)
    if len(known) >= MOST_VIEWS:
        raise Invalid([Fault("scores.too_many_views", "name", facts={"most": MOST_VIEWS})])
    view = SavedView(
        account_id=actor.account_id,
        name=_name(command.name),
        state=command.state.parameters(),
        position=max((one.position for one in known), default=0) + 1,
        leading=False,
    )
    session.add(view)
    _keep_name(session, view.name)
    if command.leading:
        _lead(session, view)
    record_event(session, actor, moment, "view_saved", view=view.id)
    return view


def rename_view(session: Session, actor: Actor, view_id: int, name: str, moment: Moment) -> SavedView:
    """Give a view another name. Raises Missing, and Invalid at `name`."""
    view = _own(session, actor, view_id)
    view.name = _name(name)
    _keep_name(session, view.name)
    record_event(session, actor, moment, "view_renamed", view=view_id)
    return view


def change_view(session: Session, actor: Actor, view_id: int, state: TableState, moment: Moment) -> SavedView:
    """Let a view show another state. Raises Missing."""
    view = _own(session, actor, view_id)
    view.state = state.parameters()
    session.flush()
    record_event(session, actor, moment, "view_changed", view=view_id)
    return view


def lead_with_view(session: Session, actor: Actor, view_id: int, moment: Moment) -> SavedView:
    """Open this view first from now on; the one that led before stays behind it. Raises Missing."""
    view = _own(session, actor, view_id)
    _lead(session, view)
    record_event(session, actor, moment, "view_leads", view=view_id)
    return view


def delete_view(session: Session, actor: Actor, view_id: int, moment: Moment) -> str:
    """Take a view away. Returns the name it had. Raises Missing."""
    view = _own(session, actor, view_id)
    name = view.name
    session.delete(view)
    session.flush()
    record_event(session, actor, moment, "view_deleted", view=view_id)
    return name


def _own(session: Session, actor: Actor, view_id: int) -> SavedView:
    reach_of(actor, Permission.SCORES_VIEW_SAVE)
    return find_view(session, actor, view_id)


def _lead(session: Session, view: SavedView) -> None:
    others = update(SavedView).where(SavedView.account_id == view.account_id, SavedView.id != view.id)
    session.execute(others.values(leading=False))
    view.leading = True
    session.flush()


def _name(typed: str) -> str:
    """Tidy the name. Raises Invalid at `name`."""
    name = " ".join(typed.split())
    if not name:
        raise Invalid([Fault("form.required", "name")])
    if len(name) > LONGEST_NAME:
        raise Invalid([Fault("form.too_long", "name", facts={"most": LONGEST_NAME, "length": len(name)})])
    return name


def _keep_name(session: Session, name: str) -> None:
    """Write it. Raises Invalid where the person has another view of that name."""
    try:
        session.flush()
    except IntegrityError as error:
        raise Invalid([Fault("scores.view_name_taken", "name", facts={"name": name})]) from error
