"""The form that covers areas of a photo: a line of four figures for each, drawn or typed."""

import re
from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import Form, HiddenField, TextAreaField

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.redaction import MOST_AREAS, PLACES, SIDES, Area, Cover
from supplier_portal.web.forms import ExactField, PortalForm
from supplier_portal.web.reader import speech

UNCOVER = "uncover"


class AreaForm(Form):
    """One rectangle, in percent of the picture."""

    left = ExactField("From the left, %%", places=PLACES)
    top = ExactField("From the top, %%", places=PLACES)
    width = ExactField("Width, %%", places=PLACES)
    height = ExactField("Height, %%", places=PLACES)

    @property
    def filled(self) -> bool:
        return any(field.raw_data and field.raw_data[0].strip() for field in self)


class RedactionForm(PortalForm):
    """Lines left empty are passed over; the button `uncover` passes over all of them."""

    reason = TextAreaField("Reason")
    base = HiddenField()

    def __init__(self, covered: Sequence[Area] = (), **given: Any) -> None:
        super().__init__(**given)
        sent = request.form if "formdata" not in given and self.is_submitted() else None
        self.lines = [
            AreaForm(sent, prefix=f"areas-{place}-", data=vars(covered[place]) if place < len(covered) else None)
            for place in range(MOST_AREAS)
        ]

    def cover(self) -> Cover:
        """Raises Invalid for what is no percentage."""
        filled = [] if UNCOVER in request.form else [line for line in self.lines if line.filled]
        unreadable = [
            Fault("form.number", f"areas-{place}-{side}", facts={"places": PLACES})
            for place, line in enumerate(filled)
            for side in SIDES
            if line[side].data is None or line[side].data.as_tuple().exponent < -PLACES
        ]
        if unreadable:
            raise Invalid(unreadable)
        areas = tuple(Area(*(line[side].data for side in SIDES)) for line in filled)
        base = self.base.data or ""
        return Cover(areas, self.reason.data or "", int(base) if re.fullmatch("[0-9]{1,9}", base) else 0)

    def take_faults(self, error: Invalid) -> None:
        """Put faults of the nth area at the line it was typed in, and name it above the form."""
        filled = [line for line in self.lines if line.filled]
        for fault in error.faults:
            group, place, side = [*fault.place.split("-"), "", ""][:3]
            if group != "areas":
                super().take_faults(Invalid([fault]))
                continue
            line, told = filled[int(place)], speech().fault(fault)
            line[side].errors = [*line[side].errors, told]
            number = self.lines.index(line) + 1
            self.form_errors.append(f"{speech().gettext('Area %(number)s', number=number)}: {told}")


def said_of(cover: Cover) -> str:
    """What is told once it is done."""
    said = speech()
    if cover.areas:
        return said.gettext("The supplier sees these areas covered from now on.")
    return said.gettext("The supplier sees the whole photo again.")
