"""How long findings take to be closed: percentiles by severity of counted supplier days and of calendar days."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import CompoundSelect, case, func, literal, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.desk.models import ClosingTime
from supplier_portal.desk.queries import reached
from supplier_portal.domain.findings.percentile import PERCENTS, nearest_rank
from supplier_portal.findings.models import Finding

SEVERITIES = ("critical", "major", "minor", "observation")
ALL = ""
LAST_YEAR, EVER = PERIODS = ("year", "ever")
_MEASURES: Mapping[str, InstrumentedAttribute[int]] = {
    "supplier": ClosingTime.supplier_days,
    "calendar": ClosingTime.calendar_days,
}


@dataclass(frozen=True)
class Took:
    """Of the findings of one severity, or of all (empty), closed in a period.

    supplier, calendar: P50, P75 and P90 of the counted supplier days and of the calendar days, in whole days by the
    nearest rank; buyer_share: of all their calendar days together, those in which the buyer held the ball.
    """

    severity: str
    count: int
    supplier: tuple[int | None, ...]
    calendar: tuple[int | None, ...]
    buyer_share: Fraction | None


def closing_times(session: Session, actor: Actor, day: date) -> Mapping[str, Sequence[Took]]:
    """By period, of those closed within twelve months up to `day` and of all: each severity that occurs, and all.

    The database counts how often each number of days occurs, in one statement; of these counts, as many as there are
    different numbers, the percentiles are taken.
    """
    days: dict[tuple[str, str, str], Counter[int]] = defaultdict(Counter)
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for measure, severity, recent, number, count, calendar, buyer in session.execute(_counts(actor, day)):
        for period in PERIODS if recent else (EVER,):
            for named in (severity, ALL):
                days[period, named, measure][number] += count
                if measure == "calendar":
                    total = sums[period, named]
                    total[0], total[1] = total[0] + int(calendar), total[1] + int(buyer)
    return {period: [_took(period, one, days, sums) for one in (*SEVERITIES, ALL) if (period, one) in sums]
            for period in PERIODS}  # fmt: skip


def year_before(day: date) -> date:
    """The same day of the year before; the last of February stays its last."""
    last_of_february = (day.month, day.day) == (2, 29)
    return date(day.year - 1, day.month, 28 if last_of_february else day.day)


def _counts(actor: Actor, day: date) -> CompoundSelect[*tuple[Any, ...]]:
    recent = case((ClosingTime.closed_on > year_before(day), 1), else_=0)
    seen = reached(actor, Permission.DESK_PAGE_READ).join(ClosingTime, ClosingTime.finding_id == Finding.id)
    each = seen.with_only_columns(
        Finding.severity, recent.label("recent"), ClosingTime.calendar_days, ClosingTime.supplier_days,
        ClosingTime.buyer_days,
    ).where(Finding.severity != "none").cte().prefix_with("MATERIALIZED")  # fmt: skip
    parts = []
    for measure, column in _MEASURES.items():
        number = each.c[column.key]
        kinds = (each.c.severity, each.c.recent, number)
        told = (literal(measure), *kinds, func.count(), func.sum(each.c.calendar_days), func.sum(each.c.buyer_days))
        parts.append(each.select().with_only_columns(*told).group_by(*kinds))
    return union_all(*parts)


def _took(
    period: str,
    severity: str,
    days: Mapping[tuple[str, str, str], Counter[int]],
    sums: Mapping[tuple[str, str], list[int]],
) -> Took:
    supplier, calendar = (days[period, severity, measure] for measure in _MEASURES)
    whole, buyer = sums[period, severity]
    return Took(
        severity,
        supplier.total(),
        tuple(nearest_rank(supplier, percent) for percent in PERCENTS),
        tuple(nearest_rank(calendar, percent) for percent in PERCENTS),
        Fraction(buyer, whole) if whole else None,
    )
