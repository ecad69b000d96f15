"""A finding's way from its notice to its effectiveness review, as pages draw it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from supplier_portal.domain.workflow.finding import FINDING

STOPS: tuple[tuple[str, ...], ...] = (
    ("draft",),
    ("open", "disputed", "withdrawn", "waived"),
    ("cap_proposed", "rejected", "reopened"),
    ("accepted",),
    ("implemented", "insufficient"),
    ("verified",),
    ("closed",),
    ("effective",),
)


@dataclass(frozen=True)
class Stop:
    """One stop of the way. word: code of the state to say; position: `past`, `now` or `ahead`; day: reached on."""

    word: str
    position: str
    day: date | None


def path_of(state: str, moves: Iterable[tuple[str, date]]) -> list[Stop]:
    """The stops up to the present one with the day each was last reached, and those ahead.

    moves: (state moved to, day of it), in order.
    """
    reached = dict(moves)
    here = next(place for place, stop in enumerate(STOPS) if state in stop)
    stops = []
    for place, stop in enumerate(STOPS):
        said = state if place == here else stop[0]
        position = "now" if place == here else "past" if place < here else "ahead"
        stops.append(Stop(FINDING.word(said), position, reached.get(said) if place <= here else None))
    return stops
