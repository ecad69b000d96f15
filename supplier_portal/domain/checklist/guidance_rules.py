"""Rules about the guidance of a checkpoint: a text for every level, stages that end with the time to close."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from supplier_portal.domain.errors import Fault

LEVELS_OF_TYPE: Mapping[str, tuple[int, ...]] = {
    "maturity": (0, 1, 2, 3, 4),
    "numeric": (0, 1, 2, 3, 4),
    "yes_no": (0, 4),
}


def guidance_faults(checkpoints: list[tuple[str, Mapping[str, Any]]]) -> Iterator[Fault]:
    """Every fault of the levels and milestones; checkpoints: each with its place."""
    for place, entry in checkpoints:
        if isinstance(entry.get("levels"), list):
            yield from _levels(f"{place}.levels", entry["levels"], entry.get("type"))
        if isinstance(entry.get("milestones"), list):
            yield from _milestones(f"{place}.milestones", entry["milestones"], entry.get("close_days"))


def _levels(place: str, levels: list[Any], kind: object) -> Iterator[Fault]:
    asked = LEVELS_OF_TYPE.get(kind, ()) if isinstance(kind, str) else ()
    told = _whole_numbers(levels, "level")
    if not asked or len(told) < len(levels):
        return
    for level in asked:
        if level not in told:
            yield Fault("checklist.level_missing", place, facts={"level": level})
    for at, level in enumerate(told):
        if level not in asked or level in told[:at]:
            yield Fault("checklist.level_unexpected", f"{place}[{at}].level", facts={"level": level})
    if sorted(told) == list(asked) != told:
        yield Fault("checklist.level_order", place)


def _milestones(place: str, milestones: list[Any], close_days: object) -> Iterator[Fault]:
    days = _whole_numbers(milestones, "days")
    if not days or len(days) < len(milestones):
        return
    for at, (before, after) in enumerate(pairwise(days), start=1):
        if after <= before:
            yield Fault("checklist.milestone_order", f"{place}[{at}].days")
    if close_days is None:
        yield Fault("checklist.milestones_without_end", place)
    elif type(close_days) is int and days[-1] != close_days:
        facts = {"days": days[-1], "close_days": close_days}
        yield Fault("checklist.milestone_end", f"{place}[{len(days) - 1}].days", facts=facts)


def _whole_numbers(entries: list[Any], key: str) -> list[int]:
    """The numbers of the entries that have one of the right form."""
    found = [entry.get(key) for entry in entries if isinstance(entry, Mapping)]
    return [number for number in found if isinstance(number, int) and not isinstance(number, bool)]
