"""A checklist version from its document and back; the document's canonical form is what publishing freezes."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from supplier_portal.domain.checklist.version import Band, ChecklistVersion, Checkpoint, Dimension, Metric, Step, Text
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
    )


def to_document(version: ChecklistVersion) -> Document:
    """Write a version as its document: decimals as text, what is absent or false left out."""
    document: Document = _written(asdict(version))
    return document


def hash_of(version: ChecklistVersion) -> str:
    """SHA-256 of the canonical form of the version's document, as 64 hexadecimal digits."""
    return sha256_of(to_document(version))


def _worded(entry: Mapping[str, Any]) -> Document:
    return {key: Text(**value) if isinstance(value, Mapping) else value for key, value in entry.items()}


def _checkpoint(entry: Mapping[str, Any]) -> Checkpoint:
    metric = entry.get("metric")
    plain = _worded({key: value for key, value in entry.items() if key != "metric"})
    return Checkpoint(
        **plain | {"weight": Decimal(entry["weight"]), "methods": tuple(entry["methods"])},
        metric=None if metric is None else _metric(metric),
    )


def _metric(entry: Mapping[str, Any]) -> Metric:
    bands = tuple(Band(**band | {"threshold": Decimal(band["threshold"])}) for band in entry["bands"])
    return Metric(**_worded(entry) | {"bands": bands})


def _written(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _written(part) for key, part in value.items() if part is not None and part is not False}
    if isinstance(value, list | tuple):
        return [_written(part) for part in value]
    return str(value) if isinstance(value, Decimal) else value
