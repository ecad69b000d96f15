"""A checklist version from its document and back; the document's canonical form is what publishing freezes."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from supplier_portal.domain.checklist.version import (
    Band,
    ChecklistVersion,
    Checkpoint,
    Dimension,
    LevelText,
    Metric,
    Milestone,
    Reference,
    Step,
    Text,
)
from supplier_portal.domain.scoring.canonical import sha256_of

Document = dict[str, Any]


def checklist_from(document: Mapping[str, Any]) -> ChecklistVersion:
    """Build a version from a document that `rules.faults_in` and the JSON Schema found right."""
    return ChecklistVersion(
        name=document["name"],
        version=document["version"],
        title=Text(**document["title"]),
        dimensions=tuple(Dimension(**_worded(entry)) for entry in document["dimensions"]),
        steps=tuple(Step(**_worded(entry)) for entry in document["steps"]),
        checkpoints=tuple(_checkpoint(entry) for entry in document["checkpoints"]),
        module=document.get("module", False),
    )


def to_document(version: ChecklistVersion) -> Document:
    """Write a version as its document: decimals as text, what is absent, false or without entries left out."""
    document: Document = _written(asdict(version))
    return document


def hash_of(version: ChecklistVersion) -> str:
    """SHA-256 of the canonical form of the version's document, as 64 hexadecimal digits."""
    return sha256_of(to_document(version))


def _worded(entry: Mapping[str, Any]) -> Document:
    return {key: Text(**value) if isinstance(value, Mapping) else value for key, value in entry.items()}


def _checkpoint(entry: Mapping[str, Any]) -> Checkpoint:
    built = {key: BUILT[key](value) for key, value in entry.items() if key in BUILT}
    return Checkpoint(**_worded({key: value for key, value in entry.items() if key not in BUILT}) | built)


def _texts(entries: list[Mapping[str, str]]) -> tuple[Text, ...]:
    return tuple(Text(**entry) for entry in entries)


def _each(kind: type[Any]) -> Callable[[list[Mapping[str, Any]]], tuple[Any, ...]]:
    return lambda entries: tuple(kind(**_worded(entry)) for entry in entries)


def _metric(entry: Mapping[str, Any]) -> Metric:
    bands = tuple(Band(**band | {"threshold": Decimal(band["threshold"])}) for band in entry["bands"])
    return Metric(**_worded(entry) | {"bands": bands})


BUILT: Mapping[str, Callable[[Any], Any]] = {
    "weight": Decimal,
    "methods": tuple,
    "metric": _metric,
    "milestones": _each(Milestone),
    "levels": _each(LevelText),
    "references": _each(Reference),
    "look_at": _texts,
    "evidence": _texts,
    "faked": _texts,
}
"""Keys of a checkpoint that are neither a text nor a plain value, and what they are built with."""


def _written(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _written(part) for key, part in value.items() if not _absent(part)}
    if isinstance(value, list | tuple):
        return [_written(part) for part in value]
    return str(value) if isinstance(value, Decimal) else value


def _absent(part: object) -> bool:
    return part is None or part is False or part == ()
