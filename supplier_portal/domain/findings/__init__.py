"""Findings: their kinds and severities, how long each may take, and what a plan must say."""
