"""Yes and no, choices, years, codes and texts as people write them."""

import re
import unicodedata
from collections.abc import Mapping

from supplier_portal.intake.cells.writing import Unreadable, half_width, key_of
from supplier_portal.output.read_cells import LostNumber

FIRST_YEAR, LAST_YEAR = 1950, 2100
_TRUE = frozenset({"是", "有", "yes", "y", "true", "t", "1", "√", "✓", "✔", "☑", "对"})
_FALSE = frozenset({"否", "不是", "没有", "no", "n", "false", "f", "0", "×", "✗", "✘", "☐", "☒", "错"})
_YEAR = re.compile(r"(?:fy ?|财年 ?)?([0-9]{4})(?: ?(?:年|年度|财年))?")
_LOST_DIGITS = re.compile(r"[0-9](?:\.[0-9]+)?e\+[0-9]+", re.IGNORECASE)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_SPACES = re.compile(r"\s+")


def read_boolean(text: str) -> bool:
    """Raises Unreadable intake.not_yes_or_no."""
    said = half_width(text).casefold()
    if said in _TRUE or said in _FALSE:
        return said in _TRUE
    raise Unreadable("intake.not_yes_or_no", found=text)


def read_choice(text: str, choices: Mapping[str, tuple[str, ...]]) -> str:
    """The code whose word or code is written. Raises Unreadable intake.unknown_choice."""
    for alike in (_plainly, key_of):
        wanted = alike(text)
        found = {code for code, words in choices.items() if wanted and wanted in map(alike, (code, *words))}
        if len(found) == 1:
            return found.pop()
    offered = [words[0] if words else code for code, words in choices.items()]
    raise Unreadable("intake.unknown_choice", found=text, choices=offered)


def _plainly(text: str) -> str:
    """The text with its signs, which tell A- from A, however the minus is typed."""
    return _DASHES.sub("-", half_width(text).casefold()).replace(" ", "")


def read_year(text: str) -> int:
    """A calendar or fiscal year. Raises Unreadable intake.not_a_year."""
    found = _YEAR.fullmatch(half_width(text).casefold())
    year = int(found[1]) if found else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable("intake.not_a_year", found=text)
    return year


def read_code(text: str, most: int) -> str:
    """A code with its leading zeros, in half width. Raises Unreadable: intake.digits_lost, intake.text_too_long."""
    if isinstance(text, LostNumber) or _LOST_DIGITS.fullmatch(text.strip()):
        raise Unreadable("intake.digits_lost", found=text)
    return read_text(half_width(text), most)


def read_text(text: str, most: int) -> str:
    """One line, composed. Raises Unreadable intake.text_too_long."""
    line = _SPACES.sub(" ", _CONTROLS.sub(" ", unicodedata.normalize("NFC", text))).strip()
    if len(line) > most:
        raise Unreadable("intake.text_too_long", most=most, length=len(line))
    return line
