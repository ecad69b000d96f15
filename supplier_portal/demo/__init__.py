"""The demonstration: two invented years of suppliers, audits, findings, ratings and tenders, made by the operations."""
