"""Geometry of the pictures: plain figures in, frozen shapes with rounded coordinates out.

`templates/charts/<form>.html` draws each form as inline SVG. Coordinates are user units of the viewBox, y downwards,
as text at one decimal. Figures keep the places they come with.
"""

from supplier_portal.output.charts.history import Break, Guide, History, Series, history
from supplier_portal.output.charts.minis import FiveBars, Sparkline, five_bars, sparkline
from supplier_portal.output.charts.radar import Dimension, Radar, radar
from supplier_portal.output.charts.scatter import Bid, Scatter, scatter
from supplier_portal.output.charts.shapes import Bar, Label, Outline
from supplier_portal.output.charts.step_bars import Step, StepBars, step_bars
from supplier_portal.output.charts.winner_band import BidderLine, Interval, WinnerBand, winner_band

__all__ = [
    "Bar",
    "Bid",
    "BidderLine",
    "Break",
    "Dimension",
    "FiveBars",
    "Guide",
    "History",
    "Interval",
    "Label",
    "Outline",
    "Radar",
    "Scatter",
    "Series",
    "Sparkline",
    "Step",
    "StepBars",
    "WinnerBand",
    "five_bars",
    "history",
    "radar",
    "scatter",
    "sparkline",
    "step_bars",
    "winner_band",
]
