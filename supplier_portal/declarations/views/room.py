"""The blueprint of the room, and the page of one declaration with whatever was just refused."""

from flask import Blueprint, render_template

from supplier_portal.access.actor import SUPPLIER_ROLES
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.declarations.forms import AnswerForm
from supplier_portal.declarations.queries import found
from supplier_portal.declarations.wording import lines_of
from supplier_portal.web.door import actor, reading
from supplier_portal.web.reader import speech

blueprint = Blueprint("declarations", __name__, url_prefix="/declarations")
ONE = "/<int:declaration_id>"


def may(permission: Permission) -> bool:
    """Whether the reader holds a permission: what a page offers."""
    return decide(actor(), permission).allowed


def frame() -> str:
    """Suppliers use their thumbs."""
    return "frame/touch.html" if actor().role in SUPPLIER_ROLES else "frame/page.html"


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
