"""The importers the rooms have declared."""

from supplier_portal.domain.errors import Missing
from supplier_portal.intake.importing import Importer

_DECLARED: dict[str, Importer] = {}


def declare(importer: Importer) -> None:
    """Make an importer known. Raises ValueError where another one has its code."""
    if _DECLARED.setdefault(importer.code, importer) is not importer:
        raise ValueError(f"{importer.code} is declared twice")


def importer_of(code: str) -> Importer:
    """Raises Missing for a code that no room declared."""
    found = _DECLARED.get(code)
    if found is None:
        raise Missing
    return found


def importers() -> tuple[Importer, ...]:
    """All importers, in the order of the rooms."""
    return tuple(_DECLARED.values())
