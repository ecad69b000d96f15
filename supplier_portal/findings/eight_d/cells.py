"""The open cells of a sheet as plain texts, and the plan they make.

A cell's text is the same whichever way it came: days in ISO 8601, figures without needless zeros, lines ended by a
line feed, an owner by the name of the company's list, a method by its code, "y" for what is marked.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from supplier_portal.domain.findings.causes import BRANCHES, MOST_OF_BRANCH, MOST_WHYS, CauseLine, whys
from supplier_portal.domain.findings.planning import MOST_ACTIONS, Action
from supplier_portal.findings.eight_d.layout import ACTION_SLOTS
from supplier_portal.findings.models import Containment, CorrectiveAction
from supplier_portal.findings.operations.containing import ReportContainment
from supplier_portal.findings.operations.planning import ProposePlan
from supplier_portal.findings.queries.company import ACCOUNT, CONTACT, CompanyPerson, Measure
from supplier_portal.findings.queries.plans import ProposedPlan

Cells = Mapping[str, str]
"""Text by key of the layout; a key that is not there is empty."""
PLAN_TEXTS = ("containment", "method", "root_cause", "expected_effect", "preventive_measure")
MARKED = "y"
_OTHER_PLACES = {"text": "containment", "done_on": "contained_on", "actions": "actions-1-action"}
NO_MEASURE = 0
"""No action has this id."""


@dataclass(frozen=True)
class Company:
    """owners: key by name in the list; measures: id of an action of another finding by its name in the list."""

    owners: Mapping[str, str]
    measures: Mapping[str, int]


@dataclass(frozen=True)
class CellPlan:
    """What cells say. containment: None where it says what stands; places: key of a cell by a fault's place."""

    command: ProposePlan
    containment: ReportContainment | None
    places: Mapping[str, str] = field(default_factory=dict)


def plain(text: str) -> str:
    """A text as it is kept: without spaces around it, its lines ended alike."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def company_of(people: Iterable[CompanyPerson], measures: Iterable[Measure]) -> Company:
    """Name everybody once: who shares a name with another is told apart by the key."""
    known = [(f"{one.name}, {one.role}" if one.role else one.name, one.key) for one in people]
    named = Counter(plain(name) for name, _ in known)
    owners = {plain(name) if named[plain(name)] == 1 else f"{plain(name)} [{key}]": key for name, key in known}
    return Company(owners, {f"{one.number}/{one.position}": one.action_id for one in measures})


def standing_cells(plan: ProposedPlan | None, told: Containment | None, company: Company) -> dict[str, str]:
    """What the last plan says, and containment as it was told last."""
    cells: dict[str, str] = {}
    if plan is not None:
        cells |= {name: getattr(plan.plan, name) for name in PLAN_TEXTS}
        cells |= _causes_as_cells(plan)
        for number, action in enumerate(plan.actions, 1):
            cells |= {f"actions-{number}-{name}": text for name, text in _action_as_cells(action, plan, company)}
    if told is not None:
        cells |= {"containment": told.text, "contained_on": told.done_on.isoformat()}
    return {key: plain(text) for key, text in cells.items() if plain(text)}


def _causes_as_cells(plan: ProposedPlan) -> dict[str, str]:
    cells: dict[str, str] = {}
    places: Counter[str] = Counter()
    for cause in plan.causes:
        group = cause.branch if cause.branch in BRANCHES else "whys"
        places[group] += 1
        cells[f"{group}-{places[group]}"] = cause.text
        if cause.root and group != "whys":
            cells[f"{group}-{places[group]}-root"] = MARKED
    return cells


def _action_as_cells(action: CorrectiveAction, plan: ProposedPlan, company: Company) -> Iterable[tuple[str, str]]:
    kind, number = (ACCOUNT, action.owner_account_id) if action.owner_account_id else (CONTACT, action.owner_contact_id)
    named = {key: name for name, key in company.owners.items()}
    yield "action", action.action
    yield "owner", named.get(f"{kind}-{number}", action.owner)
    yield "due_on", action.due_on.isoformat()
    yield "kwh", figure(action.planned_kwh)
    yield "tonnes", figure(action.planned_tonnes)
    if same := plan.same_as.get(action.id):
        yield "same_as", f"{same[0]}/{same[1]}"


def figure(value: Decimal | None) -> str:
    """A figure as a cell's text; empty for none."""
    return "" if value is None else f"{value.normalize():f}"


def plan_of(finding_id: int, cells: Cells, told: Containment | None, company: Company) -> CellPlan:
    """The plan that cells make; lines left empty are passed over, as on the page's form."""
    places = {name: name for name in PLAN_TEXTS}
    causes = [*_whys(cells), *_branches(cells)]
    numbers = [number for number in range(1, MOST_ACTIONS + 1) if any(_action_cells(cells, number).values())]
    places |= {f"causes-{place}": key for place, (key, _) in enumerate(causes)}
    places |= {
        f"actions-{place}-{name}": f"actions-{number}-{name}"
        for place, number in enumerate(numbers or [1])
        for name, _ in ACTION_SLOTS
    }
    command = ProposePlan(
        finding_id,
        cells.get("containment", ""),
        cells.get("method", ""),
        tuple(line for _, line in causes),
        cells.get("root_cause", ""),
        tuple(_action(cells, number, company) for number in numbers),
        cells.get("expected_effect", ""),
        cells.get("preventive_measure", ""),
    )
    return CellPlan(command, _containment(finding_id, cells, told), {**places, **_OTHER_PLACES})


def _containment(finding_id: int, cells: Cells, told: Containment | None) -> ReportContainment | None:
    """A report of its own where a day was given and it says something else than what was told."""
    text, day = cells.get("containment", ""), _day(cells.get("contained_on", ""))
    if day is None or (told is not None and (plain(told.text), told.done_on) == (text, day)):
        return None
    return ReportContainment(finding_id, text, day)


def _whys(cells: Cells) -> Iterable[tuple[str, CauseLine]]:
    keys = [key for number in range(1, MOST_WHYS + 1) if cells.get(key := f"whys-{number}")]
    return zip(keys, whys([cells[key] for key in keys]), strict=True)


def _branches(cells: Cells) -> Iterable[tuple[str, CauseLine]]:
    for branch in BRANCHES:
        for number in range(1, MOST_OF_BRANCH + 1):
            key = f"{branch}-{number}"
            if cells.get(key):
                yield key, CauseLine(branch, cells[key], bool(cells.get(f"{key}-root")))


def _action_cells(cells: Cells, number: int) -> dict[str, str]:
    return {name: cells.get(f"actions-{number}-{name}", "") for name, _ in ACTION_SLOTS}


def _action(cells: Cells, number: int, company: Company) -> Action:
    told = _action_cells(cells, number)
    same_as = told["same_as"]
    return Action(
        action=told["action"],
        owner=company.owners.get(told["owner"], told["owner"]),
        due_on=_day(told["due_on"]),
        kwh=Decimal(told["kwh"]) if told["kwh"] else None,
        tonnes=Decimal(told["tonnes"]) if told["tonnes"] else None,
        same_as=company.measures.get(same_as, NO_MEASURE) if same_as else None,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def lines_of_branches(cells: Cells) -> Sequence[int]:
    """How far each branch of the fishbone is filled."""
    return [
        max((number for number in range(1, MOST_OF_BRANCH + 1) if cells.get(f"{branch}-{number}")), default=0)
        for branch in BRANCHES
    ]
