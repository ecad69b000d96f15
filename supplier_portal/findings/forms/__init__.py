"""Forms of findings: raising and editing them, answering them, deciding on the answers."""
