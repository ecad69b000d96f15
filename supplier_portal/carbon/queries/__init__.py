"""Imported lists, their matches with the suppliers, the decisions on them, and the facts a rating is made of."""

from supplier_portal.carbon.queries.facts import MOST_NAMED, CarbonFacts, months_before, scoring_facts
from supplier_portal.carbon.queries.snapshots import (
    CONFLICT,
    DECIDED,
    SURE,
    count_of,
    snapshot_in_force,
    snapshot_of_file,
    visible,
    visible_matches,
)

__all__ = [
    "CONFLICT",
    "DECIDED",
    "MOST_NAMED",
    "SURE",
    "CarbonFacts",
    "count_of",
    "months_before",
    "scoring_facts",
    "snapshot_in_force",
    "snapshot_of_file",
    "visible",
    "visible_matches",
]
