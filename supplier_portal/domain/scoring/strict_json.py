"""Reading JSON that others wrote, strictly: whatever the bytes, a document or one Invalid that names the field.

UTF-8 alone, no key twice, no text that is no Unicode, no deep nesting. Numbers that are not whole (1.5, 1e9, NaN) or
too long to be meant stay as `StrayNumber`, which no field accepts, so that the fault is named where it stands.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from supplier_portal.domain.errors import Fault, Invalid

MOST_BYTES = 32 * 1024 * 1024
MOST_DEPTH = 20
MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class StrayNumber:
    """A JSON number that no field of a receipt can hold, as it was written."""

    written: str


class _Object(dict[str, object]):
    """A JSON object that remembers which keys stood in it more than once."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        counts = Counter(key for key, _ in pairs) if len(pairs) > len(self) else {}
        self.twice = [key for key, count in counts.items() if count > 1]


def document_in(data: bytes) -> object:
    """Read one JSON document. Raises Invalid for whatever is no plain JSON, with every place it can name."""
    if len(data) > MOST_BYTES:
        raise Invalid([Fault("scoring.too_large", facts={"most": MOST_BYTES // 1024 // 1024})])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid([Fault("scoring.not_utf8", facts={"byte": error.start + 1})]) from None
    try:
        document = json.loads(
            text, object_pairs_hook=_Object, parse_int=_whole, parse_float=StrayNumber, parse_constant=StrayNumber
        )
    except json.JSONDecodeError as error:
        facts = {"column": error.colno}
        raise Invalid([Fault("scoring.not_json", line=error.lineno, facts=facts)]) from None
    except RecursionError:
        raise Invalid([Fault("scoring.too_deep", facts={"most": MOST_DEPTH})]) from None
    if faults := list(_faults(document)):
        raise Invalid(faults)
    return document


def _whole(written: str) -> int | StrayNumber:
    return int(written) if len(written) <= MOST_DIGITS else StrayNumber(written)


def _faults(document: object) -> Iterator[Fault]:
    """Go through a document without recursion and name what JSON lets pass and a receipt does not."""
    waiting: list[tuple[object, str, int]] = [(document, "", 0)]
    while waiting:
        value, place, depth = waiting.pop()
        if depth > MOST_DEPTH:
            yield Fault("scoring.too_deep", place, facts={"most": MOST_DEPTH})
        elif isinstance(value, _Object):
            yield from (Fault("scoring.key_twice", _below(place, key)) for key in value.twice)
            yield from (Fault("scoring.not_unicode", place) for key in value if not _is_unicode(key))
            waiting.extend((entry, _below(place, key), depth + 1) for key, entry in reversed(value.items()))
        elif isinstance(value, list):
            items = list(enumerate(value))
            waiting.extend((item, f"{place}[{number}]", depth + 1) for number, item in reversed(items))
        elif isinstance(value, str) and not _is_unicode(value):
            yield Fault("scoring.not_unicode", place)


def _below(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _is_unicode(text: str) -> bool:
    """Tell whether text can be written as UTF-8: half of a surrogate pair, which JSON can escape, can not."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
