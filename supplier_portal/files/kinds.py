"""What may be uploaded, by what the bytes are; and the picture others see, without what the camera wrote into it."""

import warnings
from collections.abc import Sequence
from io import BytesIO

import filetype
from PIL import Image, ImageDraw, ImageFile, ImageOps

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.redaction import Area
from supplier_portal.files.office import DOCUMENT, WORKBOOK, main_part

MOST_POINTS = 60_000_000
Image.MAX_IMAGE_PIXELS = MOST_POINTS  # Pillow itself refuses only twice as many
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")  # a line of the log for each tag of a photo
WIDEST_SHOWN = 1600
COVER = (24, 26, 28)
"""What a covered area is painted with: nothing of what was there remains under it."""

JPEG = "image/jpeg"
PICTURES = (JPEG, "image/png", "image/webp")
PDF, ARCHIVE = "application/pdf", "application/zip"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFFICE = {WORKBOOK: SHEET, DOCUMENT: TEXT, None: ARCHIVE}
ACCEPTED = {
    **dict.fromkeys(PICTURES, "file_kind.picture"),
    PDF: "file_kind.pdf",
    SHEET: "file_kind.workbook",
    TEXT: "file_kind.document",
}
_ZIP = b"PK\x03\x04"
_SCALED_AS_THEY_ARE = ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr")


def media_type_of(data: bytes, place: str, limit: int) -> str:
    """The media type found in the bytes.

    Raises Invalid at `place` for empty, too large and unaccepted files, and for Office files with something wrong.
    """
    if not data:
        raise Invalid([Fault("files.empty", place)])
    if len(data) > limit:
        raise Invalid([Fault("files.too_large", place, facts={"size": len(data), "most": limit})])
    kind = filetype.guess(data)
    found = kind.mime if kind else "file_kind.unknown"
    if data.startswith(_ZIP):
        found = OFFICE[main_part(data, place)]
    if found not in ACCEPTED:
        accepted = sorted(set(ACCEPTED.values()))
        raise Invalid([Fault("files.kind_refused", place, facts={"found": found, "accepted": accepted})])
    return str(found)


def shown_picture(data: bytes, place: str, areas: Sequence[Area] = ()) -> bytes:
    """A JPEG of at most 1,600 pixels, upright, its points alone: what pages and PDFs show of a photo.

    areas: painted over in the points themselves, before they are written.
    Raises Invalid where the bytes begin like a picture and are none, or one of too many points.
    """
    shown = BytesIO()
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # a renderer in the same process lets pictures through that are cut off
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            _check_points(picture)
            scaled: Image.Image = picture if picture.mode in _SCALED_AS_THEY_ARE else picture.convert("RGB")
            scaled.thumbnail((WIDEST_SHOWN, WIDEST_SHOWN))
            points = _upright(scaled).convert("RGB")
            points.info.clear()  # comments and profiles would be written into what others see
            for area in areas:
                left, right, top, bottom = area.points(*points.size)
                ImageDraw.Draw(points).rectangle((left, top, right, bottom), fill=COVER)
            points.save(shown, "JPEG", quality=82)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid([Fault("files.picture_too_large", place, facts={"most": MOST_POINTS // 1_000_000})]) from error
    except Exception as error:  # on hostile bytes Pillow also trips over its own struct.error, KeyError and others
        raise Invalid([Fault("files.picture_unreadable", place)]) from error
    return shown.getvalue()


def for_others(data: bytes, media_type: str) -> tuple[bytes, str]:
    """What the other side gets of a stored file, and its type: of a photo the picture, without what a camera wrote."""
    return (shown_picture(data, "file"), JPEG) if media_type in PICTURES else (data, media_type)


def _check_points(picture: Image.Image) -> None:
    """Known before anything is unpacked."""
    if picture.width * picture.height > MOST_POINTS:
        raise Image.DecompressionBombError


def _upright(picture: Image.Image) -> Image.Image:
    """Turn a picture as its EXIF says; EXIF that cannot be read turns nothing."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # noqa: BLE001 - as above, and what the camera wrote is no reason to refuse the picture
        return picture
