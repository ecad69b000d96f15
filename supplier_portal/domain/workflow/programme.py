"""The states of a year's audit programme."""

from supplier_portal.domain.workflow.transition import PLANNER, Workflow, rows

PROGRAMME = Workflow("programme", "draft", rows("draft", "agreed", (PLANNER,)))
