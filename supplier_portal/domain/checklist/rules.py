"""Rules between the parts of a checklist that a JSON Schema cannot say.

They read any document, a wrong one too, and look only at the parts that have the right form: the schema tells of
the others. So one run finds every fault.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from supplier_portal.domain.checklist.form import A_CODE, AN_AMOUNT
from supplier_portal.domain.errors import Fault

Entries = list[tuple[str, Mapping[str, Any]]]  # place and entry


def faults_in(document: object) -> list[Fault]:
    """Every fault of the rules, with its place ("checkpoints[3].weight") and without lines."""
    dimensions, steps, checkpoints = (_entries(document, key) for key in ("dimensions", "steps", "checkpoints"))
    return [
        *_twice(dimensions, "code", "checklist.dimension_twice"),
        *_twice(steps, "number", "checklist.step_twice"),
        *_twice(checkpoints, "code", "checklist.code_twice"),
        *_unknown(steps, "dimension", _values(dimensions, "code"), "checklist.dimension_unknown"),
        *_unknown(checkpoints, "step", _values(steps, "number"), "checklist.step_unknown"),
        *_unknown(checkpoints, "follows_from", _values(checkpoints, "code"), "checklist.follows_unknown"),
        *_codes_beside_their_step(checkpoints),
        *_steps_without_weight(steps, checkpoints),
        *_circles(checkpoints),
        *_metrics(checkpoints),
    ]


def _entries(document: object, key: str) -> Entries:
    found = document.get(key) if isinstance(document, Mapping) else None
    if not isinstance(found, list):
        return []
    return [(f"{key}[{place}]", entry) for place, entry in enumerate(found) if isinstance(entry, Mapping)]


def _values(entries: Entries, key: str) -> set[str | int]:
    return {entry[key] for _, entry in entries if isinstance(entry.get(key), str | int)}


def _twice(entries: Entries, key: str, code: str) -> Iterator[Fault]:
    seen: set[str | int] = set()
    for place, entry in entries:
        value = entry.get(key)
        if isinstance(value, str | int):
            if value in seen:
                yield Fault(code, f"{place}.{key}", facts={"value": value})
            seen.add(value)


def _unknown(entries: Entries, key: str, known: set[str | int], code: str) -> Iterator[Fault]:
    for place, entry in entries:
        value = entry.get(key)
        if isinstance(value, str | int) and value not in known:
            yield Fault(code, f"{place}.{key}", facts={"value": value})


def _codes_beside_their_step(checkpoints: Entries) -> Iterator[Fault]:
    """Hold the number before a code's point against its step: S4.2 belongs to step 4."""
    for place, entry in checkpoints:
        code, step = entry.get("code"), entry.get("step")
        form = A_CODE.fullmatch(code) if isinstance(code, str) else None
        if form and isinstance(step, int) and int(form["step"]) != step:
            yield Fault("checklist.code_of_other_step", f"{place}.code", facts={"value": code, "step": step})


def _steps_without_weight(steps: Entries, checkpoints: Entries) -> Iterator[Fault]:
    """Find steps whose checkpoints all weigh 0, or that have none; an unreadable weight counts as one."""
    weighty: set[object] = set()
    for _, entry in checkpoints:
        weight, step = entry.get("weight"), entry.get("step")
        if isinstance(step, int) and not (
            isinstance(weight, str) and AN_AMOUNT.fullmatch(weight) and not Decimal(weight)
        ):
            weighty.add(step)
    for place, entry in steps:
        if isinstance(entry.get("number"), int) and entry["number"] not in weighty:
            yield Fault("checklist.step_without_weight", place, facts={"step": entry["number"]})


def _circles(checkpoints: Entries) -> Iterator[Fault]:
    """Checkpoints that follow from each other, or from themselves; each circle once, where it is met first."""
    origin = {
        entry["code"]: entry["follows_from"]
        for _, entry in checkpoints
        if isinstance(entry.get("code"), str) and isinstance(entry.get("follows_from"), str)
    }
    walked: set[str] = set()
    for place, entry in checkpoints:
        code, path = entry.get("code"), set[str]()
        while isinstance(code, str) and code in origin and code not in walked:
            walked.add(code)
            path.add(code)
            code = origin[code]
        if isinstance(code, str) and code in path:
            yield Fault("checklist.follows_circle", f"{place}.follows_from", facts={"value": code})


def _metrics(checkpoints: Entries) -> Iterator[Fault]:
    for place, entry in checkpoints:
        if entry.get("type") == "numeric" and "metric" not in entry:
            yield Fault("checklist.metric_missing", f"{place}.metric")
        if entry.get("type") in ("maturity", "yes_no") and "metric" in entry:
            yield Fault("checklist.metric_unexpected", f"{place}.metric")
        metric = entry.get("metric")
        if isinstance(metric, Mapping) and isinstance(metric.get("bands"), list):
            yield from _bands(f"{place}.metric.bands", metric["bands"], at_most=metric.get("direction") == "at_most")


def _bands(place: str, bands: list[Any], *, at_most: bool) -> Iterator[Fault]:
    """Bands stand for levels 1 to 4, and whoever reaches one reaches all below it."""
    for number, band in enumerate(bands, start=1):
        level = band.get("level") if isinstance(band, Mapping) else None
        if isinstance(level, int) and level != number:
            yield Fault("checklist.band_level", f"{place}[{number - 1}].level", facts={"expected": number})
    reach = [_reach(band, at_most=at_most) for band in bands]
    for number, (lower, higher) in enumerate(pairwise(reach), start=1):
        if lower and higher and not (higher != lower and higher[0] >= lower[0] and higher[1] >= lower[1]):
            yield Fault("checklist.band_order", f"{place}[{number}].threshold", facts={"level": number + 1})


def _reach(band: object, *, at_most: bool) -> tuple[tuple[Fraction, bool], bool] | None:
    """How hard a band is to reach: by its figure, and by being on track; None for one of the wrong form."""
    threshold = band.get("threshold") if isinstance(band, Mapping) else None
    if not isinstance(band, Mapping) or not isinstance(threshold, str) or not AN_AMOUNT.fullmatch(threshold):
        return None
    figure = Fraction(threshold)
    return (-figure if at_most else figure, band.get("strict") is True), band.get("on_track") is True
