"""Panels within other rooms' pages: the way to an appeal, those that stand, and those a reviewer has to act on."""

from sqlalchemy import or_

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.appeals.models import Appeal
from supplier_portal.appeals.queries.listing import AMENDMENT, Listed, listed, of_actor, outstanding
from supplier_portal.appeals.views.room import blueprint
from supplier_portal.audits.models import Audit
from supplier_portal.audits.revisions import revisions_of
from supplier_portal.domain.appeals import CHECKPOINT, REFUSAL, Thing
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.workflow.appeal import OPEN
from supplier_portal.domain.workflow.audit import REFUSED
from supplier_portal.reports.models import APPEAL_GRANTED
from supplier_portal.suppliers.models import Supplier
from supplier_portal.web import panels
from supplier_portal.web.door import actor, reading
from supplier_portal.web.offering import may
from supplier_portal.web.panels import Panel
from supplier_portal.web.portal import portal

SHOWN = 5
WAITING = or_(Appeal.state.in_(OPEN), Appeal.state == "granted")


def appeals_of_supplier(supplier: Supplier, **_: object) -> Panel | None:
    """On the page of a score: its appeals, and for the supplier the way to a new one."""
    if not may(Permission.APPEALS_APPEAL_READ):
        return None
    asked = of_actor(actor()).where(Appeal.supplier_id == supplier.id).limit(SHOWN)
    known, files = listed(reading(), actor(), asked, portal().moment()), may(Permission.APPEALS_APPEAL_FILE)
    return Panel("appeals/inset.html", {"known": known, "about": "", "files": files}) if known or files else None


def appeals_of_checkpoint(audit: Audit, checkpoint: Checkpoint, **_: object) -> Panel | None:
    """On the page of a checkpoint: what was appealed against, and the way to it while the audit stands issued."""
    return _of_thing(audit, Thing(CHECKPOINT, checkpoint.code, audit.id), offers=audit.state in ("issued", "closed"))


def appeals_of_audit(audit: Audit, **_: object) -> Panel | None:
    """On the page of an audit that was told as refused or broken off; of an issued one for the buyer's people."""
    if audit.state in REFUSED:
        return _of_thing(audit, Thing(REFUSAL, "", audit.id), offers=True)
    if actor().role in SUPPLIER_ROLES or not may(Permission.APPEALS_APPEAL_READ):
        return None
    known = listed(reading(), actor(), of_actor(actor()).where(Appeal.audit_id == audit.id), portal().moment())
    return Panel("appeals/inset.html", {"known": known, "about": "", "files": False}) if known else None


def _of_thing(audit: Audit, thing: Thing, *, offers: bool) -> Panel | None:
    own = actor().role in SUPPLIER_ROLES
    if not may(Permission.APPEALS_APPEAL_READ):
        return None
    about = (Appeal.audit_id == audit.id, Appeal.subject == thing.subject, Appeal.code == thing.code)
    known = listed(reading(), actor(), of_actor(actor()).where(*about), portal().moment())
    files = own and offers and not outstanding(known)
    return Panel("appeals/inset.html", {"known": known, "about": thing.key, "files": files}) if known or files else None


def to_be_decided(**_: object) -> Panel | None:
    """On the reviewer's list: appeals to be decided, and granted ones that are to be carried out."""
    waiting = _outstanding() if may(Permission.APPEALS_APPEAL_DECIDE) else []
    return Panel("appeals/waiting.html", {"waiting": waiting}) if waiting else None


def granted_for_audit(audit: Audit, **_: object) -> Panel | None:
    """On the page of an amendment: the granted appeals it is to carry out; `begin` fills its form."""
    if not may(Permission.APPEALS_APPEAL_DECIDE):
        return None
    ids = [one.id for one in revisions_of(reading(), audit)]
    asked = of_actor(actor()).where(Appeal.audit_id.in_(ids), WAITING)
    granted = [one for one in listed(reading(), actor(), asked, portal().moment()) if one.owes == AMENDMENT]
    if not granted:
        return None
    reason = "\n".join(f"{one.appeal.number}: {one.appeal.decision}" for one in granted)
    begin = {"ground": APPEAL_GRANTED, "reason": reason}
    return Panel("appeals/granted.html", {"granted": granted, "begin": begin})


def _outstanding() -> list[Listed]:
    return outstanding(listed(reading(), actor(), of_actor(actor()).where(WAITING), portal().moment()))


blueprint.record_once(lambda state: panels.declare(state.app, "scores.scorecard", appeals_of_supplier))
blueprint.record_once(lambda state: panels.declare(state.app, "audits.checkpoint", appeals_of_checkpoint))
blueprint.record_once(lambda state: panels.declare(state.app, "audits.audit", appeals_of_audit))
blueprint.record_once(lambda state: panels.declare(state.app, "reports.reviews", to_be_decided))
blueprint.record_once(lambda state: panels.declare(state.app, "reports.amendment", granted_for_audit))
