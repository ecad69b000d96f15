"""Photos for print: the pictures others see, small enough for a sheet of paper."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from PIL import Image

from supplier_portal.domain.errors import Missing
from supplier_portal.files.store import FileStore

WIDEST = 800
"""Points: three photos side by side on A4 have some 360 to the inch then."""
QUALITY = 78
THREADS = 2


def print_photos(store: FileStore, digests: Iterable[str]) -> dict[str, bytes]:
    """JPEGs by digest, at most WIDEST points wide; one that the store has lost, or that is no JPEG, is left out."""
    wanted = list(dict.fromkeys(digests))
    with ThreadPoolExecutor(THREADS) as pool:
        made = pool.map(lambda digest: _print_photo(store, digest), wanted)
        return {digest: photo for digest, photo in zip(wanted, made, strict=True) if photo is not None}


def _print_photo(store: FileStore, digest: str) -> bytes | None:
    """Read it at a fraction of its size, which JPEG allows, and write its points alone."""
    target = BytesIO()
    try:
        with Image.open(BytesIO(store.read(digest)), formats=("JPEG",)) as picture:
            whole = max(max(picture.size) // WIDEST, 1)
            picture.draft("RGB", (picture.width // whole, picture.height // whole))
            points = picture.convert("RGB")
    except (Missing, OSError):
        return None
    points.thumbnail((WIDEST, WIDEST), reducing_gap=2.0)
    points.info.clear()
    points.save(target, "JPEG", quality=QUALITY)
    return target.getvalue()
