"""Forms of 8D reports: a workbook that comes back filled in, and the stamped scan of a printed plan."""

from collections import Counter

from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import DateField
from wtforms.validators import Optional

from supplier_portal.domain.findings.causes import BRANCHES
from supplier_portal.findings.eight_d.cells import MARKED, PLAN_TEXTS, figure
from supplier_portal.findings.operations import ProposePlan
from supplier_portal.web.forms import PortalForm


class WorkbookForm(PortalForm):
    file = FileField("Filled-in workbook", id="workbook-file")


class StampedForm(PortalForm):
    file = FileField("Stamped scan", id="stamped-file")
    about_on = DateField("Stamped on", [Optional()], id="stamped-day")


def typed_plan(command: ProposePlan) -> MultiDict[str, str]:
    """The plan as it would be typed into the page's form."""
    typed = MultiDict[str, str]({name: getattr(command, name) for name in PLAN_TEXTS})
    places: Counter[str] = Counter()
    for line in command.causes:
        group = line.branch if line.branch in BRANCHES else "whys"
        typed[f"{group}-{places[group]}-text"] = line.text
        if line.root and group != "whys":
            typed[f"{group}-{places[group]}-root"] = MARKED
        places[group] += 1
    for place, action in enumerate(command.actions):
        own = {
            "action": action.action,
            "owner": action.owner,
            "due_on": action.due_on.isoformat() if action.due_on else "",
            "kwh": figure(action.kwh),
            "tonnes": figure(action.tonnes),
            "same_as": str(action.same_as or ""),
        }
        typed.update({f"actions-{place}-{name}": text for name, text in own.items()})
    return typed
