"""Taking a file in: checked, stored and flushed first, then known to the database."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from supplier_portal.files.kinds import PICTURES, media_type_of, shown_picture
from supplier_portal.files.models import StoredFile
from supplier_portal.files.store import FileStore


@dataclass(frozen=True)
class Upload:
    """A checked file on disk, not yet known to the database. `shown` is the picture others see, for photos."""

    digest: str
    size: int
    media_type: str
    shown: "Upload | None" = None


def take_in(store: FileStore, data: bytes, place: str, limit: int) -> Upload:
    """Check the bytes and store them, outside any transaction. Raises Invalid at `place`, then nothing is stored."""
    media_type = media_type_of(data, place, limit)
    shown = None
    if media_type in PICTURES:
        picture = shown_picture(data, place)
        shown = Upload(store.keep(picture), len(picture), "image/jpeg")
    return Upload(store.keep(data), len(data), media_type, shown)


def keep_made(store: FileStore, data: bytes, media_type: str) -> Upload:
    """Store what the platform itself made."""
    return Upload(store.keep(data), len(data), media_type)


def remember_file(session: Session, upload: Upload, now: datetime) -> str:
    """Make the file known; the same bytes are known once. Returns the digest."""
    for part in (upload, upload.shown):
        if part is None or session.scalar(select(StoredFile.digest).where(StoredFile.digest == part.digest)):
            continue
        session.add(StoredFile(digest=part.digest, size=part.size, media_type=part.media_type, stored_at=now))
    session.flush()
    return upload.digest
