"""Ratings an actor may see, policies, and receipts as they are handed out."""

from datetime import date

from sqlalchemy import Select, false, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.scoring import Policy as PolicyRules
from supplier_portal.domain.scoring import policy_from
from supplier_portal.scores.models import Policy, Rating, RatingNow

_read: dict[str, PolicyRules] = {}  # by SHA-256: what is published never changes


def visible(actor: Actor) -> Select[Rating]:
    """All published ratings for the buyer's offices, one's own company's for a supplier, none for others."""
    reach = decide(actor, Permission.SCORES_RATING_READ).reach
    own = Rating.supplier_id == actor.supplier_id if reach is Reach.OWN_COMPANY else false()
    everything: Select[Rating] = select(Rating)
    return everything if reach is Reach.ALL else everything.where(own)


def visible_now(actor: Actor) -> Select[RatingNow]:
    """Rows that tables are read from, of the same reach."""
    reach = decide(actor, Permission.SCORES_RATING_READ).reach
    own = RatingNow.supplier_id == actor.supplier_id if reach is Reach.OWN_COMPANY else false()
    everything: Select[RatingNow] = select(RatingNow)
    return everything if reach is Reach.ALL else everything.where(own)


def policy_holding(session: Session, day: date) -> Policy | None:
    """Find the policy that holds on a day, the one published last where two begin together."""
    holding = select(Policy).where(Policy.holds_from <= day)
    return session.scalar(holding.order_by(Policy.holds_from.desc(), Policy.published_at.desc()).limit(1))


def policy_on(session: Session, day: date) -> Policy:
    """Find the policy that holds on a day. Raises Conflict `scores.no_policy` where none holds yet."""
    policy = policy_holding(session, day)
    if policy is None:
        raise Conflict("scores.no_policy", day=day.isoformat())
    return policy


def rules_of(policy: Policy) -> PolicyRules:
    """Give the rules a stored policy holds, read once for each content."""
    known = _read.get(policy.sha256)
    if known is None:
        known = _read[policy.sha256] = policy_from(policy.document)
    return known


def receipt_of(session: Session, rating: Rating) -> dict[str, object]:
    """Put the whole receipt together (scoring.md 5); the rating stores the SHA-256 of its canonical form."""
    policy = session.get_one(Policy, rating.policy_sha256)
    return {**rating.inputs, "policy": policy.document, "published": rating.published}
