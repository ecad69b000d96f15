"""A checklist file into a checklist version: read, held against the JSON Schema and the rules, every fault at once."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from supplier_portal.checklists.schema_faults import schema_faults
from supplier_portal.checklists.yaml_reading import Reading, read_yaml
from supplier_portal.domain.checklist.document import Document, checklist_from, hash_of, to_document
from supplier_portal.domain.checklist.rules import faults_in
from supplier_portal.domain.checklist.version import ChecklistVersion
from supplier_portal.domain.errors import Fault, Invalid

MOST_BYTES = 1_000_000
MOST_FAULTS = 500  # nobody reads on after these


Published = Mapping[tuple[str, str], str]
"""SHA-256 of what was published, by name and version."""


def read_checklist(data: bytes, published: Published = MappingProxyType({})) -> tuple[ChecklistVersion, Document]:
    """Read a checklist file: the version and its document, whose canonical form is hashed.

    Raises Invalid with every fault, each with place and line, in the order of the file; one of them where the same
    name and version were published with another content. Any bytes end in one of both.
    """
    reading = read_yaml(data, MOST_BYTES)
    faults = list(reading.faults)
    if not reading.broken:
        faults += [replace(fault, line=_line_of(fault.place, reading)) for fault in _faults_of_content(reading)]
    if faults:
        raise Invalid(_first(sorted(faults, key=lambda fault: fault.line or 0)))
    document: Any = reading.value
    version = checklist_from(document)
    if published.get((version.name, version.version), hash_of(version)) != hash_of(version):
        facts: dict[str, object] = {"name": version.name, "version": version.version}
        raise Invalid([Fault("checklist.published_changed", "version", _line_of("version", reading), facts)])
    return version, to_document(version)


def _faults_of_content(reading: Reading) -> list[Fault]:
    """Ask schema and rules, and leave out what only follows from a fault told already of the same place."""
    of_form = [
        fault
        for fault in schema_faults(reading.value, MOST_FAULTS + 1)
        if fault.place not in reading.refused or fault.code == "checklist.key_unknown"
    ]
    told = {fault.place for fault in of_form} | reading.refused
    of_rules = faults_in(reading.value, whole=not reading.damaged)
    return of_form + [fault for fault in of_rules if fault.place not in told]


def faults_of_document(document: object) -> list[Fault]:
    """Faults of a document that is edited, not read from a file: with places, without lines; none where it is right."""
    return _faults_of_content(Reading(document))


def _line_of(place: str, reading: Reading) -> int:
    """Line of a place, or of what it would stand in where it is missing."""
    while place and place not in reading.lines:
        place = place[: max(place.rfind("."), place.rfind("["), 0)]
    return reading.lines.get(place, 1)


def _first(faults: list[Fault]) -> list[Fault]:
    if len(faults) <= MOST_FAULTS:
        return faults
    return [*faults[:MOST_FAULTS], Fault("checklist.more_faults", line=faults[MOST_FAULTS].line)]
