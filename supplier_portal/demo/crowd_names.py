"""Invented names of the further suppliers and of their people, made of the parts in `seed/demo/names.toml`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.seed_files import names_of
from supplier_portal.demo.seed_rows import Names

FAMILY_NAME_FIRST = frozenset({"CN", "JP", "KR", "VN", "HU"})
MOST_OF_A_PART = 7
"""Suppliers whose names begin, or end, with the same part: a list of them is not to read like a rhyme."""


@dataclass(frozen=True)
class Part:
    """One part of a name, romanised and in Chinese characters."""

    roman: str
    chinese: str


class OwnNames:
    """Gives each supplier a name of its own, in a fixed order for each country. taken: romanised, in lower case."""

    def __init__(self, taken: Sequence[str]) -> None:
        self._taken = set(taken)
        self._open: dict[str, Iterator[Names]] = {}

    def next_of(self, country: str) -> Names:
        """The country's next name. Raises StopIteration where its parts give no more."""
        if country not in self._open:
            self._open[country] = self._names(country)
        return next(self._open[country])

    def _names(self, country: str) -> Iterator[Names]:
        first, second = ([Part(*part) for part in names_of(country)[place]] for place in ("first", "second"))
        pairs = [(one, other) for one in first for other in second if not _alike(one, other)]
        chance_for(f"names:{country}").shuffle(pairs)
        used: dict[Part, int] = {}
        for pair in pairs:
            own = "".join(part.roman for part in pair)
            if own in self._taken or (country == "CN" and any(used.get(part, 0) >= MOST_OF_A_PART for part in pair)):
                continue
            self._taken.add(own)
            used |= {part: used.get(part, 0) + 1 for part in pair}
            yield {"en": own.capitalize(), "zh": "".join(part.chinese for part in pair)}


def _alike(one: Part, other: Part) -> bool:
    """The same sound or sign twice is no name."""
    return one.roman == other.roman or one.chinese == other.chinese


def with_what_it_makes(own: Names, category: str, chance: Random) -> Names:
    """The whole name: `Muqiao Circuit Boards`, 暮桥电路板."""
    english, chinese = chance.choice(names_of("makes")[category])
    return {"en": f"{own['en']} {english}", "zh": f"{own['zh']}{chinese}"}


def person_of(country: str, chance: Random) -> str:
    """A name of somebody there, in the country's own order."""
    people = names_of("people")[country]
    family, given = chance.choice(people["family"]), chance.choice(people["given"])
    return f"{family} {given}" if country in FAMILY_NAME_FIRST else f"{given} {family}"
