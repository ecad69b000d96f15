"""Looking suppliers up in a list: by identifier, else by name and country."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from supplier_portal.carbon.matching.countries import country_code
from supplier_portal.carbon.matching.verdicts import (
    CANDIDATE,
    CONFLICT,
    IDENTIFIERS,
    MOST_CANDIDATES,
    NOTHING,
    OTHER,
    SAME,
    SURE,
    UNKNOWN,
    Listed,
    Match,
    Ranked,
    Sought,
)
from supplier_portal.domain.company_names import SAME_NAME, NameIndex, plainly_another

IDENTIFIED = 1000
LEAST_ALIKE = {SAME: 500, UNKNOWN: 600, OTHER: 600}
"""Names must be the more alike, the less the countries say."""
COUNTED = {SAME: 100, UNKNOWN: 95, OTHER: 85}
"""Per cent of the names' likeness that count for the rank: another country is no reason to leave a parent out."""


class Matcher:
    """A list made ready to look many suppliers up in it."""

    def __init__(self, companies: Sequence[Listed]) -> None:
        self._companies = companies
        self._countries = [country_code(company.country) for company in companies]
        self._names = NameIndex([company.name for company in companies])
        self._identified: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, company in enumerate(companies):
            for identifier in IDENTIFIERS:
                if code := getattr(company, identifier):
                    self._identified[identifier, code].append(place)

    def match(self, sought: Sought, left_out: Collection[int] = ()) -> Match:
        """Find the supplier. left_out: places of companies of which a person said that they are others."""
        identified = self._by_identifier(sought, left_out)
        if len(identified) == 1 and not self._another(identified[0], sought):
            asked_further = self._companies[identified[0].place].at_parent
            return Match(SURE, identified, self._by_name(sought, identified, left_out) if asked_further else ())
        candidates = self._by_name(sought, identified, left_out)
        if identified:
            return Match(CONFLICT, identified, candidates)
        return Match(CANDIDATE if candidates else NOTHING, (), candidates)

    def _another(self, found: Ranked, sought: Sought) -> bool:
        return plainly_another(self._companies[found.place].name, sought.names)

    def _by_identifier(self, sought: Sought, left_out: Collection[int]) -> tuple[Ranked, ...]:
        """Each company once, with the identifier that is believed more."""
        reasons: dict[int, str] = {}
        for identifier in IDENTIFIERS:
            for place in self._identified.get((identifier, getattr(sought, identifier) or ""), ()):
                if place not in left_out:
                    reasons.setdefault(place, identifier)
        return tuple(
            Ranked(place, reason, self._compared(place, sought), IDENTIFIED) for place, reason in reasons.items()
        )

    def _by_name(self, sought: Sought, identified: tuple[Ranked, ...], left_out: Collection[int]) -> tuple[Ranked, ...]:
        taken = {found.place for found in identified} | set(left_out)
        best: dict[int, Ranked] = {}
        for name in sought.names:
            for found in self._names.like(name):
                country, likeness = self._compared(found.entry, sought), found.likeness
                if found.entry not in taken and likeness.score >= LEAST_ALIKE[country]:
                    ranked = Ranked(found.entry, likeness.kind, country, likeness.score * COUNTED[country] // 100)
                    best[found.entry] = min(ranked, best.get(found.entry, ranked), key=_order)
        return tuple(sorted(best.values(), key=_order)[:MOST_CANDIDATES])

    def _compared(self, place: int, sought: Sought) -> str:
        listed = self._countries[place]
        if listed is None or sought.country is None:
            return UNKNOWN
        return SAME if listed == sought.country else OTHER


def _order(ranked: Ranked) -> tuple[bool, int, int]:
    """Equal names first, then by likeness and country, then as in the list."""
    return ranked.reason != SAME_NAME, -ranked.score, ranked.place
