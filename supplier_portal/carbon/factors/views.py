"""The page of reference data: emission factors with what each is right for, and the GWP sets side by side."""

from collections.abc import Iterable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.carbon.factors.queries import (
    NATIONAL,
    FactorFilter,
    GasRow,
    count_of,
    filtered,
    in_order,
    offered,
    side_by_side,
    visible_factors,
)
from supplier_portal.carbon.factors.rules import COUNTRY_WIDE, PURPOSES, basis_of
from supplier_portal.carbon.models import EmissionFactor
from supplier_portal.language.codes import words
from supplier_portal.suppliers.countries import country_names
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.menu import MenuEntry
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.reader import language, speech

blueprint = Blueprint("factors", __name__)
MENU = [MenuEntry("Emission factors", "factors.list_factors", Permission.CARBON_FACTOR_READ, 58)]


@blueprint.get("/factors")
@guard(Permission.CARBON_FACTOR_READ)
def list_factors() -> ResponseReturnValue:
    """Show the newest version of every set; what is asked for stands in the address."""
    wanted, asked = FactorFilter.of(request.args), asked_page()
    found = filtered(visible_factors(actor()), wanted)
    total = count_of(reading(), found)
    rows = reading().execute(in_order(found).offset(asked.first).limit(asked.size)).all()
    sets, gases = side_by_side(reading(), actor())
    there = offered(reading(), actor())
    return render_template(
        "carbon/factors.html",
        rows=[(factor, one, what_it_is(factor), region_word(factor), basis_of(factor.unit)) for factor, one in rows],
        page=Page(asked.number, asked.size, total),
        any_factor=bool(there.years),
        narrowed=wanted != FactorFilter(),
        purposes=[(code, speech().word(f"factor_purpose.{code}")) for code in PURPOSES],
        regions=[
            (region or NATIONAL, _region(region) or speech().gettext("Whole country")) for region in there.regions
        ],
        years=[(year, str(year)) for year in there.years],
        yes_or_no=[("yes", speech().gettext("confirmed")), ("no", speech().gettext("not confirmed"))],
        sets=sets,
        gases=gases,
        sources=sources_of(gases),
    )


def what_it_is(factor: EmissionFactor) -> str:
    """The word for what a factor is of; the code itself for one of the buyer's own."""
    code = f"factor_code.{factor.code}"
    return speech().word(code) if code in words() else factor.code


def sources_of(gases: Iterable[GasRow]) -> list[tuple[str, str]]:
    """Each set with the documents its values come from."""
    told = {(code, potential.source): None for row in gases for code, potential in row.by_set.items()}
    return sorted(told)


def region_word(factor: EmissionFactor) -> str:
    """The grid or province, else the country."""
    return _region(factor.region) or country_names(language()).get(factor.country, factor.country)


def _region(region: str) -> str:
    code = f"grid.{region}"
    return speech().word(code) if code in words() else "" if region == COUNTRY_WIDE else region
