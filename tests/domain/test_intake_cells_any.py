"""Whatever stands in a cell: a value or a reason; and what is accepted is what a careful reader would write down."""

import re
import unicodedata
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as any_of

from supplier_portal.intake.cells import CellColumn, Unreadable
from supplier_portal.intake.importing import ImportColumn
from supplier_portal.language.codes.intake import ERRORS as SENTENCES
from supplier_portal.output.sheets import NumberText

ERRORS = SENTENCES.keys()

KINDS = (
    "text",
    "code",
    "integer",
    "decimal",
    "share",
    "money",
    "tonnes",
    "date",
    "year",
    "boolean",
    "country",
    "choice",
)
FIGURES = any_of.text("0123456789.,' -+()%¥元万kt/年月日e\u00a0\u2009\uff11\uff0c\u3000−–", max_size=14)
TEXTS = any_of.one_of(any_of.text(max_size=20), FIGURES)
FORMS = {
    "plain": lambda whole, cents: f"{whole}.{cents:02d}",
    "comma": lambda whole, cents: f"{whole},{cents:02d}",
    "english": lambda whole, cents: f"{whole:,}.{cents:02d}",
    "german": lambda whole, cents: f"{whole:,}".replace(",", ".") + f",{cents:02d}",
    "swiss": lambda whole, cents: f"{whole:,}".replace(",", "'") + f".{cents:02d}",
    "french": lambda whole, cents: f"{whole:,}".replace(",", "\u202f") + f",{cents:02d}",
    "wide": lambda whole, cents: "".join(chr(ord(sign) + 0xFEE0) for sign in f"{whole:,}.{cents:02d}"),
    "yuan": lambda whole, cents: f"¥{whole:,}.{cents:02d}",
    "suffix": lambda whole, cents: f"{whole:,}.{cents:02d}元",
}
SIGNS = {
    "none": (1, "{}"),
    "minus": (-1, "-{}"),
    "brackets": (-1, "({})"),
    "behind": (-1, "{}-"),
}
PROOFS = {"1,234": "9,876.50", "1.234": "9.876,50"}


def code_of(function) -> str:
    """The code of the refusal, or nothing."""
    try:
        function()
    except Unreadable as error:
        return error.code
    return ""


def read(kind, cell, *others, heading="Column", places=2):
    column = ImportColumn("it", kind, (heading,), places=places, choices={"a": ("Alpha",)})
    return CellColumn.of(column, heading, (cell, *others)).read(cell)


@given(
    any_of.sampled_from(KINDS), any_of.one_of(TEXTS, TEXTS.map(NumberText), any_of.dates(), any_of.booleans()), TEXTS
)
def test_any_cell_ends_in_a_value_or_a_reason(kind, cell, other):
    assert code_of(lambda: read(kind, cell, other)) in ERRORS | {""}


@given(any_of.sampled_from(KINDS), any_of.text(max_size=30))
def test_any_heading_ends_in_a_column_or_a_reason(kind, heading):
    assert code_of(lambda: read(kind, "1", heading=heading)) in ERRORS | {""}


@given(
    any_of.integers(0, 999_999_999),
    any_of.integers(0, 99),
    any_of.sampled_from(sorted(FORMS)),
    any_of.sampled_from(sorted(SIGNS)),
)
def test_an_amount_in_any_human_form_reads_back_exactly(whole, cents, form, sign):
    factor, wrapped = SIGNS[sign]
    cell = wrapped.format(FORMS[form](whole, cents))
    assert read("money", cell) == factor * (whole + Decimal(cents).scaleb(-2))


@given(any_of.integers(1, 999), any_of.integers(0, 999), any_of.sampled_from(sorted(PROOFS)))
def test_thousands_read_back_where_a_companion_proves_the_mark_and_are_refused_where_none_does(front, back, form):
    mark = form[1]
    cell = f"{front}{mark}{back:03d}"
    assert read("money", cell, PROOFS[form]) == front * 1000 + back
    assert code_of(lambda: read("money", cell)) == "intake.ambiguous_number"


@given(FIGURES)
def test_an_accepted_amount_has_the_digits_that_are_written(cell):
    """The naive reading: strip signs and marks, keep digits; no accepted value has others, or another magnitude."""
    try:
        value = read("decimal", cell, places=12)
    except Unreadable:
        return
    if value is None:
        return
    plain = "".join(unicodedata.normalize("NFKC", sign) for sign in cell)
    digits = re.sub("[^0-9]", "", plain)
    marks = [place for place, sign in enumerate(plain) if sign in ".,"]
    last = len(re.sub("[^0-9]", "", plain[marks[-1] :])) if marks else 0
    readings = {abs(Decimal(digits)), abs(Decimal(digits).scaleb(-last))}
    assert abs(value) in readings
