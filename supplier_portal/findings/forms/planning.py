"""The form of a plan: containment, the way to the root cause, actions; lines are added by a press of a button."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, Field, Form, RadioField, SelectField, TextAreaField
from wtforms.validators import Optional

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.findings.causes import BRANCHES, FIVE_WHYS, METHODS, CauseLine, whys
from supplier_portal.domain.findings.planning import MOST_ACTIONS, Action
from supplier_portal.domain.findings.texts import FIGURE_PLACES
from supplier_portal.findings.operations import ProposePlan
from supplier_portal.findings.queries.company import CompanyPerson, Measure
from supplier_portal.findings.queries.plans import ProposedPlan
from supplier_portal.web.forms import ExactField, PortalForm
from supplier_portal.web.reader import speech

WHYS, FIRST_WHYS = "whys", 3
ADDED = (WHYS, "actions", *BRANCHES)
"""Groups of lines, each with a button that adds one."""
MOST_LINES = 30
_LONGEST_SHOWN = 80
Line = TypeVar("Line", bound=Form)


class ActionForm(Form):
    """One action. Fields stand under names such as actions-0-owner."""

    action = TextAreaField("Action")
    owner = SelectField("Owner", validate_choice=False)
    due_on = DateField("Due", [Optional()])
    kwh = ExactField("Saves kWh a year", places=FIGURE_PLACES)
    tonnes = ExactField("Saves t CO₂e a year", places=FIGURE_PLACES)
    same_as = SelectField("Same measure as", validate_choice=False)

    @property
    def filled(self) -> bool:
        return any(field.raw_data and field.raw_data[0].strip() for field in self)


class CauseForm(Form):
    """One line of five whys, or of a branch."""

    text = TextAreaField("Line")
    root = BooleanField("Root cause")


class PlanForm(PortalForm):
    """Lines left empty are passed over. Only what belongs to the chosen method may be filled in."""

    containment = TextAreaField("Containment")
    method = RadioField("How the root cause was found", validate_choice=False, default=FIVE_WHYS)
    root_cause = TextAreaField("Conclusion: the root cause")
    expected_effect = TextAreaField("How its effect will show")
    preventive_measure = TextAreaField("Preventive measure")

    def __init__(
        self, started_from: ProposedPlan | None = None, typed: MultiDict[str, str] | None = None, **given: Any
    ) -> None:
        data = typed or (_typed_before(started_from) if started_from else None)
        super().__init__(**({"formdata": data} if data else given))
        sent = data or (request.form if "formdata" not in given and self.is_submitted() else None)
        self.method.choices = [(method, speech().word(f"cause_method.{method}")) for method in METHODS]
        added = request.form.get("add", "") if sent is not None and not data else ""
        self.whys = _lines(CauseForm, sent, WHYS, FIRST_WHYS, added)
        self.branches = {branch: _lines(CauseForm, sent, branch, 1, added) for branch in BRANCHES}
        self.lines = _lines(ActionForm, sent, "actions", 1, added)

    def show(self, people: Sequence[CompanyPerson], measures: Sequence[Measure]) -> "PlanForm":
        """Offer the company's people, and measures of its other findings."""
        said = speech()
        owners = [("", said.gettext("Choose a person")), *((one.key, _named(one)) for one in people)]
        same = [("", said.gettext("no other action")), *((str(one.action_id), _measure(one)) for one in measures)]
        for line in self.lines:
            line.owner.choices, line.same_as.choices = owners, same
        return self

    @property
    def adds(self) -> bool:
        """Whether a line was asked for, and nothing is to be proposed yet."""
        return request.form.get("add", "") in ADDED

    @property
    def filled(self) -> list[ActionForm]:
        """The actions something was typed in."""
        return [line for line in self.lines if line.filled]

    @property
    def causes(self) -> list[tuple[CauseForm, CauseLine]]:
        """The lines something was typed in, with what they say; both methods' where both were used."""
        typed = [line for line in self.whys if (line.text.data or "").strip()]
        return [*zip(typed, whys([line.text.data or "" for line in typed]), strict=True), *self._branched()]

    def _branched(self) -> list[tuple[CauseForm, CauseLine]]:
        return [
            (line, CauseLine(branch, line.text.data or "", bool(line.root.data)))
            for branch, lines in self.branches.items()
            for line in lines
            if (line.text.data or "").strip()
        ]

    def command(self, finding_id: int) -> ProposePlan:
        """The plan as typed; a day that cannot be read counts as none. Raises Invalid for a figure that is none."""
        if faults := list(self._unreadable()):
            raise Invalid(faults)
        return ProposePlan(
            finding_id,
            self.containment.data or "",
            self.method.data or "",
            tuple(cause for _, cause in self.causes),
            self.root_cause.data or "",
            tuple(_action(line) for line in self.filled),
            self.expected_effect.data or "",
            self.preventive_measure.data or "",
        )

    def _unreadable(self) -> Iterator[Fault]:
        for place, line in enumerate(self.filled):
            for name in ("kwh", "tonnes"):
                if line[name].process_errors:
                    yield Fault("form.number", f"actions-{place}-{name}", facts={"places": FIGURE_PLACES})

    def take_faults(self, error: Invalid) -> None:
        """Put faults of the nth line at the line it was typed in, and name the line above the form."""
        for fault in error.faults:
            field, named = self._line_of(fault)
            if field is None:
                super().take_faults(Invalid([fault]))
                continue
            told = speech().fault(fault)
            if told not in field.errors:
                field.errors = [*field.errors, told]
            self.form_errors.append(f"{named}: {told}")

    def _line_of(self, fault: Fault) -> tuple[Field | None, str]:
        group, place, name = [*fault.place.split("-"), "", ""][:3]
        said = speech()
        if group == "causes" and place:
            return self.causes[int(place)][0].text, said.gettext("Cause %(number)s", number=int(place) + 1)
        if group != "actions" or not place:
            return None, ""
        line = (self.filled or self.lines)[int(place)]
        number, label = self.lines.index(line) + 1, said.gettext(line[name].label.text)
        return line[name], said.gettext("Action %(number)s, %(field)s", number=number, field=label)


