"""Scores from the buyer's own systems go over with a merged supplier; published ratings stay where they are."""

from supplier_portal.scores.models import ModuleScore
from supplier_portal.suppliers.figures.moving import figures_move

MERGE_MOVES = (figures_move("merge_part.module_scores", ModuleScore, "module", "period_ends_on"),)
