"""Words and sentences that no room owns: roles, workflow, database, forms."""

ERRORS = {
    "missing": "There is nothing here for you. The address may be wrong, or the page belongs to others.",
    "invalid": "Something needs a change. Nothing typed is lost.",
    "db.busy": "The database is busy. Nothing was saved; try again in a moment.",
    "workflow.not_now": "It stands at “{state}”, so it cannot become “{target}”. Possible now: {possible}.",
    "workflow.quicker": "Someone else was quicker: it stands at “{state}” now and was not made “{target}”.",
    "workflow.needs_reason": "Write the reason; it is kept in the record.",
    "form.required": "This field is needed.",
    "form.too_long": "At most {most} characters; there are {length}.",
    "form.unknown_choice": "Choose one of the list.",
    "form.date": "Write a date as YYYY-MM-DD.",
    "form.number": "Write a plain number such as 1250.50, at most {places} decimals.",
}

WORDS = {
    "role.administrator": "Administrator",
    "role.planner": "Audit planner",
    "role.lead_auditor": "Lead auditor",
    "role.auditor": "Auditor",
    "role.reviewer": "Reviewer",
    "role.procurement": "Procurement officer",
    "role.management": "Management",
    "role.supplier_owner": "Supplier, owner",
    "role.supplier_member": "Supplier, member",
    "role.system": "Platform",
    "role.stranger": "Not signed in",
    "turn.supplier": "supplier’s turn",
    "turn.buyer": "buyer’s turn",
    "turn.nobody": "nobody’s turn",
    "answer.yes": "Yes",
    "answer.no": "No",
    "reach.all": "all",
    "reach.own_company": "own company",
    "reach.own_audits": "own audits",
    "reach.own_tenders": "own tenders",
    "reach.own_account": "own account",
    "language.en": "English",
    "language.zh": "中文",
}

ERRORS |= {
    "db.refused": "The record is frozen or was changed by someone else meanwhile. Nothing was saved; open the page again.",
    "http.bad_request": "The request could not be read. Go back and try again.",
    "http.csrf": "This page was open for too long, or came from another site. Go back, reload it and send it again.",
    "http.too_large": "What was sent is too large. Send a smaller file.",
    "http.media_type": "What was sent is of a kind that is not taken here.",
    "http.too_many": "Too many attempts. Wait five minutes and try again.",
    "http.other": "The request was refused (status {status}). Go back and try again.",
    "http.unexpected": "Something went wrong on our side. It is in the log; nothing was saved. Try again, or tell your administrator the time.",
    "api.foreign_origin": "This write did not come from a page of this portal and was refused.",
}
