"""What several acts of a review ask first."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import is_member
from supplier_portal.domain.errors import Conflict
from supplier_portal.domain.workflow.audit import AUDIT


def refuse_elsewhere(audit: Audit, states: Collection[str]) -> None:
    """Raises Conflict where the audit stands at none of these states."""
    if audit.state not in states:
        possible = [AUDIT.word(state) for state in states]
        raise Conflict("reports.not_while", state=AUDIT.word(audit.state), possible=possible)


def refuse_team(session: Session, actor: Actor, audit: Audit) -> None:
    """Raises Conflict for a person of the audit's own team."""
    if is_member(session, audit.id, actor.account_id):
        raise Conflict("audits.outside_team")
