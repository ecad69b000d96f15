"""What rooms on the right declare about merging: what stands against it, and which rows of theirs go over.

A room exports `MERGE_BLOCKERS` and `MERGE_MOVES` in its own `merging` module; they are declared once at the start.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from supplier_portal.domain.errors import Fault

Blocker = Callable[[Session, int], list[Fault]]
"""Takes the duplicate's id and names what of it still runs, each with what ends it."""


@dataclass(frozen=True)
class MergeMove:
    """part: a word `merge_part.…`; count, move: rows that go over, of the duplicate's id, to the survivor's.

    Where the survivor has a row of its own for the same period, the duplicate's stays where it is.
    """

    part: str
    count: Callable[[Session, int, int], int]
    move: Callable[[Session, int, int], None]


_BLOCKERS: dict[Blocker, None] = {}
_MOVES: dict[str, MergeMove] = {}


def declare_blocker(blocker: Blocker) -> None:
    """Make a blocker known; doing it again changes nothing."""
    _BLOCKERS[blocker] = None


def declare_move(move: MergeMove) -> None:
    """Make a move known; doing it again changes nothing."""
    _MOVES[move.part] = move


def blocked_by(session: Session, supplier_id: int) -> list[Fault]:
    """Ask every room what of this supplier still runs, in the order of the rooms."""
    return [fault for blocker in _BLOCKERS for fault in blocker(session, supplier_id)]


def moves() -> tuple[MergeMove, ...]:
    """The rows of other rooms that go over."""
    return tuple(_MOVES.values())
