"""What the room tells of its drafts."""

from supplier_portal.notices.kinds import BUYER, Kind

HANDED_OVER = Kind("checklists.handed_over", "checklists", webhook=False, sides=(BUYER,))
SENT_BACK = Kind("checklists.sent_back", "checklists", webhook=False, sides=(BUYER,))
KINDS = (HANDED_OVER, SENT_BACK)
