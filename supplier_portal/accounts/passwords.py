"""Argon2 at 19 MiB, two passes, one lane; two at a time, so that a crowd at the door does not eat the memory."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from supplier_portal.domain.errors import Fault, Invalid

SHORTEST, LONGEST = 10, 200
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_two_at_a_time = threading.BoundedSemaphore(2)
# Verified where there is no such account, so that the answer takes as long.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ"


def check_new(password: str, place: str) -> None:
    """Raises Invalid at `place` for a password that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid([Fault("accounts.password_length", place, facts={"least": SHORTEST, "most": LONGEST})])


def hashed(password: str) -> str:
    with _two_at_a_time:
        return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the hash's; takes the same time where there is no hash."""
    with _two_at_a_time:
        try:
            return _hasher.verify(password_hash or _NOBODY, password) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False
