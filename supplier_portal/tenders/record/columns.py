"""The columns between price and total: what each method makes of a bid (scoring.md 4)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.domain.scoring import Bid, Tender
from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.domain.scoring.tender_input import PRICE
from supplier_portal.domain.scoring.tender_methods import (
    FULL_MARKS,
    carbon_adder,
    fictitious_discount,
    needed,
    score_of,
)
from supplier_portal.language.codes import words
from supplier_portal.language.speech import Speech


@dataclass(frozen=True)
class Column:
    """title: in the reader's words; places: of its figures; of: the exact figure of a bid, None where it has none."""

    title: str
    places: int
    of: Callable[[Bid], Fraction | int | None]

    def cell(self, bid: Bid) -> Decimal | None:
        value = self.of(bid)
        return None if value is None else figure(value, self.places)


def label_of(speech: Speech, code: str, *, within: bool = False) -> str:
    """Give a criterion's name: a known code in the reader's words, any other as it was written.

    within: inside a sentence, where English begins a common word small.
    """
    known = f"tender_criterion.{code}"
    if known not in words():
        return code
    return speech.word(known).lower() if within else speech.word(known)


def columns_of(speech: Speech, tender: Tender, currency: str) -> list[Column]:
    """Give the columns of the tender's method."""
    if tender.method == "weighted_sum":
        return [
            Column(
                f"{label_of(speech, code)} × {figure_text(weight)}",
                2,
                lambda bid, code=code: score_of(tender, bid, code),  # type: ignore[misc]  # mypy cannot type a bound default
            )
            for code, weight in tender.criteria.items()
            if weight
        ]
    if tender.method == "carbon_adder":
        return [
            Column(
                speech.gettext("PCF, kg per unit"),
                2,
                lambda bid: bid.pcf if bid.pcf is not None else tender.default_pcf,
            ),
            Column(speech.gettext("Units"), 0, lambda bid: bid.quantity),
            Column(
                speech.gettext("Carbon, %(currency)s", currency=currency),
                2,
                lambda bid: carbon_adder(tender, bid) - bid.price,
            ),
        ]
    points = Column(label_of(speech, tender.sustainability_criterion or PRICE), 2, tender.sustainability_of)
    if tender.method == "fictitious_discount":
        title = speech.gettext("Discount, %(currency)s", currency=currency)
        return [points, Column(title, 2, lambda bid: bid.price - fictitious_discount(tender, bid))]
    vmax = Fraction(needed(tender.vmax))
    return [points, Column("V", 6, lambda bid: vmax * tender.sustainability_of(bid) / FULL_MARKS)]


def figure_text(weight: Fraction | int) -> str:
    """Write a weight with the places it needs: 60, 12.5."""
    return f"{Decimal(Fraction(weight).numerator) / Decimal(Fraction(weight).denominator):f}"
