"""Lists of audits: all for the offices, one's own for a supplier."""

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, or_

from supplier_portal.access.actor import SUPPLIER_ROLES, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.accounts.queries import people_with
from supplier_portal.audits.checklists import answers_version, checklists_with, counts_by_state, versions_in_use
from supplier_portal.audits.forms import row_number
from supplier_portal.audits.models import TYPES, Audit
from supplier_portal.audits.narrowing import Narrowing
from supplier_portal.audits.queries import answered_counts, asked_of, count_of, led_by, team_of, visible_placed
from supplier_portal.audits.views.room import blueprint
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.suppliers.models import Site, Supplier
from supplier_portal.web import panels
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.panels import Panel
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Entry:
    """One row of a list; answered of total checkpoints."""

    audit: Audit
    supplier: Supplier
    site: Site
    version: str
    team: list[tuple[str, str]]
    answered: int
    total: int


@blueprint.get("/audits")
@guard(Permission.AUDITS_AUDIT_READ)
def list_audits() -> ResponseReturnValue:
    asked, page = _filtered(visible_placed(actor())), asked_page()
    page = Page(page.number, page.size, count_of(reading(), asked))
    entries = entries_of(asked.order_by(Audit.starts_on.desc(), Audit.id.desc()).limit(page.size).offset(page.first))
    template = "audits/own_list.html" if actor().role in SUPPLIER_ROLES else "audits/list.html"
    states = [(state, speech().word(AUDIT.word(state))) for state in AUDIT.states]
    versions = [(str(number), said) for number, said in versions_in_use(reading(), actor())]
    types = [(kind, speech().word(f"audit_type.{kind}")) for kind in TYPES]
    leads = [(str(person.id), person.name) for person in people_with(reading(), Role.LEAD_AUDITOR)]
    filters = {"states": states, "versions": versions, "types": types, "leads": leads, "narrowed": _narrowed()}
    return render_template(template, entries=entries, page=page, **filters)


def _narrowed() -> list[tuple[str, str]]:
    """What figures elsewhere narrow the list by, in words, with the name that takes it away."""
    narrowing = Narrowing.of(request.args)
    said = {
        "month": narrowing.month and speech().gettext("visit in %(month)s", month=narrowing.month),
        "slipped": narrowing.slipped and speech().gettext("past its day, not begun"),
        "category": narrowing.category and speech().word(f"supplier_category.{narrowing.category}"),
    }
    return [(name, words) for name, words in said.items() if words]


def _filtered(asked: Select[Audit, Supplier, Site, str, str]) -> Select[Audit, Supplier, Site, str, str]:
    state, words = request.args.get("state", ""), request.args.get("q", "").strip()[:LONGEST_SEARCH].replace("\x00", "")
    if state in AUDIT.states:
        asked = asked.where(Audit.state == state)
    if (kind := request.args.get("type", "")) in TYPES:
        asked = asked.where(Audit.type == kind)
    if (lead := row_number(request.args.get("lead"))) is not None:
        asked = asked.where(led_by(lead))
    if (version := row_number(request.args.get("version"))) is not None:
        asked = asked.where(answers_version(version))
    asked = asked.where(*Narrowing.of(request.args).conditions(portal().moment().day))
    if words:
        names = (Audit.number, Supplier.number, Supplier.name_en, Supplier.name_zh, Site.name_en, Site.name_zh)
        asked = asked.where(or_(*(name.icontains(words, autoescape=True) for name in names)))
    return asked


def entries_of(asked: Select[Audit, Supplier, Site, str, str]) -> list[Entry]:
    rows = reading().execute(asked).all()
    ids = [audit.id for audit, *_ in rows]
    answered, team = answered_counts(reading(), ids), team_of(reading(), ids)
    checklists = checklists_with(reading(), [(audit.id, sha256) for audit, *_, sha256 in rows])
    entries = []
    for audit, supplier, site, version, _ in rows:
        total = len(asked_of(audit, checklists[audit.id].by_code.values()))
        entries.append(Entry(audit, supplier, site, version, team.get(audit.id, []), answered.get(audit.id, 0), total))
    return entries


def audits_of_version(version: ChecklistVersion, **_: object) -> Panel | None:
    """How many audits the reader sees answer a version, by state, and the way to their list."""
    if not decide(actor(), Permission.AUDITS_AUDIT_READ).allowed:
        return None
    found = counts_by_state(reading(), actor(), version.id)
    counts = [(state, found[state]) for state in AUDIT.states if state in found]
    facts = {"version_id": version.id, "counts": counts, "total": sum(found.values())}
    return Panel("audits/of_version.html", facts)


blueprint.record_once(lambda state: panels.declare(state.app, "checklists.version", audits_of_version))
