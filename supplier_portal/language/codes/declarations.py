"""Sentences and words about what suppliers declare of themselves."""

ERRORS: dict[str, str] = {
    "declarations.nothing_new": "All of this stands in the portal already. Change what is wrong, or fill in what is "
    "missing.",
    "declarations.decided_already": "This declaration is {decision} by now. Nothing was changed.",
    "declarations.merge_blocked": "What it declared of itself waits: take it over or decline it first.",
}

WORDS: dict[str, str] = {
    "declaration_state.waiting": "waiting",
    "declaration_state.taken": "taken over",
    "declaration_state.declined": "not taken over",
    "declaration_state.withdrawn": "withdrawn",
    "notice_topic.declarations": "Data that suppliers declare",
    "notice.declarations.made.subject": "{supplier} declares its data",
    "notice.declarations.made.text": "{supplier} has told figures of its company or its sites; take them over, or say "
    "why not.",
    "notice.declarations.taken.subject": "The data you declared is taken over",
    "notice.declarations.taken.text": "What {supplier} declared of itself stands in the portal now.",
    "notice.declarations.declined.subject": "The data you declared is not taken over",
    "notice.declarations.declined.text": "What {supplier} declared of itself was declined; the reason stands on its page.",
}
