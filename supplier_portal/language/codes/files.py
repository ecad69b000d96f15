"""Sentences about uploads."""

ERRORS = {
    "files.empty": "The file is empty. Choose another one.",
    "files.too_large": "The file has {size} bytes; at most {most} are taken. Send a smaller one.",
    "files.kind_refused": "This is a file of the kind “{found}”. Accepted: {accepted}.",
    "files.picture_unreadable": "This picture cannot be read: it is damaged or too large. Take it again or send a PDF.",
    "files.not_in_store": "The file {digest} is not in the store. Restore it from the backup.",
}
