"""How the platform speaks to one reader: sentences, words, dates and figures in a language and a time zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from supplier_portal.domain.errors import DomainError, Fault
from supplier_portal.language.catalogue import catalogue
from supplier_portal.language.codes import errors, words

KILO = 1000
LOCALES = {"en": "en_GB", "zh": "zh_CN"}  # dates with the day first, as an international buyer writes them


@dataclass(frozen=True)
class Speech:
    """language: a code of `catalogue.LANGUAGES`; zone: the reader's time zone."""

    language: str
    zone: ZoneInfo

    def gettext(self, english: str, **facts: object) -> str:
        said = catalogue(self.language).gettext(english)
        return said % facts if facts else said

    def ngettext(self, one: str, many: str, number: int, **facts: object) -> str:
        return catalogue(self.language).ngettext(one, many, number) % {"num": number, **facts}

    def ngettext_plain(self, one: str, many: str, number: int) -> str:
        """The right form, its facts not yet put in: templates do that, and escape them."""
        return catalogue(self.language).ngettext(one, many, number)

    def word(self, code: str) -> str:
        """The word for a code. Raises KeyError for one that stands in no catalogue: a fault of the program."""
        return self.gettext(words()[code])

    def sentence(self, code: str, facts: Mapping[str, object]) -> str:
        """The sentence for an error code, its facts put in; a fact that is a code becomes its word."""
        return self.gettext(errors()[code]).format_map({name: self._fact(value) for name, value in facts.items()})

    def error(self, error: DomainError) -> str:
        return self.sentence(error.code, error.facts)

    def fault(self, fault: Fault) -> str:
        return self.sentence(fault.code, {"place": fault.place, "line": fault.line, **fault.facts})

    @property
    def comma(self) -> str:
        """What stands between the things of a list."""
        return "、" if self.language == "zh" else ", "

    def _fact(self, value: object) -> str:
        if isinstance(value, list | tuple):
            return self.comma.join(self._fact(item) for item in value) or "–"
        if isinstance(value, str) and value in words():
            return self.word(value)
        return str(value)

    def day(self, day: date) -> str:
        """A day; of an instant, that of the portal's zone."""
        local = day.astimezone(self.zone) if isinstance(day, datetime) else day
        return format_date(local, "medium", locale=LOCALES[self.language])

    def moment(self, at: datetime | str) -> str:
        """An instant in the portal's zone; `at` may be ISO text, as records keep it."""
        instant = datetime.fromisoformat(at) if isinstance(at, str) else at
        return format_datetime(instant.astimezone(self.zone), "medium", locale=LOCALES[self.language])

    def number(self, value: Decimal | Fraction | str | int, places: int = 2) -> str:
        """A figure with exactly `places` decimals and the locale's thousands marks."""
        exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
        pattern = "#,##0" + ("." + "0" * places if places else "")
        return format_decimal(exact, pattern, locale=LOCALES[self.language])

    def size(self, size: int) -> str:
        """Bytes as people say them."""
        for unit in ("B", "kB", "MB"):
            if size < KILO:
                return f"{size} {unit}"
            size = round(size / KILO)
        return f"{size} GB"
