"""The list of training sessions, with people and suppliers counted."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.outreach.models import FORMS, PROGRAMMES
from supplier_portal.outreach.queries import (
    TrainingFilter,
    count_trainings,
    list_trainings,
    training_counts,
    years_with_training,
)
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.menu import MenuEntry
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.reader import speech

blueprint = Blueprint("outreach", __name__)
MENU = [MenuEntry("Training", "outreach.show_list", Permission.OUTREACH_TRAINING_READ, 57)]


@blueprint.get("/trainings")
@guard(Permission.OUTREACH_TRAINING_READ)
def show_list() -> ResponseReturnValue:
    """Show what was held; what is asked for stands in the address."""
    wanted, asked = TrainingFilter.of(request.args), asked_page()
    page = Page(asked.number, asked.size, count_trainings(reading(), actor(), wanted))
    years = years_with_training(reading(), actor())
    return render_template(
        "outreach/list.html",
        rows=list_trainings(reading(), actor(), wanted, page.first, page.size),
        counts=training_counts(reading(), actor(), wanted),
        page=page,
        any_training=bool(years),
        years=[(str(year), str(year)) for year in years],
        forms=[(code, speech().word(f"training_form.{code}")) for code in FORMS],
        programmes=[(code, speech().word(f"training_programme.{code}")) for code in PROGRAMMES],
    )
