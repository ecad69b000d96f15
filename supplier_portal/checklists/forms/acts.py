"""What is done with a draft as a whole, or with a checkpoint without opening it."""

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from supplier_portal.web.forms import PortalForm

MOST_DIGITS = 9


def row_number(value: object) -> int | None:
    """Read a number as a form carries it; nonsense is None."""
    text = "" if value is None else str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


class StaleForm(PortalForm):
    """base: the edit of the row that was on the page."""

    base = HiddenField()

    @property
    def seen(self) -> int | None:
        return row_number(self.base.data)


class MoveForm(StaleForm):
    """to: up, down, or the number of a step."""

    to = HiddenField()

    @property
    def target(self) -> str | int | None:
        return self.to.data if self.to.data in ("up", "down") else row_number(self.to.data)


class StartForm(PortalForm):
    source = SelectField("Copy of", validate_choice=False)
    name = StringField("Name of the checklist", description="Small letters, digits, single hyphens: dual-carbon")
    version = StringField("Version number", description="Three numbers: 1.2.0")


class ImportForm(PortalForm):
    file = FileField("Checklist file (YAML, up to 1 MB)", [FileRequired()])


class SendBackForm(PortalForm):
    reason = TextAreaField("What is to be changed")


class PublishForm(PortalForm):
    sha256 = HiddenField()
