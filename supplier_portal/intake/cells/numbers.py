"""Numbers as people write them: exact, or refused where they may be read in two ways."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from supplier_portal.intake.cells.writing import Unreadable, half_width
from supplier_portal.output.read_cells import NumberText

MOST_WHOLE_DIGITS, MOST_PLACES = 15, 12
"""What is multiplied by a unit stays exact: 27 digits are within Python's 28."""
_BODY = re.compile(r"([^0-9.,]*)((?:[0-9][0-9.,' ]*|[.,][0-9]+))(.*)", re.DOTALL)
_MINUS = "-−–"
_CURRENCY = frozenset({"", "¥", "cny", "rmb", "人民币"})
_PLAIN = re.compile(r"[0-9]+")
_SPACED = re.compile(r"([1-9][0-9]{0,2}(?:([ '])[0-9]{3})(?:\2[0-9]{3})*)(?:([.,])([0-9]+))?")
_BOTH = re.compile(r"([1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)(?!\2)([.,])([0-9]+)")
_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})+")
_OPEN = re.compile(r"([1-9][0-9]{0,2})([.,])([0-9]{3})")
_ONE_MARK = re.compile(r"(0|[1-9][0-9]*|)([.,])([0-9]+)")
_TYPED = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_NOT_DIGITS = re.compile("[^0-9]")
OTHER = {".": ",", ",": "."}


@dataclass(frozen=True)
class Figure:
    """The digits of a number. whole, fraction: digits; decimal, grouping: the marks that stand there for sure.

    open: the mark that may be either, as in 1,234; then `whole` and `fraction` are its two sides.
    """

    whole: str
    fraction: str = ""
    decimal: str = ""
    grouping: str = ""
    open: str = ""


@dataclass(frozen=True)
class Written:
    """A number cell taken apart: its figure, whether it is negative, and what stands behind it."""

    figure: Figure
    negative: bool
    unit: str
    currency: bool


@dataclass(frozen=True)
class Marks:
    """What a column proves of its marks.

    points, commas: cells that show them as the decimal mark; grouping: marks between thousands in some cell.
    """

    points: int = 0
    commas: int = 0
    grouping: frozenset[str] = frozenset()

    @property
    def proven(self) -> str:
        """The column's decimal mark, or empty where nothing proves one or cells contradict each other."""
        if bool(self.points) == bool(self.commas):
            return ""
        return "." if self.points else ","

    def contradict(self, decimal: str) -> bool:
        """Whether the column has this mark between thousands, and no more often as the decimal one."""
        own, other = (self.points, self.commas) if decimal == "." else (self.commas, self.points)
        return decimal in self.grouping and own <= other


def marks_of(texts: Iterable[str]) -> Marks:
    """Gather what the typed texts of a column prove."""
    votes: Counter[str] = Counter()
    grouping: set[str] = set()
    for text in texts:
        written = None if isinstance(text, NumberText) else take_apart(text)
        if written:
            figure = written.figure
            votes[figure.decimal or OTHER.get(figure.grouping, "")] += 1
            grouping.add(figure.grouping)
    return Marks(votes["."], votes[","], frozenset(grouping) & OTHER.keys())


def take_apart(text: str) -> Written | None:
    """Sign, currency, figure and unit of a text; None where it is no number."""
    said = half_width(text).replace("\u2019", "'")
    bracketed = said.startswith("(") and said.endswith(")")
    found = _BODY.fullmatch(said[1:-1].strip() if bracketed else said)
    figure = _figure(found[2].strip()) if found else None
    if found is None or figure is None:
        return None
    before, after = found[1], found[3].strip()
    minuses = sum(before.count(sign) for sign in _MINUS) + (after[-1:] in _MINUS and after != "")
    if after and after[-1] in _MINUS:
        after = after[:-1].strip()
    prefix = re.sub(f"[{_MINUS}+ ]", "", before).casefold()
    if prefix not in _CURRENCY or minuses + before.count("+") + bracketed > 1:
        return None
    return Written(figure, bool(minuses or bracketed), after, bool(prefix))


def _figure(body: str) -> Figure | None:
    for pattern, made in _FORMS:
        if found := pattern.fullmatch(body):
            return made(found)
    return None


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", text)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Figure]], ...] = (
    (_PLAIN, lambda found: Figure(found[0])),
    (_SPACED, lambda found: Figure(_digits(found[1]), found[4] or "", found[3] or "", found[2])),
    (_GROUPS, lambda found: Figure(_digits(found[0]), grouping=found[1])),
    (_BOTH, lambda found: Figure(_digits(found[1]), found[4], found[3], found[2])),
    (_OPEN, lambda found: Figure(found[1], found[3], open=found[2])),
    (_ONE_MARK, lambda found: Figure(found[1] or "0", found[3], found[2])),
)


def value_of(written: Written, text: str, marks: Marks, *, whole: bool) -> Decimal:
    """The exact value under the column's proof. whole: a column that takes no fractions, where 1,234 is in no doubt.

    Raises Unreadable: intake.ambiguous_number, intake.marks_differ, intake.number_too_large, intake.too_many_places.
    """
    exact = isinstance(text, NumberText) and _TYPED.fullmatch(text) is not None
    figure = _typed_exactly(text) if exact else written.figure
    if not exact and figure.decimal and not figure.grouping and marks.contradict(figure.decimal):
        raise Unreadable("intake.marks_differ", found=text, mark=figure.decimal)
    if figure.open:
        figure = _settled(figure, text, marks, whole=whole)
    if len(figure.whole.lstrip("0")) > MOST_WHOLE_DIGITS:
        raise Unreadable("intake.number_too_large", most=MOST_WHOLE_DIGITS)
    if len(figure.fraction.rstrip("0")) > MOST_PLACES:
        raise Unreadable("intake.too_many_places", places=MOST_PLACES)
    value = Decimal(f"{figure.whole}.{figure.fraction}" if figure.fraction else figure.whole)
    return -value if written.negative else value


def _typed_exactly(text: str) -> Figure:
    """A number cell needs no proof: its point is the decimal mark."""
    digits, _, fraction = text.lstrip("-").partition(".")
    return Figure(digits, fraction, ".")


def _settled(figure: Figure, text: str, marks: Marks, *, whole: bool) -> Figure:
    proven = marks.proven
    if whole and not (marks.points or marks.commas):
        proven = OTHER[figure.open]
    if not proven:
        one, other = f"{figure.whole}{figure.fraction}", f"{figure.whole}.{figure.fraction}"
        raise Unreadable("intake.ambiguous_number", found=text, one=one, other=other)
    if proven == figure.open:
        return Figure(figure.whole, figure.fraction)
    return Figure(figure.whole + figure.fraction)
