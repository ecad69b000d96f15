"""Publishing ratings: gathered, worked out, stored with the hash of their receipt, and shown in tables."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Fault, Invalid, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring import rate, rating_input_from, sha256_of
from supplier_portal.scores.inputs import Gathered, gather
from supplier_portal.scores.models import Policy, Rating, RatingNow
from supplier_portal.scores.now_row import last_move, now_row
from supplier_portal.scores.queries import policy_on, rules_of
from supplier_portal.suppliers.models import Supplier
from supplier_portal.trail.operations import record_event

BATCH = 500
"""Suppliers that are published with the same few statements, and in one transaction at a month's end."""


def publish_rating(session: Session, actor: Actor, supplier_id: int, moment: Moment, cause: str) -> Rating:
    """As `publish_ratings`, for one supplier."""
    return publish_ratings(session, actor, [supplier_id], moment, cause)[0]


def publish_ratings(
    session: Session, actor: Actor, supplier_ids: Sequence[int], moment: Moment, cause: str
) -> list[Rating]:
    """Publish each supplier's rating of the day, in the order given; none may be named twice.

    cause: input, month_end, lock or opening.
    A step inside an act that was permitted itself: it asks for no permission of its own. Raises Missing for an unknown
    supplier, Conflict `scores.no_policy`, and Invalid, its places led by the supplier's number, where no rating can be
    worked out; then nothing is published.
    """
    policy = policy_on(session, moment.day)
    ratings: list[Rating] = []
    for first in range(0, len(supplier_ids), BATCH):
        ratings += _publish(session, actor, policy, supplier_ids[first : first + BATCH], moment, cause)
    return ratings


def publish_next(session: Session, actor: Actor, after: int, moment: Moment) -> list[Rating]:
    """Publish the month's end ratings of the next suppliers, by id, after the id `after`; none are left: an empty list.

    Raises what `publish_ratings` raises.
    """
    reach_of(actor, Permission.SCORES_RATING_PUBLISH)
    standing = select(Supplier.id).where(Supplier.id > after, Supplier.merged_into_id.is_(None))
    following = standing.order_by(Supplier.id).limit(BATCH)
    return publish_ratings(session, actor, session.scalars(following).all(), moment, "month_end")


def _publish(
    session: Session, actor: Actor, policy: Policy, supplier_ids: Sequence[int], moment: Moment, cause: str
) -> list[Rating]:
    numbers = _locked(session, supplier_ids)
    gathered = gather(session, supplier_ids, moment.day)
    ratings, rows = [], []
    for supplier_id in supplier_ids:
        rating, row = _worked_out(numbers[supplier_id], gathered[supplier_id], policy, moment)
        rating.supplier_id, rating.cause = supplier_id, cause
        ratings.append(rating)
        rows.append(row)
    session.add_all(ratings)
    session.flush()
    _show(
        session,
        [
            row | {"supplier_id": rating.supplier_id, "rating_id": rating.id}
            for rating, row in zip(ratings, rows, strict=True)
        ],
    )
    published = [str(rating.id) for rating in ratings]
    record_event(session, actor, moment, "publish_ratings", cause=cause, policy=policy.sha256, ratings=published)
    return ratings


def _locked(session: Session, supplier_ids: Sequence[int]) -> dict[int, str]:
    """Numbers by id. Of two that publish the same supplier at once, the later one waits and sees the other's inputs."""
    asked = select(Supplier.id, Supplier.number).where(Supplier.id.in_(supplier_ids)).order_by(Supplier.id)
    numbers = dict(session.execute(asked.with_for_update(key_share=True)).all())
    if numbers.keys() != set(supplier_ids):
        raise Missing
    return numbers


def _worked_out(number: str, gathered: Gathered, policy: Policy, moment: Moment) -> tuple[Rating, dict[str, Any]]:
    inputs = gathered.document(number, moment.day, rules_of(policy))
    try:
        read, rules = rating_input_from({**inputs, "policy": policy.document})
        figures = rate(read, rules)
    except Invalid as error:
        raise Invalid(
            [Fault(fault.code, f"{number}: {fault.place}", facts=fault.facts) for fault in error.faults]
        ) from error
    published = figures.published()
    receipt = {**inputs, "policy": policy.document, "published": published}
    rating = Rating(
        as_of=moment.day,
        policy_sha256=policy.sha256,
        inputs=inputs,
        published=published,
        grade=figures.grade,
        receipt_sha256=sha256_of(receipt),
        published_at=moment.at,
    )
    return rating, now_row(read, figures, rules)


def _show(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Bring what tables read up to date; a rating of an earlier day changes nothing there."""
    ids = [row["supplier_id"] for row in rows]
    columns = (RatingNow.supplier_id, RatingNow.as_of, RatingNow.grade, RatingNow.grade_before, RatingNow.moved_on)
    shown = select(*columns).where(RatingNow.supplier_id.in_(ids))
    known = {row.supplier_id: row for row in session.execute(shown)}
    new = [row | {"grade_before": None, "moved_on": None} for row in rows if row["supplier_id"] not in known]
    later = [
        row | last_move(known[row["supplier_id"]], row["grade"], row["as_of"])
        for row in rows
        if row["supplier_id"] in known and known[row["supplier_id"]].as_of <= row["as_of"]
    ]
    if new:
        session.execute(insert(RatingNow), new)
    if later:
        session.execute(update(RatingNow), later)
