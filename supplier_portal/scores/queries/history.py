"""Published ratings over time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.scores.models import Rating
from supplier_portal.scores.queries import visible


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
