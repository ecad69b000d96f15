"""Sentences and words of the dashboard and the roadmap."""

ERRORS: dict[str, str] = {
    "dashboard.roadmap_unreadable": "The file is no TOML: {problem}.",
    "dashboard.roadmap_taken": "Version {version} of the roadmap was loaded with other goals. Give the file a new version.",
    "dashboard.roadmap_key": "A goal has no such field.",
    "dashboard.roadmap_year": "Write a year from {first} to {last}.",
    "dashboard.roadmap_percent": "Write a percentage from -100 to 100 with at most two decimals.",
    "dashboard.roadmap_baseline": "Write million tonnes above 0 with at most four decimals.",
    "dashboard.roadmap_note": "Write a text of at most {most} characters.",
}

WORDS: dict[str, str] = {
    "finding_age.young": "notified up to 30 days ago",
    "finding_age.middle": "notified 31 to 60 days ago",
    "finding_age.old": "notified over 60 days ago",
    "finding_late.supplier": "overdue with suppliers",
    "finding_late.buyer": "waiting for us too long",
    "measure.target_coverage": "spend with validated targets",
    "cdp_level.published": "any level",
    "cdp_level.leadership": "leadership, A or A−",
    "cdp_level.management": "management, B or B−",
    "cdp_level.lower": "lower, C to D−",
    "funnel_stage.open": "Notified",
    "funnel_stage.cap_proposed": "Plan proposed",
    "funnel_stage.accepted": "Plan accepted",
    "funnel_stage.implemented": "Implemented",
    "funnel_stage.verified": "Verified",
    "funnel_stage.closed": "Closed",
    "funnel_stage.effective": "Found effective",
    "measure.economic_intensity": "emissions per amount spent",
}
