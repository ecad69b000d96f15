"""A supplier's start: what to do first, what waits for the buyer, and what lifts the score."""
