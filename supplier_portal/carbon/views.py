"""The page of science-based targets: what the list in force says of the suppliers, and the lists imported."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.actor import Role
from supplier_portal.access.permissions import Permission
from supplier_portal.carbon.models import SbtiSnapshot, SupplierTarget
from supplier_portal.carbon.queries import CONFLICT, count_of, snapshot_in_force, visible, visible_matches
from supplier_portal.carbon.sbti_list.companies import counted_in
from supplier_portal.suppliers.models import Supplier
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.menu import MenuEntry
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal

blueprint = Blueprint("carbon", __name__)
READERS = frozenset({Role.PLANNER, Role.PROCUREMENT, Role.MANAGEMENT})
MENU = [MenuEntry("Targets", "carbon.list_targets", Permission.CARBON_SNAPSHOT_READ, 55, roles=READERS)]


@blueprint.get("/targets")
@guard(Permission.CARBON_SNAPSHOT_READ)
def list_targets() -> ResponseReturnValue:
    """Show the list of today, its matches and conflicts, and every list imported, the newest first."""
    day = portal().moment().day
    lists = visible(actor())
    in_force = reading().scalar(lists.where(SbtiSnapshot.id == snapshot_in_force(day).scalar_subquery()))
    asked = asked_page()
    newest_first = lists.order_by(SbtiSnapshot.as_of.desc(), SbtiSnapshot.id.desc())
    snapshots = reading().scalars(newest_first.offset(asked.first).limit(asked.size)).all()
    total = count_of(reading(), lists)
    matches = []
    if in_force is not None:
        of_list = visible_matches(actor()).where(SupplierTarget.snapshot_id == in_force.id)
        matches = list(reading().execute(of_list.order_by(Supplier.name_en, Supplier.id, SupplierTarget.id)).all())
    rows = [
        (target, supplier, company, counted_in(day.year, target.status, target.target_year))
        for target, supplier, company in matches
    ]
    return render_template(
        "carbon/targets.html",
        day=day,
        in_force=in_force,
        snapshots=snapshots,
        page=Page(asked.number, asked.size, total),
        applied=[row for row in rows if row[0].verdict != CONFLICT],
        conflicts=[row for row in rows if row[0].verdict == CONFLICT],
    )
