"""What the rooms declare to rooms left of them, gathered once at the start.

Importers, kinds of notices, what a merge has to mind, and what a person who leaves hands over.
"""

from importlib import import_module
from importlib.util import find_spec

from supplier_portal.accounts import duties
from supplier_portal.intake import registry
from supplier_portal.notices import kinds
from supplier_portal.suppliers import merging

ROOMS_WITH_IMPORTERS = ("suppliers", "calendars", "carbon", "scores")
ROOMS_WITH_NOTICES = ("notices", "declarations", "checklists", "audits", "findings", "appeals", "desk")
ROOMS_WITH_DUTIES = ("findings",)
ROOMS_WITH_MERGE_BLOCKERS = ("declarations", "audits", "findings", "appeals", "tenders")
ROOMS_WITH_MERGE_MOVES = ("accounts", "calendars", "notices", "carbon", "audits", "scores", "outreach", "programme")


def declare_rooms() -> None:
    """Make what all rooms declare known; doing it again changes nothing."""
    for room in ROOMS_WITH_IMPORTERS:
        name = f"supplier_portal.{room}.importing"
        if find_spec(name) is not None:
            for importer in import_module(name).IMPORTERS:
                registry.declare(importer)
    for room in ROOMS_WITH_NOTICES:
        for kind in import_module(f"supplier_portal.{room}.kinds").KINDS:
            kinds.declare(kind)
    for room in ROOMS_WITH_DUTIES:
        for duty in import_module(f"supplier_portal.{room}.duties").DUTIES:
            duties.declare_duty(duty)
    _declare_merging()


def _declare_merging() -> None:
    for room in ROOMS_WITH_MERGE_BLOCKERS:
        for blocker in import_module(f"supplier_portal.{room}.merging").MERGE_BLOCKERS:
            merging.declare_blocker(blocker)
    for room in ROOMS_WITH_MERGE_MOVES:
        for move in import_module(f"supplier_portal.{room}.merging").MERGE_MOVES:
            merging.declare_move(move)
