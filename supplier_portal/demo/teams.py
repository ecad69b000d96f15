"""Who audits whom: of the people who speak the language, the next whose days are free."""

from collections.abc import Iterable
from datetime import date, timedelta

from supplier_portal.demo.calendar import VISIT_DAYS
from supplier_portal.demo.seed_files import people

TEAM = ("lead", "auditor", "reviewer")


def first_team(language: str) -> tuple[str, ...]:
    """Keys of the people who audit where nobody else is named."""
    return tuple(f"{role}_{language}" for role in TEAM)


class Roster:
    """Gives out people day by day; nobody is at two visits at once."""

    def __init__(self) -> None:
        self._busy: set[tuple[str, date]] = set()
        self._turn: dict[str, int] = {}
        self._people = {
            (role, language): [person.key for person in people() if person.key.startswith(f"{role}_{language}")]
            for role in TEAM
            for language in ("zh", "en")
        }

    def engage(self, team: Iterable[str], starts_on: date) -> None:
        """Keep these people's days of a visit."""
        self._busy |= {(key, starts_on + timedelta(days=day)) for key in team for day in range(VISIT_DAYS)}

    def team_for(self, language: str, starts_on: date) -> tuple[str, ...] | None:
        """Lead, auditor and reviewer for a visit, None where no two auditors are free on its days."""
        found = [self._next(role, language, starts_on) for role in TEAM[:2]]
        visiting = [key for key in found if key is not None]
        if len(visiting) < len(found):
            return None
        self.engage(visiting, starts_on)
        return (*visiting, self._in_turn(TEAM[2], language)[0])

    def _next(self, role: str, language: str, starts_on: date) -> str | None:
        days = [starts_on + timedelta(days=day) for day in range(VISIT_DAYS)]
        free = (key for key in self._in_turn(role, language) if not any((key, day) in self._busy for day in days))
        return next(free, None)

    def _in_turn(self, role: str, language: str) -> list[str]:
        """Everybody of the role, beginning with another one each time."""
        keys = self._people[role, language]
        turn = self._turn[f"{role}_{language}"] = self._turn.get(f"{role}_{language}", -1) + 1
        return keys[turn % len(keys) :] + keys[: turn % len(keys)]
