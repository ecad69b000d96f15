"""The states of audits, findings and tenders, and every move between them, each one row of a table."""
