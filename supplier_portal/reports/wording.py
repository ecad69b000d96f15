"""What a text of comments and reasons may be."""

from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Fault

LONGEST_COMMENT = 5000


def faults_of_text(text: str, place: str, most: int = LONGEST_COMMENT) -> list[Fault]:
    """What is wrong with a text that must be there, at its field."""
    if not text.strip():
        return [Fault("form.required", place)]
    if len(text) > most:
        return [Fault("form.too_long", place, facts={"most": most, "length": len(text)})]
    return [] if readable(text) else [Fault("audits.control_character", place)]
