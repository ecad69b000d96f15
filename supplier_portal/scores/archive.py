"""Which scorecards are made together: of chosen suppliers, or of all of a filter."""

MOST_TOGETHER = 300
LANGUAGES = {"zh": ("zh",), "en": ("en",), "both": ("zh", "en")}
"""Languages of the PDFs, by what a reader chooses."""
