"""What the room tells of appeals: a kind for each move that tells somebody, by its states."""

from collections.abc import Mapping

from supplier_portal.domain.workflow.appeal import OPEN
from supplier_portal.notices.kinds import Kind

TOPIC = "appeals"


def _kind(name: str) -> Kind:
    return Kind(f"appeals.{name}", TOPIC)


FILED = _kind("filed")
_WITHDRAWN = _kind("withdrawn")
OF_MOVE: Mapping[tuple[str, str], Kind] = {
    ("", "filed"): FILED,
    ("filed", "in_review"): _kind("in_review"),
    ("in_review", "granted"): _kind("granted"),
    ("in_review", "refused"): _kind("refused"),
    **{(origin, "withdrawn"): _WITHDRAWN for origin in OPEN},
}
TO_CORRECT = _kind("to_correct")
KINDS = (*dict.fromkeys(OF_MOVE.values()), TO_CORRECT)
