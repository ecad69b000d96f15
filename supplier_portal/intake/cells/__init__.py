"""Cells as people write them, read right or refused: never off by a factor, never guessed."""

from supplier_portal.intake.cells.column import CellColumn
from supplier_portal.intake.cells.writing import Unreadable

__all__ = ["CellColumn", "Unreadable"]
