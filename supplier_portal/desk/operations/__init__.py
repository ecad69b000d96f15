"""Acts on many findings: asked for once, done row by row."""

from supplier_portal.desk.operations.acting import do_next
from supplier_portal.desk.operations.asking import MOST_TOGETHER, AskAct, ask_act

__all__ = ["MOST_TOGETHER", "AskAct", "ask_act", "do_next"]
