"""Words for jobs and what they make."""

ERRORS = {
    "jobs.ended": "It has ended already, so there is nothing to cancel.",
}

WORDS = {
    "job_state.queued": "Waiting",
    "job_state.running": "Running",
    "job_state.done": "Done",
    "job_state.failed": "Failed",
    "job_state.cancelled": "Cancelled",
    "job.scores.scorecards_workbook": "Scorecards as Excel",
    "job.scores.scorecard_pdf": "Scorecard as PDF",
    "job.scores.scorecards_archive": "Scorecards as PDFs, together",
    "job.tenders.evaluation_workbook": "Evaluation as Excel",
    "job.suppliers.workbook": "Suppliers as Excel",
    "job.checklists.file": "Checklist as a file",
    "job.scores.receipt": "Receipt of a rating",
    "job.tenders.receipt": "Receipt of a tender",
    "job.tenders.evaluation_pdf": "Evaluation as PDF",
}
