"""The texts of cells as a page shows them."""

from contextlib import suppress
from datetime import date

from supplier_portal.findings.eight_d.layout import Layout
from supplier_portal.language.speech import Speech


def shown_text(layout: Layout, key: str, text: str, speech: Speech) -> str:
    """A day, a method or a mark in the reader's words; any other text as it is."""
    filled = layout.slots[key].filled
    if not text:
        return ""
    if filled == "date":
        with suppress(ValueError):
            return speech.day(date.fromisoformat(text))
    if filled == "method":
        return speech.word(f"cause_method.{text}")
    return "✓" if filled == "mark" else text
