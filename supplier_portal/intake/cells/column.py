"""One column of a file: its unit, what its cells prove together, and each cell's value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from supplier_portal.intake.cells.countries import read_country
from supplier_portal.intake.cells.dates import order_of, read_date
from supplier_portal.intake.cells.numbers import MOST_WHOLE_DIGITS, Marks, Written, marks_of, take_apart, value_of
from supplier_portal.intake.cells.units import Unit, cell_unit, heading_unit
from supplier_portal.intake.cells.words import read_boolean, read_choice, read_code, read_text, read_year
from supplier_portal.intake.cells.writing import Unreadable, check_formula, half_width, is_nothing
from supplier_portal.intake.importing import ImportColumn
from supplier_portal.output.read_cells import LostNumber, ReadCell

FIGURES = frozenset({"integer", "decimal", "share", "money", "tonnes"})
_ONE = Decimal(1)
_WORDS: dict[str, Callable[[str, ImportColumn], object]] = {
    "country": lambda text, _: read_country(text),
    "choice": lambda text, column: read_choice(text, column.choices),
    "year": lambda text, _: read_year(text),
}


@dataclass(frozen=True)
class CellColumn:
    """A column as the file has it. Reads a cell to its value, None where it says that there is nothing."""

    column: ImportColumn
    heading: str
    unit: Unit = field(default_factory=Unit)
    marks: Marks = field(default_factory=Marks)
    date_order: str = ""

    @classmethod
    def of(cls, column: ImportColumn, heading: str, cells: Sequence[ReadCell]) -> "CellColumn":
        """Look at the heading and all cells. Raises Unreadable for a heading of a unit that is not known."""
        unit = heading_unit(heading, column.kind)
        texts = [cell for cell in cells if isinstance(cell, str)]
        marks = marks_of(texts) if column.kind in FIGURES else Marks()
        return cls(column, heading, unit, marks, order_of(texts) if column.kind == "date" else "")

    def read(self, cell: ReadCell) -> object:
        """The typed value. Raises Unreadable with the reason."""
        kind = self.column.kind
        if kind == "choice" and isinstance(cell, str) and (code := self._chosen(cell)):
            return code
        if is_nothing(cell, figure=kind in FIGURES or kind in {"date", "year"}):
            return None
        if isinstance(cell, str):
            check_formula(cell)
            if isinstance(cell, LostNumber) and kind not in {"code", "text"}:
                raise Unreadable("intake.number_too_large", most=MOST_WHOLE_DIGITS)
        return self._figure(cell) if kind in FIGURES else self._word(cell)

    def _chosen(self, text: str) -> str:
        try:
            return read_choice(text, self.column.choices)
        except Unreadable:
            return ""

    def _word(self, cell: ReadCell) -> object:
        column, text = self.column, _text(cell)
        if column.kind == "date":
            return read_date(cell, self.date_order)
        if column.kind == "boolean":
            return read_boolean(text)
        if column.kind in _WORDS:
            return _WORDS[column.kind](text, column)
        read = read_code if column.kind == "code" or isinstance(cell, LostNumber) else read_text
        return read(text, column.most) or None

    def _figure(self, cell: ReadCell) -> object:
        if not isinstance(cell, str):
            raise Unreadable("intake.not_a_number", found=_text(cell))
        written = take_apart(cell)
        if written is None:
            raise Unreadable("intake.not_a_number", found=half_width(cell))
        kind = self.column.kind
        value = value_of(written, cell, self.marks, whole=kind == "integer")
        if kind == "share":
            return self._kept(self._share(value, written, cell))
        value *= self._factor(written, cell)
        if kind == "integer":
            if value != value.to_integral_value():
                raise Unreadable("intake.not_whole", found=cell)
            return int(value)
        return self._kept(value)

    def _factor(self, written: Written, cell: str) -> Decimal:
        """Raises Unreadable where the cell names another unit than its heading, or one the column has not."""
        kind = self.column.kind
        if written.currency and kind != "money":
            raise Unreadable("intake.not_a_number", found=cell)
        if not written.unit:
            if written.currency and self.unit.factor != 1:
                raise Unreadable("intake.unit_differs", found=cell, heading=self.heading)
            return self.unit.factor
        if kind not in {"money", "tonnes"}:
            raise Unreadable("intake.not_a_number", found=cell)
        own = cell_unit(written.unit, kind)
        if self.unit.said and own.factor != self.unit.factor:
            raise Unreadable("intake.unit_differs", found=cell, heading=self.heading)
        return own.factor

    def _share(self, value: Decimal, written: Written, cell: str) -> Decimal:
        """A share from 0 to 1. Under a heading in per cent, a figure up to 1 may be either and is refused."""
        if written.currency or written.unit not in {"", "%"}:
            raise Unreadable("intake.not_a_number", found=cell)
        if written.unit == "%":
            value = value.scaleb(-2)
        elif self.unit.said:
            if 0 < value <= _ONE:
                raise Unreadable("intake.ambiguous_share", found=cell)
            value = value.scaleb(-2)
        if not 0 <= value <= 1:
            raise Unreadable("intake.no_share", found=cell)
        return value

    def _kept(self, value: Decimal) -> Decimal:
        """Raises Unreadable where the value has more places than the column keeps, or more digits than a figure may."""
        places = self.column.places
        if abs(value) >= Decimal(10) ** MOST_WHOLE_DIGITS:
            raise Unreadable("intake.number_too_large", most=MOST_WHOLE_DIGITS)
        if value != round(value, places):
            raise Unreadable("intake.too_many_places", places=places)
        return round(value, places)


def _text(cell: ReadCell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return cell.isoformat() if isinstance(cell, date) else cell
