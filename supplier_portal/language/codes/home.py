"""Words about a supplier's start."""

WORDS: dict[str, str] = {
    "profile_figure.staff": "number of staff",
    "profile_figure.scope_1_2": "scope 1 and 2 emissions",
    "profile_figure.uscc": "unified social credit code",
    "profile_figure.contact": "a person to write to",
    "profile_figure.site_categories": "what a site makes",
    "profile_figure.site_grid": "a site’s power grid",
}
