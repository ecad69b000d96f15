"""What the rooms declare to rooms left of them, gathered once at the start: importers, and what a merge has to mind."""

from importlib import import_module
from importlib.util import find_spec

from supplier_portal.intake import registry
from supplier_portal.suppliers import merging

ROOMS_WITH_IMPORTERS = ("suppliers", "carbon", "scores")
ROOMS_WITH_MERGE_BLOCKERS = ("audits", "findings", "tenders")
ROOMS_WITH_MERGE_MOVES = ("accounts", "carbon", "audits", "scores", "outreach", "programme")


def declare_rooms() -> None:
    """Make what all rooms declare known; doing it again changes nothing."""
    for room in ROOMS_WITH_IMPORTERS:
        name = f"supplier_portal.{room}.importing"
        if find_spec(name) is not None:
            for importer in import_module(name).IMPORTERS:
                registry.declare(importer)
    for room in ROOMS_WITH_MERGE_BLOCKERS:
        for blocker in import_module(f"supplier_portal.{room}.merging").MERGE_BLOCKERS:
            merging.declare_blocker(blocker)
    for room in ROOMS_WITH_MERGE_MOVES:
        for move in import_module(f"supplier_portal.{room}.merging").MERGE_MOVES:
            merging.declare_move(move)
