"""How long a finding may take, for both sides: the rules of the clocks, read from a document (domain.md)."""

from collections.abc import Mapping
from dataclasses import dataclass

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.scoring.field import Field, raise_faults

MOST_DAYS = 3650
MOST_TIMES = 99
LONGEST_VERSION = 32


@dataclass(frozen=True)
class Allowed:
    """Counted days from the notice; None where nothing is asked. optional: closing late is no offence."""

    containment: int | None
    plan: int | None
    close: int | None
    optional: bool = False


@dataclass(frozen=True)
class BuyerDays:
    """Of the buyer's calendar. dispute, extension: working days; the others: days that are no holidays."""

    dispute: int
    plan_review: int
    verification: int
    extension: int


@dataclass(frozen=True)
class Reminders:
    """half_time: when half of the time is over; before: days before the due one; then_every: days, once it passed."""

    half_time: bool
    before: int
    on_the_day: bool
    then_every: int


@dataclass(frozen=True)
class Escalation:
    """From how many rejected plans, insufficient answers and counted days late on; reopened: from its reopening."""

    rejected: int
    insufficient: int
    late_days: int
    reopened: bool


@dataclass(frozen=True)
class ClockRules:
    """allowed: by severity; effectiveness_after: days from the closing to the review whether it works."""

    version: str
    allowed: Mapping[str, Allowed]
    buyer: BuyerDays
    effectiveness_after: int
    reminders: Reminders
    escalation: Escalation


NOTHING_ASKED = Allowed(None, None, None, optional=True)
"""Of a strength nobody asks anything."""
_ASKED = {
    "critical": ("containment", "plan", "close"),
    "major": ("plan", "close"),
    "minor": ("plan", "close"),
    "observation": ("close", "optional"),
}
_BUYER = ("dispute_working_days", "plan_review_days", "verification_days", "extension_working_days")
_KEYS = ("version", "severities", "buyer", "effectiveness_review_after_days", "reminders", "escalation")


def rules_from(document: object) -> ClockRules:
    """Read a document. Raises Invalid with every fault, an unknown key among them."""
    faults: list[Fault] = []
    entries = Field(document, "", faults).entries(_KEYS)
    severities = entries["severities"].entries(tuple(_ASKED))
    rules = ClockRules(
        version=_version(entries["version"]),
        allowed={name: _allowed(field, _ASKED[name]) for name, field in severities.items() if name in _ASKED}
        | {"none": NOTHING_ASKED},
        buyer=_buyer(entries["buyer"]),
        effectiveness_after=_days(entries["effectiveness_review_after_days"]),
        reminders=_reminders(entries["reminders"]),
        escalation=_escalation(entries["escalation"]),
    )
    raise_faults(faults)
    return rules


def _allowed(field: Field, asked: tuple[str, ...]) -> Allowed:
    entries = field.entries(asked)
    days = {name: _days(entries[name]) for name in asked if name != "optional"}
    optional = entries["optional"].flag() if "optional" in asked else False
    return Allowed(days.get("containment"), days.get("plan"), days.get("close"), optional)


def _buyer(field: Field) -> BuyerDays:
    entries = field.entries(_BUYER)
    return BuyerDays(*(_days(entries[name]) for name in _BUYER))


def _reminders(field: Field) -> Reminders:
    entries = field.entries(("half_time", "days_before", "on_the_day", "then_every_days"))
    return Reminders(
        half_time=entries["half_time"].flag(),
        before=entries["days_before"].whole(0, MOST_DAYS),
        on_the_day=entries["on_the_day"].flag(),
        then_every=_days(entries["then_every_days"]),
    )


def _escalation(field: Field) -> Escalation:
    entries = field.entries(("plan_rejected_times", "insufficient_times", "late_days", "reopened"))
    return Escalation(
        rejected=entries["plan_rejected_times"].whole(1, MOST_TIMES),
        insufficient=entries["insufficient_times"].whole(1, MOST_TIMES),
        late_days=entries["late_days"].whole(0, MOST_DAYS),
        reopened=entries["reopened"].flag(),
    )


def _days(field: Field) -> int:
    return field.whole(1, MOST_DAYS)


def _version(field: Field) -> str:
    text = field.text()
    if len(text) > LONGEST_VERSION:
        facts = {"most": LONGEST_VERSION, "length": len(text)}
        field.faults.append(Fault("form.too_long", field.place, facts=facts))
    return text
