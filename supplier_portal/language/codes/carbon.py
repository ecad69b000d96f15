"""Words and sentences about carbon data and its imports."""

ERRORS = {
    "carbon.column_missing": "This column is missing. Take the list as it is published, with its head row.",
    "carbon.column_twice": "This column stands twice. Remove one of them.",
    "carbon.no_company_name": "The row has no company name.",
    "carbon.cell_too_long": "The cell has more than {most} characters.",
    "carbon.import_elsewhere": "The same file is being imported elsewhere at this moment. Nothing was written here.",
    "carbon.no_cdp_score": "A CDP score is A, A-, B, B-, C, C-, D, D- or F.",
    "carbon.published_before_year": "A score of {year} cannot be published before that year.",
    "carbon.cdp_recorded": "Another score is recorded for {year}. It stays.",
    "carbon.no_share": "A share is a number from 0 to 1, at most {places} decimals.",
    "carbon.verified_ahead": "A verified period ends before the day on which it is known.",
    "carbon.quality_recorded": "Other figures are recorded for {day}. They stay.",
}

WORDS = {
    "target_status.validated": "validated",
    "target_status.committed": "committed",
    "target_status.none": "none",
    "identifier.lei": "LEI",
    "identifier.isin": "ISIN",
}
