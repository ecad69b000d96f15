"""The five SMART dimensions beside the peers' median (scoring.md, section 1)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from supplier_portal.output.charts.lettering import LINE, fit, text_width
from supplier_portal.output.charts.shapes import (
    MISSING,
    Anchor,
    Label,
    Outline,
    Point,
    coordinate,
    disc,
    label,
    polyline,
)

HEIGHT = 318
LARGEST_RADIUS = Fraction(112)
SMALLEST_RADIUS = Fraction(84)
RINGS = (25, 50, 75, 100)
_CENTRE_Y = Fraction(158)
_GAP = Fraction(9)
_FEWEST_CORNERS = 3


@dataclass(frozen=True)
class Dimension:
    """One dimension: its letter, its name in the reader's language, 0 to 100; None where it left the audit."""

    code: str
    name: str
    value: Decimal | None
    peer: Decimal | None = None

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def figures(self) -> str:
        value = MISSING if self.value is None else str(self.value)
        return value if self.peer is None else f"{value} ({self.peer})"


@dataclass(frozen=True)
class Radar:
    """Shapes of the radar; the caption's baseline middle is at `caption_x`, `caption_y`."""

    width: int
    height: int
    dimensions: tuple[Dimension, ...]
    grid: tuple[Outline, ...]
    outlines: tuple[Outline, ...]
    labels: tuple[Label, ...]
    caption_x: str
    caption_y: str
    has_peers: bool


def radar(dimensions: Sequence[Dimension], *, width: int = 419) -> Radar:
    """Lay out the dimensions clockwise from the top."""
    centre = (Fraction(width, 2), _CENTRE_Y)
    spokes = [_direction(place, len(dimensions)) for place in range(len(dimensions))]
    peers = [dimension.peer for dimension in dimensions]
    values = [dimension.value for dimension in dimensions]
    radius = _radius(dimensions, spokes, width)
    own = _corners(centre, spokes, values, radius)
    outlines = [
        *_area(own, "fsoft"),
        *_area(_corners(centre, spokes, peers, radius), "lg dash"),
        *_area(own, "l1"),
        *(disc(corner, Fraction(7, 2), "f1") for corner in own),
    ]
    return Radar(
        width=width,
        height=HEIGHT,
        dimensions=tuple(dimensions),
        grid=_grid(centre, spokes, radius),
        outlines=tuple(outlines),
        labels=tuple(
            line
            for dimension, spoke in zip(dimensions, spokes, strict=True)
            for line in _corner_labels(dimension, _along(centre, spoke, radius + _GAP), spoke, width)
        ),
        caption_x=coordinate(centre[0]),
        caption_y=coordinate(HEIGHT - 6),
        has_peers=any(peer is not None for peer in peers),
    )


def _direction(place: int, count: int) -> Point:
    turn = math.tau * place / count
    return Fraction(math.sin(turn)).limit_denominator(10**6), Fraction(-math.cos(turn)).limit_denominator(10**6)


def _along(centre: Point, spoke: Point, length: Fraction) -> Point:
    return centre[0] + spoke[0] * length, centre[1] + spoke[1] * length


def _radius(dimensions: Sequence[Dimension], spokes: Sequence[Point], width: int) -> Fraction:
    """Return the largest radius that leaves names and figures beside it whole."""
    rooms = [
        (Fraction(width, 2) - max(text_width(dimension.title, bold=True), text_width(dimension.figures)))
        / abs(spoke[0])
        - _GAP
        for dimension, spoke in zip(dimensions, spokes, strict=True)
        if abs(spoke[0]) * 100 > 1
    ]
    return max(min([LARGEST_RADIUS, *rooms]), SMALLEST_RADIUS)


def _corners(centre: Point, spokes: Sequence[Point], values: Sequence[Decimal | None], radius: Fraction) -> list[Point]:
    return [
        _along(centre, spoke, radius * Fraction(value) / 100)
        for spoke, value in zip(spokes, values, strict=True)
        if value is not None
    ]


def _area(corners: Sequence[Point], classes: str) -> list[Outline]:
    return [polyline(corners, classes, closed=True)] if len(corners) >= _FEWEST_CORNERS else []


def _grid(centre: Point, spokes: Sequence[Point], radius: Fraction) -> tuple[Outline, ...]:
    rings = [
        polyline(
            [_along(centre, spoke, radius * ring / 100) for spoke in spokes],
            "ax" if ring == RINGS[-1] else "gr",
            closed=True,
        )
        for ring in RINGS
    ]
    return (*rings, *(polyline([centre, _along(centre, spoke, radius)], "gr") for spoke in spokes))


def _corner_labels(dimension: Dimension, corner: Point, spoke: Point, width: int) -> tuple[Label, Label]:
    x, y = corner
    across, down = spoke
    anchor: Anchor = "middle"
    room = Fraction(width)
    if across * 100 > 1:
        anchor, room = "start", width - x
    elif across * 100 < -1:
        anchor, room = "end", x
    first = y - LINE - 2 if down * 2 < -1 else y if down < 0 else y + 12
    return (
        label((x, first), fit(dimension.title, room, bold=True), "hi", anchor),
        label((x, first + LINE), dimension.figures, "", anchor),
    )
