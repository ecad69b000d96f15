"""The finding's states and moves, and whose turn it is in each."""

from supplier_portal.domain.workflow.transition import (
    AUDITOR,
    LEAD,
    MEMBER,
    OWNER,
    PLANNER,
    REVIEWER,
    SYSTEM,
    Workflow,
    rows,
)

BUYER = (LEAD, AUDITOR, REVIEWER)
SUPPLIER = (OWNER, MEMBER)
STANDING = (
    "open", "disputed", "cap_proposed", "rejected", "accepted", "implemented", "insufficient", "verified", "reopened",
)  # fmt: skip

FINDING = Workflow(
    "finding",
    "draft",
    [
        *rows("draft", "open", (REVIEWER, SYSTEM), tells=("supplier",)),
        *rows("open", "cap_proposed", SUPPLIER, needs=("plan",), tells=("team",)),
        *rows("open", "disputed", SUPPLIER, needs=("reason",), tells=("reviewer",)),
        *rows("disputed", "open", (REVIEWER,), needs=("outside_team", "reason"), tells=("supplier",)),
        *rows("disputed", "withdrawn", (REVIEWER,), needs=("outside_team", "reason"), tells=("supplier", "team")),
        *rows("cap_proposed", "accepted", BUYER, tells=("supplier",)),
        *rows("cap_proposed", "rejected", BUYER, needs=("reason",), tells=("supplier",)),
        *rows("rejected", "cap_proposed", SUPPLIER, needs=("plan",), tells=("team",)),
        *rows("accepted", "implemented", SUPPLIER, needs=("evidence",), tells=("team",)),
        *rows("implemented", "verified", BUYER, tells=("supplier",)),
        *rows("implemented", "insufficient", BUYER, needs=("reason",), tells=("supplier",)),
        *rows("insufficient", "implemented", SUPPLIER, needs=("evidence",), tells=("team",)),
        *rows("verified", "closed", BUYER, tells=("supplier",)),
        *rows("closed", "effective", BUYER, needs=("review",), tells=("supplier",)),
        *rows("closed", "reopened", BUYER, needs=("reason",), tells=("supplier",)),
        *rows("reopened", "cap_proposed", SUPPLIER, needs=("plan",), tells=("team",)),
        *rows(STANDING, "waived", (REVIEWER, PLANNER), needs=("reason", "until"), tells=("supplier", "team")),
        *(row for state in STANDING for row in rows("waived", state, (SYSTEM,), tells=("supplier", "team"))),
    ],
)

TURN_OF_SUPPLIER = frozenset({"open", "rejected", "accepted", "insufficient", "reopened"})
TURN_OF_BUYER = frozenset({"disputed", "cap_proposed", "implemented", "verified"})
COUNTS_AS_OPEN = frozenset(STANDING)  # from its notification until closed, withdrawn or waived


def turn(state: str) -> str:
    """`supplier`, `buyer` or `nobody`: who holds the ball in this state."""
    if state in TURN_OF_SUPPLIER:
        return "supplier"
    return "buyer" if state in TURN_OF_BUYER else "nobody"
