"""Sentences and words about training."""

ERRORS: dict[str, str] = {
    "outreach.not_held_yet": "A session is recorded once it was held; today is {day}.",
    "outreach.supplier_unknown": "There is no such supplier.",
    "outreach.too_many_participants": "At most {most} participants at once. Record them in parts.",
}

WORDS: dict[str, str] = {
    "training_form.in_person": "In person",
    "training_form.online": "Online",
    "training_programme.carbon_management": "Carbon management",
    "training_programme.product_footprint": "Product footprints",
    "training_programme.eu_tariff": "EU carbon tariff",
    "training_language.en": "English",
    "training_language.zh": "Chinese",
    "training_language.other": "another one",
    "merge_part.training_participants": "participants of training",
}
