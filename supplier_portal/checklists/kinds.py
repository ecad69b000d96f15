"""What the room tells of its drafts."""

from supplier_portal.notices.kinds import Kind

HANDED_OVER = Kind("checklists.handed_over", "checklists", webhook=False)
SENT_BACK = Kind("checklists.sent_back", "checklists", webhook=False)
KINDS = (HANDED_OVER, SENT_BACK)
