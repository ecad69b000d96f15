"""The page a supplier's day begins with."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.home.queries import count_todo, start_of
from supplier_portal.home.scored import behind, findings_at
from supplier_portal.home.views.room import blueprint
from supplier_portal.tenders.operations.correcting import ASKED_UNTIL, asked_until
from supplier_portal.tenders.queries.invited import correctable
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.menu import ShownEntry
from supplier_portal.web.panels import Panel
from supplier_portal.web.portal import portal

SHOWN_LIFTS = 5


@blueprint.get("")
@guard(Permission.HOME_PAGE_READ)
def show_start() -> ResponseReturnValue:
    locked = correctable(reading(), actor(), portal().machine_now() + ASKED_UNTIL)
    tenders = [(bidder, tender, asked_until(tender)) for bidder, tender in locked]
    start = start_of(reading(), actor(), portal().moment(), tenders)
    g.to_do = len(start.tasks)
    scored = start.company.scored
    return render_template(
        "home/start.html",
        start=start,
        supplier=start.company.supplier,
        scored=scored,
        lifts=scored.most(SHOWN_LIFTS) if scored else [],
        holding=[(gate, behind(gate, start.turns)) for gate in scored.gates] if scored else [],
        at=findings_at(start.turns),
        invites=decide(actor(), Permission.ACCOUNTS_COLLEAGUE_INVITE).allowed,
    )


def count(entry: ShownEntry) -> Panel | None:
    """How much waits, on the tab of the start page."""
    if entry.endpoint != "home.show_start":
        return None
    if "to_do" in g:
        number = g.to_do
    else:
        number = count_todo(reading(), actor(), portal().moment(), portal().machine_now() + ASKED_UNTIL)
    return Panel("home/count.html", {"number": number}) if number else None
