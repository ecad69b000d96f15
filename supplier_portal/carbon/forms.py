"""Forms of lists and decisions."""

from collections.abc import Sequence

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from supplier_portal.carbon.queries.options import Option
from supplier_portal.web.forms import PortalForm

NONE_OF_THESE = "none"


class ImportListForm(PortalForm):
    file = FileField("File", [FileRequired()], description="The public list as published, Excel (.xlsx) or CSV.")
    counts_from = DateField(
        "Counts from", [InputRequired()], description="The day from which the list counts, as a rule its publication."
    )


class DecideForm(PortalForm):
    """offered: the companies one chose from, so that nobody decides of others than were seen."""

    offered = HiddenField()
    company = RadioField("Company in the list", [InputRequired()], validate_choice=False)
    note = TextAreaField("Note")

    def offer(self, options: Sequence[Option]) -> "DecideForm":
        """Fill the choices; what was offered stays as it was sent."""
        numbers = [str(option.company.id) for option in options]
        names = [option.company.name for option in options]
        self.company.choices = [*zip(numbers, names, strict=True), (NONE_OF_THESE, NONE_OF_THESE)]
        self.offered.data = self.offered.data or " ".join(numbers)
        return self

    def chosen(self) -> int | None:
        """Return the company's row id, None for none of these, 0 for what no form offers."""
        typed = self.company.data or ""
        if typed == NONE_OF_THESE:
            return None
        return int(typed) if typed.isascii() and typed.isdigit() else 0

    def seen(self) -> tuple[int, ...]:
        """Return the row ids that were offered."""
        return tuple(int(word) for word in (self.offered.data or "").split() if word.isascii() and word.isdigit())
