"""Pages of checklist versions: which there are, and what one holds."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.checklists.models import ChecklistVersion
from supplier_portal.checklists.queries import checklist_of, order_of, visible
from supplier_portal.domain.errors import Missing
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.menu import MenuEntry

blueprint = Blueprint("checklists", __name__)
MENU = [MenuEntry("Checklists", "checklists.list_versions", Permission.CHECKLISTS_VERSION_READ, 70, icon="audits")]


@blueprint.get("/checklists")
@guard(Permission.CHECKLISTS_VERSION_READ)
def list_versions() -> ResponseReturnValue:
    versions = sorted(reading().scalars(visible(actor())), key=lambda one: (one.code, order_of(one)), reverse=True)
    rows = [(version, checklist_of(version)) for version in versions]
    return render_template("checklists/list.html", rows=rows)


@blueprint.get("/checklists/<int:version_id>")
@guard(Permission.CHECKLISTS_VERSION_READ)
def show_version(version_id: int) -> ResponseReturnValue:
    version = reading().scalar(visible(actor()).where(ChecklistVersion.id == version_id))
    if version is None:
        raise Missing
    return render_template("checklists/version.html", version=version, checklist=checklist_of(version))
