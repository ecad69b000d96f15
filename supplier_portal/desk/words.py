"""What narrows the desk's table, in the reader's words."""

from collections.abc import Mapping

from supplier_portal.desk.wanted import ME, NONE, Wanted
from supplier_portal.language.speech import Speech

_GROUPS = {
    "state": "finding_state",
    "severity": "severity",
    "turn": "turn",
    "marked": "finding_mark",
    "age": "finding_age",
    "late": "finding_late",
    "category": "supplier_category",
    "reached": "funnel_stage",
    "standing": "funnel_stage",
    "open": "desk_value",
    "escalated": "desk_value",
    "more_days": "desk_value",
}


def said_of(wanted: Wanted, speech: Speech, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Name of each field that is set, what it is about, and its value in words; the order stands last.

    names: of people and suppliers by "handler-7" and "supplier-7"; a number stands where one is not known.
    """
    told = []
    for name, value in wanted.parameters().items():
        if name in _GROUPS:
            said = speech.word(f"{_GROUPS[name]}.{value}")
        elif name == "handler" and value in {ME, NONE}:
            said = speech.word(f"desk_handler.{value}")
        elif name == "sort":
            said = speech.word(f"desk_sort.{value.removeprefix('-')}")
            said = speech.gettext("%(column)s, falling", column=said) if value.startswith("-") else said
        else:
            said = names.get(f"{name}-{value}", value)
        told.append((name, speech.word(f"desk_filter.{name}"), said))
    return told
