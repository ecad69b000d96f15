"""The list of suppliers, and the list as a workbook."""

from dataclasses import asdict, replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.countries import country_names
from supplier_portal.suppliers.forms import words_of
from supplier_portal.suppliers.queries import visible
from supplier_portal.suppliers.queries.listing import (
    FLAGS,
    NO,
    SORTS,
    YES,
    SupplierFilter,
    count_of,
    filtered,
    sorted_by,
)
from supplier_portal.suppliers.views.room import blueprint, writes
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech


@blueprint.get("")
@guard(Permission.SUPPLIERS_SUPPLIER_READ)
def list_suppliers() -> ResponseReturnValue:
    wanted, sort = _wanted(), _sort(request.args.get("sort", ""))
    shown = filtered(visible(actor()), wanted)
    asked = asked_page()
    total = count_of(reading(), shown)
    rows = reading().scalars(sorted_by(shown, sort).offset(asked.first).limit(asked.size)).all()
    answers = [(YES, speech().word("answer.yes")), (NO, speech().word("answer.no"))]
    return render_template(
        "suppliers/list.html",
        suppliers=rows,
        page=Page(asked.number, asked.size, total),
        sort=sort,
        wanted=wanted,
        categories=words_of("supplier_category", CATEGORIES),
        answers=answers,
        countries=country_names(language()),
        narrowed=wanted != SupplierFilter(),
        writes=writes(),
    )


@blueprint.post("/workbook")
@guard(Permission.SUPPLIERS_SUPPLIER_WRITE)
def ask_workbook() -> ResponseReturnValue:
    """Ask for all suppliers of the filter as a workbook that can be imported again."""
    arguments = {**asdict(SupplierFilter.of(request.form)), "sort": _sort(request.form.get("sort", ""))}
    with writing() as unit:
        asked = AskJob("suppliers.workbook", arguments, language())
        job = ask_job(unit, actor(), asked, portal().machine_now())
    return redirect(url_for("jobs.show_job", job_id=job.id))


def _wanted() -> SupplierFilter:
    """Read the filter; what the buyer thinks of a supplier cannot be found out by its own people's filtering."""
    wanted = SupplierFilter.of({**request.args, "text": request.args.get("q", "")})
    return wanted if actor().supplier_id is None else replace(wanted, **dict.fromkeys(FLAGS, ""))


def _sort(asked: str) -> str:
    return asked if asked.removeprefix("-") in SORTS else "name"
