"""The blueprint of the room, and the page of one declaration with whatever was just refused."""

from flask import Blueprint, render_template

from supplier_portal.access.permissions import Permission
from supplier_portal.declarations.forms import AnswerForm
from supplier_portal.declarations.queries import found
from supplier_portal.declarations.wording import lines_of
from supplier_portal.web.door import actor, reading
from supplier_portal.web.offering import frame, may
from supplier_portal.web.reader import speech

blueprint = Blueprint("declarations", __name__, url_prefix="/declarations")
ONE = "/<int:declaration_id>"


def declaration_page(declaration_id: int, form: AnswerForm | None = None, conflict: str = "") -> str:
    """Render one as this reader sees it. Raises Missing."""
    one = found(reading(), actor(), declaration_id)
    return render_template(
        "declarations/declaration.html",
        frame=frame(),
        one=one,
        lines=lines_of(reading(), one.declaration, one.supplier, speech()),
        form=form or AnswerForm(formdata=None),
        conflict=conflict,
        decides=may(Permission.DECLARATIONS_DECLARATION_DECIDE),
        declares=may(Permission.DECLARATIONS_DECLARATION_MAKE),
    )
