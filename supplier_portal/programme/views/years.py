"""A year's programme: its grid, its texts, its agreement, and what goes into the next year."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.domain.errors import Invalid
from supplier_portal.programme.forms import ProgrammeForm
from supplier_portal.programme.grid import MONTHS, GridFilter, counts_of, loads_of, rows_of
from supplier_portal.programme.line_states import LINE_STATES
from supplier_portal.programme.models import Programme
from supplier_portal.programme.operations import (
    adopt_audits,
    agree_programme,
    carry_over,
    change_programme,
    make_programme,
)
from supplier_portal.programme.queries import entries_of, programmes_of_years
from supplier_portal.programme.queries.of_year import audits_by_person, count_outside, lines_to_carry
from supplier_portal.programme.views.room import blueprint, reach, writes
from supplier_portal.suppliers.categories import CATEGORIES
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

LONGEST_SEARCH = 100
ROWS = 40
"""Suppliers on a page, where the address does not say otherwise."""


@blueprint.get("")
@guard(Permission.PROGRAMME_PLAN_READ)
def show_current() -> ResponseReturnValue:
    """The programme of this year, else the latest; without any, what to do first."""
    programmes = programmes_of_years(reading(), actor())
    year = portal().moment().day.year
    if not programmes:
        return render_template("programme/none.html", year=year, writes=writes())
    chosen = next((one for one in programmes if one.year == year), programmes[0])
    return redirect(url_for(".show_programme", programme_id=chosen.id))


@blueprint.get("/<int:programme_id>")
@guard(Permission.PROGRAMME_PLAN_READ)
def show_programme(programme_id: int) -> ResponseReturnValue:
    programme, day = reach(programme_id), portal().moment().day
    entries = entries_of(reading(), actor(), programme, day)
    wanted = _wanted()
    kept = [entry for entry in entries if wanted.keeps(entry)]
    rows, asked = rows_of(kept), asked_page()
    page = Page(asked.number, asked.size if "size" in request.args else ROWS, len(rows))
    year, months = counts_of(kept)
    sees_all = decide(actor(), Permission.PROGRAMME_PLAN_READ).reach is Reach.ALL
    return render_template(
        "programme/grid.html",
        programme=programme,
        years=programmes_of_years(reading(), actor()),
        rows=rows[page.first : page.first + page.size],
        page=page,
        year=year,
        months=months,
        loads=loads_of(audits_by_person(reading(), programme.year), entries) if sees_all else [],
        this_month=day.month if day.year == programme.year else 0,
        left=sum(entry.open for entry in entries),
        outside=count_outside(reading(), actor(), programme) if writes() else 0,
        carries=len(lines_to_carry(reading(), actor(), programme, day)) if writes() else 0,
        empty=not entries,
        writes=writes(),
        filters=_filters([entry.lead for entry in entries if entry.lead]),
    )


def _wanted() -> GridFilter:
    given = {name: request.args.get(name, "").replace("\x00", "").strip()[:LONGEST_SEARCH] for name in request.args}
    month = given.get("month", "")
    return GridFilter(
        text=given.get("q", ""),
        category=given.get("category", ""),
        lead=given.get("lead", ""),
        month=int(month) if month.isdecimal() and int(month) in MONTHS else None,
        state=given.get("state", ""),
    )


def _filters(leads: list[str]) -> dict[str, list[tuple[str, str]]]:
    said = speech()
    return {
        "category": [(code, said.word(f"supplier_category.{code}")) for code in CATEGORIES],
        "lead": [(name, name) for name in sorted(set(leads))],
        "month": [(str(month), said.word(f"month.{month}")) for month in MONTHS],
        "state": [(state, said.word(f"line_state.{state}")) for state in LINE_STATES],
    }


@blueprint.route("/new", methods=["GET", "POST"])
@guard(Permission.PROGRAMME_PLAN_WRITE)
def new_programme() -> ResponseReturnValue:
    year = request.args.get("year", portal().moment().day.year, int)
    form = ProgrammeForm(year=year, title=speech().gettext("Audit programme %(year)s", year=year))
    if form.validate_on_submit():
        try:
            with writing() as session:
                programme = make_programme(session, actor(), form.command(), portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("The programme is made. Now add its lines."), "success")
            return redirect(url_for(".show_programme", programme_id=programme.id))
    return _form_page(form, None)


@blueprint.route("/<int:programme_id>/edit", methods=["GET", "POST"])
@guard(Permission.PROGRAMME_PLAN_WRITE)
def edit_programme(programme_id: int) -> ResponseReturnValue:
    programme = reach(programme_id)
    form = ProgrammeForm(year=programme.year)
    if not form.is_submitted():
        form.show(programme)
    elif form.validate():
        try:
            with writing() as session:
                change_programme(session, actor(), programme_id, form.command(), portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("The programme is saved."), "success")
            return redirect(url_for(".show_programme", programme_id=programme_id))
    return _form_page(form, programme)


def _form_page(form: ProgrammeForm, programme: Programme | None) -> ResponseReturnValue:
    page = render_template("programme/form.html", form=form, programme=programme)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/<int:programme_id>/agree")
@guard(Permission.PROGRAMME_PLAN_WRITE)
def agree(programme_id: int) -> ResponseReturnValue:
    with writing() as session:
        agree_programme(session, actor(), programme_id, portal().moment())
    flash(speech().gettext("The programme is agreed. From now on changes need a reason."), "success")
    return redirect(url_for(".show_programme", programme_id=programme_id))


@blueprint.post("/<int:programme_id>/adopt")
@guard(Permission.PROGRAMME_PLAN_WRITE)
def adopt(programme_id: int) -> ResponseReturnValue:
    """Make lines of the audits of the year that stand in no programme."""
    with writing() as session:
        lines = adopt_audits(session, actor(), programme_id, portal().moment())
    flash(speech().ngettext("%(num)s audit taken in.", "%(num)s audits taken in.", len(lines)), "success")
    return redirect(url_for(".show_programme", programme_id=programme_id))


@blueprint.post("/<int:programme_id>/carry")
@guard(Permission.PROGRAMME_PLAN_WRITE)
def carry(programme_id: int) -> ResponseReturnValue:
    """Copy what was not done into the next year, and go there."""
    with writing() as session:
        carried = carry_over(session, actor(), programme_id, portal().moment())
    flash(speech().ngettext("%(num)s line carried over.", "%(num)s lines carried over.", len(carried.lines)), "success")
    return redirect(url_for(".show_programme", programme_id=carried.programme.id))
