"""Reading a JSON document field by field: every fault is noted with its path, and reading goes on.

A wrong or missing field reads as a stand-in ("", 0, False, the first day there is), so one run finds all faults;
whoever reads raises them together in the end (`raise_faults`).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.scoring.rounding import Number, number_from

DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
ABSENT = object()
NAMED = 20  # values that a sentence names at most


class Field:
    """One value of a document, its path ("audits[0].checkpoints[3].rating") and the list its faults go to."""

    __slots__ = ("faults", "place", "value")

    def __init__(self, value: object, place: str, faults: list[Fault]) -> None:
        self.value = value
        self.place = place
        self.faults = faults

    @property
    def there(self) -> bool:
        """Whether the document has the field at all."""
        return self.value is not ABSENT

    @property
    def given(self) -> bool:
        """Whether the field is there and not null."""
        return self.there and self.value is not None

    def fail(self, code: str, **facts: object) -> None:
        """Note a fault at this place."""
        self.faults.append(Fault(f"scoring.{code}", self.place, facts=facts))

    def below(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def entries(self, required: Collection[str], optional: Collection[str] = ()) -> dict[str, "Field"]:
        """Read an object of known keys: a missing one and an unknown one are faults."""
        found = self.mapping()
        if isinstance(self.value, Mapping):
            for key in required:
                if key not in found:
                    Field(ABSENT, self.below(key), self.faults).fail("missing")
        for key, entry in found.items():
            if key not in required and key not in optional:
                entry.fail("unknown_key")
        return {key: found.get(key) or Field(ABSENT, self.below(key), self.faults) for key in (*required, *optional)}

    def mapping(self) -> dict[str, "Field"]:
        """Read an object whose keys are data."""
        if isinstance(self.value, Mapping):
            return {str(key): Field(value, self.below(str(key)), self.faults) for key, value in self.value.items()}
        self._wrong("not_object")
        return {}

    def items(self) -> Iterator["Field"]:
        """Read a list, one field after the other."""
        if isinstance(self.value, list | tuple):
            for place, item in enumerate(self.value):
                yield Field(item, f"{self.place}[{place}]", self.faults)
        else:
            self._wrong("not_list")

    def text(self) -> str:
        """Read a text of at least one character."""
        if isinstance(self.value, str) and self.value:
            return self.value
        self._wrong("empty" if self.value == "" else "not_text")
        return ""

    def choice(self, allowed: Collection[str] | None) -> str:
        """Read a text that must be one of those allowed; None: the list itself could not be read, any text will do."""
        if allowed is None:
            return self.text()
        if isinstance(self.value, str) and self.value in allowed:
            return self.value
        self._wrong("not_one_of", allowed=list(allowed)[:NAMED])
        return ""

    def flag(self) -> bool:
        if isinstance(self.value, bool):
            return self.value
        self._wrong("not_boolean")
        return False

    def whole(self, least: int, most: int) -> int:
        """Read a JSON number without fraction; true and false are none."""
        if type(self.value) is int and least <= self.value <= most:
            return self.value
        self._wrong("not_whole", least=least, most=most)
        return least

    def decimal(self, most: int | None = None, places: int | None = None) -> Number:
        """Read a decimal of 0 or more written as text, at most `most`, with at most so many places."""
        if not isinstance(self.value, str) or not DECIMAL.fullmatch(self.value):
            self._wrong("not_decimal")
            return 0
        number = number_from(self.value)
        if most is not None and number > most:
            self.fail("too_great", most=most)
        if places is not None and len(self.value.partition(".")[2]) > places:
            self.fail("too_many_places", places=places)
        return number

    def above_zero(self) -> Number:
        """Read a decimal greater than 0."""
        number = self.decimal()
        if number == 0 and isinstance(self.value, str) and DECIMAL.fullmatch(self.value):
            self.fail("not_above_zero")
        return number

    def day(self) -> date:
        """Read a date written YYYY-MM-DD."""
        try:
            if isinstance(self.value, str) and DAY.fullmatch(self.value):
                return date.fromisoformat(self.value)
        except ValueError:
            pass
        self._wrong("not_date")
        return date.min

    def moment(self) -> datetime:
        """Read a time in UTC of whole seconds, written YYYY-MM-DDTHH:MM:SSZ."""
        try:
            if isinstance(self.value, str) and MOMENT.fullmatch(self.value):
                return datetime.fromisoformat(self.value)
        except ValueError:
            pass
        self._wrong("not_moment")
        return datetime.min.replace(tzinfo=UTC)

    def weights(self, keys: Collection[str] | None = None) -> dict[str, Number]:
        """Read weights by key, not all of them 0; `keys` are those there must be, else any are taken."""
        read = self.mapping() if keys is None else self.entries(keys)
        faults = len(self.faults)
        weights = {key: entry.decimal() for key, entry in read.items()}
        if isinstance(self.value, Mapping) and len(self.faults) == faults and not any(weights.values()):
            self.fail("no_weight")
        return weights

    def _wrong(self, code: str, **facts: object) -> None:
        """Note a fault, unless the field is absent: that is a fault already, or none."""
        if self.value is not ABSENT:
            self.fail(code, **facts)


def fail_where_twice(fields: list[tuple[Field, str]]) -> None:
    """Note a fault at each field whose value stands at an earlier one too."""
    seen: set[str] = set()
    for field, value in fields:
        if value and value in seen:
            field.fail("twice")
        seen.add(value)


def raise_faults(faults: list[Fault]) -> None:
    """Raise Invalid with all faults, when there are any."""
    if faults:
        raise Invalid(faults)
