"""The desk's pictures, each laid out for a panel and for a phone, in the reader's language."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from supplier_portal.desk.queries.funnel import Funnel
from supplier_portal.desk.queries.standing import HOLDERS, Standing
from supplier_portal.findings.queries.narrowing import BANDS
from supplier_portal.language.speech import Speech
from supplier_portal.output import charts

Chart = TypeVar("Chart")


@dataclass(frozen=True)
class Picture(Generic[Chart]):
    """The same picture twice: wide in a panel, narrow on a phone."""

    wide: Chart
    narrow: Chart


def ages_of(standing: Standing, speech: Speech) -> Picture[charts.StackedRows]:
    """Open findings by who holds the ball, each bar by age; what is late is said beside it."""
    rows = []
    for holder in HOLDERS:
        late = standing.late(holder)
        note = speech.ngettext("%(num)s overdue", "%(num)s overdue", late) if late else ""
        rows.append(
            charts.StackedRow(
                speech.word(f"turn.{holder}"), tuple(standing.count(holder, band) for band in BANDS), note
            )
        )
    return Picture(charts.stacked_rows(rows), charts.stacked_rows(rows, width=charts.PHONE))


def funnel_of(funnel: Funnel, speech: Speech) -> Picture[charts.Funnel]:
    """How many came at least so far, and how many of them stand there."""
    whole = funnel.notified
    stages = [
        charts.Stage(
            speech.word(f"funnel_stage.{stage.code}"),
            stage.reached,
            stage.standing,
            f"· {speech.number(Decimal(stage.reached * 100) / whole, 0)} %" if whole else "",
        )
        for stage in funnel.stages
    ]
    return Picture(charts.funnel(stages), charts.funnel(stages, width=charts.PHONE))
