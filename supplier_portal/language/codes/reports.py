"""Sentences and words of reviewing, commenting, issuing and amending."""

ERRORS = {
    "reports.agree_not_applicable": (
        "More than half of the weight is not applicable in step {steps}. Say that you agree before you issue."
    ),
    "reports.not_while": "The audit stands at “{state}”; this is possible only while it is at: {possible}.",
    "reports.comment_answered": "This comment is answered already.",
    "reports.comments_closed": (
        "No draft report waits for your comments now; the audit stands at “{state}”, or the days for comments are over."
    ),
    "reports.comments_unanswered": (
        "{count} comments of the supplier wait for an answer. Answer them on the page of factual comments, then issue."
    ),
    "reports.granted_waits": (
        "{count} comments are granted: take the draft back into review, correct it and send it again."
    ),
    "reports.no_room": (
        "The files of this audit’s comments take {used} MB; no more than {most} MB are kept. Send fewer or smaller ones."
    ),
    "reports.none_withdrawn": "No finding of this audit is withdrawn. Withdraw it first, or choose the other ground.",
    "reports.nothing_amended": "No level differs from the revision as it is. Choose at least one other level.",
    "reports.most_revisions": "This audit has {most} revisions, which is the most there can be.",
}

WORDS: dict[str, str] = {
    "comment_decision.granted": "Granted",
    "comment_decision.declined": "Declined",
    "amendment_ground.finding_withdrawn": "A finding was withdrawn",
    "amendment_ground.appeal_granted": "An appeal was granted",
    "job.reports.report_pdf": "Audit report as PDF",
}
