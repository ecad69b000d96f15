"""Figures about suppliers that come in by file: which supplier a row means, and what becomes of its figures."""

from supplier_portal.suppliers.figures.columns import NAMING_COLUMNS
from supplier_portal.suppliers.figures.planning import Figure, FigureImport, NoFigure, Reading
from supplier_portal.suppliers.figures.table import FigureTable

__all__ = ["NAMING_COLUMNS", "Figure", "FigureImport", "FigureTable", "NoFigure", "Reading"]
