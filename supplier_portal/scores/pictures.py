"""A scorecard's pictures, and the small ones of a table's row: shapes in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from supplier_portal.language.speech import Speech
from supplier_portal.output import charts
from supplier_portal.scores.models import RatingNow
from supplier_portal.scores.now_row import dimension_order, steps_of
from supplier_portal.scores.queries.history import PublishedRating
from supplier_portal.scores.queries.scorecard import Scorecard

FEWEST_DAYS = 2
WIDTHS = {"radar": 419, "steps": 400, "history": 536, "quartiles": 400}
"""Of a panel's inside, in pixels."""
NARROW_WIDTHS = {**dict.fromkeys(WIDTHS, charts.PHONE), "radar": 352}
"""As above on a phone; the radar's figures on both sides need a little more, which is scaled down."""


@dataclass(frozen=True)
class Pictures:
    """radar, steps: None without an audit; history: None with one published day; quartiles: None without peers.

    narrow: the same laid out for a phone; None where this is that.
    """

    radar: charts.Radar | None
    steps: charts.StepBars | None
    history: charts.History | None
    quartiles: charts.QuartileBars | None
    narrow: "Pictures | None" = None


@dataclass(frozen=True)
class QuartileNames:
    """What the rows of the quartiles are called: the supplier's own figures by key, and the dimensions by code."""

    of_supplier: Mapping[str, str]
    dimensions: Mapping[str, str]


def pictures_of(card: Scorecard, speech: Speech) -> Pictures:
    """Lay the pictures out, for a panel and for a phone."""
    narrow = _laid_out(card, speech, NARROW_WIDTHS)
    return replace(_laid_out(card, speech, WIDTHS), narrow=narrow)


def _laid_out(card: Scorecard, speech: Speech, widths: Mapping[str, int]) -> Pictures:
    """Lay them out. Dimensions and steps are called as in the checklist of the audits."""
    language, rating_name = speech.language, speech.gettext("Perf. rating")
    sustainability_name = speech.gettext("Sustainability")
    checklists = [audited.checklist for audited in card.sites.values()]
    dimensions = {one.code: one.name.in_language(language) for checklist in checklists for one in checklist.dimensions}
    steps = {one.number: one.name.in_language(language) for checklist in checklists for one in checklist.steps}
    return Pictures(
        radar=_radar(card, dimensions, widths["radar"]) if card.figures.sites else None,
        steps=_steps(card, steps, widths["steps"]) if card.figures.sites else None,
        history=_history(card, (rating_name, sustainability_name), widths["history"]),
        quartiles=_quartiles(
            card,
            QuartileNames(
                {
                    "rating": rating_name,
                    "sustainability": sustainability_name,
                    "audit": speech.gettext("Effective audit"),
                },
                dimensions,
            ),
            widths["quartiles"],
        ),
    )


def _radar(card: Scorecard, names: dict[str, str], width: int) -> charts.Radar:
    values = {code: Decimal(value) for code, value in card.now.dimensions.items()}
    return charts.radar(
        [
            charts.Dimension(code, names.get(code, ""), values.get(code), card.peers.dimensions.get(code))
            for code in dimension_order(card.rules)
        ],
        width=width,
    )


def _steps(card: Scorecard, names: dict[int, str], width: int) -> charts.StepBars:
    values = steps_of(card.inputs, card.figures, card.rules)
    return charts.step_bars(
        [
            charts.Step(step, names.get(step, ""), values.get(step), card.peers.steps.get(step))
            for step in sorted(card.rules.steps)
        ],
        width=width,
    )


def _history(card: Scorecard, names: tuple[str, str], width: int) -> charts.History | None:
    if len(card.history) < FEWEST_DAYS:
        return None
    published = [entry.published for entry in card.history]
    guides = [charts.Guide(f"{grade} ≥ {least}", Decimal(str(least))) for grade, least in card.rules.grades if least]
    return charts.history(
        [one.as_of.isoformat() for one in published],
        [
            charts.Series(names[0], tuple(one.rating for one in published)),
            charts.Series(names[1], tuple(one.sustainability for one in published)),
        ],
        breaks=_breaks(card),
        guides=guides,
        marks=[charts.Mark(at, str(entry.mark)) for at, entry in enumerate(card.history) if entry.mark],
        width=width,
    )


def _quartiles(card: Scorecard, names: QuartileNames, width: int) -> charts.QuartileBars | None:
    known = card.peers.quartiles
    if not known:
        return None
    figures = {"rating": card.figures.rating, "sustainability": card.figures.sustainability}
    values = {**figures, "audit": card.figures.effective_audit}
    values |= {code: Decimal(value) for code, value in card.now.dimensions.items()}
    order = [*names.of_supplier, *dimension_order(card.rules)]
    return charts.quartile_bars(
        [
            charts.QuartileRow(
                names.of_supplier.get(key) or f"{key} {names.dimensions.get(key, '')}", values.get(key),
                (known[key].low, known[key].middle, known[key].high),
            )
            for key in order
            if key in known
        ],
        width=width,
    )  # fmt: skip


def _breaks(card: Scorecard) -> list[charts.Break]:
    """Break the line before the first published day on which an audit under another checklist counts."""
    days = [entry.published.as_of for entry in card.history]
    found: dict[int, str] = {}
    for one in card.breaks:
        at = next((place for place, day in enumerate(days) if day >= one.day), None)
        if at:
            found.setdefault(at, f"{one.before} → {one.after}")
    return [charts.Break(at, reason) for at, reason in sorted(found.items())]


def row_bars(now: RatingNow, dimensions: Sequence[str]) -> charts.FiveBars:
    """Draw the dimensions of a table's row."""
    values = {code: Decimal(value) for code, value in now.dimensions.items()}
    return charts.five_bars([charts.Dimension(code, code, values.get(code)) for code in dimensions])


def row_line(history: Sequence[PublishedRating]) -> charts.Sparkline:
    """Draw the last ratings of a table's row."""
    return charts.sparkline([one.rating for one in history])
