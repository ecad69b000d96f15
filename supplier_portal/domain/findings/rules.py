"""What a finding and a corrective action plan must say; every fault in one go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Fault

NONCONFORMITY, OBSERVATION, STRENGTH = "nonconformity", "observation", "strength"
SEVERITIES_OF = {
    NONCONFORMITY: ("critical", "major", "minor"),
    OBSERVATION: ("observation",),
    STRENGTH: ("none",),
}
LONGEST = {"title": 200, "owner": 120}
LONGEST_TEXT = 10_000
LONGEST_REASON = 5000
RAISED_WHILE = ("in_progress", "closing_held", "in_review")
"""States of an audit in which its findings are raised, edited and dropped."""
MOST_ACTIONS = 5
REPEAT_MONTHS = 24
SETTLED = ("closed", "effective", "waived")
"""A non-conformity that comes again within so many months of an audit where it was settled is a repeat."""


def finding_faults(kind: str, severity: str, texts: dict[str, str], *, integrity: bool = False) -> list[Fault]:
    """Faults of a finding to raise; `texts` are its title, requirement and what was seen.

    Only a non-conformity must say which requirement it is about.
    integrity: figures made up, statements forged or records withheld: a critical non-conformity, nothing less.
    """
    faults = [] if kind in SEVERITIES_OF else [Fault("form.unknown_choice", "kind")]
    if severity not in SEVERITIES_OF.get(kind, (severity,)):
        faults.append(Fault("findings.severity_of_kind", "severity"))
    if integrity and (kind, severity) != (NONCONFORMITY, "critical"):
        faults.append(Fault("findings.integrity_is_critical", "integrity"))
    for name, text in texts.items():
        if name != "requirement" or kind == NONCONFORMITY or text.strip():
            faults += _text_faults(name, name, text)
    return faults


def drop_faults(reason: str) -> list[Fault]:
    """Faults of the reason for which a draft is dropped."""
    faults = [] if reason.strip() else [Fault("workflow.needs_reason", "reason")]
    if len(reason) > LONGEST_REASON:
        faults.append(Fault("form.too_long", "reason", facts={"most": LONGEST_REASON, "length": len(reason)}))
    if not readable(reason):
        faults.append(Fault("audits.control_character", "reason"))
    return faults


class Action(NamedTuple):
    """One action of a plan: what, who of the supplier's people, by which day (None: not given)."""

    action: str
    owner: str
    due_on: date | None

    @property
    def blank(self) -> bool:
        return not (self.action.strip() or self.owner.strip() or self.due_on)


@dataclass(frozen=True)
class Plan:
    containment: str
    root_cause: str
    actions: tuple[Action, ...]


def plan_faults(plan: Plan, severity: str, notified_on: date) -> list[Fault]:
    """Faults of a plan; containment is asked of critical findings only, no action is due before the notice."""
    faults = _text_faults("root_cause", "root_cause", plan.root_cause)
    if severity == "critical" or plan.containment.strip():
        faults += _text_faults("containment", "containment", plan.containment)
    if not plan.actions:
        faults.append(Fault("findings.action_needed", "actions-0-action"))
    if len(plan.actions) > MOST_ACTIONS:
        faults.append(Fault("findings.too_many_actions", "actions", facts={"most": MOST_ACTIONS}))
    for place, action in enumerate(plan.actions):
        faults += _action_faults(f"actions-{place}", action, notified_on)
    return faults


def _action_faults(place: str, action: Action, notified_on: date) -> Iterator[Fault]:
    yield from _text_faults(f"{place}-action", "action", action.action)
    if action.owner.strip():
        yield from _text_faults(f"{place}-owner", "owner", action.owner)
    else:
        yield Fault("findings.owner_needed", f"{place}-owner")
    if action.due_on is None:
        yield Fault("form.date", f"{place}-due_on")
    elif action.due_on < notified_on:
        yield Fault("findings.due_before_finding", f"{place}-due_on", facts={"day": notified_on.isoformat()})


def _text_faults(place: str, name: str, text: str) -> list[Fault]:
    most, length = LONGEST.get(name, LONGEST_TEXT), len(text.strip())
    if not length:
        return [Fault("form.required", place)]
    if not readable(text):
        return [Fault("audits.control_character", place)]
    return [Fault("form.too_long", place, facts={"most": most, "length": length})] if length > most else []
