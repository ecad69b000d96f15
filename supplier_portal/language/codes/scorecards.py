"""Sentences and words about policies, published ratings and scorecards."""

ERRORS = {
    "scores.policy_taken": "Version {version} of policy “{name}” was published with another content. "
    "Give the change a new version.",
    "scores.no_policy": "No policy holds on {day} yet. Load one first: supplier-portal policy load FILE.",
}

WORDS: dict[str, str] = {}
