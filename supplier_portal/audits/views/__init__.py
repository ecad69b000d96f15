"""Pages of audits."""

from supplier_portal.access.actor import SUPPLIER_ROLES, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.audits.views import (
    checkpoint,
    evidence,
    interviewing,
    lists,
    overview,
    people,
    planning,
    redacting,
    team,
    today,
)
from supplier_portal.audits.views.room import blueprint
from supplier_portal.web.menu import MenuEntry

__all__ = [
    "BLUEPRINTS",
    "MENU",
    "blueprint",
    "checkpoint",
    "evidence",
    "interviewing",
    "lists",
    "overview",
    "people",
    "planning",
    "redacting",
    "team",
    "today",
]

BLUEPRINTS = [blueprint, people.blueprint]
_OFFICE = frozenset({Role.PLANNER, Role.REVIEWER, Role.MANAGEMENT})
_TEAM = frozenset({Role.LEAD_AUDITOR, Role.AUDITOR})
MENU = [
    MenuEntry("Today", "audits.show_today", Permission.AUDITS_ANSWER_WRITE, 5, icon="tasks"),
    MenuEntry("Audits", "audits.list_audits", Permission.AUDITS_AUDIT_READ, 20, _OFFICE | SUPPLIER_ROLES, "audits"),
    MenuEntry("Conflicts of interest", "auditors.list_conflicts", Permission.AUDITS_CONFLICT_DECLARE, 22, _TEAM),
]
