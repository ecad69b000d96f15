"""A portal with audits in progress, made by the operations: what the savers find."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from supplier_portal.access.actor import SYSTEM, Actor, Role
from supplier_portal.accounts.operations import NewAccount, create_account
from supplier_portal.audits.models import Audit
from supplier_portal.audits.operations import MoveAudit, PlanAudit, move_audit, plan_audit
from supplier_portal.audits.queries import asked_of
from supplier_portal.checklists.operations import publish_checklist
from supplier_portal.checklists.queries import checklist_of
from supplier_portal.config import Config
from supplier_portal.db import schema
from supplier_portal.db.unit_of_work import Database
from supplier_portal.domain.moment import Moment
from supplier_portal.shipped import CHECKLISTS
from supplier_portal.suppliers.operations import AddSite, AddSupplier, add_site, add_supplier

AUDITS = 4
MOMENT = Moment(datetime(2024, 3, 31, 8, 0, tzinfo=UTC), date(2024, 3, 31))
PASSWORD = "a password for measuring"  # noqa: S105 of a database that is thrown away
AUDITOR_EMAIL = "auditor@example.org"


@dataclass(frozen=True)
class Team:
    planner: Actor
    lead: Actor
    auditor: Actor


def make_world(config: Config) -> list[tuple[int, str]]:
    """Fill the portal's new database. Gives every audit's id with the code of each checkpoint asked in it."""
    config.data_folder.mkdir(parents=True)
    schema.upgrade(config.database_address)
    database = Database(config.database_address)
    with database.unit_of_work(SYSTEM) as session:
        data = (CHECKLISTS / "supplier-dual-carbon-1.0.0.yaml").read_bytes()
        version = publish_checklist(session, SYSTEM, data, MOMENT)
        team = _team(session)
        audits = [_audit_in_progress(session, team, version.id, number) for number in range(AUDITS)]
        checkpoints = checklist_of(version).checkpoints
        places = [(audit.id, one.code) for audit in audits for one in asked_of(audit, checkpoints)]
    database.engine.dispose()
    return places


def _team(session: Session) -> Team:
    people = (
        NewAccount("planner@example.org", "Pan Planner", PASSWORD, Role.PLANNER),
        NewAccount("lead@example.org", "Zhou Lead", PASSWORD, Role.LEAD_AUDITOR),
        NewAccount(AUDITOR_EMAIL, "Luo Auditor", PASSWORD, Role.AUDITOR),
    )
    return Team(*(create_account(session, person, MOMENT.at).actor for person in people))


def _audit_in_progress(session: Session, team: Team, version_id: int, number: int) -> Audit:
    profile = AddSupplier(
        number=f"S-{number:04}",
        name_en=f"Supplier {number}",
        country="CN",
        category="electronics",
        strategic_core=True,
    )
    supplier = add_supplier(session, team.planner, profile, MOMENT)
    site = add_site(session, team.planner, AddSite(supplier.id, "Main site"), MOMENT)
    plan = PlanAudit(
        supplier_id=supplier.id,
        site_id=site.id,
        checklist_version_id=version_id,
        type="periodic",
        mode="on_site",
        starts_on=MOMENT.day,
        ends_on=MOMENT.day,
        objectives="Grade the site",
        scope="Scope 1 and 2",
        criteria="ISO 14064-1",
        lead_id=team.lead.account_id,
        auditor_ids=(team.auditor.account_id or 0,),
    )
    audit = plan_audit(session, team.planner, plan, MOMENT)
    for target, actor in (("confirmed", team.planner), ("in_progress", team.lead)):
        move_audit(session, actor, MoveAudit(audit.id, target), MOMENT)
    return audit
