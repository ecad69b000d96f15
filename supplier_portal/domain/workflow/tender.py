"""The tender's states and moves."""

from supplier_portal.domain.workflow.transition import PROCUREMENT, Workflow, rows

BEFORE_AWARD = ("draft", "published", "locked", "closed", "opened", "evaluated")

TENDER = Workflow(
    "tender",
    "draft",
    [
        *rows("draft", "published", (PROCUREMENT,), needs=("rules",)),
        *rows("published", "locked", (PROCUREMENT,), needs=("figures",)),
        *rows("locked", "closed", (PROCUREMENT,), needs=("deadline_over",)),
        *rows("closed", "opened", (PROCUREMENT,), needs=("two_people",)),
        *rows("opened", "evaluated", (PROCUREMENT,)),
        *rows("evaluated", "awarded", (PROCUREMENT,), needs=("gates_read_again",)),
        *rows(BEFORE_AWARD, "cancelled", (PROCUREMENT,), needs=("reason",)),
    ],
)
