"""The flags of a supplier's profile, with the figures they come from (checklist: MFG, LRG, CORE)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from supplier_portal.domain.checklist.profile import LARGE_STAFF, LARGE_TONNES
from supplier_portal.suppliers.models import Supplier


@dataclass(frozen=True)
class Reason:
    """One figure behind a flag. kind: goods, core, staff or tonnes; figure: None where it is not known."""

    kind: str
    holds: bool
    figure: int | Decimal | None = None
    least: int | Decimal | None = None


@dataclass(frozen=True)
class Flag:
    """code: as checklists print it; condition: the word of the checkpoints it brings, `condition.…`."""

    code: str
    condition: str
    reasons: Sequence[Reason]

    @property
    def holds(self) -> bool:
        """Whether any of its reasons does."""
        return any(reason.holds for reason in self.reasons)


def flags_of(supplier: Supplier) -> list[Flag]:
    """Return the three flags; audits planned from now on ask for the checkpoints of those that hold."""
    staff, tonnes, core = supplier.staff, supplier.scope_1_2, supplier.strategic_core
    size = (
        Reason("staff", staff is not None and staff >= LARGE_STAFF, staff, LARGE_STAFF),
        Reason("tonnes", tonnes is not None and tonnes >= LARGE_TONNES, tonnes, LARGE_TONNES),
        Reason("core", core),
    )
    return [
        Flag("MFG", "condition.manufacturer", (Reason("goods", supplier.makes_goods),)),
        Flag("LRG", "condition.large", size),
        Flag("CORE", "condition.core", (Reason("core", core),)),
    ]