def _lines(kind: type[Line], sent: Any, group: str, least: int, added: str) -> list[Line]:
    """As many lines as were sent, one more where it was asked for."""
    places = [int(name.split("-")[1]) for name in sent or () if _is_line(name, group)]
    most = MOST_ACTIONS if group == "actions" else MOST_LINES
    count = min(max([least, *(place + 1 for place in places)]) + (added == group), most)
    return [kind(sent, prefix=f"{group}-{place}-") for place in range(count)]


def _is_line(name: str, group: str) -> bool:
    of, _, rest = name.partition("-")
    place = rest.partition("-")[0]
    return of == group and place.isdecimal() and int(place) < MOST_LINES


def _action(line: ActionForm) -> Action:
    same_as = line.same_as.data or ""
    return Action(
        action=line.action.data or "",
        owner=line.owner.data or "",
        due_on=line.due_on.data,
        kwh=line.kwh.data,
        tonnes=line.tonnes.data,
        same_as=(int(same_as) if same_as.isdecimal() else 0) if same_as else None,
    )


def _named(person: CompanyPerson) -> str:
    return f"{person.name}, {person.role}" if person.role else person.name


def _measure(one: Measure) -> str:
    short = one.action if len(one.action) <= _LONGEST_SHOWN else f"{one.action[:_LONGEST_SHOWN]}…"
    return speech().gettext(
        "%(finding)s, action %(number)s: %(action)s", finding=one.number, number=one.position, action=short
    )


def _typed_before(proposed: ProposedPlan) -> MultiDict[str, str]:
    """The last plan as it would be typed: the next one starts from it."""
    plan, typed = proposed.plan, MultiDict[str, str]()
    for name in ("containment", "root_cause", "expected_effect", "preventive_measure"):
        typed[name] = getattr(plan, name)
    typed["method"] = plan.method or FIVE_WHYS
    places = dict.fromkeys((WHYS, *BRANCHES), 0)
    for cause in proposed.causes:
        group = cause.branch if cause.branch in BRANCHES else WHYS
        typed[f"{group}-{places[group]}-text"] = cause.text
        if cause.root and group != WHYS:
            typed[f"{group}-{places[group]}-root"] = "y"
        places[group] += 1
    for place, action in enumerate(proposed.actions):
        kind, number = (
            ("account", action.owner_account_id) if action.owner_account_id else ("contact", action.owner_contact_id)
        )
        own = {
            "action": action.action, "owner": f"{kind}-{number}" if number else "", "due_on": action.due_on.isoformat(),
            "kwh": _plain(action.planned_kwh), "tonnes": _plain(action.planned_tonnes),
            "same_as": str(action.same_as_id or ""),
        }  # fmt: skip
        for name, text in own.items():
            typed[f"actions-{place}-{name}"] = text
    return typed


def _plain(figure: Decimal | None) -> str:
    return "" if figure is None else f"{figure.normalize():f}"
