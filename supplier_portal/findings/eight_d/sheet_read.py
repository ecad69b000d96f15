"""A sheet as it was read, as plain JSON of the workbook's row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from supplier_portal.domain.errors import Fault
from supplier_portal.findings.eight_d.layout import Layout
from supplier_portal.intake.planned import fault_of, told


@dataclass(frozen=True)
class SheetRead:
    """finding_id, number, cycle: of the finding it was made for; lines: of the layout; cells: text by key.

    faults: cells that could not be read, by key; what stands there is not among the cells.
    """

    name: str
    finding_id: int
    number: str
    cycle: int
    lines: int
    cells: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Fault] = field(default_factory=dict)

    @property
    def layout(self) -> Layout:
        return Layout(self.lines)

    def document(self) -> dict[str, object]:
        """As JSON."""
        plain = ("name", "finding_id", "number", "cycle", "lines")
        faults = {key: told(fault) for key, fault in self.faults.items()}
        return {name: getattr(self, name) for name in plain} | {"cells": dict(self.cells), "faults": faults}

    @classmethod
    def of(cls, document: Any) -> "SheetRead":
        faults = {key: fault_of(fault) for key, fault in document["faults"].items()}
        return cls(**{**document, "faults": faults})
