"""What the room tells of findings: a kind for each move that tells somebody, and what lies beside them."""

from collections.abc import Mapping

from supplier_portal.domain.workflow.finding import STANDING
from supplier_portal.notices.kinds import SUPPLIER, Kind

STEPS, MESSAGES, REMINDERS, ESCALATIONS = "findings", "finding_messages", "reminders", "escalations"


def _step(name: str) -> Kind:
    return Kind(f"findings.{name}", STEPS)


OPENED = _step("opened")
OPENED_TOGETHER = _step("opened_together")
OPENED_CRITICAL, OPENED_INTEGRITY = (
    Kind(f"findings.{name}", STEPS, always=True, sides=(SUPPLIER,)) for name in ("opened_critical", "opened_integrity")
)
PLAN_PROPOSED, REOPENED, WAIVED, WAIVER_ENDED, IMPLEMENTED = map(
    _step, ("plan_proposed", "reopened", "waived", "waiver_ended", "implemented")
)
OF_MOVE: Mapping[tuple[str, str], Kind] = {
    ("draft", "open"): OPENED,
    **{(origin, "cap_proposed"): PLAN_PROPOSED for origin in ("open", "rejected", "reopened")},
    ("open", "disputed"): _step("disputed"),
    ("disputed", "open"): _step("maintained"),
    ("disputed", "withdrawn"): _step("withdrawn"),
    ("cap_proposed", "accepted"): _step("plan_accepted"),
    ("cap_proposed", "rejected"): _step("plan_rejected"),
    ("accepted", "implemented"): IMPLEMENTED,
    ("insufficient", "implemented"): IMPLEMENTED,
    ("implemented", "verified"): _step("verified"),
    ("implemented", "insufficient"): _step("insufficient"),
    ("verified", "closed"): _step("closed"),
    ("closed", "effective"): _step("effective"),
    ("closed", "reopened"): REOPENED,
    **{(state, "waived"): WAIVED for state in STANDING},
    **{("waived", state): WAIVER_ENDED for state in STANDING},
}

MESSAGE = Kind("findings.message", MESSAGES)
EVIDENCE_ACCEPTED = Kind("findings.evidence_accepted", STEPS, mail=False, webhook=False)  # asks nobody for anything
EVIDENCE_SENT_BACK, STAGE_MET, STAGE_ACCEPTED, STAGE_SENT_BACK, CONTAINED = map(
    _step, ("evidence_sent_back", "stage_met", "stage_accepted", "stage_sent_back", "contained")
)
EXTENSION_ASKED, EXTENSION_GRANTED, EXTENSION_REFUSED = map(
    _step, ("extension_asked", "extension_granted", "extension_refused")
)

HALF, BEFORE, DUE, LATE, LATE_ABOVE, BUYER_BEFORE, BUYER_DUE, BUYER_LATE = (
    Kind(f"findings.remind_{name}", REMINDERS)
    for name in ("half", "before", "due", "late", "late_above", "buyer_before", "buyer_due", "buyer_late")
)
ESCALATED = Kind("findings.escalated", ESCALATIONS)

KINDS = (
    *dict.fromkeys(OF_MOVE.values()),
    *(OPENED_TOGETHER, OPENED_CRITICAL, OPENED_INTEGRITY),
    *(MESSAGE, EVIDENCE_ACCEPTED, EVIDENCE_SENT_BACK, STAGE_MET, STAGE_ACCEPTED, STAGE_SENT_BACK, CONTAINED),
    *(EXTENSION_ASKED, EXTENSION_GRANTED, EXTENSION_REFUSED),
    *(HALF, BEFORE, DUE, LATE, LATE_ABOVE, BUYER_BEFORE, BUYER_DUE, BUYER_LATE),
    ESCALATED,
)
