"""The dice of the demonstration: the same for the same story, whatever was made before it."""

from random import Random
from uuid import UUID

SEED = 20240331


def chance_for(key: str) -> Random:
    """The dice of one story."""
    return Random(f"{SEED}:{key}")  # noqa: S311 invented data is to be the same each time


def uuid_for(key: str) -> str:
    """The same UUID for the same key, in the form of a random one."""
    return str(UUID(int=chance_for(f"uuid:{key}").getrandbits(128), version=4))
