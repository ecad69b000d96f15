"""Errors the rules raise: a code and facts. `language` makes words of them, `web.errors` makes HTTP of them.

A code is `room.what_is_wrong` and stands in one catalogue of `language/codes`. Facts are plain values that the
sentence needs; they never hold another company's data.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input.

    place: the field, cell or path as the reader knows it ("policy.grades", "B14"); empty for the whole input.
    line: line in a text file, counted from 1.
    """

    code: str
    place: str = ""
    line: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


class DomainError(Exception):
    """A rule said no. `code` names the rule, `facts` fill its sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({told})"


class Missing(DomainError):
    """Not there, or not for this actor: strangers cannot tell which."""

    def __init__(self, what: str = "missing", **facts: object) -> None:
        super().__init__(what, **facts)


class Conflict(DomainError):
    """Right in itself, but not now: the state does not allow it or someone else was quicker."""


class Busy(DomainError):
    """Nothing is wrong; the database or a limit asks to try again later."""


class TooMany(DomainError):
    """A limit on attempts is reached; waiting helps."""


class Invalid(DomainError):
    """The input is wrong; `faults` names every place, all in one run."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("invalid")
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "; ".join(f"{fault.place or '-'}: {fault.code} {dict(fault.facts)}" for fault in self.faults)
