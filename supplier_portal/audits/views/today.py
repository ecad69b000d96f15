"""An auditor's day: audits of today, what is unfinished, what comes next."""

from collections.abc import Iterable
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.audits.models import Audit
from supplier_portal.audits.queries import visible_placed
from supplier_portal.audits.views.lists import Entry, entries_of
from supplier_portal.audits.views.room import blueprint
from supplier_portal.domain.workflow.audit import BEFORE_ISSUE
from supplier_portal.web import panels
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor
from supplier_portal.web.portal import portal

MOST = 100
NOT_BEGUN, WITH_TEAM, WITH_OTHERS = (
    ("planned", "confirmed"),
    ("in_progress", "closing_held"),
    ("in_review", "draft_sent"),
)


@blueprint.get("/today")
@guard(Permission.AUDITS_ANSWER_WRITE)
def show_today() -> ResponseReturnValue:
    entries = entries_of(visible_placed(actor()).order_by(Audit.starts_on.desc(), Audit.id.desc()).limit(MOST))
    today = portal().moment().day
    return render_template(
        "audits/today.html",
        today=today,
        parts=_parts(entries, today),
        past=[entry for entry in entries if entry.audit.state not in BEFORE_ISSUE],
        panels=panels.render("audits.today"),
    )


def _parts(entries: Iterable[Entry], today: date) -> dict[str, list[Entry]]:
    """today: on now; unfinished: over, or not begun in time; next: to come; reviewed: out of the team's hands."""
    parts: dict[str, list[Entry]] = {"today": [], "unfinished": [], "next": [], "reviewed": []}
    for entry in sorted(entries, key=lambda entry: (entry.audit.starts_on, entry.audit.id)):
        if (place := _place(entry.audit, today)) is not None:
            parts[place].append(entry)
    return parts


def _place(audit: Audit, today: date) -> str | None:
    if audit.state in WITH_OTHERS:
        return "reviewed"
    if audit.state not in (*NOT_BEGUN, *WITH_TEAM):
        return None
    if audit.starts_on <= today <= audit.ends_on:
        return "today"
    return "next" if audit.state in NOT_BEGUN and audit.starts_on > today else "unfinished"
