"""The identifiers a supplier is shown with, and whether their check digits are right."""

from dataclasses import dataclass

from supplier_portal.suppliers.models import Supplier
from supplier_portal.suppliers.operations.checking import RIGHT


@dataclass(frozen=True)
class ShownIdentifier:
    """word: code of what it is called; code: as registered, None where there is none."""

    word: str
    code: str | None
    right: bool


def shown_identifiers(supplier: Supplier) -> list[ShownIdentifier]:
    """Return every identifier there may be; one that stood before its check was made may be wrong."""
    return [
        ShownIdentifier(f"identifier.{name}", code := getattr(supplier, name), code is not None and is_right(code))
        for name, is_right in RIGHT.items()
    ]
