"""What differs between two versions of a checklist, and whether their results stay comparable."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from supplier_portal.domain.checklist.version import (
    ChecklistVersion,
    Checkpoint,
    Dimension,
    Metric,
    Step,
    Text,
)

SAME, PATCH, MINOR, MAJOR = COMPARABILITIES = ("same", "patch", "minor", "major")
"""Rising: results stay comparable up to minor; across a major change a trend is broken."""

OF_KIND: Mapping[str, str] = {
    "reworded": PATCH,
    "reordered": PATCH,
    "guided": MINOR,
    "staged": MINOR,
    "added": MAJOR,
    "removed": MAJOR,
    "moved": MAJOR,
    "reweighted": MAJOR,
    "rescaled": MAJOR,
    "reconditioned": MAJOR,
}
"""What each kind of change does to comparability; a checkpoint of weight 0 that comes or goes is minor."""

Part = str | Text | tuple[Text, ...] | None


@dataclass(frozen=True)
class Change:
    """One change of one field of one part.

    kind: a key of OF_KIND; part: checklist, dimension, step or checkpoint; code: the part's (its number for a step);
    field: the part's field, empty where the part came or went; before, after: None where there was nothing.
    """

    kind: str
    part: str
    code: str
    field: str = ""
    before: Part = None
    after: Part = None
    comparability: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "comparability", self.comparability or OF_KIND[self.kind])


@dataclass(frozen=True)
class Differences:
    """changes: in the order of the newer version, what was removed last."""

    changes: tuple[Change, ...]

    @property
    def comparability(self) -> str:
        """The gravest of the changes: same, patch, minor or major."""
        return max((change.comparability for change in self.changes), key=COMPARABILITIES.index, default=SAME)


def differences(old: ChecklistVersion, new: ChecklistVersion) -> Differences:
    """Compare two versions, part by part: dimensions, steps and checkpoints are the same where their codes are.

    A checkpoint that goes to another step takes a code of that step: it is known by its title and question again.
    """
    moved = _moved(old, new)
    former = {moved.get(code, code): checkpoint for code, checkpoint in old.by_code.items()}
    return Differences(
        (
            *_fields("checklist", "", old, new, CHECKLIST),
            *_parts("dimension", _by_code(old.dimensions), _by_code(new.dimensions), DIMENSION),
            *_parts("step", _by_number(old.steps), _by_number(new.steps), STEP),
            *(Change("moved", "checkpoint", after, "code", before, after) for before, after in moved.items()),
            *_parts("checkpoint", former, new.by_code, CHECKPOINT),
            *_order(old, new),
        )
    )


def _moved(old: ChecklistVersion, new: ChecklistVersion) -> dict[str, str]:
    """Former code → new code of the checkpoints that alone have their title and question on both sides."""
    gone = [one for one in old.checkpoints if one.code not in new.by_code]
    come = [one for one in new.checkpoints if one.code not in old.by_code]
    sides = [Counter((one.title, one.question) for one in side) for side in (gone, come)]
    codes = {(one.title, one.question): one.code for one in come}
    alone = {said for said in codes if all(side[said] == 1 for side in sides)}
    return {one.code: codes[one.title, one.question] for one in gone if (one.title, one.question) in alone}


def least_version(old: str, comparability: str) -> str:
    """The lowest semantic version a change of this gravity may have: 1.2.3 and minor give 1.3.0."""
    first, second, third = (int(part) for part in old.split("."))
    if comparability == SAME:
        return old
    if comparability == PATCH:
        return f"{first}.{second}.{third + 1}"
    return f"{first}.{second + 1}.0" if comparability == MINOR else f"{first + 1}.0.0"


def _by_code(dimensions: tuple[Dimension, ...]) -> dict[str, Dimension]:
    return {dimension.code: dimension for dimension in dimensions}


def _by_number(steps: tuple[Step, ...]) -> dict[str, Step]:
    return {str(step.number): step for step in steps}


def _parts(part: str, old: Mapping[str, Any], new: Mapping[str, Any], fields: "Fields") -> Iterator[Change]:
    for code, after in new.items():
        if code in old:
            yield from _fields(part, code, old[code], after, fields)
        else:
            yield Change("added", part, code, after=_named(after), comparability=_of_weight(after))
    for code, before in old.items():
        if code not in new:
            yield Change("removed", part, code, before=_named(before), comparability=_of_weight(before))


def _named(part: Dimension | Step | Checkpoint) -> Text:
    return part.title if isinstance(part, Checkpoint) else part.name


def _of_weight(part: object) -> str:
    """What comes or goes without weight changes no score."""
    return MINOR if isinstance(part, Checkpoint) and not part.weight else MAJOR


def _fields(part: str, code: str, old: object, new: object, fields: "Fields") -> Iterator[Change]:
    for name, (kind, told) in fields.items():
        yield from _change(kind, part, code, name, (told(getattr(old, name)), told(getattr(new, name))))
    if isinstance(old, Checkpoint) and isinstance(new, Checkpoint):
        words = _metric_words(old.metric), _metric_words(new.metric)
        yield from _change("reworded", part, code, "metric_name", words)
        yield from _levels(old, new)


def _change(kind: str, part: str, code: str, name: str, sides: tuple[Part, Part]) -> Iterator[Change]:
    before, after = sides
    if before != after:
        yield Change(kind, part, code, name, before, after)


def _levels(old: Checkpoint, new: Checkpoint) -> Iterator[Change]:
    before, after = ({entry.level: entry.means for entry in one.levels} for one in (old, new))
    for level in sorted(before.keys() | after.keys()):
        if before.get(level) != after.get(level):
            yield Change("reworded", "checkpoint", new.code, f"levels.{level}", before.get(level), after.get(level))


def _order(old: ChecklistVersion, new: ChecklistVersion) -> Iterator[Change]:
    """Checkpoints of both that stand in another order within the list."""
    before = [code for code in old.by_code if code in new.by_code]
    after = [code for code in new.by_code if code in old.by_code]
    if before != after and not any(old.by_code[code].step != new.by_code[code].step for code in after):
        yield Change("reordered", "checklist", "", "order", ", ".join(before), ", ".join(after))


def _plain(value: object) -> str | None:
    return None if value is None or value is False else "true" if value is True else str(value)


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(sorted(values))


def _same(value: Any) -> Any:
    """Texts are compared as they are; nothing of them is an empty tuple, which is nothing."""
    return value or None


def _references(references: tuple[Any, ...]) -> tuple[Text, ...] | None:
    return tuple(_reference(entry) for entry in references) or None


def _reference(entry: Any) -> Text:
    cited = f"{entry.document}, {entry.clause}" if entry.clause else entry.document
    about = entry.about or Text("", "")
    return Text(f"{cited}: {about.en}" if about.en else cited, f"{cited}：{about.zh}" if about.zh else cited)


def _milestones(milestones: tuple[Any, ...]) -> tuple[Text, ...] | None:
    return tuple(Text(f"{one.days}: {one.shows.en}", f"{one.days}：{one.shows.zh}") for one in milestones) or None


def _scale(metric: Metric | None) -> str | None:
    """Whatever of a metric decides a level; its name is wording."""
    if metric is None:
        return None
    sign = {"at_least": "≥", "at_most": "≤"}[metric.direction]
    strict = {"at_least": ">", "at_most": "<"}[metric.direction]
    bands = (
        f"{band.level}: {strict if band.strict else sign} {band.threshold:f}{' +' * band.on_track}"
        for band in metric.bands
    )
    return f"{metric.basis or 'figure'}, {metric.unit.en}; {'; '.join(bands)}"


def _metric_words(metric: Metric | None) -> Text | None:
    """The wording of a metric: its name and unit."""
    if metric is None:
        return None
    return Text(f"{metric.name.en}, {metric.unit.en}", f"{metric.name.zh}，{metric.unit.zh}")


Fields = Mapping[str, tuple[str, Callable[[Any], Part]]]
"""By field: the kind of its change, and how a value of it is told."""

CHECKLIST: Fields = {
    "name": ("reworded", _plain),
    "title": ("reworded", _same),
    "module": ("rescaled", _plain),
}
DIMENSION: Fields = {"name": ("reworded", _same), "notes": ("guided", _same)}
STEP: Fields = {"dimension": ("moved", _plain), "name": ("reworded", _same), "asks": ("reworded", _same)}
CHECKPOINT: Fields = {
    "step": ("moved", _plain),
    "weight": ("reweighted", lambda weight: f"{weight:f}"),
    "type": ("rescaled", _plain),
    "metric": ("rescaled", _scale),
    "condition": ("reconditioned", _plain),
    "severity_at_zero": ("reconditioned", _plain),
    "severity_at_zero_core": ("reconditioned", _plain),
    "follows_from": ("reconditioned", _plain),
    "close_days": ("staged", _plain),
    "milestones": ("staged", _milestones),
    "title": ("reworded", _same),
    "question": ("reworded", _same),
    "methods": ("guided", _listed),
    "look_at": ("guided", _same),
    "evidence": ("guided", _same),
    "samples": ("guided", _same),
    "references": ("guided", _references),
    "faked": ("guided", _same),
}
