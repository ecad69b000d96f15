"""What the dashboard says of its figures: titles that tell the finding, and the rows of its tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from supplier_portal.dashboard.board import Board
from supplier_portal.dashboard.pictures import month_name, step_names
from supplier_portal.dashboard.queries.findings import ADD_ON, SEVERITIES
from supplier_portal.dashboard.queries.grades import EXPIRED, LATER, SOON, Expiry
from supplier_portal.domain.workflow.finding import STANDING, turn
from supplier_portal.findings.queries.narrowing import OLD
from supplier_portal.language.speech import Speech
from supplier_portal.output import charts


@dataclass(frozen=True)
class Cell:
    """A count of the heat table. heat: 0 to 6."""

    severity: str
    count: int
    heat: int


@dataclass(frozen=True)
class StepRow:
    """prefix: what its checkpoints' codes begin with, empty for add-ons."""

    name: str
    prefix: str
    cells: Sequence[Cell]

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.cells)


@dataclass(frozen=True)
class StateRow:
    """Where open findings stand. turn: supplier or buyer; counts: by SEVERITIES."""

    state: str
    turn: str
    counts: Sequence[int]


@dataclass(frozen=True)
class Told:
    """Titles and rows in the reader's language."""

    audits: str
    ages: str
    steps: str
    maturity: str
    heat: Sequence[StepRow]
    states: Sequence[StateRow]
    soon: Expiry
    later: Expiry
    expired: Expiry
    buyer_days: int | None


def told_of(board: Board, speech: Speech) -> Told:
    """Put figures into words and rows."""
    heat = _heat(board, speech)
    return Told(
        audits=_audits(board, speech),
        ages=_ages(board, speech),
        steps=_steps(heat, speech),
        maturity=_maturity(board, speech),
        heat=heat,
        states=_states(board),
        soon=board.validity.of(SOON),
        later=board.validity.of(LATER),
        expired=board.validity.of(EXPIRED),
        buyer_days=_buyer_days(board),
    )


def _audits(board: Board, speech: Speech) -> str:
    year, scope = board.audits, board.scope
    if not year.planned:
        return speech.gettext("Audits: none planned in %(year)s", year=scope.year)
    if not year.over:
        return speech.ngettext(
            "Audits: one planned in %(year)s", "Audits: %(num)s planned in %(year)s", year.planned, year=scope.year
        )
    month = month_name(year.over, speech)
    if year.behind:
        return speech.ngettext(
            "Audits: one behind plan at the end of %(month)s",
            "Audits: %(num)s behind plan at the end of %(month)s",
            year.behind,
            month=month,
        )
    return speech.gettext("Audits: on plan at the end of %(month)s", month=month)


def _ages(board: Board, speech: Speech) -> str:
    """Which step holds most open findings, and which the most of the oldest."""
    names = step_names(board, speech)
    totals, old = (_by_step(board, oldest=oldest) for oldest in (False, True))
    if not totals:
        return speech.gettext("Findings: none stands open")
    most = _name(names, max(totals, key=lambda step: (totals[step], -step)))
    if not old:
        return speech.gettext("Findings: %(step)s holds most", step=most)
    oldest = _name(names, max(old, key=lambda step: (old[step], -step)))
    if oldest == most:
        return speech.gettext("Findings: %(step)s holds most, and the oldest", step=most)
    return speech.gettext("Findings: %(step)s holds most, %(other)s the oldest", step=most, other=oldest)


def _by_step(board: Board, *, oldest: bool) -> dict[int, int]:
    counts: dict[int, int] = {}
    for group in board.open.groups:
        if not oldest or group.band == OLD:
            counts[group.step] = counts.get(group.step, 0) + group.count
    return counts


def _name(names: dict[int, str], step: int) -> str:
    return names[step].removeprefix(f"{step} ")


def _heat(board: Board, speech: Speech) -> list[StepRow]:
    counts = board.open.by("step", "severity")
    most = max(counts.values(), default=0)
    return [
        StepRow(
            name,
            _prefix(board, step),
            [
                Cell(severity, count, charts.heat_of_count(count, most))
                for severity in SEVERITIES
                for count in [counts.get((step, severity), 0)]
            ],
        )
        for step, name in step_names(board, speech).items()
    ]


def _prefix(board: Board, step: int) -> str:
    """Letters and number that the codes of a step begin with."""
    codes = [one.code for one in board.checklist.checkpoints if one.step == step] if board.checklist else []
    return codes[0].partition(".")[0] if codes and step != ADD_ON else ""


def _steps(heat: Sequence[StepRow], speech: Speech) -> str:
    grave = {row.name: sum(cell.count for cell in row.cells if cell.severity in {"critical", "major"}) for row in heat}
    total = sum(grave.values())
    if not total:
        return speech.gettext("No critical or major finding stands open")
    most = max(grave, key=lambda name: grave[name])
    return speech.ngettext(
        "One critical or major finding open, in %(step)s",
        "%(num)s critical or major findings open, most in %(step)s",
        total,
        step=most,
    )


def _maturity(board: Board, speech: Speech) -> str:
    if not board.maturity:
        return speech.gettext("SMART maturity by category")
    best, worst = (choose(board.maturity, key=lambda one: one.audit) for choose in (max, min))
    if best is worst:
        return speech.gettext("SMART maturity by category")
    high, low = (speech.word(f"supplier_category.{one.category}") for one in (best, worst))
    return speech.gettext("SMART maturity: %(high)s highest, %(low)s lowest", high=high, low=low)


def _states(board: Board) -> list[StateRow]:
    counts = board.open.by("state", "severity")
    rows = [
        StateRow(state, turn(state), [counts.get((state, severity), 0) for severity in SEVERITIES])
        for state in STANDING
    ]
    return [row for row in rows if any(row.counts)]


def _buyer_days(board: Board) -> int | None:
    """Days for which the buyer has held the finding it is late with longest."""
    since = board.open.oldest_buyer
    if since is None:
        return None
    return (board.scope.day - since.astimezone(board.scope.zone).date()) // timedelta(days=1)
