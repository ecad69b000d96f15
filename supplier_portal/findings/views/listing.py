"""The lists: what a supplier has to do first, and what the buyer's people follow."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.queries.listing import (
    MARKS,
    SEVERITIES,
    TURNS,
    Filter,
    Listed,
    Part,
    count_findings,
    list_findings,
    suppliers_with_findings,
)
from supplier_portal.findings.queries.narrowing import Narrowing
from supplier_portal.findings.queries.noticing import count_waiting
from supplier_portal.findings.views.room import blueprint
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

FAR = 10**6
ENDED = frozenset({"closed", "effective", "withdrawn", "waived"})


@blueprint.get("/findings")
@guard(Permission.FINDINGS_FINDING_READ)
def show_list() -> ResponseReturnValue:
    return _own_list() if actor().role in SUPPLIER_ROLES else _office_list()


def _own_list() -> str:
    """A supplier's: its own turn first, by what is due first; then what waits for the buyer; then the rest."""
    entries = list_findings(reading(), actor(), Filter(), portal().moment())
    turns = {turn: [entry for entry in entries if entry.standing.turn == turn] for turn in ("supplier", "buyer")}
    turns["supplier"].sort(key=_urgency)
    ended = [entry for entry in entries if entry.finding.state in ENDED]
    strengths = [entry for entry in entries if entry.finding.kind == "strength"]
    return render_template("findings/own_list.html", turns=turns, ended=ended, strengths=strengths, entries=entries)


def _urgency(entry: Listed) -> tuple[int, int]:
    days = entry.days_left
    return (FAR if days is None else days), SEVERITIES.index(entry.finding.severity)


def _office_list() -> str:
    supplier = request.args.get("supplier", type=int)
    named = supplier if supplier is None or 0 < supplier <= MOST_ID else 0
    state, severity, turn = (request.args.get(name, "") for name in ("state", "severity", "turn"))
    narrowing, moment = Narrowing.of(request.args), portal().moment()
    further = tuple(narrowing.conditions(moment, portal().config.zone))
    asked = Filter(state, severity, turn, named, request.args.get("marked", ""), further)
    page, sort = asked_page(), request.args.get("sort", "-number")
    page = Page(page.number, page.size, count_findings(reading(), actor(), asked))
    part = Part(sort, page.first, page.size)
    return render_template(
        "findings/list.html",
        entries=list_findings(reading(), actor(), asked, moment, part),
        page=page,
        sort=sort,
        states=FINDING.states,
        severities=SEVERITIES,
        turns=TURNS,
        narrowed=_narrowed(narrowing),
        marks=MARKS,
        waiting=count_waiting(reading(), actor())
        if decide(actor(), Permission.FINDINGS_NOTICE_AGREE).allowed
        else None,
        suppliers=suppliers_with_findings(reading(), actor()),
    )


def _narrowed(narrowing: Narrowing) -> list[tuple[str, str]]:
    """What figures elsewhere narrow the list by, in words, with the name that takes it away."""
    said = {
        "open": narrowing.open and speech().gettext("still open"),
        "age": narrowing.age and speech().word(f"finding_age.{narrowing.age}"),
        "late": narrowing.late and speech().word(f"finding_late.{narrowing.late}"),
        "step": narrowing.step and speech().gettext("checkpoints %(step)s", step=narrowing.step),
        "category": narrowing.category and speech().word(f"supplier_category.{narrowing.category}"),
        "notified": narrowing.notified and speech().gettext("notified in %(year)s", year=narrowing.notified),
    }
    return [(name, words) for name, words in said.items() if words]
