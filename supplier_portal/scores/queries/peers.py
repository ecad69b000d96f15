"""Where a supplier stands among those of its category: medians and quartiles, never another supplier's figure."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.domain.scoring.rounding import Number, figure
from supplier_portal.scores.models import Rating, RatingNow
from supplier_portal.suppliers.models import Supplier

FEWEST_PEERS, PLACES = 5, 2
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Quartiles:
    """What a quarter, half and three quarters of the peers do not exceed, in whole points."""

    low: Decimal
    middle: Decimal
    high: Decimal

    def quarter_of(self, value: Decimal) -> int:
        """Tell in which quarter of the peers a figure lies: 1 is the best."""
        return 1 + sum(value < limit for limit in (self.high, self.middle, self.low))


@dataclass(frozen=True)
class Peers:
    """The audited suppliers of the same category; a figure that fewer than five of them have is absent.

    quartiles: of rating, sustainability, audit and the dimensions, in whole points, since of few peers an exact
    quartile would be one supplier's own figure.
    """

    count: int = 0
    sustainability: Decimal | None = None
    dimensions: Mapping[str, Decimal] = field(default_factory=dict)
    steps: Mapping[int, Decimal] = field(default_factory=dict)
    quartiles: Mapping[str, Quartiles] = field(default_factory=dict)


def peers_of(session: Session, supplier: Supplier) -> Peers:
    """Work out medians and quartiles beside a supplier, itself left out, from one statement.

    Only these leave this function: whoever sees one supplier's scorecard learns no other supplier's figure.
    """
    columns = (RatingNow.rating, RatingNow.sustainability, RatingNow.effective_audit, RatingNow.dimensions)
    rows = session.execute(
        select(*columns, Rating.published)
        .join(Rating, Rating.id == RatingNow.rating_id)
        .join(Supplier, Supplier.id == RatingNow.supplier_id)
        .where(Supplier.category == supplier.category, Supplier.id != supplier.id, RatingNow.issued_on.is_not(None))
        .where(Supplier.merged_into_id.is_(None))
    ).all()
    if len(rows) < FEWEST_PEERS:
        return Peers(len(rows))
    figures = _gathered(_figures(row) for row in rows)
    steps = _gathered(_steps(row.published) for row in rows)
    return Peers(
        count=len(rows),
        sustainability=_median(figures["sustainability"]),
        dimensions={code: _median(values) for code, values in figures.items() if code not in OF_SUPPLIER},
        steps={int(step): _median(values) for step, values in steps.items()},
        quartiles={key: _quartiles(values) for key, values in figures.items()},
    )


OF_SUPPLIER = ("rating", "sustainability", "audit")


def _figures(row: Any) -> Mapping[str, Number]:
    dimensions = {code: _hundredths(value) for code, value in row.dimensions.items()}
    own = {"rating": row.rating, "sustainability": row.sustainability, "audit": row.effective_audit}
    return {key: int(value.scaleb(PLACES)) for key, value in own.items()} | dimensions


def _steps(published: Mapping[str, Any]) -> Mapping[str, Number]:
    """Average a peer's sites, each counting alike."""
    sites = published["sites"]
    if len(sites) == 1:
        return {step: _hundredths(value) for step, value in sites[0]["steps"].items()}
    values: dict[str, list[int]] = {}
    for site in sites:
        for step, value in site["steps"].items():
            values.setdefault(step, []).append(_hundredths(value))
    return {step: Fraction(sum(several), len(several)) for step, several in values.items()}


def _hundredths(published: str) -> int:
    """Read a published figure, "58.20", as 5820: whole numbers sort and add up many times faster."""
    return int(published.replace(".", ""))


def _gathered(several: Iterable[Mapping[Key, Number]]) -> dict[Key, list[Number]]:
    """Put the figures of all peers together by key, rising; those of fewer than five are left out."""
    values: dict[Key, list[Number]] = {}
    for one in several:
        for key, value in one.items():
            values.setdefault(key, []).append(value)
    return {key: sorted(many) for key, many in values.items() if len(many) >= FEWEST_PEERS}


def _quartile(rising: Sequence[Number], quarters: int) -> Number:
    """Give what so many quarters of the figures do not exceed, between two of them where need be."""
    place, part = divmod(quarters * (len(rising) - 1), 4)
    above = rising[min(place + 1, len(rising) - 1)]
    return Fraction(rising[place] * (4 - part) + above * part, 400)


def _median(rising: Sequence[Number]) -> Decimal:
    return figure(_quartile(rising, 2))


def _quartiles(rising: Sequence[Number]) -> Quartiles:
    return Quartiles(*(figure(_quartile(rising, quarters), 0) for quarters in (1, 2, 3)))
