"""Sentences about uploads."""

ERRORS = {
    "files.empty": "The file is empty. Choose another one.",
    "files.too_large": "The file has {size} bytes; at most {most} are taken. Send a smaller one.",
    "files.kind_refused": "This is a file of the kind “{found}”. Accepted: {accepted}.",
    "files.picture_unreadable": "This picture cannot be read: it is damaged. Take it again or send a PDF.",
    "files.picture_too_large": "This picture has more than {most} million points. Send it in a smaller size.",
    "files.office_damaged": "This Office file cannot be read: it is damaged. Save it again and send the new file.",
    "files.office_bomb": "This Office file unpacks to far more than it holds. Save its contents into a new file and send that.",
    "files.office_part_outside": "This Office file holds a part whose name leads out of it. Save its contents into a new file and send that.",
    "files.office_runs": "This Office file holds macros or controls. Save it without them (.xlsx, .docx) or send a PDF.",
    "files.no_room_in_audit": "The evidence of this audit holds {used} MB; with this file it would pass its limit of {most} MB. Send a smaller file, or ask the administrator for a higher limit.",
    "files.no_room_in_finding": "The evidence of this finding holds {used} MB; with this file it would pass its limit of {most} MB. Send a smaller file, or ask the buyer for a higher limit.",
    "files.too_many_areas": "At most {most} areas are covered in one photo. Draw larger ones.",
    "files.area_outside": "Write a percentage from 0 to less than 100: where the area begins.",
    "files.area_too_wide": "Write a percentage above 0; the area ends within the picture, at 100 at the latest.",
    "files.no_area": "No area is given: draw one or type its four figures.",
    "files.areas_unchanged": "These areas are covered already. Change one, or leave it.",
    "files.redacted_meanwhile": "Someone else covered areas of this photo meanwhile: what stands now is below. Look, and send yours again.",
    "files.not_in_store": "The file {digest} is not in the store. Restore it from the backup.",
}
WORDS = {
    "file_kind.picture": "picture (JPEG, PNG, WebP)",
    "file_kind.pdf": "PDF",
    "file_kind.workbook": "Excel workbook (.xlsx)",
    "file_kind.document": "Word document (.docx)",
    "file_kind.unknown": "unknown",
}
