"""A person's own views of the table of scorecards."""

from collections.abc import Sequence

from sqlalchemy import Select, false, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.domain.errors import Missing
from supplier_portal.scores.models import SavedView


def visible(actor: Actor) -> Select[SavedView]:
    """Give everybody their own views alone."""
    own = decide(actor, Permission.SCORES_VIEW_SAVE).reach is Reach.OWN_ACCOUNT
    return select(SavedView).where(SavedView.account_id == actor.account_id if own else false())


def own_views(session: Session, actor: Actor) -> Sequence[SavedView]:
    """List the actor's views, the one that leads first, then as they were ordered."""
    ordered = (SavedView.leading.desc(), SavedView.position, SavedView.id)
    return session.scalars(visible(actor).order_by(*ordered)).all()


def find_view(session: Session, actor: Actor, view_id: int) -> SavedView:
    """Find one of the actor's views. Raises Missing."""
    view = session.scalar(visible(actor).where(SavedView.id == view_id))
    if view is None:
        raise Missing
    return view
