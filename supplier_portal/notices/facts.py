"""What a notice's sentence names: kept as plain JSON, said in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from supplier_portal.language.codes import words
from supplier_portal.language.speech import Speech

DAY, INSTANT, WORD = "day", "moment", "word"


def kept(facts: Mapping[str, object]) -> dict[str, object]:
    """The facts as a row keeps them. Raises TypeError for a value no notice can say.

    A fact is a text, a whole number, a Decimal, a day, an instant, a list of those, a name by language
    ({"en": "Huiling", "zh": "惠岭"}), or a code whose word is said ({"word": "severity.major"}).
    """
    return {name: _kept(value) for name, value in facts.items()}


def _kept(value: object) -> object:
    if isinstance(value, datetime):
        return {INSTANT: value.isoformat()}
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return [_kept(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): str(text) for key, text in value.items()}
    if isinstance(value, str | int):
        return value
    raise TypeError(f"{value!r} cannot be said in a notice")


def said(speech: Speech, code: str, facts: Mapping[str, object]) -> str:
    """The words of `code` with the facts put in, on one line: what people wrote breaks no header and no list."""
    told = {name: _said(speech, value) for name, value in facts.items()}
    return " ".join(speech.gettext(words()[code]).format_map(told).split())


def _said(speech: Speech, value: object) -> str:
    if isinstance(value, list):
        return speech.comma.join(_said(speech, item) for item in value) or "–"
    if not isinstance(value, dict):
        return str(value)
    if DAY in value:
        return speech.day(date.fromisoformat(value[DAY]))
    if INSTANT in value:
        return speech.moment(value[INSTANT])
    if WORD in value:
        return speech.word(value[WORD])
    return str(value.get(speech.language) or value.get("en") or "")
