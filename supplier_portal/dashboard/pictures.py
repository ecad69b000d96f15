"""The dashboard's pictures, each laid out for a panel and for a phone, in the reader's language."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from babel.dates import format_date

from supplier_portal.dashboard.board import Board
from supplier_portal.dashboard.models import TARGET_COVERAGE
from supplier_portal.dashboard.queries.findings import ADD_ON
from supplier_portal.dashboard.queries.targets import goals_of
from supplier_portal.domain.scoring.rounding import figure
from supplier_portal.findings.queries.narrowing import BANDS
from supplier_portal.language.speech import LOCALES, Speech
from supplier_portal.output import charts

PHONE = 294
"""Width of a panel's inside on a phone, in pixels."""
WHOLE, SHORT, LETTER = "LLLL", "LLL", "LLLLL"
GRADES = ("A", "B", "C", "D")


Chart = TypeVar("Chart")


@dataclass(frozen=True)
class Picture(Generic[Chart]):
    """The same picture twice: wide in a panel, narrow on a phone."""

    wide: Chart
    narrow: Chart


@dataclass(frozen=True)
class Pictures:
    """moves, coverage: None where there is nothing to draw yet."""

    months: Picture[charts.Months]
    steps: Picture[charts.StackedRows]
    funnel: Picture[charts.Funnel]
    moves: charts.GradeMoves | None
    coverage: Picture[charts.CoverageLine] | None
    pace: Decimal | None


def pictures_of(board: Board, speech: Speech) -> Pictures:
    """Lay all of them out."""
    coverage, pace = _coverage(board, speech)
    return Pictures(
        months=_months(board, speech),
        steps=_steps(board, speech),
        funnel=_funnel(board, speech),
        moves=_moves(board, speech) if board.moves.total() else None,
        coverage=coverage,
        pace=pace,
    )


def month_name(month: int, speech: Speech, name: str = WHOLE) -> str:
    """A month's name: whole, short, or its letter alone."""
    if name == WHOLE and speech.language == "zh":
        name = SHORT  # 3月, as one writes it, and not 三月
    return format_date(date(2000, month, 1), name, locale=LOCALES[speech.language])


def step_names(board: Board, speech: Speech) -> dict[int, str]:
    """Number and name of the steps that are asked or have a finding, in order; add-ons' findings come last."""
    named = (
        {one.number: one.name.in_language(speech.language) for one in board.checklist.steps} if board.checklist else {}
    )
    found = {group.step for group in board.open.groups}
    names = {number: f"{number} {named.get(number, '')}".strip() for number in sorted(set(named) | found - {ADD_ON})}
    return names | ({ADD_ON: speech.gettext("Add-ons")} if ADD_ON in found else {})


def _months(board: Board, speech: Speech) -> Picture[charts.Months]:
    return Picture(
        charts.months(_month_bars(board, speech, SHORT)), charts.months(_month_bars(board, speech, LETTER), width=PHONE)
    )


def _month_bars(board: Board, speech: Speech, name: str) -> list[charts.MonthBar]:
    year = board.audits
    return [
        charts.MonthBar(
            month_name(month.number, speech, name),
            month.planned,
            month.done,
            begun=month.number <= year.until,
            present=month.number == year.until,
        )
        for month in year.months
    ]


def _steps(board: Board, speech: Speech) -> Picture[charts.StackedRows]:
    """Findings the supplier is late with stand for themselves, whatever their age."""
    rows = []
    aged = board.open.by("step", "band", "late")
    for step, name in step_names(board, speech).items():
        in_time = [aged.get((step, band, False), 0) for band in BANDS]
        late = sum(aged.get((step, band, True), 0) for band in BANDS)
        note = speech.ngettext("%(num)s overdue", "%(num)s overdue", late) if late else ""
        rows.append(charts.StackedRow(name, (*in_time, late), note))
    return Picture(charts.stacked_rows(rows), charts.stacked_rows(rows, width=PHONE))


def _funnel(board: Board, speech: Speech) -> Picture[charts.Funnel]:
    whole = board.funnel.notified
    stages = [
        charts.Stage(
            speech.word(f"funnel_stage.{stage.state}"),
            stage.reached,
            stage.standing,
            f"· {speech.number(Decimal(stage.reached * 100) / whole, 0)} %" if whole else "",
        )
        for stage in board.funnel.stages
    ]
    return Picture(charts.funnel(stages), charts.funnel(stages, width=PHONE))


def _moves(board: Board, speech: Speech) -> charts.GradeMoves:
    before = speech.gettext("end of %(year)s", year=board.scope.year - 1)
    after = speech.day(board.scope.end)
    return charts.grade_moves(GRADES, board.moves.counts, (before, after))


def _coverage(board: Board, speech: Speech) -> tuple[Picture[charts.CoverageLine] | None, Decimal | None]:
    whole = board.reach.spend
    known = [charts.Known(one.day, one.share("validated", whole)) for one in board.coverage]
    ahead = [
        charts.Goal(year, share, speech.gettext("%(share)s %% in %(year)s", share=speech.number(share, 0), year=year))
        for year, share in goals_of(TARGET_COVERAGE, board.roadmap)
    ]
    if not known or not whole:
        return None, None
    exact = charts.pace(known, ahead)
    pace = None if exact is None else figure(exact, 1)
    last = speech.gettext("%(share)s %%, %(day)s", share=known[-1].share, day=speech.day(known[-1].day))
    needs = speech.gettext("%(points)s points a year", points=f"{pace:+}") if pace and pace > 0 else ""
    drawn = [charts.coverage_line(known, ahead, (last, needs), width=width) for width in (429, PHONE)]
    return Picture(*drawn), pace
