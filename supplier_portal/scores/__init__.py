"""Ratings: inputs gathered, worked out by `domain.scoring`, published with their receipts."""
