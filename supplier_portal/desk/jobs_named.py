"""The names of the desk's jobs: pages ask for them without loading what the worker needs."""

ACT, WORKBOOK = "desk.act", "desk.findings_workbook"
