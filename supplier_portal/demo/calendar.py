"""The days of the demonstration: when it stands, and how long each part of an audit takes."""

from datetime import date

TODAY = date(2024, 3, 31)

VISIT_DAYS = 2
PLANNED_BEFORE, CONFIRMED_BEFORE = 45, 20  # days before the visit
CRITICAL_NOTICE_AFTER, IN_REVIEW_AFTER, DRAFT_AFTER, RELEASED_AFTER, ISSUED_AFTER = 2, 3, 8, 12, 17  # after its begin
CLOSED_AFTER = 6  # days after the last finding was settled
