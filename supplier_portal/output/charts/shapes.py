"""The three things every picture is made of, and the marks that tell bidders apart without colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Figure = Decimal | Fraction | int
Anchor = Literal["start", "middle", "end"]
Point = tuple[Fraction, Fraction]

MARK_RADIUS = Fraction(6)
MISSING = "\N{EN DASH}"


@dataclass(frozen=True)
class Outline:
    """A path, stroked or filled as its classes say."""

    path: str
    classes: str


@dataclass(frozen=True)
class Bar:
    """A rectangle from its upper left corner."""

    x: str
    y: str
    width: str
    height: str
    classes: str
    radius: int = 0


@dataclass(frozen=True)
class Label:
    """A line of text; `y` is its baseline, `size` in pixels.

    backing: the ground that keeps lines from running through it where a halo cannot be drawn (PDF).
    """

    x: str
    y: str
    text: str
    classes: str = ""
    anchor: Anchor = "start"
    size: int = 12
    backing: Bar | None = None


@dataclass(frozen=True)
class Manner:
    """How one bidder is drawn in every picture: line, text beside it, mark and its fill."""

    line: str
    label: str
    mark: str
    fill: str
    band: str
    band_text: str


MANNERS = (
    Manner("l1", "tg", "circle", "f1", "f1", "ton"),
    Manner("lg dash", "hi", "square", "fg", "fg", "tsurf"),
    Manner("la", "ta", "triangle", "fa", "fab", "tsurf"),
    Manner("l2s dots", "hi", "diamond", "f2", "f3", "hi"),
)
REST = Manner("lg thin", "", "circle", "fg2", "fg2", "hi")


def manner(place: int) -> Manner:
    """Return the manner of the bidder at `place` (from 0) of the caller's order; all after the fourth look alike."""
    return MANNERS[place] if place < len(MANNERS) else REST


def coordinate(value: Figure) -> str:
    """Return a coordinate as short text at one decimal."""
    tenths = round(Fraction(value) * 10)
    whole, part = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}{f'.{part}' if part else ''}"


def polyline(points: Iterable[Point], classes: str, *, closed: bool = False) -> Outline:
    path = "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)
    return Outline(f"M{path}{'Z' if closed else ''}", classes)


def bar(corner: Point, width: Fraction, height: Fraction, classes: str, radius: int = 0) -> Bar:
    x, y = corner
    return Bar(coordinate(x), coordinate(y), coordinate(max(width, Fraction(0))), coordinate(height), classes, radius)


def label(at: Point, text: str, classes: str = "", anchor: Anchor = "start", size: int = 12) -> Label:
    return Label(coordinate(at[0]), coordinate(at[1]), text, classes, anchor, size)


def label_on_lines(at: Point, text: str, wide: Fraction, anchor: Anchor = "start") -> Label:
    """Return a strong label that lies over lines; `wide` is the room its text takes."""
    x, y = at
    wide = wide * 17 / 20  # the estimate is generous, the ground should not be
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    ground = bar((left - 2, y - 11), wide + 4, Fraction(14), "fs")
    return Label(coordinate(x), coordinate(y), text, "hi halo", anchor, backing=ground)


def disc(at: Point, radius: Fraction, classes: str) -> Outline:
    x, y = at
    across = coordinate(2 * radius)
    arc = f"a{coordinate(radius)} {coordinate(radius)} 0 1 0"
    return Outline(f"M{coordinate(x - radius)} {coordinate(y)}{arc} {across} 0{arc} -{across} 0Z", classes)


def mark(kind: str, at: Point, classes: str) -> Outline:
    """Return the mark of `kind` (circle, square, triangle, diamond) centred on the point."""
    (x, y), size = at, MARK_RADIUS
    if kind == "circle":
        return disc(at, size, classes)
    corners = {
        "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        "triangle": ((0, -1), (1, 1), (-1, 1)),
        "diamond": ((0, -1), (1, 0), (0, 1), (-1, 0)),
    }[kind]
    return polyline([(x + right * size, y + down * size) for right, down in corners], classes, closed=True)
