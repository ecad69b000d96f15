"""The event log: who did what, when, to what; appended by each operation, chained afterwards by the sealer."""
