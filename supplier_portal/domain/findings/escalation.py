"""When a finding goes above the heads of those who deal with it: worked out from its moves and clocks, never set."""

from collections.abc import Iterator, Sequence
from datetime import date

from supplier_portal.domain.findings.clock import SUPPLIER, Clock
from supplier_portal.domain.findings.policy import ClockRules
from supplier_portal.domain.workflow.finding import COUNTS_AS_OPEN

REASONS = ("plan_rejected", "insufficient", "late", "reopened")


def escalations_of(
    run: Sequence[tuple[str, date]], clock: Clock, rules: ClockRules, day: date
) -> list[tuple[str, date]]:
    """The reasons that hold on `day`, each with the day since which it does; none where nobody deals with it.

    run: (state, day) of the moves since the clocks began (`Course.run`).
    """
    return [(reason, since) for reason, since in _reasons(run, clock, rules) if since <= day]


def escalates_on(run: Sequence[tuple[str, date]], clock: Clock, rules: ClockRules) -> date | None:
    """The first day on which a reason holds, be it ahead; None where none does as things stand."""
    return min((since for _, since in _reasons(run, clock, rules)), default=None)


def _reasons(run: Sequence[tuple[str, date]], clock: Clock, rules: ClockRules) -> Iterator[tuple[str, date]]:
    if clock.state not in COUNTS_AS_OPEN:
        return
    asked = rules.escalation
    for reason, state, times in (
        ("plan_rejected", "rejected", asked.rejected),
        ("insufficient", "insufficient", asked.insufficient),
    ):
        days = [day for target, day in run if target == state]
        if len(days) >= times:
            yield reason, days[times - 1]
    supplier, beyond = clock.supplier, asked.late_days + 1
    if supplier is not None and not clock.optional and (clock.turn == SUPPLIER or supplier.late_days >= beyond):
        yield "late", supplier.day_of(supplier.allowed + beyond)
    if asked.reopened and run[0][0] == "reopened":
        yield "reopened", run[0][1]
