"""Sentences and words of audits."""

ERRORS: dict[str, str] = {
    "checklists.version_taken": "{name} {version} is published already with another content. Give yours a new version.",
    "audits.site_of_other": "Choose a site of this supplier.",
    "audits.dates_out_of_order": "The last day is before the first one.",
    "audits.lead_missing": "Choose one lead auditor.",
    "audits.lead_too_often": "This person led the last {most} audits of this supplier. Choose another one.",
    "audits.control_character": "The text holds a control character that cannot be kept. Type it again.",
    "audits.not_applicable_reason": "Write why it does not apply.",
    "audits.count": "Write a whole number from 0 to {most}.",
    "audits.sampled_above_population": "More was sampled than there is ({most}).",
    "audits.conforming_above_sampled": "More conforms than was sampled ({most}).",
    "audits.figure_not_asked": "This checkpoint takes no such figure.",
    "audits.out_of_profile": "This checkpoint does not apply to this supplier.",
    "audits.answers_closed": (
        "The audit stands at “{state}”: answers and evidence change only while it is in progress. "
        "Possible now: {possible}."
    ),
    "audits.about_day": "Write the day the evidence is about: not before 1990 and not after today.",
    "audits.issued_elsewhere": "An audit is issued from its report.",
    "audits.no_such_state": "There is no such state.",
    "audits.needs_witness": "Name a witness.",
    "audits.outside_team": "You were on the team of this audit, so someone else reviews it.",
    "audits.unanswered": "{count} checkpoints are not answered: {checkpoints}.",
    "audits.comments_open": "The supplier has until {until} for factual comments and has not released the draft yet.",
    "audits.no_draft": "No draft report is with you now; the audit stands at “{state}”.",
}

WORDS: dict[str, str] = {
    "audit_type.initial": "Initial audit",
    "audit_type.periodic": "Periodic audit",
    "audit_type.follow_up": "Follow-up audit",
    "audit_type.closure": "Closure audit",
    "audit_type.special": "Special audit",
    "audit_mode.on_site": "On site",
    "audit_mode.remote": "Remote",
    "audit_mode.desktop": "Desktop",
    "audit_member.lead": "Lead auditor",
    "audit_member.auditor": "Auditor",
}
