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
from supplier_portal.domain.checklist.guidance_rules import guidance_faults
from supplier_portal.domain.errors import Fault

Entries = list[tuple[str, Mapping[str, Any]]]  # place and entry
Values = list[tuple[str, str | int]]  # place and value
WHOLE_NUMBERS = ("number", "step")


def faults_in(document: object, *, whole: bool = True) -> list[Fault]:
    """Every fault of the rules, with its place ("checkpoints[3].weight") and without lines.

    whole: False where parts of the document could not be read: then nothing is said to be missing elsewhere.
    """
    dimensions, steps, checkpoints = (_entries(document, key) for key in ("dimensions", "steps", "checkpoints"))
    numbers = _values(steps, "number")
    return [
        *_twice(_values(dimensions, "code"), "checklist.dimension_twice"),
        *_twice(numbers, "checklist.step_twice"),
        *_twice(_values(checkpoints, "code"), "checklist.code_twice"),
        *_codes_beside_their_step(checkpoints),
        *_circles(checkpoints),
        *_metrics(checkpoints),
        *guidance_faults(checkpoints),
        *(_missing_elsewhere(dimensions, steps, checkpoints) if whole else ()),
    ]


def _missing_elsewhere(dimensions: Entries, steps: Entries, checkpoints: Entries) -> Iterator[Fault]:
    codes, numbers = _values(checkpoints, "code"), _values(steps, "number")
    yield from _unknown(_values(steps, "dimension"), _values(dimensions, "code"), "checklist.dimension_unknown")
    yield from _unknown(_values(checkpoints, "step"), numbers, "checklist.step_unknown")
    yield from _unknown(_values(checkpoints, "follows_from"), codes, "checklist.follows_unknown")
    yield from _steps_without_weight(steps, checkpoints)


def _entries(document: object, key: str) -> Entries:
    found = document.get(key) if isinstance(document, Mapping) else None
    if not isinstance(found, list):
        return []
    return [(f"{key}[{place}]", entry) for place, entry in enumerate(found) if isinstance(entry, Mapping)]


def _values(entries: Entries, key: str) -> Values:
    kind = int if key in WHOLE_NUMBERS else str
    return [(f"{place}.{key}", entry[key]) for place, entry in entries if type(entry.get(key)) is kind]


def _twice(values: Values, code: str) -> Iterator[Fault]:
    seen: set[str | int] = set()
    for place, value in values:
        if value in seen:
            yield Fault(code, place, facts={"value": value})
        seen.add(value)


def _unknown(values: Values, known: Values, code: str) -> Iterator[Fault]:
    there = {value for _, value in known}
    return (Fault(code, place, facts={"value": value}) for place, value in values if value not in there)


def _codes_beside_their_step(checkpoints: Entries) -> Iterator[Fault]:
    """Hold the number before a code's point against its step: S4.2 belongs to step 4."""
    for place, entry in checkpoints:
        code, step = entry.get("code"), entry.get("step")
        form = A_CODE.fullmatch(code) if isinstance(code, str) else None
        if form and isinstance(step, int) and int(form["step"]) != step:
            yield Fault("checklist.code_of_other_step", f"{place}.code", facts={"value": code, "step": step})


def _steps_without_weight(steps: Entries, checkpoints: Entries) -> Iterator[Fault]:
    """Find steps whose checkpoints all weigh 0, or that have none; what is unreadable may weigh something."""
    weighty = [entry for _, entry in checkpoints if not _is_nothing(entry.get("weight"))]
    of_steps = {value for _, value in _values([("", entry) for entry in weighty], "step")}
    if len(_values(checkpoints, "step")) < len(checkpoints):
        return
    for place, number in _values(steps, "number"):
        if number not in of_steps:
            yield Fault("checklist.step_without_weight", place.removesuffix(".number"), facts={"step": number})


def _is_nothing(weight: object) -> bool:
    return isinstance(weight, str) and AN_AMOUNT.fullmatch(weight) is not None and not Decimal(weight)


def _circles(checkpoints: Entries) -> Iterator[Fault]:
    """Checkpoints that follow from each other, or from themselves; each circle once, where it is met first."""
    origin: dict[str, object] = {}
    for _, entry in checkpoints:
        if isinstance(entry.get("code"), str):
            origin.setdefault(entry["code"], entry.get("follows_from"))
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
    if not isinstance(band, Mapping):
        return None
    threshold, strict, on_track = band.get("threshold"), band.get("strict", False), band.get("on_track", False)
    if not isinstance(threshold, str) or not AN_AMOUNT.fullmatch(threshold):
        return None
    if not isinstance(strict, bool) or not isinstance(on_track, bool):
        return None
    figure = Fraction(threshold)
    return (-figure if at_most else figure, strict), on_track
