"""Adding lines: one, or many sites at once with a month proposed for each."""

from collections import defaultdict
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.forms import row_number
from supplier_portal.audits.plan_form import supplier_of
from supplier_portal.domain.errors import Invalid
from supplier_portal.programme.forms import LineForm, ManyForm
from supplier_portal.programme.grid import MONTHS
from supplier_portal.programme.models import Programme
from supplier_portal.programme.operations import add_line, add_lines
from supplier_portal.programme.queries import lines_by_month, sites_of
from supplier_portal.programme.queries.candidates import NO_VALID_AUDIT, WHICH, Candidate, Wanted, candidates_of
from supplier_portal.programme.views.room import blueprint, reach
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.suppliers.queries import visible as visible_suppliers
from supplier_portal.suppliers.queries.listing import SupplierFilter, count_of, filtered, sorted_by
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech

MOST_AT_ONCE = 100


@blueprint.route("/<int:programme_id>/lines/new", methods=["GET", "POST"])
@guard(Permission.PROGRAMME_PLAN_WRITE)
def new_line(programme_id: int) -> ResponseReturnValue:
    programme = reach(programme_id)
    form = LineForm(supplier_id=request.args.get("supplier"), month=request.args.get("month", type=int))
    supplier = supplier_of(form.supplier_id.data)
    if supplier is None and not form.is_submitted():
        return _choose_supplier(programme)
    form.offer()
    form.offer_months()
    form.site_id.choices = [(site.id, site.name(language())) for site in supplier.sites] if supplier else []
    if form.validate_on_submit():
        try:
            with writing() as session:
                add_line(session, actor(), form.command(programme_id), portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("The line is added."), "success")
            return redirect(url_for(".show_programme", programme_id=programme_id))
    page = render_template("programme/line_form.html", form=form, programme=programme, supplier=supplier)
    return page, 422 if form.is_submitted() else 200


def _choose_supplier(programme: Programme) -> str:
    wanted = SupplierFilter.of({**request.args, "text": request.args.get("q", "")})
    asked, page = filtered(visible_suppliers(actor()), wanted), asked_page()
    rows = reading().scalars(sorted_by(asked, "name").offset(page.first).limit(page.size)).all()
    page = Page(page.number, page.size, count_of(reading(), asked))
    return render_template("programme/choose.html", programme=programme, suppliers=rows, page=page)


@blueprint.route("/<int:programme_id>/lines/many", methods=["GET", "POST"])
@guard(Permission.PROGRAMME_PLAN_WRITE)
def new_lines(programme_id: int) -> ResponseReturnValue:
    """Sites of a kind, each with the month proposed; those left ticked become lines."""
    programme = reach(programme_id)
    form, wrong = ManyForm(), dict[int, list[str]]()
    form.offer()
    if form.validate_on_submit():
        chosen = {number: row_number(request.form.get(f"month-{number}")) for number in _ticked()}
        try:
            with writing() as session:
                added = add_lines(
                    session, actor(), programme_id, form.commands(programme_id, chosen), portal().moment()
                )
        except Invalid as error:
            wrong = _take_faults(form, error, list(chosen))
            form.form_errors += _told(wrong)
        else:
            flash(speech().ngettext("%(num)s line added.", "%(num)s lines added.", len(added)), "success")
            return redirect(url_for(".show_programme", programme_id=programme_id))
    return _many_page(programme, form, wrong)


def _take_faults(form: ManyForm, error: Invalid, sites: list[int]) -> dict[int, list[str]]:
    """Put what is wrong with months and places at their sites' rows, by site, the rest into the form."""
    wrong: dict[int, list[str]] = {}
    for fault in error.faults:
        _, _, rest = fault.place.partition("lines-")
        number, _, name = rest.partition("-")
        if name in {"month", "site_id"}:
            wrong.setdefault(sites[int(number)], []).append(speech().fault(fault))
        else:
            form.take_faults(Invalid([replace(fault, place=name)]))
    return wrong


def _told(wrong: dict[int, list[str]]) -> list[str]:
    """What is wrong with single sites, for above the list: it is long, and one that got its line meanwhile left it."""
    sites = sites_of(reading(), actor(), wrong)
    named = ((sites[number].name(language()) if number in sites else "", told) for number, told in wrong.items())
    return [": ".join(filter(None, (name, message))) for name, told in named for message in told]


def _ticked() -> list[int]:
    numbers = (row_number(value) for value in request.form.getlist("site"))
    return [number for number in dict.fromkeys(numbers) if number is not None][:MOST_AT_ONCE]


def _many_page(programme: Programme, form: ManyForm, wrong: dict[int, list[str]]) -> ResponseReturnValue:
    wanted, day = _wanted(), portal().moment().day
    counts = lines_by_month(reading(), programme.id)
    found = candidates_of(reading(), actor(), programme, wanted, day, counts)
    page = render_template(
        "programme/many.html",
        form=form,
        programme=programme,
        wanted=wanted,
        found=found[:MOST_AT_ONCE],
        total=len(found),
        wrong=defaultdict(list, wrong),
        typed=_typed(found[:MOST_AT_ONCE]),
        which=[(code, speech().word(f"candidates.{code}")) for code in WHICH],
        categories=[(code, speech().word(f"supplier_category.{code}")) for code in CATEGORIES],
        months=[(month, speech().word(f"month.{month}")) for month in MONTHS],
    )
    return page, 422 if form.is_submitted() else 200


def _typed(found: list[Candidate]) -> dict[int, tuple[bool, int]]:
    """By site: whether it is ticked, and its month; as proposed until something was sent."""
    if request.method != "POST":
        return {one.site.id: (True, one.month) for one in found}
    ticked = set(_ticked())
    return {
        one.site.id: (one.site.id in ticked, row_number(request.form.get(f"month-{one.site.id}")) or one.month)
        for one in found
    }


def _wanted() -> Wanted:
    """Read which sites are looked for, from the address or, sent back with the form, from its fields."""
    which, month = request.values.get("which", ""), row_number(request.values.get("until"))
    return Wanted(
        which=which if which in WHICH else NO_VALID_AUDIT,
        until_month=month if month is not None and month in MONTHS else MONTHS[-1],
        category=request.values.get("category", "").replace("\x00", ""),
        core=request.values.get("core", "yes") != "no",
    )
