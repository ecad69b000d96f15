"""Sentences about changes that a device sends."""

ERRORS: dict[str, str] = {
    "fieldwork.too_large": "The change has more than {most} bytes.",
    "fieldwork.not_json": "The change is not JSON, or nested too deep.",
    "fieldwork.too_long": "At most {most} characters.",
    "fieldwork.missing": "This field is missing.",
    "fieldwork.unknown_field": "There is no such field.",
    "fieldwork.not_text": "A text must stand here.",
    "fieldwork.not_whole": "A whole number without quotes must stand here.",
    "fieldwork.not_true_or_false": "true, false or null must stand here.",
    "fieldwork.not_object": "An object of named fields must stand here.",
    "fieldwork.not_decimal": 'A number in quotes must stand here, such as "5488.05".',
    "fieldwork.not_allowed": "This value is not allowed here.",
    "fieldwork.uuid_taken": "This UUID was used for another change. Send the change under a new one.",
    "fieldwork.rival": "{name} saved this answer meanwhile. Nothing was overwritten; yours is kept beside it.",
}
