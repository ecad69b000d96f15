"""What the room tells: a declaration that waits, and how it was decided."""

from supplier_portal.declarations.models import DECLINED, TAKEN
from supplier_portal.notices.kinds import BUYER, SUPPLIER, Kind

TOPIC = "declarations"

MADE = Kind("declarations.made", TOPIC, sides=(BUYER,))
OF_DECISION = {decision: Kind(f"declarations.{decision}", TOPIC, sides=(SUPPLIER,)) for decision in (TAKEN, DECLINED)}
KINDS = (MADE, *OF_DECISION.values())
