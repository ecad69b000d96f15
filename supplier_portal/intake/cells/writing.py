"""How cells are written whatever they hold: width, spaces, and the words that say there is nothing."""

import re
import unicodedata

from supplier_portal.output.read_cells import ReadCell

ALWAYS_NOTHING = frozenset({"", "n/a", "#n/a", "-", "–", "—", "――", "——", "--", "/", "无", "不适用", "暂无", "未知"})
NO_FIGURE = frozenset({"na", "n.a.", "n.a", "nil", "null", "none", "tbd", "unknown", "待定", "空"})
"""Nothing where a figure or a day is asked for; elsewhere they may be a name or a code."""
FAILED_FORMULAS = frozenset({"#ref!", "#div/0!", "#value!", "#name?", "#null!", "#num!", "#spill!", "#calc!"})

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_HALF_WIDTH = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0xFFE5: "¥",
    **{ord(space): " " for space in _SPACES},
    **{ord(sign): None for sign in _UNSEEN},
}
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


class Unreadable(Exception):
    """A cell that cannot be read. code: of a sentence; facts: what it needs."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as plain ones, every space a plain one; nothing else is changed.

    Unicode's own folding would make ten of "1⁰" and 102 of "10²".
    """
    return text.translate(_HALF_WIDTH).strip()


def key_of(text: str) -> str:
    """What is left of a heading or word without case, width, punctuation and spaces."""
    return _NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKC", text).casefold())


def is_nothing(cell: ReadCell, *, figure: bool = False) -> bool:
    """Whether the cell is empty or says that there is nothing, which is never a zero."""
    if not isinstance(cell, str):
        return False
    said = half_width(cell).casefold()
    return said in ALWAYS_NOTHING or (figure and said in NO_FIGURE)


def check_formula(text: str) -> None:
    """Raises Unreadable for the error of a formula."""
    if text.casefold() in FAILED_FORMULAS:
        raise Unreadable("intake.formula_failed", found=text)
