"""What is done to a year's programme: made, agreed, its lines added, moved, dropped, planned, carried over."""

from supplier_portal.programme.operations.lines import (
    AddLine,
    ChangeLine,
    DropLine,
    MoveLine,
    add_line,
    add_lines,
    change_line,
    drop_line,
    move_line,
)
from supplier_portal.programme.operations.planning import adopt_audits, plan_line
from supplier_portal.programme.operations.programmes import (
    Carried,
    SaveProgramme,
    agree_programme,
    carry_over,
    change_programme,
    make_programme,
)

__all__ = [
    "AddLine",
    "Carried",
    "ChangeLine",
    "DropLine",
    "MoveLine",
    "SaveProgramme",
    "add_line",
    "add_lines",
    "adopt_audits",
    "agree_programme",
    "carry_over",
    "change_line",
    "change_programme",
    "drop_line",
    "make_programme",
    "move_line",
    "plan_line",
]
