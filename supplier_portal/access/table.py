"""The one table of who may do what, and how far. What is not in it is denied.

A permission reaches all rows, those of one's own company, the audits one is on, the tenders one is in the team of,
or one's own account. A room's `visible(actor)` turns the reach into its query.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from supplier_portal.access.actor import Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Missing


class Reach(StrEnum):
    NONE = "none"
    ALL = "all"
    OWN_COMPANY = "own_company"
    OWN_AUDITS = "own_audits"
    OWN_TENDERS = "own_tenders"
    OWN_ACCOUNT = "own_account"


ADMINISTRATOR, PLANNER, LEAD, AUDITOR, REVIEWER, PROCUREMENT, MANAGEMENT, OWNER, MEMBER, SYSTEM, _ = Role


def _given(reach: Reach, *roles: Role) -> dict[Role, Reach]:
    return dict.fromkeys(roles, reach)


_EVERYBODY = _given(
    Reach.OWN_ACCOUNT, ADMINISTRATOR, PLANNER, LEAD, AUDITOR, REVIEWER, PROCUREMENT, MANAGEMENT, OWNER, MEMBER
)
_SUPPLIER = _given(Reach.OWN_COMPANY, OWNER, MEMBER)
_TEAM = _given(Reach.OWN_AUDITS, LEAD, AUDITOR)
_OFFICE = _given(Reach.ALL, PLANNER, REVIEWER, MANAGEMENT)
_TENDER_TEAM = _given(Reach.OWN_TENDERS, PROCUREMENT)

TABLE: Mapping[Permission, Mapping[Role, Reach]] = {
    Permission.ACCOUNTS_ACCOUNT_MANAGE: _given(Reach.ALL, ADMINISTRATOR),
    Permission.ACCOUNTS_ACCOUNT_READ: _given(Reach.ALL, ADMINISTRATOR),
    Permission.ACCOUNTS_COLLEAGUE_INVITE: _given(Reach.OWN_COMPANY, OWNER),
    Permission.ACCOUNTS_COLLEAGUE_MANAGE: _given(Reach.OWN_COMPANY, OWNER),
    Permission.ACCOUNTS_OWN_USE: _EVERYBODY,
    Permission.ACCOUNTS_TABLE_READ: _given(Reach.ALL, ADMINISTRATOR),
    Permission.APPEALS_APPEAL_DECIDE: _given(Reach.ALL, REVIEWER),
    Permission.APPEALS_APPEAL_FILE: _SUPPLIER,
    Permission.APPEALS_APPEAL_READ: _SUPPLIER
    | _given(Reach.OWN_AUDITS, LEAD)
    | _given(Reach.ALL, PLANNER, REVIEWER, MANAGEMENT),
    Permission.AUDITS_ANSWER_READ: _TEAM | _given(Reach.ALL, PLANNER, REVIEWER, SYSTEM),
    Permission.AUDITS_ANSWER_WRITE: _TEAM,
    Permission.AUDITS_AUDIT_MOVE: _TEAM | _SUPPLIER | _given(Reach.ALL, PLANNER, REVIEWER),
    Permission.AUDITS_AUDIT_PLAN: _given(Reach.ALL, PLANNER),
    Permission.AUDITS_AUDIT_READ: _TEAM | _SUPPLIER | _OFFICE | _given(Reach.ALL, SYSTEM),
    Permission.AUDITS_CHECKLIST_CHANGE: _given(Reach.OWN_AUDITS, LEAD),
    Permission.AUDITS_CONFLICT_DECLARE: _given(Reach.OWN_ACCOUNT, LEAD, AUDITOR) | _given(Reach.ALL, PLANNER),
    Permission.AUDITS_EVIDENCE_ADD: _TEAM,
    Permission.AUDITS_EVIDENCE_REDACT: _TEAM | _given(Reach.ALL, REVIEWER),
    Permission.AUDITS_TEAM_MANAGE: _given(Reach.ALL, PLANNER),
    Permission.CALENDARS_CALENDAR_LOAD: _given(Reach.ALL, ADMINISTRATOR, PLANNER, SYSTEM),
    Permission.CALENDARS_CALENDAR_READ: _SUPPLIER
    | _OFFICE
    | _given(Reach.ALL, ADMINISTRATOR, LEAD, AUDITOR, PROCUREMENT, SYSTEM),
    Permission.CALENDARS_SHUTDOWN_DECIDE: _given(Reach.ALL, PLANNER),
    Permission.CALENDARS_SHUTDOWN_DECLARE: _SUPPLIER,
    Permission.CALENDARS_SHUTDOWN_READ: _SUPPLIER | _OFFICE | _given(Reach.ALL, SYSTEM),
    Permission.CARBON_FACTOR_READ: _OFFICE | _given(Reach.ALL, ADMINISTRATOR, LEAD, AUDITOR, PROCUREMENT, SYSTEM),
    Permission.CARBON_FIGURE_RECORD: _given(Reach.ALL, ADMINISTRATOR, PLANNER),
    Permission.CARBON_MATCH_DECIDE: _given(Reach.ALL, PLANNER),
    Permission.CARBON_SNAPSHOT_IMPORT: _given(Reach.ALL, ADMINISTRATOR, PLANNER, SYSTEM),
    Permission.CARBON_SNAPSHOT_READ: _OFFICE | _given(Reach.ALL, ADMINISTRATOR, PROCUREMENT, SYSTEM),
    Permission.CHECKLISTS_VERSION_LOAD: _given(Reach.ALL, ADMINISTRATOR, SYSTEM),
    Permission.CHECKLISTS_VERSION_PUBLISH: _given(Reach.ALL, ADMINISTRATOR, PLANNER, REVIEWER),
    Permission.CHECKLISTS_VERSION_READ: _given(
        Reach.ALL, ADMINISTRATOR, PLANNER, LEAD, AUDITOR, REVIEWER, MANAGEMENT, OWNER, MEMBER, SYSTEM
    ),
    Permission.CHECKLISTS_VERSION_WRITE: _given(Reach.ALL, ADMINISTRATOR, PLANNER),
    Permission.DASHBOARD_BOARD_READ: _OFFICE | _given(Reach.ALL, PROCUREMENT),
    Permission.DECLARATIONS_DECLARATION_DECIDE: _given(Reach.ALL, PLANNER),
    Permission.DECLARATIONS_DECLARATION_MAKE: _SUPPLIER,
    Permission.DECLARATIONS_DECLARATION_READ: _SUPPLIER | _given(Reach.ALL, PLANNER),
    Permission.DESK_FINDING_EXPORT: _TEAM | _OFFICE,
    Permission.DESK_FINDING_STEER: _given(Reach.OWN_AUDITS, LEAD) | _given(Reach.ALL, PLANNER, REVIEWER),
    Permission.DESK_PAGE_READ: _TEAM | _OFFICE,
    Permission.FINDINGS_CLOCK_PUBLISH: _given(Reach.ALL, ADMINISTRATOR, PLANNER, SYSTEM),
    Permission.FINDINGS_EVIDENCE_ADD: _SUPPLIER | _TEAM,
    Permission.FINDINGS_EVIDENCE_DECIDE: _TEAM | _given(Reach.ALL, REVIEWER),
    Permission.FINDINGS_EVIDENCE_REDACT: _TEAM | _given(Reach.ALL, PLANNER, REVIEWER),
    Permission.FINDINGS_EXTENSION_ASK: _SUPPLIER,
    Permission.FINDINGS_EXTENSION_DECIDE: _given(Reach.OWN_AUDITS, LEAD) | _given(Reach.ALL, PLANNER, REVIEWER),
    Permission.FINDINGS_FINDING_MOVE: _SUPPLIER | _TEAM | _given(Reach.ALL, PLANNER, REVIEWER),
    Permission.FINDINGS_FINDING_RAISE: _TEAM,
    Permission.FINDINGS_FINDING_READ: _SUPPLIER | _TEAM | _OFFICE | _given(Reach.ALL, SYSTEM),
    Permission.FINDINGS_MESSAGE_WRITE: _SUPPLIER | _TEAM | _given(Reach.ALL, PLANNER, REVIEWER),
    Permission.FINDINGS_NOTE_READ: _TEAM | _given(Reach.ALL, PLANNER, REVIEWER),
    Permission.FINDINGS_NOTE_WRITE: _TEAM | _given(Reach.ALL, PLANNER, REVIEWER),
    Permission.FINDINGS_NOTICE_AGREE: _given(Reach.ALL, REVIEWER),
    Permission.FINDINGS_PLAN_WRITE: _SUPPLIER,
    Permission.FINDINGS_WORKBOOK_PRINT: _SUPPLIER | _TEAM | _OFFICE,
    Permission.FINDINGS_WORKBOOK_TAKE: _SUPPLIER,
    Permission.HOME_PAGE_READ: _SUPPLIER,
    Permission.INTAKE_BATCH_READ: _given(Reach.ALL, ADMINISTRATOR, PLANNER, PROCUREMENT),
    Permission.INTAKE_BATCH_WRITE: _given(Reach.ALL, ADMINISTRATOR, PLANNER, PROCUREMENT),
    Permission.JOBS_JOB_CANCEL: _EVERYBODY,
    Permission.JOBS_JOB_READ: _EVERYBODY,
    Permission.NOTICES_MAIL_READ: _given(Reach.ALL, ADMINISTRATOR),
    Permission.NOTICES_MAIL_RESEND: _given(Reach.ALL, ADMINISTRATOR),
    Permission.NOTICES_NOTICE_READ: _EVERYBODY,
    Permission.NOTICES_SETTING_WRITE: _EVERYBODY,
    Permission.NOTICES_WEBHOOK_MANAGE: _given(Reach.OWN_COMPANY, OWNER) | _given(Reach.ALL, ADMINISTRATOR),
    Permission.OUTREACH_TRAINING_READ: _OFFICE | _given(Reach.ALL, PROCUREMENT),
    Permission.OUTREACH_TRAINING_WRITE: _given(Reach.ALL, PLANNER),
    Permission.PROGRAMME_PLAN_READ: _OFFICE | _TEAM,
    Permission.PROGRAMME_PLAN_WRITE: _given(Reach.ALL, PLANNER),
    Permission.REPORTS_AUDIT_AMEND: _given(Reach.ALL, REVIEWER),
    Permission.REPORTS_AUDIT_REVIEW: _given(Reach.ALL, REVIEWER),
    Permission.REPORTS_COMMENT_ANSWER: _given(Reach.OWN_AUDITS, LEAD) | _given(Reach.ALL, REVIEWER),
    Permission.REPORTS_COMMENT_WRITE: _SUPPLIER,
    Permission.REPORTS_REPORT_PRINT: _SUPPLIER | _TEAM | _OFFICE,
    Permission.REPORTS_REPORT_READ: _SUPPLIER | _TEAM | _OFFICE,
    Permission.SCORES_MODULE_RECORD: _given(Reach.ALL, PLANNER, PROCUREMENT),
    Permission.SCORES_RATING_PUBLISH: _given(Reach.ALL, PLANNER, SYSTEM),
    Permission.SCORES_RATING_READ: _SUPPLIER | _OFFICE | _given(Reach.ALL, PROCUREMENT, SYSTEM),
    Permission.SCORES_SCORECARD_EXPORT: _given(Reach.ALL, PLANNER, PROCUREMENT, MANAGEMENT),
    Permission.SCORES_VIEW_SAVE: _given(Reach.OWN_ACCOUNT, PLANNER, REVIEWER, PROCUREMENT, MANAGEMENT),
    Permission.SCORES_WAIVER_GRANT: _given(Reach.ALL, PLANNER, REVIEWER),
    Permission.SUPPLIERS_SUPPLIER_MERGE: _given(Reach.ALL, PLANNER),
    Permission.SUPPLIERS_SUPPLIER_READ: _SUPPLIER | _OFFICE | _given(Reach.ALL, ADMINISTRATOR, PROCUREMENT, SYSTEM),
    Permission.SUPPLIERS_SUPPLIER_WRITE: _given(Reach.ALL, ADMINISTRATOR, PLANNER),
    Permission.TENDERS_BID_ENTER: _TENDER_TEAM,
    Permission.TENDERS_CORRECTION_ASK: _SUPPLIER,
    Permission.TENDERS_FIGURE_READ: _SUPPLIER,
    Permission.TENDERS_TENDER_DECIDE: _TENDER_TEAM,
    Permission.TENDERS_TENDER_OPEN: _TENDER_TEAM,
    Permission.TENDERS_TENDER_READ: _TENDER_TEAM | _given(Reach.ALL, SYSTEM),
    Permission.TENDERS_TENDER_WRITE: _TENDER_TEAM,
    Permission.TRAIL_EVENT_READ: _given(Reach.ALL, ADMINISTRATOR),
    Permission.TRAIL_EXPORT_READ: _given(Reach.ALL, ADMINISTRATOR, PLANNER),
    Permission.VISITS_AGENDA_READ: _TEAM | _SUPPLIER | _OFFICE,
    Permission.VISITS_AGENDA_WRITE: _given(Reach.OWN_AUDITS, LEAD) | _given(Reach.ALL, PLANNER),
    Permission.VISITS_DOCUMENT_ASK: _given(Reach.OWN_AUDITS, LEAD) | _given(Reach.ALL, PLANNER),
    Permission.VISITS_DOCUMENT_JUDGE: _TEAM,
    Permission.VISITS_DOCUMENT_READ: _TEAM | _SUPPLIER | _given(Reach.ALL, PLANNER, REVIEWER),
    Permission.VISITS_DOCUMENT_UPLOAD: _SUPPLIER,
    Permission.VISITS_MEETING_PRINT: _TEAM | _SUPPLIER | _given(Reach.ALL, PLANNER, REVIEWER),
    Permission.VISITS_MEETING_READ: _TEAM | _SUPPLIER | _given(Reach.ALL, PLANNER, REVIEWER),
    Permission.VISITS_MEETING_WRITE: _TEAM,
    Permission.VISITS_SELF_ASSESSMENT_READ: _TEAM | _SUPPLIER | _given(Reach.ALL, PLANNER, REVIEWER),
    Permission.VISITS_SELF_ASSESSMENT_RETURN: _given(Reach.OWN_AUDITS, LEAD),
    Permission.VISITS_SELF_ASSESSMENT_WRITE: _SUPPLIER,
}


@dataclass(frozen=True)
class Decision:
    """Whether, how far, and because of which line of the table."""

    reach: Reach
    because: str

    @property
    def allowed(self) -> bool:
        return self.reach is not Reach.NONE


def decide(actor: Actor, permission: Permission) -> Decision:
    """What the table says of this actor and permission; never raises."""
    reach = TABLE.get(permission, {}).get(actor.role, Reach.NONE)
    says = f"{reach}" if reach is not Reach.NONE else "no line, so no"
    return Decision(reach, f"{permission} for {actor.role}: {says}")


def reach_of(actor: Actor, permission: Permission) -> Reach:
    """How far the permission reaches for this actor.

    Raises Missing where it does not reach at all: forbidden and not there look alike.
    """
    decision = decide(actor, permission)
    if not decision.allowed:
        raise Missing
    return decision.reach
