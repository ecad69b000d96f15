"""What an auditor answers at a checkpoint: which contents are possible, and what the figures in it propose."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction

from supplier_portal.domain.checklist.suggestion import gap, share_of_claimed, suggested_level, suggested_level_of_pair
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.errors import Fault

NOT_APPLICABLE = "NA"
LEVELS = ("0", "1", "2", "3", "4")
YES, NO = "4", "0"
LONGEST_NOTE = 20_000
MOST_SAMPLES = 1_000_000_000
MOST_DIGITS = Decimal(10) ** 12
PLACES = 4
COUNTS = ("population", "sampled", "conforming")
FIGURES = ("number", "claimed", "reperformed")


@dataclass(frozen=True)
class Content:
    """rating: "0" to "4" ("4" and "0" for yes and no), "NA", or None; the counts are of records or items looked at.

    number: in the unit of the checkpoint's metric; claimed, reperformed: the two figures of a metric with a basis;
    on_track: whether emissions are on the target's path, None where it is not asked or not judged.
    """

    rating: str | None = None
    note: str = ""
    population: int | None = None
    sampled: int | None = None
    conforming: int | None = None
    number: Decimal | None = None
    claimed: Decimal | None = None
    reperformed: Decimal | None = None
    on_track: bool | None = None

    def document(self) -> dict[str, object]:
        """Its JSON form, which is stored, hashed and shown: decimals as text without needless zeros.

        on_track stands in it only where it was judged: few checkpoints ask for it.
        """
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.on_track is None:
            del values["on_track"]
        return {name: plain(value) if isinstance(value, Decimal) else value for name, value in values.items()}


@dataclass(frozen=True)
class Proposal:
    """level: 0 to 4; figure: what it rests on, in the metric's unit, None where nothing could be divided."""

    level: int
    figure: Fraction | None


def plain(figure: Decimal) -> str:
    """Write a figure as text without exponent and needless zeros."""
    return format(figure.normalize() if figure else Decimal(0), "f")


def possible_ratings(checkpoint: Checkpoint) -> tuple[str, ...]:
    """From best to worst, then not applicable."""
    levels = (YES, NO) if checkpoint.type == "yes_no" else LEVELS[::-1]
    return (*levels, NOT_APPLICABLE)


def possible_figures(checkpoint: Checkpoint) -> tuple[str, ...]:
    """Names of the figures this checkpoint takes."""
    if checkpoint.metric is None:
        return ()
    return ("claimed", "reperformed") if checkpoint.metric.basis else ("number",)


def asks_on_track(checkpoint: Checkpoint) -> bool:
    """Whether a band of this checkpoint looks at the target's path."""
    return checkpoint.metric is not None and any(band.on_track for band in checkpoint.metric.bands)


def faults_of(checkpoint: Checkpoint, content: Content) -> list[Fault]:
    """Everything wrong with a content, each at the name of its field."""
    return [
        *_faults_of_rating(checkpoint, content),
        *_faults_of_counts(content),
        *_faults_of_figures(checkpoint, content),
    ]


def _faults_of_rating(checkpoint: Checkpoint, content: Content) -> Iterator[Fault]:
    if content.rating is not None and content.rating not in possible_ratings(checkpoint):
        yield Fault("form.unknown_choice", "rating")
    if len(content.note) > LONGEST_NOTE:
        yield Fault("form.too_long", "note", facts={"most": LONGEST_NOTE, "length": len(content.note)})
    if not readable(content.note):
        yield Fault("audits.control_character", "note")
    if content.rating == NOT_APPLICABLE and not content.note.strip():
        yield Fault("audits.not_applicable_reason", "note")


def readable(text: str) -> bool:
    """Whether a text is Unicode without control characters other than line ends and tabs."""
    return all(sign >= " " or sign in "\n\r\t" for sign in text) and not any(
        "\ud800" <= sign <= "\udfff" for sign in text
    )


def _faults_of_counts(content: Content) -> Iterator[Fault]:
    for name in COUNTS:
        value = getattr(content, name)
        if value is not None and not 0 <= value <= MOST_SAMPLES:
            yield Fault("audits.count", name, facts={"most": MOST_SAMPLES})
    for smaller, greater in (("sampled", "population"), ("conforming", "sampled")):
        less, more = getattr(content, smaller), getattr(content, greater)
        if less is not None and more is not None and less > more:
            yield Fault(f"audits.{smaller}_above_{greater}", smaller, facts={"most": more})


def _faults_of_figures(checkpoint: Checkpoint, content: Content) -> Iterator[Fault]:
    if content.on_track is not None and not asks_on_track(checkpoint):
        yield Fault("audits.figure_not_asked", "on_track")
    for name in FIGURES:
        value: Decimal | None = getattr(content, name)
        if value is None:
            continue
        if name not in possible_figures(checkpoint):
            yield Fault("audits.figure_not_asked", name)
        elif not value.is_finite() or abs(value) >= MOST_DIGITS or value != round(value, PLACES):
            yield Fault("form.number", name, facts={"places": PLACES})
        elif name != "number" and value < 0:
            yield Fault("checklist.figure_negative", name)


def proposal_of(checkpoint: Checkpoint, content: Content) -> Proposal | None:
    """Work out the level the figures propose; None without figures, or where nothing follows from them."""
    if content.number is not None:
        level = suggested_level(checkpoint, content.number, on_track=content.on_track is True)
        return None if level is None else Proposal(level, Fraction(content.number))
    if content.claimed is None or content.reperformed is None or checkpoint.metric is None:
        return None
    level = suggested_level_of_pair(checkpoint, content.claimed, content.reperformed)
    work_out = gap if checkpoint.metric.basis == "gap" else share_of_claimed
    return None if level is None else Proposal(level, work_out(content.claimed, content.reperformed))
