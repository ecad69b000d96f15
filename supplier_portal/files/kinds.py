"""What may be uploaded, by what the bytes are; and the picture others see, without what the camera wrote into it."""

from io import BytesIO

import filetype
from PIL import Image, ImageOps, UnidentifiedImageError

from supplier_portal.domain.errors import Fault, Invalid

Image.MAX_IMAGE_PIXELS = 60_000_000
WIDEST_SHOWN = 1600

PICTURES = ("image/jpeg", "image/png", "image/webp")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ACCEPTED = {
    **dict.fromkeys(PICTURES, "picture"),
    "application/pdf": "PDF",
    SHEET: "Excel workbook (.xlsx)",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document (.docx)",
}


def media_type_of(data: bytes, place: str, limit: int) -> str:
    """The media type found in the bytes. Raises Invalid at `place` for empty, too large and unaccepted files."""
    if not data:
        raise Invalid([Fault("files.empty", place)])
    if len(data) > limit:
        raise Invalid([Fault("files.too_large", place, facts={"size": len(data), "most": limit})])
    kind = filetype.guess(data)
    found = kind.mime if kind else "unknown"
    if found not in ACCEPTED:
        accepted = sorted(set(ACCEPTED.values()))
        raise Invalid([Fault("files.kind_refused", place, facts={"found": found, "accepted": accepted})])
    return str(found)


def shown_picture(data: bytes, place: str) -> bytes:
    """A JPEG of at most 1,600 pixels, upright, without EXIF: what pages and PDFs show of a photo.

    Raises Invalid where the bytes begin like a picture and are none.
    """
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((WIDEST_SHOWN, WIDEST_SHOWN))
            shown = BytesIO()
            upright.save(shown, "JPEG", quality=82)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Invalid([Fault("files.picture_unreadable", place)]) from error
    return shown.getvalue()
