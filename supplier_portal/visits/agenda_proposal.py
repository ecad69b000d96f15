"""A first agenda: the lead opens and closes, in between the team shares the checklist's steps and works in parallel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from fractions import Fraction
from itertools import accumulate

from supplier_portal.domain.checklist.version import Text

MORNING, AFTERNOON = (9 * 60, 12 * 60), (13 * 60, 17 * 60)
OPENING_TAKES, TOUR_TAKES, TALK_TAKES, CLOSING_TAKES = 30, 60, 30, 60
GRID, SLIVER = 15, 45
MOST_DAYS = 5
SATURDAY = 5
HOUR = 60

OPENING = Text("Opening meeting", "首次会议")
TOUR = Text("Tour of the site", "现场巡视")
TALK = Text("The auditors put their findings together", "审核组内部沟通，汇总审核发现")
CLOSING = Text("Closing meeting", "末次会议")
OF_MEETINGS = Text("Management, carbon lead, heads of the departments audited", "管理层、双碳负责人、受审核部门负责人")
OF_TOUR = Text("Plant manager, energy manager, safety guide", "厂长、能源管理人员、安全陪同人员")
OF_STEPS = Text("Carbon lead and whoever keeps the records", "双碳负责人及资料保管人员")
OF_STEPS_BESIDE = Text("Head of the department and whoever keeps the records", "相关部门负责人及资料保管人员")
"""For what goes on beside the lead's steps: the carbon lead is in one place at a time."""
NOBODY = Text("", "")


@dataclass(frozen=True)
class Part:
    """A step of the checklist; checkpoints: how many of its checkpoints apply."""

    name: Text
    checkpoints: int


@dataclass(frozen=True)
class ProposedItem:
    """what, wanted: what an item is about and whom of the supplier it needs; auditors: account ids of who takes it."""

    day: date
    starts_at: time
    ends_at: time
    what: Text
    wanted: Text
    auditors: tuple[int, ...]


@dataclass(frozen=True)
class _Window:
    """A stretch of one day, in minutes since midnight."""

    day: date
    start: int
    end: int


def proposed_agenda(
    first: date, last: date, mode: str, parts: Sequence[Part], team: Sequence[int]
) -> list[ProposedItem]:
    """Propose items that fill the audit's days, nobody in two of them at a time, in their order.

    A desktop audit has no meetings and no tour, a remote one no tour. team: account ids, the lead's first.
    """
    windows = [_Window(day, *window) for day in days_of(first, last) for window in (MORNING, AFTERNOON)]
    lead, everybody = tuple(team[:1]), tuple(team)
    items = []
    if mode != "desktop":
        items = [_cut_first(windows, OPENING_TAKES, OPENING, OF_MEETINGS, lead)]
        if mode == "on_site":
            items.append(_cut_first(windows, TOUR_TAKES, TOUR, OF_TOUR, everybody))
        items.append(_cut_last(windows, CLOSING_TAKES, CLOSING, OF_MEETINGS, lead))
        items.append(_cut_last(windows, TALK_TAKES, TALK, NOBODY, everybody))
    for member, share in zip(team, shares_of(parts, len(team)), strict=True):
        items += _steps(windows, share, OF_STEPS if (member,) == lead else OF_STEPS_BESIDE, (member,))
    return sorted(items, key=lambda item: (item.day, item.starts_at))


def shares_of(parts: Sequence[Part], people: int) -> list[list[Part]]:
    """Share steps out by their checkpoints, the least to the first person, who leads; each share in its order."""
    loads, shares = [0] * people, [list[int]() for _ in range(people)]
    for place in sorted(range(len(parts)), key=lambda place: -parts[place].checkpoints):
        least = loads.index(min(loads))
        loads[least] += parts[place].checkpoints
        shares[least].append(place)
    by_load = sorted(range(people), key=lambda person: loads[person])
    return [[parts[place] for place in sorted(shares[person])] for person in by_load]


def days_of(first: date, last: date) -> list[date]:
    """The days worked on: without weekends between the first and the last one; of a long audit the first and last."""
    span = [first + timedelta(days=past) for past in range((last - first).days + 1)]
    worked = [day for day in span if day.weekday() < SATURDAY or day in {first, last}]
    return worked if len(worked) <= MOST_DAYS else [*worked[: MOST_DAYS - 1], last]


def _cut_first(windows: list[_Window], takes: int, what: Text, wanted: Text, auditors: tuple[int, ...]) -> ProposedItem:
    window = windows[0]
    windows[0] = _Window(window.day, window.start + takes, window.end)
    return _item(_Window(window.day, window.start, window.start + takes), what, wanted, auditors)


def _cut_last(windows: list[_Window], takes: int, what: Text, wanted: Text, auditors: tuple[int, ...]) -> ProposedItem:
    window = windows[-1]
    windows[-1] = _Window(window.day, window.start, window.end - takes)
    return _item(_Window(window.day, window.end - takes, window.end), what, wanted, auditors)


def _steps(
    windows: Sequence[_Window], parts: Sequence[Part], wanted: Text, auditors: tuple[int, ...]
) -> Iterator[ProposedItem]:
    """Lay a share of the steps along the free time by their checkpoints; one that meets a break goes on after it."""
    begun = 0
    for what, end in _ends(parts, _edges(windows)):
        for piece in _pieces(windows, begun, end):
            yield _item(piece, what, wanted, auditors)
        begun = end


def _edges(windows: Sequence[_Window]) -> list[int]:
    """The minutes of the free time at which a break begins, the last of them its end."""
    return list(accumulate(window.end - window.start for window in windows))


def _ends(parts: Sequence[Part], edges: Sequence[int]) -> Iterator[tuple[Text, int]]:
    """Each step with the minute of the free time it ends at; one too short for a slot joins the next."""
    whole, counted, begun = sum(part.checkpoints for part in parts), 0, 0
    waiting: list[Text] = []
    for part in parts:
        counted += part.checkpoints
        waiting += [part.name] if part.checkpoints else []
        last = counted == whole
        end = edges[-1] if last else _snapped(Fraction(edges[-1] * counted, whole), edges, len(parts))
        if waiting and (end > begun or last):
            yield _joined(waiting), end
            waiting, begun = [], end


def _snapped(minute: Fraction, edges: Sequence[int], parts: int) -> int:
    """The next slot that leaves one for the rest, or the break where only a sliver would lie between the two."""
    sliver = min(Fraction(SLIVER), Fraction(edges[-1], 2 * parts))
    near = [edge for edge in edges[:-1] if abs(edge - minute) < sliver]
    return near[0] if near else min(round(minute / GRID) * GRID, edges[-1] - GRID)


def _pieces(windows: Sequence[_Window], begun: int, end: int) -> Iterator[_Window]:
    passed = 0
    for window in windows:
        length = window.end - window.start
        start, stop = max(begun - passed, 0), min(end - passed, length)
        if start < stop:
            yield _Window(window.day, window.start + start, window.start + stop)
        passed += length


def _joined(names: Sequence[Text]) -> Text:
    return Text("; ".join(name.en for name in names), "；".join(name.zh for name in names))


def _item(taken: _Window, what: Text, wanted: Text, auditors: tuple[int, ...]) -> ProposedItem:
    starts_at, ends_at = time(*divmod(taken.start, HOUR)), time(*divmod(taken.end, HOUR))
    return ProposedItem(taken.day, starts_at, ends_at, what, wanted, auditors)
