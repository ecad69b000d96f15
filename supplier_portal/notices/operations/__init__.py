"""What rooms and pages do with notices."""

from supplier_portal.notices.operations.giving import GiveNotices, give_all, give_notices

__all__ = ["GiveNotices", "give_all", "give_notices"]
