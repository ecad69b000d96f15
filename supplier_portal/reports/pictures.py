"""A report's pictures: the dimensions and the steps, in one language."""

from dataclasses import dataclass

from supplier_portal.output import charts
from supplier_portal.reports.report import Report


@dataclass(frozen=True)
class Pictures:
    radar: charts.Radar
    steps: charts.StepBars


def pictures_of(report: Report, language: str) -> Pictures:
    """Lay them out from what the audit scores."""
    checklist, figures = report.checklist, report.preview
    return Pictures(
        radar=charts.radar(
            [
                charts.Dimension(one.code, one.name.in_language(language), figures.dimensions.get(one.code))
                for one in checklist.dimensions
            ]
        ),
        steps=charts.step_bars(
            [
                charts.Step(one.number, one.name.in_language(language), figures.steps.get(one.number))
                for one in checklist.steps
            ]
        ),
    )
