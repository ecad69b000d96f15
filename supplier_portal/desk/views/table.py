"""The table of findings with ticks: what many of them are chosen from."""

from collections.abc import Collection, Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.desk.operations import MOST_TOGETHER
from supplier_portal.desk.queries.handlers import handlers_for, names_of
from supplier_portal.desk.queries.named import filter_names
from supplier_portal.desk.views.room import blueprint
from supplier_portal.desk.wanted import ME, NONE, Wanted
from supplier_portal.desk.words import said_of
from supplier_portal.domain.errors import Fault
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.queries.listing import (
    MARKS,
    SEVERITIES,
    TURNS,
    Part,
    count_findings,
    list_findings,
)
from supplier_portal.findings.queries.narrowing import BANDS
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech

NEWEST_FIRST = "-number"
MOST_TICKED = 2_000


@blueprint.get("/findings")
@guard(Permission.DESK_PAGE_READ)
def show_table() -> ResponseReturnValue:
    return table_page(Wanted.of(request.args))


def ticked() -> Sequence[int] | None:
    """The findings that were ticked; None where all that match are meant."""
    if request.form.get("which") == "all":
        return None
    return [one for one in request.form.getlist("finding", int)[:MOST_TICKED] if 0 < one <= MOST_ID]


def table_page(wanted: Wanted, faults: Sequence[Fault] = ()) -> str:
    """The table as the reader sees it, with what was refused and all that was ticked and chosen."""
    moment = portal().moment()
    asked = wanted.filter(actor(), moment, portal().config.zone)
    page = asked_page()
    page = Page(page.number, page.size, count_findings(reading(), actor(), asked))
    part = Part(wanted.sort or NEWEST_FIRST, page.first, page.size)
    entries = list_findings(reading(), actor(), asked, moment, part)
    handlers = handlers_for(reading(), actor())
    known = {one.id: one.name for one in handlers}
    in_charge = {one.finding.handler_id for one in entries if one.finding.handler_id} - known.keys()
    said = said_of(wanted, speech(), filter_names(reading(), wanted, language()))
    return render_template(
        "desk/findings.html",
        entries=entries,
        page=page,
        wanted=wanted,
        sort=wanted.sort or NEWEST_FIRST,
        said=[(name, label, words) for name, label, words in said if name != "sort"],
        handlers=handlers,
        names=known | dict(names_of(reading(), in_charge) if in_charge else {}),
        choices=_choices(handlers_of=[(str(one.id), one.name) for one in handlers]),
        most=MOST_TOGETHER,
        faults={fault.place: speech().fault(fault) for fault in faults},
        chosen=set(_kept()),
        steers=decide(actor(), Permission.DESK_FINDING_STEER).allowed,
        exports=decide(actor(), Permission.DESK_FINDING_EXPORT).allowed,
    )


def _kept() -> Collection[int]:
    return request.form.getlist("finding", int) if request.method == "POST" else ()


def _choices(handlers_of: list[tuple[str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Fields of the filter with their values and words."""
    word = speech().word
    plain = {"state": (FINDING.states, "finding_state"), "severity": (SEVERITIES, "severity"), "turn": (TURNS, "turn")}
    found = [(name, [(code, word(f"{group}.{code}")) for code in codes]) for name, (codes, group) in plain.items()]
    nobody = [(code, word(f"desk_handler.{code}")) for code in (ME, NONE)]
    found.append(("handler", nobody + handlers_of))
    found.append(("age", [(code, word(f"finding_age.{code}")) for code in BANDS]))
    found.append(("marked", [(code, word(f"finding_mark.{code}")) for code in MARKS]))
    return found
