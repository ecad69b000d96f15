"""Reading YAML that nobody vouches for: plain mappings, lists and scalars, each with its line, and every fault.

Nothing is constructed from tags, nothing refers to anything else, and size, depth and number of entries have limits
that are checked while reading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from supplier_portal.checklists.yaml_text import CONTROL, STAND_IN, shortened, text_of
from supplier_portal.domain.errors import Fault

MOST_LEVELS = 20
MOST_EVENTS = 40_000  # the largest checklist there can be has about 15,000; 40,000 take a second
WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
OTHER_NUMBER = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.inf|0[xo][0-9a-f]+)|\.nan", re.IGNORECASE
)
PLAIN_WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}  # fmt: skip


class _Stop(Exception):
    pass


@dataclass
class Reading:
    """What was read.

    value: None where nothing was; lines: by place, counted from 1; refused: places whose value was left out;
    broken: it could not be read to its end.
    """

    value: object = None
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    broken: bool = False


def read_yaml(data: bytes, most_bytes: int) -> Reading:
    """Read one YAML document. Never raises: what is wrong stands in the faults, in the order of the text."""
    reading = Reading()
    text = text_of(data, most_bytes, reading.faults)
    if text is None:
        reading.broken = True
        return reading
    try:
        _Reader(reading, text).document()
    except _Stop:
        reading.broken = True
    return reading


class _Reader:
    """Walks the parser's events; `line` is where the last one began."""

    def __init__(self, reading: Reading, text: str) -> None:
        self.reading = reading
        self.events: Iterator[Event] = YAML(typ="safe", pure=True).parse(text)
        self.line = 1
        self.taken = 0

    def document(self) -> None:
        while not isinstance(event := self.take(), DocumentStartEvent):
            if isinstance(event, StreamEndEvent):
                self.stop("checklist.empty", "")
        self.reading.value = self.node(self.take(), "", 1)
        while not isinstance(event := self.take(), StreamEndEvent):
            if not isinstance(event, DocumentEndEvent):
                self.stop("checklist.several_documents", "")
        if self.reading.value is None and not self.reading.faults:
            self.line = self.reading.lines[""]
            self.stop("checklist.empty", "")

    def take(self) -> Event:
        self.taken += 1
        if self.taken > MOST_EVENTS:
            self.stop("checklist.too_many_entries", "", most=MOST_EVENTS // 2)
        try:
            event = next(self.events)
        except MarkedYAMLError as error:
            if mark := error.problem_mark or error.context_mark:
                self.line = mark.line + 1
            self.stop("checklist.syntax", "", problem=shortened(str(error.problem or error.context)))
        except Exception as error:  # noqa: BLE001 - on hostile text the parser also trips over its own ValueError, IndexError
            self.stop("checklist.syntax", "", problem=shortened(str(error)))
        self.line = event.start_mark.line + 1
        return event

    def node(self, event: Event, place: str, level: int) -> object:
        self.reading.lines.setdefault(place, self.line)
        if level > MOST_LEVELS:
            self.stop("checklist.too_deep", place, most=MOST_LEVELS)
        if isinstance(event, AliasEvent):
            return self.refuse("checklist.alias", place)
        self.refuse_marks(event, place)
        if isinstance(event, MappingStartEvent):
            return self.mapping(place, level)
        if isinstance(event, SequenceStartEvent):
            return self.sequence(place, level)
        return self.scalar(event, place)

    def sequence(self, place: str, level: int) -> list[object]:
        items: list[object] = []
        while not isinstance(event := self.take(), SequenceEndEvent):
            items.append(self.node(event, f"{place}[{len(items)}]", level + 1))
        return items

    def mapping(self, place: str, level: int) -> dict[str, object]:
        entries: dict[str, object] = {}
        while not isinstance(event := self.take(), MappingEndEvent):
            key = self.key(event, place, level)
            below = place_below(place, key or "?")
            if key is not None and key in entries:
                self.fault("checklist.key_twice", below, key=shortened(key))
            self.reading.lines.setdefault(below, self.line)
            value = self.node(self.take(), below, level + 1)
            if key is not None:
                entries.setdefault(key, value)
        return entries

    def key(self, event: Event, place: str, level: int) -> str | None:
        """Give a mapping's key; None where it is no text, or a merge of another mapping."""
        if not isinstance(event, ScalarEvent):
            self.fault("checklist.key_not_text", place)
            self.node(event, place_below(place, "?"), level + 1)
            return None
        if event.value == "<<" and event.style is None:
            self.fault("checklist.merge_key", place)
            return None
        self.refuse_marks(event, place)
        return self.clean(event.value, place)

    def scalar(self, event: Event, place: str) -> object:
        if not isinstance(event, ScalarEvent):
            self.stop("checklist.syntax", place, problem=type(event).__name__)
        text = event.value
        if event.style is None:
            if text in PLAIN_WORDS:
                return PLAIN_WORDS[text]
            if WHOLE.fullmatch(text):
                return int(text)
            if OTHER_NUMBER.fullmatch(text):
                return self.refuse("checklist.number_unquoted", place, value=shortened(text))
        return self.clean(text, place)

    def clean(self, text: str, place: str) -> str:
        """Take out the control characters that an escape in quotes puts into a text."""
        if found := CONTROL.search(text):
            self.fault("checklist.control_character", place, character=f"U+{ord(found.group()):04X}")
        return CONTROL.sub(STAND_IN, text)

    def refuse_marks(self, event: Event, place: str) -> None:
        if getattr(event, "anchor", None) is not None:
            self.fault("checklist.anchor", place)
        if (tag := getattr(event, "tag", None)) is not None:
            self.fault("checklist.tag", place, tag=shortened(str(tag)))

    def refuse(self, code: str, place: str, **facts: object) -> object:
        """Note a fault and leave the value out."""
        self.fault(code, place, **facts)
        self.reading.refused.add(place)
        return None

    def fault(self, code: str, place: str, **facts: object) -> None:
        self.reading.faults.append(Fault(code, place, self.line, facts))

    def stop(self, code: str, place: str, **facts: object) -> NoReturn:
        self.fault(code, place, **facts)
        raise _Stop


def place_below(place: str, key: object) -> str:
    """Name the place of a mapping's entry as a reader knows it: `checkpoints[3].title.en`."""
    name = shortened(str(key))
    return f"{place}.{name}" if place else name
