"""A checklist file into a checklist version: read, held against the JSON Schema and the rules, every fault at once."""

from dataclasses import replace
from typing import Any

from supplier_portal.checklists.schema_faults import schema_faults
from supplier_portal.checklists.yaml_reading import Reading, read_yaml
from supplier_portal.domain.checklist.document import Document, checklist_from, to_document
from supplier_portal.domain.checklist.rules import faults_in
from supplier_portal.domain.checklist.version import ChecklistVersion
from supplier_portal.domain.errors import Fault, Invalid

MOST_BYTES = 1_000_000
MOST_FAULTS = 500  # nobody reads on after these


def read_checklist(data: bytes) -> tuple[ChecklistVersion, Document]:
    """Read a checklist file: the version and its document, whose canonical form is hashed.

    Raises Invalid with every fault, each with place and line, in the order of the file. Any bytes end in one of both.
    """
    reading = read_yaml(data, MOST_BYTES)
    faults = list(reading.faults)
    if not reading.broken:
        faults += [replace(fault, line=_line_of(fault.place, reading)) for fault in _faults_of_content(reading)]
    if faults:
        raise Invalid(_first(sorted(faults, key=lambda fault: fault.line or 0)))
    document: Any = reading.value
    version = checklist_from(document)
    return version, to_document(version)


def _faults_of_content(reading: Reading) -> list[Fault]:
    """Ask schema and rules, and leave out what only follows from a fault told already of the same place."""
    of_form = [
        fault
        for fault in schema_faults(reading.value, MOST_FAULTS + 1)
        if fault.place not in reading.refused or fault.code == "checklist.key_unknown"
    ]
    told = {fault.place for fault in of_form} | reading.refused
    return of_form + [fault for fault in faults_in(reading.value) if fault.place not in told]


def _line_of(place: str, reading: Reading) -> int:
    """Line of a place, or of what it would stand in where it is missing."""
    while place and place not in reading.lines:
        place = place[: max(place.rfind("."), place.rfind("["), 0)]
    return reading.lines.get(place, 1)


def _first(faults: list[Fault]) -> list[Fault]:
    if len(faults) <= MOST_FAULTS:
        return faults
    return [*faults[:MOST_FAULTS], Fault("checklist.more_faults", line=faults[MOST_FAULTS].line)]
