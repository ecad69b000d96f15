"""A checklist version and its parts, as built from a document that was validated."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

LANGUAGES = ("en", "zh")
TYPES = ("maturity", "yes_no", "numeric")
METHODS = ("documents", "interview", "tour", "reperformance", "certificate")
CONDITIONS = ("manufacturer", "large", "core")
SEVERITIES = ("observation", "minor", "major", "critical")  # rising
DIRECTIONS = ("at_least", "at_most")
BASES = ("gap", "share_of_claimed")


@dataclass(frozen=True)
class Text:
    """What a reader sees, in each language."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Dimension:
    code: str
    name: Text
    notes: Text | None = None


@dataclass(frozen=True)
class Step:
    """asks: what the step asks of a supplier."""

    number: int
    dimension: str
    name: Text
    asks: Text | None = None


@dataclass(frozen=True)
class Band:
    """What a figure must reach for a maturity level.

    threshold: in the metric's unit; strict: the threshold itself does not reach it;
    on_track: the emissions must also be on the target's path.
    """

    level: int
    threshold: Decimal
    strict: bool = False
    on_track: bool = False


@dataclass(frozen=True)
class Metric:
    """The figure of a numeric checkpoint.

    direction: `at_least` where more is better, else `at_most`; bands: levels 1 to 4, each narrower than the one before;
    basis: how it is worked out, in per cent, from a claimed and a re-performed figure (`gap`, `share_of_claimed`);
    None where the figure itself is entered.
    """

    name: Text
    unit: Text
    direction: str
    bands: tuple[Band, ...]
    basis: str | None = None


@dataclass(frozen=True)
class LevelText:
    """What is found at a level; of a yes/no checkpoint 0 is no and 4 is yes."""

    level: int
    means: Text


@dataclass(frozen=True)
class Reference:
    """A clause that asks for the same; clause is None where the whole document, or only a topic of it, does."""

    document: str
    clause: str | None = None
    about: Text | None = None


@dataclass(frozen=True)
class Milestone:
    """A stage in which a finding may close: what is shown so many calendar days after the notice."""

    days: int
    shows: Text


@dataclass(frozen=True)
class Checkpoint:
    """One requirement, and what an auditor needs to judge it.

    condition: the kind of supplier it applies to, None for every one; severity_at_zero: of the finding proposed for
    level 0 (`severity_at_zero_core`: for a strategic core supplier, where it differs); close_days: calendar days to
    close it, None where the severity's own time holds; milestones: its stages, the last one ends at close_days;
    follows_from: code of the checkpoint it fails together with. From look_at on: guidance, which versions below 1.0.0
    may lack; faked: common ways, for auditors alone.
    """

    code: str
    step: int
    weight: Decimal
    type: str
    methods: tuple[str, ...]
    title: Text
    question: Text
    severity_at_zero: str
    severity_at_zero_core: str | None = None
    condition: str | None = None
    metric: Metric | None = None
    close_days: int | None = None
    follows_from: str | None = None
    milestones: tuple[Milestone, ...] = ()
    look_at: tuple[Text, ...] = ()
    evidence: tuple[Text, ...] = ()
    samples: Text | None = None
    levels: tuple[LevelText, ...] = ()
    references: tuple[Reference, ...] = ()
    faked: tuple[Text, ...] = ()


@dataclass(frozen=True)
class ChecklistVersion:
    """One version of one checklist; `version` is semantic, checkpoints stand in the order of the file.

    module: an add-on that is chosen beside the main checklist and scored beside it, never into it.
    """

    name: str
    version: str
    title: Text
    dimensions: tuple[Dimension, ...]
    steps: tuple[Step, ...]
    checkpoints: tuple[Checkpoint, ...]
    module: bool = False

    @cached_property
    def by_code(self) -> Mapping[str, Checkpoint]:
        return {checkpoint.code: checkpoint for checkpoint in self.checkpoints}

    def of_step(self, number: int) -> tuple[Checkpoint, ...]:
        return tuple(checkpoint for checkpoint in self.checkpoints if checkpoint.step == number)
