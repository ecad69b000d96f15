"""The page of targets on a day: what the list in force says of the suppliers, in four tabs."""

from dataclasses import replace
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.carbon.models import SupplierTarget
from supplier_portal.carbon.queries import count_of, visible
from supplier_portal.carbon.queries.decisions import ACCEPTED
from supplier_portal.carbon.queries.options import options_of
from supplier_portal.carbon.queries.targets import (
    DECIDED_ONES,
    NOT_LISTED,
    SURE_ONES,
    TABS,
    TO_DECIDE,
    TargetsOn,
    targets_on,
)
from supplier_portal.carbon.sbti_list.companies import counted_in
from supplier_portal.carbon.views.room import asked_day, blueprint, may_decide, may_import
from supplier_portal.suppliers.countries import country_names
from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.queries import names_of
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language

FIRST_OPTIONS = 3
"""Companies shown for a supplier in the table; its own page shows all."""


@blueprint.get("/targets")
@guard(Permission.CARBON_SNAPSHOT_READ)
def list_targets() -> ResponseReturnValue:
    """Show one tab of the list in force on the day asked; first of all what is to be decided."""
    day = asked_day()
    targets = targets_on(reading(), actor(), day)
    given = {"day": day, "today": portal().moment().day, "may_import": may_import(), "may_decide": may_decide()}
    if targets is None:
        lists = count_of(reading(), visible(actor()))
        return render_template("carbon/no_list.html", lists=lists, **given)
    counts = targets.counts(reading())
    asked = request.args.get("tab", "")
    tab = asked if asked in TABS else (TO_DECIDE if counts[TO_DECIDE] else SURE_ONES)
    page = replace(asked_page(), total=counts[tab])
    rows = ROWS[tab](targets, page)
    return render_template(
        "carbon/targets.html", in_force=targets.snapshot, tabs=TABS, tab=tab, counts=counts, page=page, **given, **rows
    )


def _to_decide(targets: TargetsOn, page: Page) -> dict[str, Any]:
    found = targets.to_decide().order_by(Supplier.annual_spend.desc(), Supplier.id)
    suppliers = reading().scalars(found.offset(page.first).limit(page.size)).all()
    countries = {supplier.id: supplier.country for supplier in suppliers}
    options = options_of(reading(), actor(), targets.snapshot.id, countries, targets.day)
    return {
        "rows": [(supplier, options.get(supplier.id, [])) for supplier in suppliers],
        "first_options": FIRST_OPTIONS,
        "names": names_of(reading(), countries),
        "countries": country_names(language()),
    }


def _sure(targets: TargetsOn, page: Page) -> dict[str, Any]:
    found = targets.sure().order_by(Supplier.name_en, Supplier.id, SupplierTarget.id)
    rows = reading().execute(found.offset(page.first).limit(page.size)).all()
    return {"rows": [(target, supplier, company, _counted(target, targets)) for target, supplier, company in rows]}


def _decided(targets: TargetsOn, page: Page) -> dict[str, Any]:
    found = targets.decided().order_by(Supplier.name_en, Supplier.id)
    rows = reading().execute(found.offset(page.first).limit(page.size)).all()
    applied = targets.applied(reading(), [supplier.id for _, supplier, _, _ in rows])
    return {
        "rows": [(*row, applied.get(row[1].id) if row[0].verdict == ACCEPTED else None) for row in rows],
        "counted": lambda target: _counted(target, targets),
    }


def _not_listed(targets: TargetsOn, page: Page) -> dict[str, Any]:
    found = targets.not_listed().order_by(Supplier.name_en, Supplier.id)
    suppliers = reading().scalars(found.offset(page.first).limit(page.size)).all()
    return {"rows": suppliers, "countries": country_names(language())}


def _counted(target: SupplierTarget, targets: TargetsOn) -> str:
    return counted_in(targets.day.year, target.status, target.target_year)


ROWS = {TO_DECIDE: _to_decide, SURE_ONES: _sure, DECIDED_ONES: _decided, NOT_LISTED: _not_listed}
