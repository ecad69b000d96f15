"""The kinds of notices the rooms have declared: what can be told, under which topic, by which ways.

The words of a kind are `notice.<name>.subject` and `notice.<name>.text` of `language/codes`, sentences with {facts};
those of a topic are `notice_topic.<topic>`.
"""

from dataclasses import dataclass

BUYER, SUPPLIER = "buyer", "supplier"


@dataclass(frozen=True)
class Kind:
    """name: `room.what_happened`; topic: what people choose by how they are told; mail, webhook: whether it goes there.

    What does not go by mail is told in the portal alone. always: it goes by mail at once, whatever people chose;
    sides: whose people it is ever told to.
    """

    name: str
    topic: str
    mail: bool = True
    webhook: bool = True
    always: bool = False
    sides: tuple[str, ...] = (BUYER, SUPPLIER)

    @property
    def subject(self) -> str:
        """The code of one line of words."""
        return f"notice.{self.name}.subject"

    @property
    def named(self) -> str:
        """The code of what it is called among what always comes by mail."""
        return f"notice_always.{self.name}"

    @property
    def text(self) -> str:
        """The code of one sentence."""
        return f"notice.{self.name}.text"


TRIAL = Kind("notices.trial", "notices", mail=False, webhook=False)  # what tries a webhook: asked for, never chosen
KINDS = (TRIAL,)

_DECLARED: dict[str, Kind] = {}


def declare(kind: Kind) -> None:
    """Make a kind known. Raises ValueError where another one has its name."""
    if _DECLARED.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"{kind.name} is declared twice")


def kind_of(name: str) -> Kind:
    """Raises KeyError for a name that no room declared: a fault of the program."""
    return _DECLARED[name]


def declared_kinds() -> tuple[str, ...]:
    """The names of all kinds, in the order they were declared."""
    return tuple(_DECLARED)


def mail_topics(side: str) -> tuple[str, ...]:
    """The topics that people of a side are told by mail as they choose, in the order they were first declared."""
    chosen = (kind for kind in _DECLARED.values() if kind.mail and not kind.always and side in kind.sides)
    return tuple(dict.fromkeys(kind.topic for kind in chosen))


def always_mailed(side: str) -> tuple[Kind, ...]:
    """What people of a side are told by mail at once, whatever they chose."""
    return tuple(kind for kind in _DECLARED.values() if kind.mail and kind.always and side in kind.sides)


def webhook_topics() -> tuple[str, ...]:
    """The topics that webhooks are told of, in the order they were first declared."""
    return tuple(dict.fromkeys(kind.topic for kind in _DECLARED.values() if kind.webhook))
