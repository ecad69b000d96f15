"""The audit's states and moves."""

from supplier_portal.domain.workflow.transition import AUDITOR, LEAD, PLANNER, REVIEWER, Workflow, rows

BEFORE_ISSUE = ("planned", "confirmed", "in_progress", "closing_held", "in_review", "draft_sent")
FROZEN = ("issued", "closed", "amended")
REFUSED = ("refused", "aborted")

AUDIT = Workflow(
    "audit",
    "planned",
    [
        *rows("planned", "confirmed", (PLANNER, LEAD), tells=("supplier", "team")),
        *rows("confirmed", "in_progress", (LEAD, AUDITOR)),
        *rows("in_progress", "closing_held", (LEAD,), needs=("all_answered",)),
        *rows("closing_held", "in_review", (LEAD,), tells=("reviewer",)),
        *rows("in_review", "in_progress", (REVIEWER,), needs=("outside_team", "reason"), tells=("team",)),
        *rows("in_review", "draft_sent", (REVIEWER,), needs=("outside_team", "all_answered"), tells=("supplier",)),
        *rows("draft_sent", "in_review", (REVIEWER,), needs=("outside_team", "reason"), tells=("team",)),
        *rows(
            "draft_sent",
            "issued",
            (REVIEWER,),
            needs=("outside_team", "all_answered", "comments_over"),
            tells=("supplier", "team"),
        ),
        *rows("issued", "closed", (PLANNER, LEAD), needs=("findings_settled",)),
        *rows(BEFORE_ISSUE, "cancelled", (PLANNER,), needs=("reason",), tells=("supplier", "team")),
        *rows(BEFORE_ISSUE, "refused", (PLANNER, LEAD), needs=("reason", "witness"), tells=("planner",)),
        *rows(BEFORE_ISSUE, "aborted", (LEAD,), needs=("reason", "witness"), tells=("planner",)),
        *rows(
            ("issued", "closed"), "amended", (REVIEWER,), needs=("outside_team", "reason"), tells=("supplier", "team")
        ),
    ],
)
