"""Both sides' clocks as one bar of days, placed for drawing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from supplier_portal.domain.calendars import Span as Days
from supplier_portal.domain.findings.clock import NOBODY, SUPPLIER, Clock, Span
from supplier_portal.domain.findings.reading import standing_within

WIDTH = 880
STILL, LEFT, LATE = "still", "left", "late"
Piece = tuple[str, date, date]


@dataclass(frozen=True)
class Part:
    """Days (since, until] of one kind; x and width in units of WIDTH.

    kind: `supplier`, `buyer`, `nobody`; `still` where the supplier's clock stood or will stand; `left` to the supplier;
    `late`: used by it beyond its day.
    """

    kind: str
    since: date
    until: date
    x: int
    width: int

    @property
    def first(self) -> date:
        """The first of its days."""
        return self.since + timedelta(days=1)

    @property
    def days(self) -> int:
        return (self.until - self.since).days

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Mark:
    """A day on which a span began. state: the one the finding came to."""

    state: str
    day: date
    x: int


@dataclass(frozen=True)
class ClockBar:
    """today, due: where these days stand; due is None where none is set, or where the finding is done."""

    parts: tuple[Part, ...]
    marks: tuple[Mark, ...]
    today: int
    due: int | None


def bar_of(clock: Clock) -> ClockBar | None:
    """Place the days since the clocks began, and what is left until the closing day; None where there is no day yet.

    The bar is of the clock by which the finding is closed, while somebody holds the ball; else of what has been.
    """
    due_on = clock.due_on("close") if clock.turn != NOBODY else None
    first, last = clock.spans[0].since, max(clock.today, due_on or clock.today)
    days = (last - first).days
    if not days:
        return None

    def place(day: date) -> int:
        return (day - first).days * WIDTH // days

    pieces = [piece for span in clock.spans if span.days for piece in _pieces(span, due_on)]
    if due_on is not None and due_on > clock.today:
        pieces += _run(LEFT, clock.today, due_on, standing_within(clock.supplier_days, clock.today, due_on))
    return ClockBar(
        parts=tuple(
            Part(kind, since, until, place(since), place(until) - place(since)) for kind, since, until in pieces
        ),
        marks=tuple(Mark(span.state, span.since, place(span.since)) for span in clock.spans),
        today=place(clock.today),
        due=None if due_on is None else place(due_on),
    )


def _pieces(span: Span, due_on: date | None) -> Iterator[Piece]:
    """A span of the supplier's is cut where its clock stood still, and where it became late."""
    if span.holder != SUPPLIER:
        yield span.holder, span.since, span.until
        return
    for kind, since, until in _run(SUPPLIER, span.since, span.until, span.still):
        if kind == STILL or due_on is None or due_on >= until:
            yield kind, since, until
        elif due_on <= since:
            yield LATE, since, until
        else:
            yield from ((kind, since, due_on), (LATE, due_on, until))


def _run(kind: str, since: date, until: date, still: tuple[Days, ...]) -> Iterator[Piece]:
    for days in still:
        before = days.first - timedelta(days=1)
        if before > since:
            yield kind, since, before
        yield STILL, before, days.last
        since = days.last
    if until > since:
        yield kind, since, until
