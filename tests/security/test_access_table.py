"""The table of permissions is complete, closed by default, and says why."""

import pytest

from supplier_portal.access.actor import PEOPLE, STRANGER, SUPPLIER_ROLES, SYSTEM, Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import TABLE, Reach, decide, reach_of
from supplier_portal.db.states import WORKFLOWS
from supplier_portal.domain.errors import Missing

SENSITIVE = [
    (Permission.AUDITS_ANSWER_READ, Role.PROCUREMENT, "procurement sees ratings and not working notes"),
    (Permission.AUDITS_ANSWER_READ, Role.SUPPLIER_OWNER, "a supplier never sees working notes"),
    (Permission.TENDERS_TENDER_READ, Role.ADMINISTRATOR, "prices are for the tender's team alone"),
    (Permission.TENDERS_TENDER_READ, Role.MANAGEMENT, "prices are for the tender's team alone"),
    (Permission.REPORTS_AUDIT_REVIEW, Role.LEAD_AUDITOR, "who audits does not review"),
    (Permission.AUDITS_ANSWER_WRITE, Role.REVIEWER, "who reviews does not answer"),
    (Permission.SCORES_SCORECARD_EXPORT, Role.SUPPLIER_OWNER, "exports show rivals"),
]


def of(role: Role) -> Actor:
    return Actor(role, 1, 1 if role in SUPPLIER_ROLES else None)


@pytest.mark.parametrize(("permission", "role", "why"), SENSITIVE)
def test_what_must_never_be_given_is_not_given(permission, role, why):
    assert not decide(of(role), permission).allowed, why


def test_every_permission_stands_in_the_table_and_in_order():
    assert set(TABLE) == set(Permission)
    assert [item.value for item in Permission] == sorted(item.value for item in Permission)


@pytest.mark.parametrize("permission", Permission)
def test_a_supplier_s_people_reach_their_own_company_at_most(permission):
    kept_to_their_own = {Reach.NONE, Reach.OWN_COMPANY, Reach.OWN_ACCOUNT}
    if permission is Permission.CHECKLISTS_VERSION_READ:
        kept_to_their_own.add(Reach.ALL)  # the checklist is public to all who are audited with it
    for role in SUPPLIER_ROLES:
        assert decide(of(role), permission).reach in kept_to_their_own


@pytest.mark.parametrize("permission", Permission)
def test_a_stranger_may_nothing(permission):
    with pytest.raises(Missing):
        reach_of(STRANGER, permission)


@pytest.mark.parametrize("permission", [item for item in Permission if item.changes])
def test_the_platform_itself_changes_little(permission):
    allowed = {
        Permission.CALENDARS_CALENDAR_LOAD,
        Permission.CARBON_SNAPSHOT_IMPORT,
        Permission.CHECKLISTS_VERSION_LOAD,
        Permission.FINDINGS_CLOCK_PUBLISH,
        Permission.SCORES_RATING_PUBLISH,
    }
    assert decide(SYSTEM, permission).allowed == (permission in allowed)


def test_a_decision_says_which_line_it_rests_on():
    assert decide(of(Role.PLANNER), Permission.AUDITS_AUDIT_PLAN).because == "audits:audit:plan for planner: all"
    assert "no line" in decide(of(Role.MANAGEMENT), Permission.AUDITS_AUDIT_PLAN).because


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=lambda workflow: workflow.name)
def test_workflows_name_roles_that_exist_and_leave_no_state_unreachable(workflow):
    roles = {role.value for role in PEOPLE} | {Role.SYSTEM.value}
    assert all(row.who <= roles for row in workflow.transitions)
    reached, before = {workflow.first}, set()
    while reached != before:
        before = set(reached)
        reached |= {row.target for row in workflow.transitions if row.origin in reached}
    assert reached == set(workflow.states)
