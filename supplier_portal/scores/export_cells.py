"""What each column of the table becomes in a workbook: one typed column, or several where a cell shows several."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from supplier_portal.domain.scoring import Policy as PolicyRules
from supplier_portal.language.speech import Speech
from supplier_portal.output.sheets import Cell, Column, Kind
from supplier_portal.scores.models import RatingNow
from supplier_portal.scores.now_row import dimension_order
from supplier_portal.scores.queries.history import PublishedRating
from supplier_portal.scores.validity import Validity
from supplier_portal.suppliers.models import Supplier

SHOWN_DAYS = 8


@dataclass(frozen=True)
class ExportedRow:
    """One row; now, validity: None where the supplier was never rated; history: oldest first."""

    supplier: Supplier
    now: RatingNow | None
    validity: Validity | None
    history: Sequence[PublishedRating]


def columns_of(keys: Sequence[str], rules: PolicyRules, speech: Speech) -> list[Column]:
    """Give the columns of the chosen ones, led by the supplier in both languages."""
    gettext = speech.gettext
    named = [Column(gettext("Supplier"))]
    second = gettext("Chinese name") if speech.language == "en" else gettext("English name")
    return [*named, Column(second), *(column for key in keys for column in _columns(key, rules, speech))]


def _columns(key: str, rules: PolicyRules, speech: Speech) -> list[Column]:
    gettext = speech.gettext
    several: dict[str, list[Column]] = {
        "spend": [Column(gettext("Spend, CNY"), "decimal")],
        "was": [Column(gettext("Grade before")), Column(gettext("Grade moved on"), "date")],
        "line": [
            Column(gettext("Rating, %(count)s before", count=SHOWN_DAYS - 1 - place), "decimal")
            for place in range(SHOWN_DAYS - 1)
        ]
        + [Column(gettext("Rating, latest"), "decimal")],
        "dimensions": [Column(code, "decimal") for code in dimension_order(rules)],
        "validity": [Column(gettext("Validity")), Column(gettext("Audit issued"), "date")],
        "receipt": [Column(gettext("SHA-256 of the receipt"))],
    }
    return several.get(key) or [Column(speech.word(f"score_sort.{key}"), KINDS.get(key, "text"))]


KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("rating", "sustainability", "audit"), "decimal"),
    **dict.fromkeys(("critical", "major", "minor"), "integer"),
    **dict.fromkeys(("moved_on", "expires_on", "as_of"), "date"),
    **dict.fromkeys(("core", "provisional"), "boolean"),
}


def cells_of(row: ExportedRow, keys: Sequence[str], rules: PolicyRules, speech: Speech) -> list[Cell]:
    """Give the cells of a row, as many as `columns_of` gives columns."""
    supplier = row.supplier
    other = supplier.name_zh if speech.language == "en" else supplier.name_en
    cells: list[Cell] = [supplier.name(speech.language), other]
    for key in keys:
        if key in OF_SUPPLIER:
            cells.append(OF_SUPPLIER[key](supplier, speech))
        elif row.now is None:
            cells += [None] * len(_columns(key, rules, speech))
        else:
            cells += _rated(key, row, row.now, rules, speech)
    return cells


OF_SUPPLIER: Mapping[str, Callable[[Supplier, Speech], Cell]] = {
    "category": lambda supplier, speech: speech.word(f"supplier_category.{supplier.category}"),
    "spend": lambda supplier, _: supplier.annual_spend,
    "number": lambda supplier, _: supplier.number,
    "country": lambda supplier, _: supplier.country,
    "core": lambda supplier, _: supplier.strategic_core,
}


def _rated(key: str, row: ExportedRow, now: RatingNow, rules: PolicyRules, speech: Speech) -> list[Cell]:
    if key == "line":
        ratings: list[Cell] = [one.rating for one in row.history]
        return [None] * (SHOWN_DAYS - len(ratings)) + ratings
    if key == "dimensions":
        return [_figure(now.dimensions.get(code)) for code in dimension_order(rules)]
    if key == "validity":
        return [speech.word(f"validity.{row.validity.state}") if row.validity else None, now.issued_on]
    if key == "was":
        return [now.grade_before, now.moved_on]
    if key == "receipt":
        return [row.history[-1].receipt_sha256 if row.history else None]
    told: dict[str, Cell] = {
        "audit": now.effective_audit,
        "cdp": None if now.cdp == "none" else now.cdp,
        "target": speech.word(f"target.{now.sbt}"),
        "critical": now.open_critical,
        "major": now.open_major,
        "minor": now.open_minor,
        "gates": ", ".join(now.gates),
    }
    return [told[key] if key in told else getattr(now, key)]


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
