"""Publishing a clock policy: read with every fault, frozen under the SHA-256 of its canonical form."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.db.versions import store_once
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.findings.policy import rules_from
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.scoring.canonical import sha256_of
from supplier_portal.findings.models import ClockPolicy
from supplier_portal.trail.operations import record_event


def publish_clock_policy(
    session: Session, actor: Actor, document: Mapping[str, object], holds_from: date, moment: Moment
) -> ClockPolicy:
    """Store a policy document as a version that never changes; the same content again gives the stored one.

    holds_from: the first day whose notices follow it. Raises Invalid with every fault of the document, and Conflict
    `findings.clock_policy_taken` where this version was published with another content.
    """
    reach_of(actor, Permission.FINDINGS_CLOCK_PUBLISH)
    rules, sha256 = rules_from(document), sha256_of(document)
    known = session.scalar(select(ClockPolicy).where(ClockPolicy.version == rules.version))
    taken = Conflict("findings.clock_policy_taken", version=rules.version)
    policy = ClockPolicy(
        sha256=sha256,
        version=rules.version,
        document=dict(document),
        holds_from=holds_from,
        published_at=moment.at,
    )
    stored, new = store_once(session, policy, known, taken)
    if new:
        record_event(session, actor, moment, "publish_clock_policy", policy=sha256)
    return stored
