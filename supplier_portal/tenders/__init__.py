"""Tenders: rules frozen before they are published, bids opened by two, ranked with reasons, awarded."""
