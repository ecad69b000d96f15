"""Argon2 at 19 MiB, two passes, one lane; two at a time, so that a crowd at the door does not eat the memory."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from supplier_portal.domain.errors import Fault, Invalid

SHORTEST, LONGEST = 10, 200
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
AT_ONCE = 2
_two_at_a_time = threading.BoundedSemaphore(AT_ONCE)
# Verified where there is no such account, so that the answer takes as long.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ"


def check_new(password: str, place: str) -> None:
    """Raises Invalid at `place` for a password that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid([Fault("accounts.password_length", place, facts={"least": SHORTEST, "most": LONGEST})])


def hashed(password: str) -> str:
    with _two_at_a_time:
        return _hasher.hash(password)


def all_hashed(passwords: Sequence[str]) -> list[str]:
    """The hashes of several passwords, in their order."""
    if len(passwords) < AT_ONCE:
        return [hashed(password) for password in passwords]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(hashed, passwords))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the hash's; takes the same time where there is no hash."""
    with _two_at_a_time:
        try:
            return _hasher.verify(password_hash or _NOBODY, password) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False
