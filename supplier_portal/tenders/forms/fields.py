"""Fields that forms of tenders share: exact figures as they are, and times of the portal's zone."""

from datetime import UTC, datetime
from typing import Any

from wtforms import DateTimeLocalField
from wtforms.validators import InputRequired

from supplier_portal.web.forms import ExactField
from supplier_portal.web.reader import speech

YEARS = range(2000, 2200)
"""Years that a time of a tender may lie in: some days before and after it are dates too, in every zone."""


class FigureField(ExactField):
    """A decimal shown with the places it has."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else format(self.data, "f")


class LocalMomentField(DateTimeLocalField):
    """A time of the portal's zone as people type it; `in_utc` gives the moment."""

    def __init__(self, label: str, **given: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]
        super().__init__(label, [InputRequired()], format=formats, **given)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None and self.data.year not in YEARS:
            self.data = None
            raise ValueError(speech().gettext("Write a year from 2000 to 2199."))

    @property
    def in_utc(self) -> datetime:
        typed: Any = self.data
        moment: datetime = typed.replace(tzinfo=speech().zone).astimezone(UTC)
        return moment


def local(at: datetime) -> datetime:
    """Give a moment as the portal's zone writes it, for a field to show."""
    return at.astimezone(speech().zone).replace(tzinfo=None)
