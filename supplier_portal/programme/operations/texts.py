"""What is wrong with a text that is kept."""

from collections.abc import Iterator

from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Fault

LONGEST_REASON = 1000


def faults_of_text(place: str, text: str, most: int) -> Iterator[Fault]:
    """Too long for its column, or with characters that cannot be kept."""
    if len(text) > most:
        yield Fault("form.too_long", place, facts={"most": most, "length": len(text)})
    if not readable(text):
        yield Fault("audits.control_character", place)


def faults_of_reason(text: str, *, needed: bool) -> Iterator[Fault]:
    """A reason, which an agreed programme asks for."""
    if needed and not text.strip():
        yield Fault("programme.agreed_needs_reason", "reason")
    yield from faults_of_text("reason", text, LONGEST_REASON)
