"""Audits: planned, carried out with one pinned checklist version, answered and evidenced."""
