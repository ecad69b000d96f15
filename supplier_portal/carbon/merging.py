"""What is known of a duplicate's carbon goes over; matches with the list of targets are found anew."""

from supplier_portal.carbon.models import CdpScore, DataQuality
from supplier_portal.suppliers.figures.moving import figures_move

MERGE_MOVES = (
    figures_move("merge_part.cdp_scores", CdpScore, "year"),
    figures_move("merge_part.data_quality", DataQuality, "known_on"),
)
