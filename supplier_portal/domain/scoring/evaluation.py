"""A tender's evaluation (scoring.md 4): totals, ranking, exclusions, and how fragile the winner is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.domain.scoring.ranking import place_of, ranked, reasons_to_exclude, tied_first
from supplier_portal.domain.scoring.rounding import figure, rounded
from supplier_portal.domain.scoring.sensitivity import Sensitivity, sensitivity_of
from supplier_portal.domain.scoring.tender_input import Bid, Tender
from supplier_portal.domain.scoring.tender_methods import (
    carbon_adder,
    fictitious_discount,
    quality_price_ratio,
    weighted_sum,
)


@dataclass(frozen=True, slots=True)
class Method:
    """How a method values a bid, whether the highest value wins, and to how many places it is published."""

    value: Callable[[Tender, Bid], Fraction]
    highest_wins: bool
    places: int


METHOD = {
    "weighted_sum": Method(weighted_sum, highest_wins=True, places=4),
    "fictitious_discount": Method(fictitious_discount, highest_wins=False, places=2),
    "quality_price_ratio": Method(quality_price_ratio, highest_wins=False, places=2),
    "carbon_adder": Method(carbon_adder, highest_wins=False, places=2),
}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Published totals and ranking of the bids left in, reasons by excluded bidder in the order of the receipt."""

    totals: Mapping[str, Decimal]
    ranking: tuple[str, ...]
    excluded: Mapping[str, tuple[str, ...]]
    manual_tie_break: bool
    sensitivity: Sensitivity | None

    def published(self) -> dict[str, object]:
        """Give the `published` block of scoring.md 5."""
        return {
            "totals": {bidder: str(total) for bidder, total in self.totals.items()},
            "ranking": list(self.ranking),
            "excluded": {bidder: list(reasons) for bidder, reasons in self.excluded.items()},
            "manual_tie_break": self.manual_tie_break,
            **(self.sensitivity.published() if self.sensitivity else {}),
        }


def evaluate(tender: Tender) -> Evaluation:
    """Rank the bids of a tender that `tender_from` has read; bids left out get no total."""
    method = METHOD[tender.method]
    excluded = {bid.bidder: reasons for bid in tender.bids if (reasons := reasons_to_exclude(tender, bid))}
    bids = {bid.bidder: bid for bid in tender.bids if bid.bidder not in excluded}
    totals = {bidder: method.value(tender, bid) for bidder, bid in bids.items()}
    places = {
        bidder: place_of(tender, bids[bidder], rounded(total, method.places), highest_wins=method.highest_wins)
        for bidder, total in totals.items()
    }
    ranking = ranked(places)
    return Evaluation(
        totals={bidder: figure(totals[bidder], method.places) for bidder in ranking},
        ranking=ranking,
        excluded=excluded,
        manual_tie_break=tied_first(ranking, places),
        sensitivity=sensitivity_of(tender, [bids[bidder] for bidder in ranking], totals),
    )
