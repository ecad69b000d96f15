"""Publishing a policy: read with every fault, frozen under the SHA-256 of its canonical form."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.db.versions import store_once
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring import policy_from, sha256_of
from supplier_portal.scores.models import Policy
from supplier_portal.trail.operations import record_event


def publish_policy(
    session: Session, actor: Actor, document: Mapping[str, object], holds_from: date, moment: Moment
) -> Policy:
    """Store a policy document as a version that never changes; the same content again gives the stored one.

    holds_from: the first day for which ratings follow it. Raises Invalid with every fault of the document, and Conflict
    `scores.policy_taken` where this version was published with another content.
    """
    reach_of(actor, Permission.SCORES_RATING_PUBLISH)
    rules = policy_from(document)
    sha256 = sha256_of(document)
    known = session.scalar(select(Policy).where(Policy.name == rules.name, Policy.version == rules.version))
    taken = Conflict("scores.policy_taken", name=rules.name, version=rules.version)
    policy = Policy(
        sha256=sha256,
        name=rules.name,
        version=rules.version,
        document=dict(document),
        holds_from=holds_from,
        published_at=moment.at,
    )
    stored, new = store_once(session, policy, known, taken)
    if new:
        record_event(session, actor, moment, "publish_policy", policy=sha256)
    return stored
