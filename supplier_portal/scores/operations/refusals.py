"""Setting a refused or aborted audit aside, so that it counts as a refusal no longer (gate G6, scoring.md 3)."""

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.models import Audit
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.audit import AUDIT, REFUSED
from supplier_portal.scores.models import RefusalSetAside
from supplier_portal.scores.operations.ratings import publish_rating
from supplier_portal.scores.queries import policy_holding
from supplier_portal.trail.operations import record_event


def set_refusal_aside(session: Session, actor: Actor, audit: Audit, reason: str, moment: Moment) -> RefusalSetAside:
    """Let a refusal count no longer, and publish the rating without it.

    A step inside an act that was permitted itself: it asks for no permission of its own. Raises Conflict where the
    audit was neither refused nor aborted, and where it was set aside before.
    """
    if audit.state not in REFUSED:
        raise Conflict("scores.no_refusal", number=audit.number, state=AUDIT.word(audit.state))
    if session.get(RefusalSetAside, audit.id) is not None:
        raise Conflict("scores.refusal_set_aside", number=audit.number)
    by = {"set_aside_by": actor.account_id, "set_aside_at": moment.at}
    aside = RefusalSetAside(audit_id=audit.id, reason=reason.strip(), **by)
    session.add(aside)
    session.flush()
    record_event(session, actor, moment, "set_refusal_aside", audit=audit.id, supplier=audit.supplier_id)
    if policy_holding(session, moment.day) is not None:
        publish_rating(session, actor, audit.supplier_id, moment, "input")
    return aside
