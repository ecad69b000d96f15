"""What the room tells of audits: a kind for each move that tells somebody, by its states, and what lies beside them."""

from collections.abc import Mapping

from supplier_portal.domain.workflow.audit import BEFORE_ISSUE
from supplier_portal.notices.kinds import Kind

TOPIC = "audits"


def _kind(name: str) -> Kind:
    return Kind(f"audits.{name}", TOPIC)


PLANNED = _kind("planned")
COMMENT_WRITTEN = _kind("comment_written")
COMMENT_ANSWERED = _kind("comment_answered")
_ENDS = {target: _kind(target) for target in ("cancelled", "refused", "aborted")}
_AMENDED = _kind("amended")
OF_MOVE: Mapping[tuple[str, str], Kind] = {
    ("planned", "confirmed"): _kind("confirmed"),
    ("closing_held", "in_review"): _kind("in_review"),
    ("in_review", "in_progress"): _kind("sent_back"),
    ("in_review", "draft_sent"): _kind("draft_sent"),
    ("draft_sent", "in_review"): _kind("back_in_review"),
    ("draft_sent", "issued"): _kind("issued"),
    **{(origin, target): kind for origin in BEFORE_ISSUE for target, kind in _ENDS.items()},
    ("issued", "amended"): _AMENDED,
    ("closed", "amended"): _AMENDED,
}
KINDS = (PLANNED, COMMENT_WRITTEN, COMMENT_ANSWERED, *dict.fromkeys(OF_MOVE.values()))
