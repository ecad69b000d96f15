"""The head of a draft: its title and number, its dimensions, its steps; saved with faults, which are then told."""

import re
from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.checklists.forms import DimensionsForm, HeadForm, StepsForm
from supplier_portal.checklists.operations import SaveHead, save_head
from supplier_portal.checklists.views.room import Opened, blueprint, draft_address, opened
from supplier_portal.domain.errors import Conflict, Fault
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech

Form = HeadForm | DimensionsForm | StepsForm
OF_ROW = re.compile(r"(?:dimensions|steps)\[(?P<at>[0-9]+)\]\.?(?P<rest>.*)")
ROW_FIELDS = {"": "number", "name": "name_en", "notes": "notes_en", "asks": "asks_en"}


@blueprint.route("/checklists/drafts/<int:draft_id>/head", methods=["GET", "POST"])
@guard(Permission.CHECKLISTS_VERSION_WRITE)
def edit_head(draft_id: int) -> ResponseReturnValue:
    """With `least` in the address, the number that the changes need is filled in."""
    return _edit(opened(draft_id), HeadForm, "head", ("title", "name", "version", "module"))


@blueprint.route("/checklists/drafts/<int:draft_id>/dimensions", methods=["GET", "POST"])
@guard(Permission.CHECKLISTS_VERSION_WRITE)
def edit_dimensions(draft_id: int) -> ResponseReturnValue:
    return _edit(opened(draft_id), DimensionsForm, "dimensions", ("dimensions",))


@blueprint.route("/checklists/drafts/<int:draft_id>/steps", methods=["GET", "POST"])
@guard(Permission.CHECKLISTS_VERSION_WRITE)
def edit_steps(draft_id: int) -> ResponseReturnValue:
    return _edit(opened(draft_id), StepsForm, "steps", ("steps",))


def _edit(page: Opened, kind: type[Form], part: str, keys: tuple[str, ...]) -> ResponseReturnValue:
    """Show or save one part of the head; of two at once the second is told and keeps what was typed."""
    form = kind() if request.method == "POST" else kind(data={**kind.values(page.draft.head), "base": page.draft.edit})
    if isinstance(form, HeadForm) and "least" in request.args and page.standing is not None:
        form.version.data = page.standing.least
    quicker = False
    if form.validate_on_submit():
        command = SaveHead(page.draft.id, form.seen, form.document(page.draft.head), f"{part}_changed")
        try:
            with writing() as unit:
                save_head(unit, actor(), command, portal().moment())
        except Conflict as error:
            if error.code != "checklists.quicker":
                raise
            quicker, form.base.data = True, str(page.draft.edit)
        else:
            flash(speech().gettext("Saved"), "success")
            again = "more" in request.form
            return redirect(
                url_for(f"checklists.edit_{part}", draft_id=page.draft.id) if again else draft_address(page.draft.id)
            )
    if isinstance(form, StepsForm):
        form.offer(
            [(one.code, f"{one.code} {one.name.in_language(language())}") for one in page.content.checklist.dimensions]
        )
    told = [] if form.is_submitted() else _place(form, page.faults, keys)
    shown = render_template(f"checklists/{part}.html", page=page, form=form, quicker=quicker, told=told)
    return shown, 409 if quicker else 422 if form.is_submitted() else 200


def _place(form: Form, faults: Iterable[Fault], keys: tuple[str, ...]) -> list[tuple[str, str]]:
    """Put faults of this part at their fields; give field id and message of each for the top of the page."""
    told = []
    for fault in faults:
        if re.split(r"[.\[]", fault.place)[0] not in keys:
            continue
        message, field = speech().fault(fault), _field(form, fault.place)
        if field is not None:
            field.errors = [*field.errors, message]
        told.append((field.id if field is not None else "", message))
    return told


def _field(form: Form, place: str) -> Any:
    row = OF_ROW.fullmatch(place)
    if row is None:
        return form._fields.get({"title": "title_en"}.get(place, place.replace(".", "_")))
    entries = next(form._fields[name] for name in ("dimensions", "steps") if name in form._fields).entries
    name = ROW_FIELDS.get(row["rest"], row["rest"].replace(".", "_"))
    at = int(row["at"])
    return entries[at].form._fields.get("code" if name == "number" and "code" in entries[at].form._fields else name)
