"""Reading YAML that nobody vouches for: plain mappings, lists and scalars, each with its line, and every fault.

Nothing is constructed from tags, nothing refers to anything else, and size, depth and number of entries have limits
that are checked while reading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StringMark
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

from supplier_portal.checklists.yaml_pieces import Piece, pieces_of
from supplier_portal.checklists.yaml_text import CONTROL, STAND_IN, shortened, text_of
from supplier_portal.domain.errors import Fault

MOST_LEVELS = 20
LEVEL_OF_LISTS = 2  # the document's own lists, such as checkpoints
MOST_EVENTS = 40_000  # the largest checklist there can be has about 15,000; 40,000 take a second
MOST_CHARACTERS = 1_000_000  # of the text and, where it is no YAML, of its pieces read again; they take two seconds
WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
OTHER_NUMBER = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.inf|0[xo][0-9a-f]+)|\.nan", re.IGNORECASE
)
PLAIN_WORDS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}  # fmt: skip


def is_plain_text(text: str) -> bool:
    """Whether a scalar without quotes is read as this text, and neither as a number nor as true, false or nothing."""
    return text not in PLAIN_WORDS and not WHOLE.fullmatch(text) and not OTHER_NUMBER.fullmatch(text)


class _Stop(Exception):
    pass


@dataclass
class Reading:
    """What was read.

    value: None where nothing was; lines: by place, counted from 1; refused: places whose value was left out;
    broken: it could not be read; damaged: it was read, but for the pieces that are refused.
    """

    value: object = None
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    broken: bool = False
    damaged: bool = False


def read_yaml(data: bytes, most_bytes: int) -> Reading:
    """Read one YAML document. Never raises: what is wrong stands in the faults, in the order of the text."""
    reading = Reading()
    text = text_of(data, most_bytes, reading.faults)
    if text is None:
        reading.broken = True
        return reading
    of_text = len(reading.faults)
    try:
        _Reader(reading, text).document()
    except _Stop:
        reading.broken = True
        pieces = pieces_of(text) if reading.faults[-1].code == "checklist.syntax" else []
        if len(pieces) > 1:
            return _read_pieces(reading.faults[:of_text], reading.faults[-1], pieces, MOST_CHARACTERS - len(text))
    return reading


def _read_pieces(of_text: list[Fault], first: Fault, pieces: Sequence[Piece], left: int) -> Reading:
    """Read each piece by itself; one that is no YAML is refused, and the others are read on, `left` characters."""
    document: dict[str, object] = {}
    reading = Reading(document, {"": 1}, of_text, damaged=True)
    taken = 0
    for piece in pieces:
        left -= len(piece.text)
        if left < 0:
            _leave_out(reading, pieces[pieces.index(piece) :])
            break
        reader = _Reader(reading, piece.text, piece, taken)
        reading.lines.setdefault(piece.key, piece.first_line)
        value: object = None
        try:
            value = reader.piece(piece.key)
        except _Stop:
            reading.refused.add(piece.place)
            if reading.faults[-1].code != "checklist.syntax":
                reading.broken = True
                return reading
        taken = reader.taken
        if piece.entry is None:
            document[piece.key] = value
        else:
            entries = document.setdefault(piece.key, [])
            if isinstance(entries, list):
                entries += value if isinstance(value, list) and value else [None]
    if not any(fault.code == "checklist.syntax" for fault in reading.faults):
        reading.faults.append(first)
    return reading


def _leave_out(reading: Reading, pieces: Sequence[Piece]) -> None:
    """Say that the file was not read to its end; what stands there is not missing."""
    reading.faults.append(Fault("checklist.more_faults", line=pieces[0].first_line))
    reading.refused.update(part for piece in pieces for part in (piece.key, piece.place))


def _mark_of(error: MarkedYAMLError) -> StringMark | None:
    """Where to look: at the problem, or where it began when all that is told is that the text ends."""
    at_end = error.problem is not None and "end" in error.problem and "stream" in error.problem
    marks = (error.context_mark if at_end else None, error.problem_mark, error.context_mark)
    return next((mark for mark in marks if isinstance(mark, StringMark)), None)


class _Reader:
    """Walks the parser's events; `line` is where the last one began.

    before: lines of the file ahead of the text; first_entry: number of the first entry of the document's one list;
    within: the place the text stands for; taken: events so far, of all texts of the file.
    """

    def __init__(self, reading: Reading, text: str, piece: Piece | None = None, taken: int = 0) -> None:
        self.reading = reading
        self.events: Iterator[Event] = YAML(typ="safe", pure=True).parse(text)
        self.line = 1
        self.before = piece.first_line - 1 - piece.skipped if piece else 0
        self.first_entry = piece.entry or 0 if piece else 0
        self.within = piece.place if piece else ""
        self.taken = taken

    def piece(self, key: str) -> object:
        """Read a document of one key; gives that key's value."""
        while not isinstance(event := self.take(), DocumentStartEvent):
            if isinstance(event, StreamEndEvent):
                return None
        value = self.node(self.take(), "", 1)
        while not isinstance(self.take(), StreamEndEvent):
            pass
        return value.get(key) if isinstance(value, dict) else None

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
            if mark := _mark_of(error):
                self.line = mark.line + 1 + self.before
            self.stop("checklist.syntax", self.within, problem=shortened(str(error.problem or error.context)))
        except Exception as error:  # noqa: BLE001 - on hostile text the parser also trips over its own ValueError, IndexError
            self.stop("checklist.syntax", self.within, problem=shortened(str(error)))
        self.line = event.start_mark.line + 1 + self.before
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
        first = self.first_entry if level == LEVEL_OF_LISTS else 0
        while not isinstance(event := self.take(), SequenceEndEvent):
            items.append(self.node(event, f"{place}[{first + len(items)}]", level + 1))
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
