"""One move between two states, and the table that answers which moves are possible."""

from collections.abc import Iterable
from dataclasses import dataclass

from supplier_portal.domain.errors import Conflict

PLANNER, LEAD, AUDITOR, REVIEWER = "planner", "lead_auditor", "auditor", "reviewer"
PROCUREMENT, OWNER, MEMBER, SYSTEM = "procurement", "supplier_owner", "supplier_member", "system"
TEAM, SUPPLIER = frozenset({LEAD, AUDITOR}), frozenset({OWNER, MEMBER})


@dataclass(frozen=True)
class Transition:
    """From, to, who may (roles), what it needs (facts the caller must bring), whom it tells."""

    origin: str
    target: str
    who: frozenset[str]
    needs: frozenset[str] = frozenset()
    tells: frozenset[str] = frozenset()


class Workflow:
    """A table of transitions. States are codes in snake_case, in the order they are first reached."""

    def __init__(self, name: str, first: str, transitions: Iterable[Transition]) -> None:
        self.name = name
        self.first = first
        self.transitions = tuple(transitions)
        reached = [first, *(state for row in self.transitions for state in (row.origin, row.target))]
        self.states = tuple(dict.fromkeys(reached))

    def possible(self, origin: str, role: str | None = None) -> tuple[Transition, ...]:
        """The moves out of `origin`, of one role or of anybody."""
        return tuple(row for row in self.transitions if row.origin == origin and (role is None or role in row.who))

    def find(self, origin: str, target: str, role: str) -> Transition:
        """The row that allows this move.

        Raises Conflict `workflow.not_now` with the targets possible for the role, so that the reader learns what is.
        """
        for row in self.possible(origin, role):
            if row.target == target:
                return row
        possible = [self.word(row.target) for row in self.possible(origin, role)]
        raise Conflict("workflow.not_now", state=self.word(origin), target=self.word(target), possible=possible)

    def word(self, state: str) -> str:
        """The code under which `language` keeps the state's word."""
        return f"{self.name}_state.{state}"


def rows(
    origins: str | Iterable[str],
    target: str,
    who: Iterable[str],
    *,
    needs: Iterable[str] = (),
    tells: Iterable[str] = (),
) -> list[Transition]:
    """The same move out of one or several states."""
    several = [origins] if isinstance(origins, str) else list(origins)
    return [Transition(origin, target, frozenset(who), frozenset(needs), frozenset(tells)) for origin in several]
