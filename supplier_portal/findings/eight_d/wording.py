"""Texts of an 8D sheet that are the same on every one: by them a moved row is found when it comes back."""

from collections.abc import Iterator

from supplier_portal.findings.eight_d.layout import ACTION_SLOTS, FIRST, KEY, LABEL, LAST, Layout, Row
from supplier_portal.language.speech import Speech


def fixed_texts(layout: Layout, speech: Speech) -> dict[tuple[int, int], str]:
    """Row and column, from 0, of every text that no finding changes."""
    fixed = {}
    for place, row in enumerate(layout.rows):
        fixed[place, KEY] = row.key
        fixed[place, LABEL] = label_of(row, speech)
        fixed |= {(place, column): text for column, text in _columns(row, speech)}
    return fixed


def label_of(row: Row, speech: Speech) -> str:
    """What stands before a row; disciplines are numbered by their key, D1 to D8."""
    said = speech.word(row.word)
    if row.look == "discipline":
        return f"{row.key} {said}"
    return f"{said} {row.number}" if row.number else said


def slot_label(layout: Layout, key: str, speech: Speech) -> str:
    """What an open cell is, as a reader of a page knows it: "Action 2, Owner"."""
    row, _ = layout.cell(key)
    label = label_of(layout.rows[row], speech)
    if key.startswith("actions-"):
        name = key.rpartition("-")[2]
        return label if name == "action" else f"{label}, {speech.word(f'eight_d.{name}')}"
    return f"{label}, {speech.word('eight_d.root')}" if key.endswith("-root") else label


def _columns(row: Row, speech: Speech) -> Iterator[tuple[int, str]]:
    if row.key == "actions":
        yield from ((FIRST + place, speech.word(f"eight_d.{name}")) for place, (name, _) in enumerate(ACTION_SLOTS))
    elif row.key == "fishbone":
        yield FIRST, speech.word("eight_d.cause")
        yield LAST, speech.word("eight_d.root")
