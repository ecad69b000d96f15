"""The programme at one look: audits, findings, grades, expiries, targets and training, each with the list behind it."""
