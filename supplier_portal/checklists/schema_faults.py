"""What the published JSON Schema finds wrong with a checklist's document, as faults with places."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from supplier_portal.checklists.yaml_reading import place_below
from supplier_portal.checklists.yaml_text import shortened
from supplier_portal.domain.errors import Fault
from supplier_portal.shipped import PACKAGE

SCHEMA_FILE = PACKAGE / "checklists" / "schema" / "checklist.schema.json"
OF_WRONG_TYPE = {
    "object": "checklist.not_mapping",
    "array": "checklist.not_list",
    "string": "checklist.not_text",
    "integer": "checklist.not_whole",
    "boolean": "checklist.not_true_or_false",
}
OF_WRONG_SIZE = {
    "minimum": "checklist.too_small",
    "maximum": "checklist.too_great",
    "minItems": "checklist.too_few",
    "maxItems": "checklist.too_many",
    "maxLength": "checklist.too_long",
}


def schema_faults(document: object, most: int) -> list[Fault]:
    """Faults the schema finds, without lines, in the order of the document; the first `most` of them."""
    found = (fault for error in VALIDATOR.iter_errors(document) for fault in _faults_of(error))
    return list(islice(found, most))


def _faults_of(error: Any) -> Iterator[Fault]:
    """Faults of one ValidationError, whose attributes' types depend on its keyword."""
    place, told = _place(error), error.schema.get("x-fault")
    if error.validator == "required":
        for key in error.validator_value:
            if key not in error.instance:
                yield Fault(told or "checklist.missing", place_below(place, key), facts={"key": key})
    elif error.validator == "additionalProperties":
        for key in error.instance:
            if key not in error.schema["properties"]:
                yield Fault("checklist.key_unknown", place_below(place, key), facts={"key": shortened(key)})
    else:
        yield _fault_of_value(error, place)


def _fault_of_value(error: Any, place: str) -> Fault:
    wanted, shown = error.validator_value, shortened(str(error.instance))
    if error.validator == "type":
        return Fault(OF_WRONG_TYPE[wanted], place)
    if error.validator == "enum":
        return Fault("checklist.not_one_of", place, facts={"value": shown, "allowed": wanted})
    if error.validator == "uniqueItems":
        return Fault("checklist.entry_twice", place)
    if error.validator in OF_WRONG_SIZE:
        return Fault(OF_WRONG_SIZE[error.validator], place, facts={"limit": wanted})
    return Fault(error.schema["x-fault"], place, facts={"value": shown})


def _place(error: ValidationError) -> str:
    place = ""
    for part in error.absolute_path:
        place = f"{place}[{part}]" if isinstance(part, int) else place_below(place, part)
    return place


def _pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[ValidationError]:
    """`$` is the end of the text, as in the schema's own language, not the place before a last line break."""
    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError("form")


def _unique(_: Any, __: bool, instance: Any, ___: Any) -> Iterator[ValidationError]:  # noqa: FBT001 - jsonschema calls it
    """Compare texts only, in linear time: the library's own takes the square of a long mixed list."""
    if isinstance(instance, list):
        texts = [item for item in instance if isinstance(item, str)]
        if len(set(texts)) < len(texts):
            yield ValidationError("twice")


def _required(_: Any, keys: list[str], instance: Any, __: Any) -> Iterator[ValidationError]:
    """Tell of one entry once, whatever the number of its missing keys."""
    if isinstance(instance, dict) and not instance.keys() >= set(keys):
        yield ValidationError("missing")


KEYWORDS: dict[str, Callable[..., Iterator[ValidationError]]] = {
    "pattern": _pattern,
    "required": _required,
    "uniqueItems": _unique,
}
VALIDATOR = extend(Draft202012Validator, KEYWORDS)(  # type: ignore[no-untyped-call] # its stub leaves it untyped
    json.loads(SCHEMA_FILE.read_text("utf-8"))
)
