"""The differences between two versions in a reader's words: old and new beside each other, what changed marked."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby

from supplier_portal.domain.checklist.difference import Change, Differences, Part
from supplier_portal.domain.checklist.version import ChecklistVersion as Checklist
from supplier_portal.domain.checklist.version import Checkpoint, Metric, Text
from supplier_portal.language.speech import Speech

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
MOST_WORK = 20_000_000  # pairs of words compared for one page; beyond it, texts are marked as a whole
WORDED = {
    "type": "checkpoint_type",
    "condition": "condition",
    "severity_at_zero": "severity",
    "severity_at_zero_core": "severity",
    "methods": "method",
}
"""Fields whose values are codes, and the words that stand for them."""


@dataclass(frozen=True)
class Piece:
    text: str
    changed: bool


Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Beside:
    """language: of a text that stands in both languages, empty for what is the same in all."""

    language: str
    before: Pieces
    after: Pieces


@dataclass(frozen=True)
class ShownChange:
    """label: the field in words; empty rows where the part as a whole came or went."""

    kind: str
    label: str
    comparability: str
    rows: tuple[Beside, ...]


@dataclass(frozen=True)
class ShownPart:
    """part: checklist, dimension, step or checkpoint; checkpoint: as it is now, or was."""

    part: str
    code: str
    title: Text | None
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True)
class ShownStep:
    """number: None for what belongs to no step."""

    number: int | None
    name: Text | None
    parts: tuple[ShownPart, ...]


@dataclass
class Marker:
    """Marks what differs between two texts, word by word in English, character by character in Chinese."""

    work: int = MOST_WORK
    _known: dict[tuple[str, str, str], tuple[Pieces, Pieces]] = field(default_factory=dict)

    def marked(self, before: str, after: str, language: str) -> tuple[Pieces, Pieces]:
        key = (before, after, language)
        if key not in self._known:
            self._known[key] = self._compared(before, after, language)
        return self._known[key]

    def _compared(self, before: str, after: str, language: str) -> tuple[Pieces, Pieces]:
        old, new = (list(text) if language == "zh" else WORDS.findall(text) for text in (before, after))
        self.work -= len(old) * len(new)
        if self.work < 0 or not before or not after:
            return _whole(before), _whole(after)
        steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        changed = [
            tag != "equal" or (0 < at < len(steps) - 1 and not "".join(old[start:end]).strip())
            for at, (tag, start, end, _, _) in enumerate(steps)
        ]
        return (
            _joined((old[step[1] : step[2]], mark) for step, mark in zip(steps, changed, strict=True)),
            _joined((new[step[3] : step[4]], mark) for step, mark in zip(steps, changed, strict=True)),
        )


def in_words(found: Differences, old: Checklist, new: Checklist, speech: Speech) -> list[ShownStep]:
    """Give the changes by step and checkpoint: first what belongs to no step, then the steps in their order."""
    teller = _Teller(old, new, speech, Marker())
    parts = [
        teller.part(*key, list(changes)) for key, changes in groupby(found.changes, lambda one: (one.part, one.code))
    ]
    placed: dict[int | None, list[ShownPart]] = {}
    for part in parts:
        placed.setdefault(teller.step_of(part), []).append(part)
    names = {step.number: step.name for step in (*old.steps, *new.steps)}
    return [
        ShownStep(number, names.get(number) if number is not None else None, tuple(placed[number]))
        for number in sorted(placed, key=lambda number: (number is not None, str(number).zfill(3)))
    ]


def counts_of(found: Differences) -> list[tuple[str, int]]:
    """Count the parts touched by each kind of change, in the order of first appearance."""
    touched: dict[str, set[tuple[str, str]]] = {}
    for change in found.changes:
        touched.setdefault(change.kind, set()).add((change.part, change.code))
    return [(kind, len(parts)) for kind, parts in touched.items()]


@dataclass(frozen=True)
class _Teller:
    old: Checklist
    new: Checklist
    speech: Speech
    marker: Marker

    def step_of(self, part: ShownPart) -> int | None:
        if part.part == "step":
            return next(
                (step.number for step in (*self.new.steps, *self.old.steps) if str(step.number) == part.code), None
            )
        checkpoint = self._checkpoint(part.code) if part.part == "checkpoint" else None
        return checkpoint.step if checkpoint else None

    def part(self, part: str, code: str, changes: list[Change]) -> ShownPart:
        return ShownPart(part, code, self._title(part, code), tuple(self._shown(change) for change in changes))

    def _checkpoint(self, code: str) -> Checkpoint | None:
        return self.new.by_code.get(code) or self.old.by_code.get(code)

    def _title(self, part: str, code: str) -> Text | None:
        if part == "checkpoint":
            checkpoint = self._checkpoint(code)
            return checkpoint.title if checkpoint else None
        steps = (*self.new.steps, *self.old.steps)
        named = {f"step {step.number}": step.name for step in steps}
        named |= {f"dimension {one.code}": one.name for one in (*self.old.dimensions, *self.new.dimensions)}
        return named.get(f"{part} {code}")

    def _shown(self, change: Change) -> ShownChange:
        rows = tuple(self._rows(change)) if change.field else ()
        return ShownChange(change.kind, self._label(change), change.comparability, rows)

    def _label(self, change: Change) -> str:
        first, _, rest = change.field.partition(".")
        if not first:
            return ""
        said = self.speech.word(f"checklist_field.{first}")
        return f"{said} {rest}" if rest else said

    def _rows(self, change: Change) -> Iterator[Beside]:
        if change.field == "metric":
            sides = [_metric_of(one.by_code.get(change.code)) for one in (self.old, self.new)]
            yield self._beside("", *(metric_words(metric, self.speech) for metric in sides))
            return
        before, after = change.before, change.after
        if not isinstance(before, Text | tuple) and not isinstance(after, Text | tuple):
            yield self._beside("", self._plain(change.field, before), self._plain(change.field, after))
            return
        for language in ("en", "zh"):
            old, new = _text(before, language), _text(after, language)
            if old != new:
                yield self._beside(language, old, new)

    def _beside(self, language: str, before: str, after: str) -> Beside:
        if not language:
            return Beside("", _whole(before), _whole(after))
        return Beside(language, *self.marker.marked(before, after, language))

    def _plain(self, name: str, value: Part) -> str:
        if value is None:
            return ""
        if name == "module":
            return self.speech.word(f"checklist_module.{value}")
        said = str(value)
        if name not in WORDED:
            return said
        codes = said.split(", ")
        return self.speech.comma.join(_word_or_code(self.speech, WORDED[name], code) for code in codes if code)


def metric_words(metric: Metric | None, speech: Speech) -> str:
    """What decides the level of a figure, a line each: its unit, how it is worked out, the bands."""
    if metric is None:
        return ""
    signs: Mapping[tuple[str, bool], str] = {
        ("at_least", False): "≥", ("at_least", True): ">", ("at_most", False): "≤", ("at_most", True): "<",
    }  # fmt: skip
    unit = metric.unit.in_language(speech.language)
    lines = [_word_or_code(speech, "basis", metric.basis or "none")]
    for band in metric.bands:
        on_track = f", {speech.word('band.on_track')}" if band.on_track else ""
        sign = signs.get((metric.direction, band.strict), "")
        lines.append(f"{band.level}: {sign} {band.threshold:f} {unit}{on_track}")
    return "\n".join(lines)


def _word_or_code(speech: Speech, kind: str, code: str) -> str:
    """A draft may hold a code that is none."""
    try:
        return speech.word(f"{kind}.{code}")
    except KeyError:
        return code


def _metric_of(checkpoint: Checkpoint | None) -> Metric | None:
    return checkpoint.metric if checkpoint else None


def _text(value: Part, language: str) -> str:
    if isinstance(value, tuple):
        return "\n".join(text.in_language(language) for text in value)
    if isinstance(value, Text):
        return value.in_language(language)
    return value or ""


def _whole(text: str) -> Pieces:
    return (Piece(text, changed=True),) if text else ()


def _joined(parts: Iterable[tuple[list[str], bool]]) -> Pieces:
    """Put neighbours with the same mark together; a space between two changed words counts as changed."""
    runs = groupby((part for part in parts if part[0]), lambda part: part[1])
    return tuple(Piece("".join("".join(words) for words, _ in run), changed) for changed, run in runs)
