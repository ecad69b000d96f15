"""Every permission, as `room:thing:act`, in the order of the alphabet. `table.py` says who holds it."""

from enum import StrEnum


class Permission(StrEnum):
    ACCOUNTS_ACCOUNT_MANAGE = "accounts:account:manage"
    ACCOUNTS_ACCOUNT_READ = "accounts:account:read"
    ACCOUNTS_COLLEAGUE_INVITE = "accounts:colleague:invite"
    ACCOUNTS_OWN_USE = "accounts:own:use"
    ACCOUNTS_TABLE_READ = "accounts:table:read"
    AUDITS_ANSWER_READ = "audits:answer:read"
    AUDITS_ANSWER_WRITE = "audits:answer:write"
    AUDITS_AUDIT_MOVE = "audits:audit:move"
    AUDITS_AUDIT_PLAN = "audits:audit:plan"
    AUDITS_AUDIT_READ = "audits:audit:read"
    AUDITS_EVIDENCE_ADD = "audits:evidence:add"
    CARBON_SNAPSHOT_IMPORT = "carbon:snapshot:import"
    CARBON_SNAPSHOT_READ = "carbon:snapshot:read"
    CHECKLISTS_VERSION_LOAD = "checklists:version:load"
    CHECKLISTS_VERSION_READ = "checklists:version:read"
    FINDINGS_EVIDENCE_ADD = "findings:evidence:add"
    FINDINGS_FINDING_MOVE = "findings:finding:move"
    FINDINGS_FINDING_RAISE = "findings:finding:raise"
    FINDINGS_FINDING_READ = "findings:finding:read"
    FINDINGS_PLAN_WRITE = "findings:plan:write"
    JOBS_JOB_READ = "jobs:job:read"
    REPORTS_AUDIT_REVIEW = "reports:audit:review"
    REPORTS_REPORT_READ = "reports:report:read"
    SCORES_RATING_PUBLISH = "scores:rating:publish"
    SCORES_RATING_READ = "scores:rating:read"
    SCORES_SCORECARD_EXPORT = "scores:scorecard:export"
    SUPPLIERS_SUPPLIER_READ = "suppliers:supplier:read"
    SUPPLIERS_SUPPLIER_WRITE = "suppliers:supplier:write"
    TENDERS_BID_ENTER = "tenders:bid:enter"
    TENDERS_TENDER_DECIDE = "tenders:tender:decide"
    TENDERS_TENDER_OPEN = "tenders:tender:open"
    TENDERS_TENDER_READ = "tenders:tender:read"
    TENDERS_TENDER_WRITE = "tenders:tender:write"
    TRAIL_EVENT_READ = "trail:event:read"

    @property
    def changes(self) -> bool:
        """Whether holding it lets one change something: a view that changes asks for one of these."""
        return not self.value.endswith(":read")
