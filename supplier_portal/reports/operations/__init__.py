"""Reviewing an audit, commenting on its draft, issuing and amending it."""

from supplier_portal.reports.operations.amending import AmendAudit, amend_audit
from supplier_portal.reports.operations.commenting import (
    AnswerComment,
    WriteComment,
    answer_comment,
    awaits_comment,
    faults_of_comment,
    write_comment,
)
from supplier_portal.reports.operations.issuing import issue_audit
from supplier_portal.reports.operations.reviewing import (
    ReplyToReview,
    WriteReviewComment,
    reply_to_review,
    send_back,
    send_draft,
    write_review_comment,
)
from supplier_portal.reports.operations.sealing import seal_report

__all__ = [
    "AmendAudit",
    "AnswerComment",
    "ReplyToReview",
    "WriteComment",
    "WriteReviewComment",
    "amend_audit",
    "answer_comment",
    "awaits_comment",
    "faults_of_comment",
    "issue_audit",
    "reply_to_review",
    "seal_report",
    "send_back",
    "send_draft",
    "write_comment",
    "write_review_comment",
]
