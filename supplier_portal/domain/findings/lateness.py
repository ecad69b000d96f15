"""How long the buyer takes for its own acts, beside the days it has: reported, and never counted against a supplier."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from supplier_portal.domain.calendars import Calendar
from supplier_portal.domain.findings.clock import Asked, buyer_allowance
from supplier_portal.domain.findings.policy import BuyerDays
from supplier_portal.domain.findings.reading import Reading, Stretch, stretches_of

KIND_OF = {"disputed": "dispute", "cap_proposed": "plan_review", "implemented": "verification"}
EXTENSION = "extension"
KINDS = (*KIND_OF.values(), EXTENSION)


@dataclass(frozen=True)
class BuyerAct:
    """One act of the buyer's. done_on: None while it waits; taken: counted days, working days where it has such."""

    kind: str
    due_on: date
    done_on: date | None
    taken: int

    def late(self, today: date) -> bool:
        return (self.done_on or today) > self.due_on


@dataclass(frozen=True)
class Lateness:
    """Of one kind of act: how many, how many of them on time and late, and the days taken; None where there is none."""

    kind: str
    count: int
    on_time: int
    late: int
    median: int | None
    worst: int | None


def acts_of(
    moves: Sequence[tuple[str, date]], asked: Iterable[Asked], allowed: BuyerDays, buyer: Calendar, today: date
) -> Iterator[BuyerAct]:
    """What the buyer did and has to do for one finding. moves: (state, day) from the notice on, in order."""
    held: list[Stretch] = []
    for one in stretches_of(moves, today) if moves else ():
        if one.state == "waived" and held:
            continue
        if held and one.state != held[0].state:
            yield _act(held, allowed, buyer, one.since)
            held = []
        if one.state in KIND_OF:
            held.append(one)
    if held:
        yield _act(held, allowed, buyer, None)
    for extension in asked:
        since, until = extension.asked_on, extension.decided_on
        due_on = buyer.working_days_after(since, allowed.extension)
        yield BuyerAct(EXTENSION, due_on, until, buyer.working_days(since, until or today))


def lateness_of(acts: Iterable[BuyerAct], first: date, last: date) -> list[Lateness]:
    """By kind, the acts done from the first to the last day, and those that are late on the last one and still wait."""
    told = {kind: list[BuyerAct]() for kind in KINDS}
    for act in acts:
        if first <= act.done_on <= last if act.done_on else act.late(last):
            told[act.kind].append(act)
    return [_lateness(kind, of_kind, last) for kind, of_kind in told.items()]


def _act(held: Sequence[Stretch], allowed: BuyerDays, buyer: Calendar, done_on: date | None) -> BuyerAct:
    number, working = buyer_allowance(held[0].state, allowed) or (0, False)
    reading = Reading(number, tuple(held), buyer, working)
    return BuyerAct(KIND_OF[held[0].state], reading.due_on, done_on, reading.used)


def _lateness(kind: str, acts: Sequence[BuyerAct], last: date) -> Lateness:
    late, days = sum(act.late(last) for act in acts), [act.taken for act in acts]
    return Lateness(
        kind, len(acts), len(acts) - late, late, median_low(days) if days else None, max(days) if days else None
    )
