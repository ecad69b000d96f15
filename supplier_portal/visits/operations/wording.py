"""What is wrong with texts that people type."""

from collections.abc import Iterator, Mapping

from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Fault


def faults_of_texts(texts: Mapping[str, str], longest: Mapping[str, int]) -> Iterator[Fault]:
    """Too long, or with control characters, each at the name of its field; longest: characters by name."""
    for name, text in texts.items():
        if len(text) > longest[name]:
            yield Fault("form.too_long", name, facts={"most": longest[name], "length": len(text)})
        if not readable(text):
            yield Fault("audits.control_character", name)


def faults_of_needed(texts: Mapping[str, str], longest: Mapping[str, int]) -> Iterator[Fault]:
    """As `faults_of_texts`, of texts of which none may be empty."""
    for name, text in texts.items():
        if not text.strip():
            yield Fault("form.required", name)
    yield from faults_of_texts(texts, longest)
