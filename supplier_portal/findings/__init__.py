"""Findings: raised in an audit, answered by the supplier, verified and closed by the auditor."""
