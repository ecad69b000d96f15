"""Who is left out of a ranking, and how the others stand (scoring.md 4)."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from supplier_portal.domain.scoring.rounding import Number
from supplier_portal.domain.scoring.tender_input import Bid, Tender

Place = tuple[Fraction, Number, Number, datetime]


def reasons_to_exclude(tender: Tender, bid: Bid) -> tuple[str, ...]:
    """Name why a bid is left out of the ranking: blocked, grade, ceiling, in this order; empty when it stays."""
    reasons = []
    if bid.blocked:
        reasons.append("blocked")
    if _worse(tender.grades, bid.grade, tender.min_grade):
        reasons.append("grade")
    if tender.ceiling is not None and bid.price > tender.ceiling:
        reasons.append("ceiling")
    return tuple(reasons)


def _worse(grades: tuple[str, ...], grade: str | None, least: str | None) -> bool:
    return grade is not None and least is not None and grades.index(grade) > grades.index(least)


def place_of(tender: Tender, bid: Bid, published: Fraction, *, highest_wins: bool) -> Place:
    """Give what a bid's place follows, smallest first.

    Published total, then higher sustainability criterion, lower price, earlier submission.
    """
    return (-published if highest_wins else published, -tender.sustainability_of(bid), bid.price, bid.submitted_at)


def ranked(places: Mapping[str, Place]) -> tuple[str, ...]:
    """Give the bidders from the first place on; fully equal ones stay in the order they came in."""
    return tuple(sorted(places, key=places.__getitem__))


def tied_first(ranking: tuple[str, ...], places: Mapping[str, Place]) -> bool:
    """Tell whether the first place needs a recorded decision: a second bidder is equal in everything."""
    return len(ranking) > 1 and places[ranking[0]] == places[ranking[1]]
