"""Documents that are published once, under the SHA-256 of what they say, and never change."""

from typing import Protocol, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supplier_portal.domain.errors import Conflict


class Hashed(Protocol):
    """A row that keeps the hash of its content."""

    @property
    def sha256(self) -> str: ...


Row = TypeVar("Row", bound=Hashed)


def store_once(session: Session, row: Row, known: Row | None, taken: Conflict) -> tuple[Row, bool]:
    """Store a version; give the stored row, and whether it is new: the same content again is not.

    known: the row of this version, if there is one. Raises `taken` where it says something else, also where somebody
    else has stored one in the meantime.
    """
    if known is not None:
        if known.sha256 != row.sha256:
            raise taken
        return known, False
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise taken from error
    return row, True
