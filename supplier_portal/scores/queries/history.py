"""Published ratings over time, and the medians of a supplier's peers."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.scores.models import Rating, RatingNow
from supplier_portal.scores.queries import visible
from supplier_portal.suppliers.models import Supplier

FEWEST_PEERS = 5
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class PublishedRating:
    """One day's rating as published: the last one of that day."""

    id: int
    as_of: date
    cause: str
    rating: Decimal
    sustainability: Decimal
    grade: str
    receipt_sha256: str


def recent_ratings(
    session: Session, actor: Actor, supplier_ids: Collection[int], days: int
) -> dict[int, list[PublishedRating]]:
    """Find each supplier's ratings of its last `days` days of publication, oldest first, in one statement."""
    seen = visible(actor).where(Rating.supplier_id.in_(supplier_ids)).with_only_columns(Rating.id).scalar_subquery()
    place = func.row_number().over(partition_by=(Rating.supplier_id, Rating.as_of), order_by=Rating.id.desc())
    daily = (
        select(Rating.id, Rating.supplier_id, Rating.as_of, place.label("place")).where(Rating.id.in_(seen)).subquery()
    )
    newest = func.row_number().over(partition_by=daily.c.supplier_id, order_by=daily.c.as_of.desc())
    last = select(daily.c.id, newest.label("age")).where(daily.c.place == 1).subquery()
    rows = session.execute(
        select(
            Rating.supplier_id, Rating.id, Rating.as_of, Rating.cause, Rating.published, Rating.receipt_sha256,
        )
        .join(last, last.c.id == Rating.id)
        .where(last.c.age <= days)
        .order_by(Rating.as_of)
    )  # fmt: skip
    found: dict[int, list[PublishedRating]] = {}
    for row in rows:
        found.setdefault(row.supplier_id, []).append(_published(row))
    return found


def _published(row: Any) -> PublishedRating:
    figures = row.published
    return PublishedRating(
        id=row.id,
        as_of=row.as_of,
        cause=row.cause,
        rating=Decimal(figures["rating"]),
        sustainability=Decimal(figures["sustainability"]),
        grade=figures["grade"],
        receipt_sha256=row.receipt_sha256,
    )


@dataclass(frozen=True)
class Peers:
    """Medians of the audited suppliers of the same category; a figure that fewer than five of them have is absent."""

    count: int = 0
    sustainability: Decimal | None = None
    dimensions: Mapping[str, Decimal] = field(default_factory=dict)
    steps: Mapping[int, Decimal] = field(default_factory=dict)


def peers_of(session: Session, supplier: Supplier) -> Peers:
    """Work out the medians beside a supplier, itself left out, from one statement.

    Only medians leave this function: whoever sees one supplier's scorecard learns no other supplier's figure.
    """
    rows = session.execute(
        select(RatingNow.sustainability, RatingNow.dimensions, Rating.published)
        .join(Rating, Rating.id == RatingNow.rating_id)
        .join(Supplier, Supplier.id == RatingNow.supplier_id)
        .where(Supplier.category == supplier.category, Supplier.id != supplier.id, RatingNow.issued_on.is_not(None))
    ).all()
    if len(rows) < FEWEST_PEERS:
        return Peers()
    together = [{"sustainability": row.sustainability} for row in rows]
    return Peers(
        count=len(rows),
        sustainability=_medians(together).get("sustainability"),
        dimensions=_medians(row.dimensions for row in rows),
        steps={int(step): value for step, value in _medians(_steps(row.published) for row in rows).items()},
    )


def _steps(published: Mapping[str, Any]) -> dict[str, Fraction]:
    """Average a peer's sites, each counting alike."""
    values: dict[str, list[Fraction]] = {}
    for site in published["sites"]:
        for step, value in site["steps"].items():
            values.setdefault(step, []).append(Fraction(value))
    return {step: sum(several, Fraction(0)) / len(several) for step, several in values.items()}


def _medians(several: Iterable[Mapping[Key, Any]]) -> dict[Key, Decimal]:
    values: dict[Key, list[Fraction]] = {}
    for one in several:
        for key, value in one.items():
            values.setdefault(key, []).append(Fraction(value))
    return {key: figure(median(many)) for key, many in values.items() if len(many) >= FEWEST_PEERS}
