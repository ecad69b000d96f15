"""Sentences about reviewing and issuing."""

ERRORS = {
    "reports.agree_not_applicable": (
        "More than half of the weight is not applicable in step {steps}. Say that you agree before you issue."
    ),
}

WORDS: dict[str, str] = {}
