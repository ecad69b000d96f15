"""The audit programme of a year: which sites, in which month, by whom, and what became of it."""
