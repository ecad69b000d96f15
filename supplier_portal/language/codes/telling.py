"""Sentences of the notices about findings, audits and drafts of checklists. No reason and no note stands in them."""

ERRORS: dict[str, str] = {}

_FINDING = "{number} “{title}” ({severity}, {supplier})"
_NEXT = "Next: {turn}. Due: {until}."


def _about(what: str, subject: str, text: str) -> dict[str, str]:
    return {f"notice.{what}.subject": subject, f"notice.{what}.text": text}


def _finding(what: str, subject: str, text: str) -> dict[str, str]:
    return _about(f"findings.{what}", subject, f"{_FINDING}: {text} {_NEXT}")


def _audit(what: str, subject: str, text: str) -> dict[str, str]:
    return _about(f"audits.{what}", subject, text)


WORDS = {
    "notice_topic.findings": "Findings: each step",
    "notice_topic.finding_messages": "Findings: messages of the other side",
    "notice_topic.reminders": "Reminders of due days",
    "notice_topic.escalations": "What is escalated",
    "notice_topic.audits": "Audits: each step",
    "notice_topic.checklists": "Drafts of checklists",
    "notice_always.findings.opened_critical": "Notice of a critical finding",
    "notice_always.findings.opened_integrity": "Notice of a finding that concerns integrity",
    "notice_side.supplier": "the supplier",
    "notice_side.buyer": "the buyer",
    "notice_side.nobody": "nobody",
    "notice_until.open": "no day set",
    **_finding("opened", "New finding {number}", "you are given notice of it. Please propose a plan, or dispute it."),
    **_about(
        "findings.opened_together",
        "New findings: {count}, from audit {audit}",
        "{supplier} is given notice of {count} findings of audit {audit}: {numbers}. The first answer is due: {until}.",
    ),
    **_finding(
        "opened_critical",
        "Critical finding {number}",
        "you are given notice of a critical finding. Please contain it at once and say how.",
    ),
    **_finding(
        "opened_integrity",
        "Integrity finding {number}",
        "you are given notice of a finding that concerns integrity. Please contain it at once and say how.",
    ),
    **_finding("plan_proposed", "Plan proposed for {number}", "a corrective action plan was proposed."),
    **_finding("disputed", "{number} is disputed", "the supplier disputes it. Someone outside the audit team decides."),
    **_finding("maintained", "{number} is maintained", "the dispute was decided and the finding stands."),
    **_about(
        "findings.withdrawn", "{number} is withdrawn", f"{_FINDING}: the finding was withdrawn. Nothing is to be done."
    ),
    **_finding("plan_accepted", "Plan accepted for {number}", "the plan was accepted and can be carried out."),
    **_finding(
        "plan_rejected",
        "Plan rejected for {number}",
        "the plan was rejected. The reason stands on its page; please propose another one.",
    ),
    **_finding("implemented", "{number} is implemented", "all actions are said to be done, and wait to be verified."),
    **_finding("verified", "{number} is verified", "the actions were verified."),
    **_finding(
        "insufficient",
        "{number}: the evidence is insufficient",
        "the evidence does not suffice yet. The reason stands on its page.",
    ),
    **_about(
        "findings.closed",
        "{number} is closed",
        f"{_FINDING}: the finding was closed. Whether the actions work is reviewed later.",
    ),
    **_about("findings.effective", "{number} is effective", f"{_FINDING}: the actions were found to be effective."),
    **_finding(
        "reopened",
        "{number} is reopened",
        "the finding was reopened and its clocks begin anew. The reason stands on its page.",
    ),
    **_about(
        "findings.waived",
        "{number} is waived",
        f"{_FINDING}: the finding was waived for a while. Its clocks stand still.",
    ),
    **_finding(
        "waiver_ended", "The waiver of {number} is over", "the finding stands again where it stood before its waiver."
    ),
    **_finding("message", "Message about {number}", "{writer} wrote a message."),
    **_finding("contained", "{number} is contained", "containment was reported."),
    **_finding("evidence_accepted", "File accepted for {number}", "the file {file} was accepted."),
    **_finding(
        "evidence_sent_back",
        "File sent back for {number}",
        "the file {file} was sent back. The reason stands on its page.",
    ),
    **_finding(
        "stage_met", "A stage of {number} is reached", "a stage is said to be reached, and waits to be looked at."
    ),
    **_finding("stage_accepted", "Stage accepted for {number}", "the stage was accepted."),
    **_finding(
        "stage_sent_back", "Stage sent back for {number}", "the stage was sent back. The reason stands on its page."
    ),
    **_finding(
        "extension_asked",
        "More days asked for {number}",
        "{days} more days are asked for ({clock}). Please answer by {answer_by}.",
    ),
    **_finding("extension_granted", "{days} more days for {number}", "{days} more days were granted ({clock})."),
    **_finding(
        "extension_refused",
        "No more days for {number}",
        "the days asked for were not granted ({clock}). The reason stands on its page.",
    ),
    **_about(
        "findings.remind_half",
        "Half of the time is over: {number}",
        f"{_FINDING} stands at “{{state}}”: half of your time is over. Due: {{until}}, days left: {{days}}.",
    ),
    **_about(
        "findings.remind_before",
        "Days left: {days}, for {number}",
        f"{_FINDING} stands at “{{state}}”, and it is your turn. Due: {{until}}, days left: {{days}}.",
    ),
    **_about(
        "findings.remind_due",
        "Due today: {number}",
        f"{_FINDING} stands at “{{state}}”, and it is your turn. Due: {{until}}.",
    ),
    **_about(
        "findings.remind_late",
        "Overdue: {number}",
        f"{_FINDING} stands at “{{state}}”, and it is your turn. It was due on {{until}}; days overdue: {{days}}.",
    ),
    **_about(
        "findings.remind_late_above",
        "Overdue in your team: {number}",
        f"{_FINDING} stands at “{{state}}” and waits for your team. It was due on {{until}}; days overdue: {{days}}.",
    ),
    **_about(
        "findings.remind_buyer_before",
        "Days left to decide: {days}, for {number}",
        f"{_FINDING} stands at “{{state}}” and waits for the buyer. Due: {{until}}, days left: {{days}}.",
    ),
    **_about(
        "findings.remind_buyer_due",
        "To be decided today: {number}",
        f"{_FINDING} stands at “{{state}}” and waits for the buyer. Due: {{until}}.",
    ),
    **_about(
        "findings.remind_buyer_late",
        "The buyer is late: {number}",
        f"{_FINDING} stands at “{{state}}” and waits for the buyer. It was due on {{until}}; days late: {{days}}.",
    ),
    **_finding("escalated", "Escalated: {number}", "it is escalated since {since}: {reason}."),
    **_audit(
        "planned",
        "Audit {number} is planned",
        "Audit {number} of {supplier}, {site}, is planned for {first} to {last}.",
    ),
    **_audit(
        "confirmed",
        "Audit {number} is confirmed",
        "Audit {number} of {supplier}, {site}, is confirmed for {first} to {last}.",
    ),
    **_audit(
        "in_review",
        "Audit {number} waits for its review",
        "Audit {number} of {supplier}, {site}, waits for a reviewer outside its team.",
    ),
    **_audit(
        "sent_back",
        "Audit {number} was sent back",
        "Audit {number} of {supplier}, {site}, was sent back to its team. The reason stands on its page.",
    ),
    **_audit(
        "draft_sent",
        "Draft report of audit {number}",
        "The draft report of audit {number}, {supplier}, {site}, is here. Please comment on its facts. Due: {until}.",
    ),
    **_audit(
        "back_in_review",
        "Audit {number} is reviewed again",
        "The draft report of audit {number}, {supplier}, {site}, went back into review. The reason stands on its page.",
    ),
    **_audit("issued", "Report of audit {number}", "The report of audit {number}, {supplier}, {site}, was issued."),
    **_audit(
        "cancelled",
        "Audit {number} is cancelled",
        "Audit {number} of {supplier}, {site}, planned for {first} to {last}, was cancelled.",
    ),
    **_audit(
        "refused",
        "Audit {number} was refused",
        "{supplier} refused audit {number} of {site}, planned for {first} to {last}.",
    ),
    **_audit("aborted", "Audit {number} was broken off", "{supplier} broke off audit {number} of {site}."),
    **_audit(
        "amended", "Audit {number} is amended", "The report of audit {number}, {supplier}, {site}, is being amended."
    ),
    **_audit(
        "comment_written",
        "Comment on the draft of {number}",
        "{supplier} commented on the draft report of audit {number}.",
    ),
    **_audit(
        "comment_answered",
        "Answer to a comment on {number}",
        "A comment on the draft report of audit {number}, {supplier}, was answered.",
    ),
    **_about(
        "checklists.handed_over",
        "A checklist waits to be published",
        "The draft {title} {version} was handed over. A second person looks at it and publishes it.",
    ),
    **_about(
        "checklists.sent_back",
        "A draft was sent back",
        "The draft {title} {version} was sent back. The reason stands on its page.",
    ),
}
