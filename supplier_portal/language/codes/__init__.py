"""What codes mean in English, one file per room: `ERRORS` (sentences with {facts}) and `WORDS` (single words)."""

import pkgutil
from functools import cache
from importlib import import_module


@cache
def errors() -> dict[str, str]:
    """Error code → English sentence."""
    return _gathered("ERRORS")


@cache
def words() -> dict[str, str]:
    """Code → English word or short phrase, such as `audit_state.in_progress`."""
    return _gathered("WORDS")


def _gathered(name: str) -> dict[str, str]:
    gathered: dict[str, str] = {}
    for module in pkgutil.iter_modules(__path__):
        part = getattr(import_module(f"{__name__}.{module.name}"), name, {})
        if twice := gathered.keys() & part.keys():
            raise ValueError(f"{module.name}: {sorted(twice)} stand in another room too")
        gathered |= part
    return gathered
