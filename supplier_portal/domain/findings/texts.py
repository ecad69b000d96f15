"""What any text or figure of a finding must be."""

from datetime import date
from decimal import Decimal

from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Fault

LONGEST_TEXT = 10_000
LONGEST_REASON = 5000
FIGURE_PLACES = 3
LARGEST_FIGURE = Decimal(10) ** 12


def text_faults(place: str, text: str, most: int = LONGEST_TEXT) -> list[Fault]:
    """Faults of a text that must be given."""
    return length_faults(place, text, most) if text.strip() else [Fault("form.required", place)]


def length_faults(place: str, text: str, most: int = LONGEST_TEXT) -> list[Fault]:
    """Faults of a text that may be left empty."""
    length = len(text.strip())
    if not readable(text):
        return [Fault("audits.control_character", place)]
    return [Fault("form.too_long", place, facts={"most": most, "length": length})] if length > most else []


def reason_faults(reason: str, place: str = "reason") -> list[Fault]:
    """Faults of a reason that is kept on record."""
    if not reason.strip():
        return [Fault("workflow.needs_reason", place)]
    return length_faults(place, reason, LONGEST_REASON)


def day_faults(place: str, day: date | None, earliest: date, today: date) -> list[Fault]:
    """Faults of a day on which something is said to have happened: from `earliest` until today."""
    if day is None:
        return [Fault("form.date", place)]
    if day > today:
        return [Fault("findings.day_in_future", place)]
    return [Fault("findings.day_too_early", place, facts={"day": earliest.isoformat()})] if day < earliest else []


def figure_faults(place: str, figure: Decimal | None) -> list[Fault]:
    """Faults of kWh or tonnes in a year; None says nothing."""
    if figure is None:
        return []
    whole = figure.scaleb(FIGURE_PLACES)
    if 0 <= figure < LARGEST_FIGURE and whole == whole.to_integral_value():
        return []
    return [Fault("findings.effect_figure", place, facts={"places": FIGURE_PLACES})]
