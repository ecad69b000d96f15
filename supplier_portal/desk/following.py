"""The worker's round for the desk: findings that were closed or opened again have another time to their closing."""

from sqlalchemy.orm import Session

from supplier_portal.desk.operations.closing import keep_closing_times
from supplier_portal.domain.moment import Moment
from supplier_portal.trail.following import take_events

NAME = "desk"
CLOSING = frozenset({"closed", "reopened"})


def follow_closings(session: Session, _moment: Moment) -> list[int]:
    """Keep the times of what the trail tells of. Returns the findings' ids, in order."""
    happened = take_events(session, NAME)
    moved = {
        int(event.facts["finding"])
        for event in happened
        if event.act == "move_finding" and event.facts["target"] in CLOSING
    }
    if moved:
        keep_closing_times(session, moved)
    return sorted(moved)
