"""Areas of a photo that are covered before the other side sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Conflict, Fault, Invalid

MOST_AREAS, LONGEST_REASON = 12, 300
WHOLE = Decimal(100)
PLACES = 1
SIDES = ("left", "top", "width", "height")


@dataclass(frozen=True)
class Area:
    """A rectangle in percent of the upright picture: its corner from the left and the top, its width and height."""

    left: Decimal
    top: Decimal
    width: Decimal
    height: Decimal

    def points(self, width: int, height: int) -> tuple[int, int, int, int]:
        """First and last column and row it covers in a picture of that size: a point it touches is covered."""
        return (
            *_span(self.left, self.width, width),
            *_span(self.top, self.height, height),
        )

    def written(self) -> list[str]:
        """As kept: four figures of one place each."""
        return [f"{getattr(self, side):.{PLACES}f}" for side in SIDES]


def _span(start: Decimal, length: Decimal, points: int) -> tuple[int, int]:
    first = int((start * points / WHOLE).to_integral_value(ROUND_FLOOR))
    last = int(((start + length) * points / WHOLE).to_integral_value(ROUND_CEILING)) - 1
    return min(first, points - 1), min(max(last, first), points - 1)


def read_areas(written: Sequence[Sequence[str]]) -> tuple[Area, ...]:
    """Areas as they were kept."""
    return tuple(Area(*map(Decimal, one)) for one in written)


@dataclass(frozen=True)
class Cover:
    """What is asked for a photo.

    areas: all that is covered from now on, none to show the photo whole; base: how many versions of it were known.
    """

    areas: tuple[Area, ...]
    reason: str
    base: int

    def written(self) -> list[list[str]]:
        """The areas as they are kept."""
        return [area.written() for area in self.areas]

    def check(self, known: Sequence[list[list[str]]]) -> None:
        """Compare with the areas of every version there is, the first one first.

        Raises Conflict `files.redacted_meanwhile` where another version came first, Invalid with every fault: areas at
        `areas-<place>-<side>`, the reason at `reason`.
        """
        if len(known) != self.base:
            raise Conflict("files.redacted_meanwhile")
        faults = self._faults()
        if not faults and self.written() == (known[-1] if known else []):
            faults = [Fault("files.areas_unchanged" if known else "files.no_area")]
        if faults:
            raise Invalid(faults)

    def _faults(self) -> list[Fault]:
        many = len(self.areas) > MOST_AREAS
        faults = [Fault("files.too_many_areas", facts={"most": MOST_AREAS})] if many else []
        for place, area in enumerate(self.areas):
            faults += [Fault(code, f"areas-{place}-{side}") for side, code in _faults_of(area)]
        if not self.reason.strip():
            faults.append(Fault("form.required", "reason"))
        elif len(self.reason) > LONGEST_REASON:
            facts = {"most": LONGEST_REASON, "length": len(self.reason)}
            faults.append(Fault("form.too_long", "reason", facts=facts))
        elif not readable(self.reason):
            faults.append(Fault("audits.control_character", "reason"))
        return faults


def _faults_of(area: Area) -> list[tuple[str, str]]:
    faults = []
    for start, length in (("left", "width"), ("top", "height")):
        began, long = getattr(area, start), getattr(area, length)
        if not 0 <= began < WHOLE:
            faults.append((start, "files.area_outside"))
        elif long <= 0 or began + long > WHOLE:
            faults.append((length, "files.area_too_wide"))
    return faults
