"""The sentences of an invented audit, from the bank of one language."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from supplier_portal.demo.levels import Figures
from supplier_portal.demo.seed_files import Texts
from supplier_portal.domain.checklist.version import Checkpoint

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
LETTERS = "ABCDE"
GOOD_FROM, MIDDLING = 3, 2
NO_TAIL_ONCE_IN = 4
LACKING = "lacking"
"""Tails of notes that tell of something missing; the others go by how it was looked at."""


class Wording:
    """Sentences of one audit. texts: the bank; site: the site's name; year: the inventory's; tonnes: its total."""

    def __init__(self, texts: Texts, language: str, site: str, year: int, tonnes: Decimal) -> None:
        self.language = language
        self._texts = texts
        self._site = site
        self._year = year
        self._tonnes = tonnes

    def note(self, checkpoint: Checkpoint, rating: str, figures: Figures, chance: Random) -> str:
        """What the auditor writes beside a rating; the reason where the checkpoint is not applicable."""
        values = self._values(figures, chance)
        if rating == "NA":
            return str(self._texts["not_applicable"][checkpoint.code])
        said = self.at(checkpoint.code, _tone(int(rating)), chance).format(**values)
        kind = chance.choice(checkpoint.methods) if int(rating) >= MIDDLING else LACKING
        tail = chance.choice(self._texts["tails"][kind]).format(**values)
        return said if chance.randrange(NO_TAIL_ONCE_IN) == 0 else self.joined(said, tail)

    def joined(self, *sentences: str) -> str:
        """Sentences in a row, as the language writes them."""
        return (" " if self.language == "en" else "").join(sentences)

    def at(self, code: str, what: str, chance: Random) -> str:
        """One text of a checkpoint, or one of several."""
        told = self._texts[code][what]
        return str(chance.choice(told) if isinstance(told, list) else told)

    def forged(self, kind: str, name: str) -> str:
        """A sentence about records that were not genuine, with the year filled in."""
        return str(self._texts["forged"][kind][name]).format(year=self._year)

    def forged_at(self) -> dict[str, str]:
        """The kinds of such records, each with the checkpoint it is found at."""
        return {kind: str(texts["checkpoint"]) for kind, texts in self._texts["forged"].items()}

    def said(self, table: str, name: str) -> str:
        """A sentence of a table of its own, with site and year filled in."""
        return str(self._texts[table][name]).format(site=self._site, year=self._year)

    def listed(self, table: str, name: str) -> Sequence[str]:
        """All the sentences of one name in a table of its own."""
        several: Sequence[str] = self._texts[table][name]
        return several

    def one_of(self, name: str, chance: Random) -> str:
        """One of several sentences of the answers."""
        return chance.choice(self.listed("answers", name))

    def one_at(self, name: str, place: int, chance: Random) -> str:
        """The sentence at one place among several, its counts filled in."""
        return self.listed("answers", name)[place].format(**self._values(Figures(), chance))

    def _values(self, figures: Figures, chance: Random) -> dict[str, str]:
        month = chance.randrange(len(MONTHS))
        return {
            "site": self._site,
            "year": str(self._year),
            "month": MONTHS[month] if self.language == "en" else str(month + 1),
            "letter": chance.choice(LETTERS),
            "population": str(figures.population or 0),
            "sampled": str(figures.sampled or chance.randint(2, 30)),
            "conforming": str(figures.conforming or 0),
            "number": _plain(figures.number),
            "claimed": _plain(figures.claimed),
            "found": _plain(figures.reperformed),
            "claimed_plain": f"{round(self._tonnes, -2):,f}",
        }


def _tone(level: int) -> str:
    return "high" if level >= GOOD_FROM else "mid" if level == MIDDLING else "low"


def _plain(figure: Decimal | None) -> str:
    return "" if figure is None else f"{figure.normalize():,f}"
