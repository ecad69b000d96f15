"""Geometry of the pictures: plain figures in, frozen shapes with rounded coordinates out.

`templates/charts/<form>.html` draws each form as inline SVG. Coordinates are user units of the viewBox, y downwards,
as text at one decimal. Figures keep the places they come with.
"""

from supplier_portal.output.charts.coverage import CoverageLine, Goal, Known, coverage_line, pace
from supplier_portal.output.charts.funnel import Funnel, Stage, funnel
from supplier_portal.output.charts.grade_moves import GradeMoves, grade_moves
from supplier_portal.output.charts.heat import heat_of_count, heat_of_points
from supplier_portal.output.charts.history import Break, Guide, History, Mark, Series, history
from supplier_portal.output.charts.minis import FiveBars, Sparkline, five_bars, sparkline
from supplier_portal.output.charts.months import MonthBar, Months, months
from supplier_portal.output.charts.quartiles import QuartileBars, QuartileRow, quartile_bars
from supplier_portal.output.charts.radar import Dimension, Radar, radar
from supplier_portal.output.charts.scatter import Bid, Scatter, scatter
from supplier_portal.output.charts.shapes import Bar, Label, Outline
from supplier_portal.output.charts.stacked_rows import StackedRow, StackedRows, stacked_rows
from supplier_portal.output.charts.step_bars import Step, StepBars, step_bars
from supplier_portal.output.charts.winner_band import BidderLine, Interval, WinnerBand, winner_band

PHONE = 294
"""Width of a panel's inside on a phone, in pixels: what is laid out for it keeps its letters' size there."""

__all__ = [
    "PHONE",
    "Bar",
    "Bid",
    "BidderLine",
    "Break",
    "CoverageLine",
    "Dimension",
    "FiveBars",
    "Funnel",
    "Goal",
    "GradeMoves",
    "Guide",
    "History",
    "Interval",
    "Known",
    "Label",
    "Mark",
    "MonthBar",
    "Months",
    "Outline",
    "QuartileBars",
    "QuartileRow",
    "Radar",
    "Scatter",
    "Series",
    "Sparkline",
    "StackedRow",
    "StackedRows",
    "Stage",
    "Step",
    "StepBars",
    "WinnerBand",
    "coverage_line",
    "five_bars",
    "funnel",
    "grade_moves",
    "heat_of_count",
    "heat_of_points",
    "history",
    "months",
    "pace",
    "quartile_bars",
    "radar",
    "scatter",
    "sparkline",
    "stacked_rows",
    "step_bars",
    "winner_band",
]
