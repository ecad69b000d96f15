"""The blueprint of the room, and what its pages know of one audit."""

from dataclasses import dataclass

from flask import Blueprint

from supplier_portal.audits.checklists import AuditChecklists, checklists_with
from supplier_portal.audits.models import Answer, Audit
from supplier_portal.audits.queries import visible_answers, visible_placed
from supplier_portal.domain.errors import Missing
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.web.door import actor, reading

blueprint = Blueprint("audits", __name__)


@dataclass(frozen=True)
class Shown:
    """An audit with where it takes place and the checklists it is pinned to; version: of the main one."""

    audit: Audit
    supplier: Supplier
    site: Site
    version: str
    checklists: AuditChecklists


def shown_audit(audit_id: int) -> Shown:
    """The audit of an address. Raises Missing where the reader may not see it."""
    found = reading().execute(visible_placed(actor()).where(Audit.id == audit_id)).first()
    if found is None:
        raise Missing
    audit, supplier, site, version, sha256 = found
    return Shown(audit, supplier, site, version, checklists_with(reading(), [(audit.id, sha256)])[audit.id])


def shown_answers(audit_id: int) -> dict[str, Answer]:
    """The answers of an audit that the reader may read, by checkpoint."""
    answers = reading().scalars(visible_answers(actor()).where(Answer.audit_id == audit_id))
    return {answer.checkpoint: answer for answer in answers}
