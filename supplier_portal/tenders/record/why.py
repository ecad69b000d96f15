"""Why a bid stands where it stands, in a sentence of the reader's language."""

from decimal import Decimal
from fractions import Fraction

from supplier_portal.domain.scoring import Bid, Tender
from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.domain.scoring.tender_methods import score_of
from supplier_portal.language.speech import Speech
from supplier_portal.tenders.record.columns import label_of

SEPARATORS = {"zh": "、"}


def why(speech: Speech, tender: Tender, bids: list[Bid], totals: dict[str, Decimal], place: int) -> str:
    """Say it of the ranked bid at `place` (from 0): the first against the second, others against the first."""
    if len(bids) == 1:
        return speech.word("tender_why.alone")
    bid = bids[place]
    neighbour = bids[place - 1] if place else bids[1]
    if totals[bid.bidder] == totals[neighbour.bidder]:
        parted_by = _parted_by(tender, bid, neighbour)
        if parted_by == "equal" and not _equal(tender, totals, bid, bids[0]):
            parted_by = "receipt"
        return speech.word(f"tender_tie.{parted_by}") % {"rival": neighbour.bidder}
    rival = bids[0] if place else bids[1]
    behind = abs(totals[bid.bidder] - totals[rival.bidder])
    if tender.method == "weighted_sum":
        return _weighed(speech, tender, (bid, rival), f"{behind}", ahead=not place)
    return speech.word("tender_why.compared") % {
        "rival": rival.bidder,
        "price": _signed(speech, Fraction(bid.price - rival.price)),
        "adjusted": _signed(speech, _adjusted(totals, bid) - _adjusted(totals, rival)),
        "behind": _signed(speech, Fraction(totals[bid.bidder] - totals[rival.bidder])),
    }


def _equal(tender: Tender, totals: dict[str, Decimal], bid: Bid, other: Bid) -> bool:
    return totals[bid.bidder] == totals[other.bidder] and _parted_by(tender, bid, other) == "equal"


def _parted_by(tender: Tender, bid: Bid, other: Bid) -> str:
    """Name the first thing that tells two bids of the same published total apart."""
    if tender.sustainability_of(bid) != tender.sustainability_of(other):
        return "sustainability"
    if bid.price != other.price:
        return "price"
    return "equal" if bid.submitted_at == other.submitted_at else "submitted"


def _weighed(speech: Speech, tender: Tender, pair: tuple[Bid, Bid], behind: str, *, ahead: bool) -> str:
    bid, rival = pair
    weights = sum(tender.criteria.values())
    apart = {
        code: Fraction(weight, weights) * (score_of(tender, bid, code) - score_of(tender, rival, code))
        for code, weight in tender.criteria.items()
        if weight
    }
    gains = _group(speech, {code: points for code, points in apart.items() if points > 0})
    losses = _group(speech, {code: -points for code, points in apart.items() if points < 0})
    both = "_despite" if gains and losses else ""
    sentence = speech.word(f"tender_why.{'ahead' if ahead else 'behind'}{both}")
    return sentence % {"rival": rival.bidder, "behind": behind, "gains": gains, "losses": losses}


def _group(speech: Speech, points: dict[str, Fraction]) -> str:
    if not points:
        return ""
    criteria = SEPARATORS.get(speech.language, ", ").join(label_of(speech, code, within=True) for code in points)
    return speech.word("tender_why.gains") % {
        "points": f"{figure(sum(points.values(), Fraction()))}",
        "criteria": criteria,
    }


def _adjusted(totals: dict[str, Decimal], bid: Bid) -> Fraction:
    """Give what the method adds to a price, or takes off it."""
    return Fraction(totals[bid.bidder]) - bid.price


def _signed(speech: Speech, value: Fraction) -> str:
    said = speech.number(figure(abs(value)), 2)
    return f"−{said}" if value < 0 else f"+{said}"
