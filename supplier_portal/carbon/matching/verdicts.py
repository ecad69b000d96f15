"""What comes out of looking one supplier up in a list."""

from dataclasses import dataclass
from typing import Protocol

SURE, CONFLICT, CANDIDATE, NOTHING = VERDICTS = ("sure", "conflict", "candidate", "none")
"""By an identifier, applied; an identifier that a person must look at; by name alone; not in the list."""
LEI, ISIN = IDENTIFIERS = ("lei", "isin")
"""In the order in which they are believed."""
SAME, OTHER, UNKNOWN = "same", "other", "unknown"
"""How the country of a listed company is to the supplier's."""
MOST_CANDIDATES = 10


class Listed(Protocol):
    """A company of a list. lei, isin: right ones only; at_parent: the list says that its target is its parent's."""

    @property
    def name(self) -> str: ...
    @property
    def country(self) -> str: ...
    @property
    def lei(self) -> str | None: ...
    @property
    def isin(self) -> str | None: ...
    @property
    def at_parent(self) -> bool: ...


@dataclass(frozen=True)
class Sought:
    """A supplier: its names, ISO country code or None, and identifiers with right check digits or None."""

    names: tuple[str, ...]
    country: str | None = None
    lei: str | None = None
    isin: str | None = None


@dataclass(frozen=True)
class Ranked:
    """A company that may be the supplier. place: its number in the list, from 0; score: to 1000.

    reason: lei, isin, or how the names are alike: same_name, initials, part_of_name, similar_name.
    """

    place: int
    reason: str
    country: str
    score: int


@dataclass(frozen=True)
class Match:
    """identified: companies that an identifier names; candidates: by name, the best first, none of the former."""

    verdict: str
    identified: tuple[Ranked, ...] = ()
    candidates: tuple[Ranked, ...] = ()

    @property
    def ranked(self) -> tuple[Ranked, ...]:
        """Whom a person has to choose from, ten at most: those named by an identifier first. Empty where sure."""
        return () if self.verdict == SURE else (*self.identified, *self.candidates)[:MOST_CANDIDATES]
