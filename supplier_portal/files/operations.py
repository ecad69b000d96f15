"""Taking a file in: checked, stored and flushed first, then known to the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from supplier_portal.domain.errors import Fault, Invalid
from supplier_portal.domain.redaction import Cover
from supplier_portal.files.kinds import JPEG, PICTURES, media_type_of, shown_picture
from supplier_portal.files.models import StoredFile
from supplier_portal.files.store import FileStore

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Upload:
    """A checked file on disk, not yet known to the database. `shown` is the picture others see, for photos."""

    digest: str
    size: int
    media_type: str
    shown: "Upload | None" = None


@dataclass(frozen=True)
class Room:
    """How much may lie together, as in one audit. used, most: bytes; code: what is said where a file is too much.

    Files sent at the same moment may pass it together, by as many uploads as the web processes take at once.
    """

    used: int
    most: int
    code: str

    def check(self, size: int, place: str) -> None:
        """Raises Invalid at `place` where no room is left for so many bytes."""
        if self.used + size > self.most:
            facts = {"used": -(-self.used // MEGABYTE), "most": self.most // MEGABYTE}
            raise Invalid([Fault(self.code, place, facts=facts)])


def take_in(
    store: FileStore, data: bytes, place: str, limit: int, *, room: Room | None = None, faults: Sequence[Fault] = ()
) -> Upload:
    """Check the bytes and store them, outside any transaction. faults: found already in what is told of the file.

    Raises Invalid with every fault, those of the file at `place`; then nothing is stored.
    """
    picture = None
    try:
        media_type = media_type_of(data, place, limit)
        if media_type in PICTURES:
            picture = shown_picture(data, place)
        if room is not None:
            room.check(len(data), place)
    except Invalid as error:
        raise Invalid([*error.faults, *faults]) from error
    if faults:
        raise Invalid(faults)
    shown = Upload(store.keep(picture), len(picture), JPEG) if picture is not None else None
    return Upload(store.keep(data), len(data), media_type, shown)


def keep_made(store: FileStore, data: bytes, media_type: str) -> Upload:
    """Store what the platform itself made."""
    return Upload(store.keep(data), len(data), media_type)


def covered_picture(store: FileStore, digest: str, cover: Cover) -> Upload:
    """Paint and store what others are to see of a photo, outside any transaction; the photo stays as it came."""
    return keep_made(store, shown_picture(store.read(digest), "", cover.areas), JPEG)


def remember_file(session: Session, upload: Upload, now: datetime) -> str:
    """Make the file known; the same bytes are known once, be it that two send them at once. Returns the digest."""
    rows = [
        {"digest": part.digest, "size": part.size, "media_type": part.media_type, "stored_at": now}
        for part in (upload, upload.shown)
        if part is not None
    ]
    session.connection().execute(_UNLESS_KNOWN[session.get_bind().dialect.name], rows)
    return upload.digest


def next_version(session: Session, cover: Cover, shown: Upload, account_id: int | None, at: datetime) -> dict[str, Any]:
    """The columns of a new `PictureVersion`; what is shown is made known. shown: as `covered_picture` made it."""
    return {
        "number": cover.base + 1,
        "areas": cover.written(),
        "reason": cover.reason.strip(),
        "shown_digest": remember_file(session, shown, at),
        "redacted_by": account_id,
        "redacted_at": at,
    }


_UNLESS_KNOWN = {
    "postgresql": postgresql.insert(StoredFile).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(StoredFile).on_conflict_do_nothing(),
}
