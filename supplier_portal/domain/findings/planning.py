"""What a corrective action plan must say."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from supplier_portal.domain.errors import Fault
from supplier_portal.domain.findings.causes import CauseLine, cause_faults
from supplier_portal.domain.findings.texts import figure_faults, length_faults, text_faults

MOST_ACTIONS = 10


class Action(NamedTuple):
    """One action of a plan: what, who, by which day (None: not given), what it is to save in a year.

    owner: key of one of the company's people; kwh, tonnes: None where nothing is promised; same_as: id of the action of
    another finding that is the same measure, whose effect is counted there.
    """

    action: str
    owner: str
    due_on: date | None
    kwh: Decimal | None = None
    tonnes: Decimal | None = None
    same_as: int | None = None


@dataclass(frozen=True)
class Plan:
    """containment_told: whether it was told before, so that the plan need not repeat it.

    expected_effect: by what one will see that the actions work; preventive_measure: what keeps the same from happening
    elsewhere. Both may be left empty.
    """

    containment: str
    method: str
    causes: tuple[CauseLine, ...]
    root_cause: str
    actions: tuple[Action, ...]
    containment_told: bool = False
    expected_effect: str = ""
    preventive_measure: str = ""


@dataclass(frozen=True)
class Company:
    """people: keys of those who may own an action; measures: ids of actions another one may be the same as."""

    people: Collection[str]
    measures: Collection[int]


def plan_faults(plan: Plan, severity: str, notified_on: date, company: Company) -> list[Fault]:
    """Every fault of a plan; a critical finding asks for containment, no action is due before the notice."""
    asked = severity == "critical" and not plan.containment_told
    faults = (text_faults if asked else length_faults)("containment", plan.containment)
    faults += cause_faults(plan.method, plan.causes)
    faults += text_faults("root_cause", plan.root_cause)
    faults += length_faults("expected_effect", plan.expected_effect)
    faults += length_faults("preventive_measure", plan.preventive_measure)
    if not plan.actions:
        faults.append(Fault("findings.action_needed", "actions-0-action"))
    if len(plan.actions) > MOST_ACTIONS:
        faults.append(Fault("findings.too_many_actions", "actions", facts={"most": MOST_ACTIONS}))
    for place, action in enumerate(plan.actions):
        faults += _action_faults(f"actions-{place}", action, notified_on, company)
    return faults


def _action_faults(place: str, action: Action, notified_on: date, company: Company) -> Iterator[Fault]:
    yield from text_faults(f"{place}-action", action.action)
    if not action.owner.strip():
        yield Fault("findings.owner_needed", f"{place}-owner")
    elif action.owner not in company.people:
        yield Fault("findings.owner_outside", f"{place}-owner")
    if action.due_on is None:
        yield Fault("form.date", f"{place}-due_on")
    elif action.due_on < notified_on:
        yield Fault("findings.due_before_finding", f"{place}-due_on", facts={"day": notified_on.isoformat()})
    yield from figure_faults(f"{place}-kwh", action.kwh)
    yield from figure_faults(f"{place}-tonnes", action.tonnes)
    if action.same_as is None:
        return
    if action.same_as not in company.measures:
        yield Fault("findings.no_such_measure", f"{place}-same_as")
    if action.kwh is not None or action.tonnes is not None:
        yield Fault("findings.effect_counted_there", f"{place}-same_as")
