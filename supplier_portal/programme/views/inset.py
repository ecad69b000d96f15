"""The programme's line on the page of an audit."""

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.models import Audit
from supplier_portal.programme.line_states import line_state
from supplier_portal.programme.queries import line_of_audit
from supplier_portal.programme.views.room import blueprint
from supplier_portal.web import panels
from supplier_portal.web.door import actor, reading
from supplier_portal.web.panels import Panel
from supplier_portal.web.portal import portal


def line_in_programme(audit: Audit, **_: object) -> Panel | None:
    """Where in the year's programme this audit stands."""
    if not decide(actor(), Permission.PROGRAMME_PLAN_READ).allowed:
        return None
    found = line_of_audit(reading(), actor(), audit.id)
    if found is None:
        return None
    line, programme = found
    state = line_state(programme.year, line.month, audit.state, portal().moment().day)
    return Panel("programme/of_audit.html", {"line": line, "programme": programme, "state": state})


blueprint.record_once(lambda state: panels.declare(state.app, "audits.audit", line_in_programme))
