"""The pictures of an evaluation, each for a panel and for a phone."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from supplier_portal.domain.scoring import Bid, Tender
from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.language.speech import Speech
from supplier_portal.output.charts import PHONE, Scatter, WinnerBand, scatter, winner_band
from supplier_portal.output.charts import Bid as BidMark
from supplier_portal.suppliers.models import Supplier
from supplier_portal.tenders.record.fragility import Fragility, lines_of

Names = Mapping[str, tuple[str, str]]
"""A short name for pictures and the full one, by code."""


def names_in_pictures(speech: Speech, code: str, supplier: Supplier) -> tuple[str, str]:
    """Give the code with one word of the name, and with all of it."""
    name = supplier.name(speech.language)
    short = name[:4] if speech.language == "zh" and supplier.name_zh else name.split()[0]
    return f"{code} {short}", f"{code} {name}"


def band_of(
    rules: Tender, ranked: Sequence[Bid], totals: Mapping[str, Decimal], names: Names, fragility: Fragility
) -> tuple[WinnerBand, WinnerBand]:
    """Draw who wins at which weight of the criterion, wide and narrow."""
    lines, intervals, own = lines_of(rules, ranked, totals, names), fragility.intervals, fragility.own
    narrow = winner_band(lines, intervals, own_weight=own, width=PHONE, short=True)
    return winner_band(lines, intervals, own_weight=own), narrow


def marks_of(rules: Tender, bids: Sequence[Bid], names: Names, excluded: set[str]) -> tuple[Scatter, Scatter] | None:
    """Draw price against the criterion, wide and narrow; None where the tender names none."""
    if rules.sustainability_criterion is None or not bids:
        return None
    marks = [
        BidMark(
            label=names[bid.bidder][0],
            name=names[bid.bidder][1],
            price=figure(bid.price),
            sustainability=figure(rules.sustainability_of(bid)),
            left_out=bid.bidder in excluded,
        )
        for bid in bids
    ]
    return scatter(marks), scatter(marks, width=PHONE)
