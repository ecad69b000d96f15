"""Filing appeals, and deciding on them."""

from supplier_portal.appeals.operations.deciding import MoveAppeal, move_appeal
from supplier_portal.appeals.operations.filing import FileAppeal, appeal_faults, file_appeal

__all__ = ["FileAppeal", "MoveAppeal", "appeal_faults", "file_appeal", "move_appeal"]
