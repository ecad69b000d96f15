"""The states and moves of a supplier's appeal against a figure."""

from supplier_portal.domain.workflow.transition import MEMBER, OWNER, REVIEWER, Workflow, rows

OPEN = ("filed", "in_review")
DECIDED = ("granted", "refused")

APPEAL = Workflow(
    "appeal",
    "filed",
    [
        *rows("filed", "in_review", (REVIEWER,), needs=("outside_team",), tells=("supplier",)),
        *rows("in_review", "granted", (REVIEWER,), needs=("outside_team", "reason"), tells=("supplier",)),
        *rows("in_review", "refused", (REVIEWER,), needs=("outside_team", "reason"), tells=("supplier",)),
        *rows(OPEN, "withdrawn", (OWNER, MEMBER), tells=("reviewer",)),
    ],
)
